//! A network that says what a test wants it to, and remembers what it was asked.

use std::collections::VecDeque;
use std::sync::Mutex;

use serde_json::Value;

use crate::source::gitlab::headers::Headers;
use crate::source::gitlab::network::{Answer, Exchange, Network, NetworkError};

/// What was sent, as far as tests want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    /// Where to.
    pub url: String,
    /// Whether the token was shown.
    pub signed: bool,
    /// The body of a POST.
    pub body: Option<String>,
    /// The time that it was given, in milliseconds.
    pub timeout: u128,
}

type Script = dyn Fn(&Sent, usize) -> Result<Answer, NetworkError> + Send + Sync;

/// A network that follows a script.
pub(crate) struct Scripted {
    script: Box<Script>,
    sent: Mutex<Vec<Sent>>,
}

impl Scripted {
    /// Answers by a function of the request and of how many came before.
    pub(crate) fn by(
        script: impl Fn(&Sent, usize) -> Result<Answer, NetworkError> + Send + Sync + 'static,
    ) -> Scripted {
        Scripted { script: Box::new(script), sent: Mutex::default() }
    }

    /// Gives these answers in turn; a test that asks for more has failed.
    pub(crate) fn of(answers: Vec<Result<Answer, NetworkError>>) -> Scripted {
        let answers = Mutex::new(VecDeque::from(answers));
        Scripted::by(move |sent, _| {
            let next = answers.lock().expect("no test panics within").pop_front();
            next.unwrap_or_else(|| panic!("one request too many: {sent:?}"))
        })
    }

    /// All requests so far.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().expect("no test panics within").clone()
    }

    /// How many requests there were.
    pub(crate) fn count(&self) -> usize {
        self.sent().len()
    }

    /// The addresses that were asked.
    pub(crate) fn urls(&self) -> Vec<String> {
        self.sent().into_iter().map(|sent| sent.url).collect()
    }
}

impl Network for Scripted {
    fn send(&self, request: &Exchange) -> Result<Answer, NetworkError> {
        let sent = Sent {
            url: request.url.to_string(),
            signed: request.token.is_some(),
            body: request.body.map(|body| String::from_utf8_lossy(body).into_owned()),
            timeout: request.timeout.as_millis(),
        };
        let before = {
            let mut all = self.sent.lock().expect("no test panics within");
            all.push(sent.clone());
            all.len() - 1
        };
        let answer = (self.script)(&sent, before)?;
        if answer.body.len() as u64 > request.limit {
            return Err(NetworkError::TooLarge { limit: request.limit });
        }
        Ok(answer)
    }
}

/// An answer with this status, these headers and this body.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut all = Headers::default();
    for (name, value) in headers {
        all.push(name, value);
    }
    Answer { status, headers: all, body: body.as_bytes().to_vec(), measured: true }
}

/// A good answer with this content.
pub(crate) fn json_answer(json: &Value) -> Answer {
    answer(200, &[("Content-Type", "application/json")], &json.to_string())
}
