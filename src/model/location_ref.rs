//! `type:target`: where something is, as annotations write it.

/// A parsed location reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocationRef {
    /// `url`, `file`, `dir` or another word.
    pub location_type: String,
    /// What it points at.
    pub target: String,
}

impl LocationRef {
    /// Reads `type:target`; the error says what is wrong, in lower case.
    pub(crate) fn parse(text: &str) -> Result<LocationRef, String> {
        let (location_type, target) =
            text.split_once(':').ok_or("a location is written as `type:target`")?;
        let (location_type, target) = (location_type.trim(), target.trim());
        if location_type.is_empty() || target.is_empty() {
            return Err("a location has a type and a target".to_owned());
        }
        if matches!(location_type, "http" | "https") {
            return Err("an address is written as `url:https://…`".to_owned());
        }
        if is_script(target) {
            return Err("a location may not be a script".to_owned());
        }
        Ok(LocationRef { location_type: location_type.to_owned(), target: target.to_owned() })
    }
}

/// Whether a browser would take the text for `javascript:`, control characters and all.
fn is_script(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c <= ' ');
    let letters: String = start
        .chars()
        .filter(|c| !matches!(c, '\r' | '\n' | '\t'))
        .take("javascript:".len())
        .collect();
    letters.eq_ignore_ascii_case("javascript:")
}
