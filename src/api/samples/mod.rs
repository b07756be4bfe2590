//! Samples of code that call an operation, for people to copy.
//!
//! Whatever a description says, a sample is one call and nothing else: texts are quoted for the language that they
//! stand in, control characters are escaped or left out, and secrets are only ever names of environment variables.
//! What the author wrote for a language replaces ours.

mod curl;
mod go;
mod graphql;
mod grpc;
mod httpie;
mod javascript;
mod python;
mod quote;
mod request;
mod security;
mod server;
mod url;

#[cfg(test)]
mod tests;

use crate::model::api::{ApiContent, CodeSample, Operation, OperationKind};

use request::Request;

/// Samples of calling an operation, in the order in which they are shown; none for what the API itself calls.
pub(crate) fn samples(content: &ApiContent, operation: &Operation) -> Vec<CodeSample> {
    let ours = match operation.kind {
        OperationKind::Http => {
            let request = Request::of(content, operation);
            vec![
                sample("curl", curl::write(&request)),
                sample("HTTPie", httpie::write(&request)),
                sample("Python", python::write(&request)),
                sample("JavaScript", javascript::write(&request)),
                sample("Go", go::write(&request)),
            ]
        }
        OperationKind::Query | OperationKind::Mutation | OperationKind::Subscription => {
            graphql::samples(content, operation)
        }
        OperationKind::Rpc => vec![sample("grpcurl", grpc::write(content, operation))],
        OperationKind::Webhook
        | OperationKind::Callback
        | OperationKind::Send
        | OperationKind::Receive
        | OperationKind::Channel => Vec::new(),
    };
    with_authors(ours, &operation.samples)
}

fn sample(language: &str, code: String) -> CodeSample {
    CodeSample { language: language.to_owned(), label: None, code }
}

/// The author's samples in the places of ours in the same languages, then the author's others.
fn with_authors(ours: Vec<CodeSample>, authors: &[CodeSample]) -> Vec<CodeSample> {
    let mut left: Vec<&CodeSample> = authors.iter().collect();
    let mut samples = Vec::new();
    for sample in ours {
        let before = samples.len();
        left.retain(|author| {
            let is_same = language(author) == language(&sample);
            if is_same {
                samples.push((*author).clone());
            }
            !is_same
        });
        if samples.len() == before {
            samples.push(sample);
        }
    }
    samples.extend(left.into_iter().cloned());
    samples
}

/// The language in one spelling; a sample in the shell's is one of the program that it begins with.
fn language(sample: &CodeSample) -> String {
    let name = sample.language.to_lowercase();
    match name.as_str() {
        "shell" | "bash" | "sh" | "console" | "curl" => {
            let code = sample.code.trim_start();
            let is_httpie = code.starts_with("http ") || code.starts_with("https ");
            let first = if is_httpie {
                "httpie"
            } else {
                code.split(char::is_whitespace).next().unwrap_or_default()
            };
            if first.is_empty() { name } else { first.to_owned() }
        }
        "http" if sample.code.trim_start().starts_with("http ") => "httpie".to_owned(),
        "js" | "node" | "nodejs" | "node.js" => "javascript".to_owned(),
        "golang" => "go".to_owned(),
        "python3" | "py" => "python".to_owned(),
        _ => name,
    }
}
