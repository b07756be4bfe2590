//! Percent-encoding (RFC 3986).

/// As one part of a path or a query: only unreserved characters stay.
pub(super) fn part(text: &str) -> String {
    encoded(text, |byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

/// As a whole address: what may stand in one stays, escapes among it.
pub(super) fn whole(text: &str) -> String {
    encoded(text, |byte| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&()*+,;=%".contains(&byte))
}

/// Names and values as `a=b&c=d`.
pub(super) fn form(fields: &[(String, String)]) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", part(name), part(value))).collect();
    fields.join("&")
}

fn encoded(text: &str, stays: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if stays(byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}
