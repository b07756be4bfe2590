//! Sizes, colours, addresses and names as people write them; none of it knows the keys.

use url::Url;

use crate::base::yaml::{Node, Value};

/// Reads a number that is whole and not negative.
pub(super) fn whole_number(node: &Node) -> Option<u64> {
    match &node.value {
        Value::Number(number) => number.as_u64(),
        _ => None,
    }
}

/// Reads `1 MiB`, `500 kB`, `1.5GiB` or `4096`.
pub(super) fn size(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let factor: u64 = match unit.trim_start() {
        "" | "B" => 1,
        "kB" | "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "KiB" | "kiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    if let Ok(whole) = number.parse::<u64>() {
        return whole.checked_mul(factor);
    }
    let bytes = number.parse::<f64>().ok()? * factor as f64;
    (bytes.is_finite() && bytes < 1e15).then_some(bytes.round() as u64)
}

/// Reads `#rgb` or `#rrggbb`.
pub(super) fn color(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let two = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    let one = |at: usize| u8::from_str_radix(&digits[at..=at], 16).ok().map(|digit| digit * 17);
    match digits.len() {
        6 => Some([two(0)?, two(2)?, two(4)?]),
        3 => Some([one(0)?, one(1)?, one(2)?]),
        _ => None,
    }
}

/// Reads an address below which others stand: with a slash at the end.
pub(super) fn base_address(text: &str) -> Result<Url, &'static str> {
    let mut url = web_address(text)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err("has a `?` or `#`");
    }
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

/// Reads an address that a browser opens and that names no user; the error ends a sentence.
pub(super) fn web_address(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(|_| "is not an address")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("is not an `http:` or `https:` address");
    }
    if !url.username().is_empty() {
        return Err("names a user");
    }
    Ok(url)
}

/// Reads the name of a host, in lower case: what an address keeps whole when nothing else stands in it.
pub(super) fn host(text: &str) -> Option<String> {
    if text.contains(['/', '*', '@', '?', '#']) {
        return None;
    }
    let url = Url::parse(&format!("https://{text}/")).ok()?;
    let host = url.host_str()?;
    (url.port().is_none() && url.path() == "/").then(|| host.to_owned())
}

/// Whether the text has the shape of a language tag (BCP 47 §2.1): a word of letters, then words of letters and digits.
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Whether the text can name an environment variable.
pub(super) fn is_variable(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
