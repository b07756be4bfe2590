//! What stands between an answer and its use, as far as its status and the shape of its body tell.

use serde_json::Value;

use super::error::{Denial, TransportError};
use super::headers::Hint;
use super::network::{Answer, NetworkError};
use super::retry::Patience;
use super::transport::{Call, Transport};

/// Why an attempt brought nothing: the error that it becomes unless a later attempt succeeds.
pub(super) enum Setback {
    /// GitLab says that it is asked too often; nobody may ask before the time is over.
    Throttled(TransportError, Hint),
    /// Anything else; whether to try again, and when.
    Failed(TransportError, Patience, Hint),
}

impl Setback {
    /// One that will not pass.
    pub(super) fn lasting(error: TransportError) -> Setback {
        Setback::Failed(error, Patience::Never, Hint::Absent)
    }

    /// How often something like this is worth another attempt.
    pub(super) fn patience(&self) -> Patience {
        match self {
            Setback::Throttled(..) => Patience::Full,
            Setback::Failed(_, patience, _) => *patience,
        }
    }
}

impl Transport<'_> {
    /// Lets an answer pass whose status is the one that comes with what was asked for.
    pub(super) fn check_status(&self, call: &Call, answer: &Answer) -> Result<(), Setback> {
        if answer.status == 200 {
            return Ok(());
        }
        let asked = call.asked.clone();
        let json = serde_json::from_slice::<Value>(&answer.body).ok();
        let words = json.as_ref().and_then(message_of);
        let message = self.clean(&words.clone().unwrap_or_else(|| standard_words(answer.status)));
        let error = match answer.status {
            401 if !self.shows_token(call) => TransportError::TokenWanted { asked, message },
            401 => TransportError::Unauthorized { asked, message },
            403 => TransportError::Forbidden { asked, denial: self.denial(answer, words) },
            404 if words.is_some() => TransportError::NotFound { asked, message },
            429 => {
                let error = TransportError::Throttled { asked, message };
                return Err(Setback::Throttled(error, self.hint(answer)));
            }
            // 404 without GitLab's words comes from some other server.
            ..=399 | 404 => {
                return Err(self.not_gitlab(call, &format!("status {}", answer.status)));
            }
            status @ 500.. => {
                let error = TransportError::Unavailable { asked, status, message };
                return Err(Setback::Failed(error, Patience::Full, self.hint(answer)));
            }
            status => TransportError::Rejected { asked, status, message },
        };
        Err(Setback::lasting(error))
    }

    /// Reads a whole body as JSON.
    pub(super) fn json(&self, call: &Call, answer: &Answer) -> Result<Value, Setback> {
        let kind = answer.headers.get("content-type").unwrap_or_default();
        match serde_json::from_slice(&answer.body) {
            Ok(value) => Ok(value),
            Err(_) if answer.body.trim_ascii().is_empty() => {
                Err(self.not_gitlab(call, "an empty answer"))
            }
            Err(_) if is_html(kind) => Err(self.not_gitlab(call, "a web page")),
            Err(error) if error.is_eof() => {
                let error = NetworkError::Cut;
                let error = TransportError::Network { asked: call.asked.clone(), error };
                Err(Setback::Failed(error, Patience::Full, Hint::Absent))
            }
            Err(error) => Err(self.not_gitlab(call, &format!("not JSON: {error}"))),
        }
    }

    /// Something else answers; it may have been an accident of a proxy, so it is asked once more.
    pub(super) fn not_gitlab(&self, call: &Call, what: &str) -> Setback {
        let error = TransportError::NotGitLab { asked: call.asked.clone(), what: self.clean(what) };
        Setback::Failed(error, Patience::Once, Hint::Absent)
    }

    fn denial(&self, answer: &Answer, words: Option<String>) -> Denial {
        let challenge = answer.headers.get("www-authenticate").unwrap_or_default();
        let Some(words) = words else { return Denial::Blocked };
        if challenge.contains("insufficient_scope") || words.starts_with("insufficient_scope") {
            Denial::Scope(self.clean(&words))
        } else {
            Denial::Role(self.clean(&words))
        }
    }
}

/// Whether a content type is that of a web page, which GitLab's API never sends.
pub(super) fn is_html(content_type: &str) -> bool {
    content_type.trim().to_ascii_lowercase().starts_with("text/html")
}

/// GitLab's own words in one of the forms that its errors come in.
fn message_of(json: &Value) -> Option<String> {
    if let Some(first) = json["errors"][0]["message"].as_str() {
        return Some(first.to_owned());
    }
    let message = match &json["message"] {
        Value::Null => &json["error"],
        Value::Object(message) => message.get("error")?,
        message => message,
    };
    let text = match message {
        Value::String(text) => text.clone(),
        Value::Null => return None,
        other => other.to_string(),
    };
    match json["error_description"].as_str() {
        Some(description) => Some(format!("{text}: {description}")),
        None => Some(text),
    }
}

fn standard_words(status: u16) -> String {
    let words = match status {
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not found",
        429 => "too many requests",
        500 => "internal server error",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        _ => return format!("status {status}"),
    };
    words.to_owned()
}
