//! Short texts: for messages, titles and descriptions.

/// Characters of a text that serve as a description.
const DESCRIPTION: usize = 300;

/// As much of a text as fits in a message, on one line.
pub(super) fn shown(text: &str) -> String {
    let mut shown: String =
        text.chars().take(80).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// One line without runs of white space, or nothing if nothing is said.
pub(super) fn one_line(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    text.chars().any(char::is_alphanumeric).then_some(text)
}

/// At most 300 characters, cut between words.
pub(super) fn shortened(text: &str) -> String {
    if text.chars().count() <= DESCRIPTION {
        return text.to_owned();
    }
    let cut: String = text.chars().take(DESCRIPTION - 1).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', ' ']))
}

/// At most the first `bytes` bytes of a text, without a part of a character.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
