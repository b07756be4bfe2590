//! The token: a text that is sent, and never shown.
//!
//! It has no `Debug`, no `Display` and no `Serialize`, so that it cannot slip into a message by a derive.
//! What others wrote (a server's answer, the system's own words) may repeat it, which is what
//! [`Secret::mask`] is for.

use url::form_urlencoded;

use super::base64;

/// What stands where a token stood.
const MASK: &str = "[masked]";

/// Encoded forms shorter than this are ordinary text as often as not.
const SHORTEST_FORM: usize = 8;

/// A token, and the forms in which it could be repeated.
pub(crate) struct Secret {
    text: String,
    /// Longest first, so that no form is left half masked by a shorter one.
    forms: Vec<String>,
}

/// Why a text cannot be a token; never says the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SecretError {
    /// Nothing but white space.
    #[error("the token is empty")]
    Empty,
    /// Two words, a line break, a letter outside ASCII: something else was pasted.
    #[error("the token holds a space, a control character or a letter outside ASCII")]
    Malformed,
}

impl Secret {
    /// Takes a token, without the white space around it that files and variables bring along.
    pub(crate) fn new(text: String) -> Result<Secret, SecretError> {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Err(SecretError::Empty);
        }
        // Anything else could end the header it is sent in.
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(SecretError::Malformed);
        }
        let forms = forms(&text);
        Ok(Secret { text, forms })
    }

    /// Returns `text` with every occurrence of the token masked: as it is, percent-encoded, and within base64.
    pub(crate) fn mask(&self, text: &str) -> String {
        self.forms.iter().fold(text.to_owned(), |text, form| text.replace(form.as_str(), MASK))
    }

    /// The token itself, for the header it is sent in and for nothing else.
    pub(super) fn expose(&self) -> &str {
        &self.text
    }
}

fn forms(text: &str) -> Vec<String> {
    let escaped: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let mut encoded = vec![
        form_urlencoded::byte_serialize(text.as_bytes()).collect(),
        escaped.to_ascii_lowercase(),
        escaped,
    ];
    for before in 0..3 {
        let inner = within_base64(text, before);
        encoded.push(inner.replace('+', "-").replace('/', "_"));
        encoded.push(inner);
    }
    encoded.retain(|form| form.len() >= SHORTEST_FORM);
    encoded.push(text.to_owned());
    encoded.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    encoded.dedup();
    encoded
}

/// The digits that stand for `text` in the base64 of any longer text, such as `user:token`, in which
/// the number of bytes before it leaves the remainder `before` when divided by three.
fn within_base64(text: &str, before: usize) -> String {
    let bytes: Vec<u8> = std::iter::repeat_n(0, before).chain(text.bytes()).collect();
    let (first, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
    base64::encode(&bytes)[first..end].to_owned()
}
