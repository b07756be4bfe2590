//! The fake answers as GitLab does, seen from outside: a client on a bare socket.

mod access;
mod faults;
mod graphql;
mod model;
mod rest;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::fake_gitlab::{Company, Fake, Feature, Level, Options, Role, Visibility};

/// What came back.
struct Got {
    status: u16,
    head: String,
    body: Vec<u8>,
    /// Whether the connection ended in an error rather than an end.
    broken: bool,
}

impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).into_iter().next()
    }

    fn headers(&self, name: &str) -> Vec<&str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error}: {}\n{}", self.head, String::from_utf8_lossy(&self.body))
        })
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends one request as it stands and reads until the other side ends, or gives up waiting.
fn send(fake: &Fake, request: &str) -> Got {
    let mut socket = TcpStream::connect(fake.address()).expect("the fake listens");
    socket.set_read_timeout(Some(Duration::from_millis(2_000))).expect("a time");
    socket.write_all(request.as_bytes()).expect("the fake reads");
    read(&mut socket, usize::MAX)
}

/// Reads an answer, or so many bytes of it.
fn read(socket: &mut impl Read, most: usize) -> Got {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8_192];
    let mut broken = false;
    while bytes.len() < most {
        match socket.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => bytes.extend(&buffer[..count]),
            Err(_) => {
                broken = true;
                break;
            }
        }
    }
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let (head, body) = match end {
        Some(end) => {
            (String::from_utf8_lossy(&bytes[..end]).into_owned(), bytes[end + 4..].to_vec())
        }
        None => (String::new(), bytes),
    };
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Got { status, head, body, broken }
}

fn get_as(fake: &Fake, token: Option<&str>, path: &str) -> Got {
    let token = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    send(fake, &format!("GET {path} HTTP/1.1\r\nHost: fake\r\n{token}Connection: close\r\n\r\n"))
}

fn get(fake: &Fake, path: &str) -> Got {
    get_as(fake, Some(&fake.token()), path)
}

fn post(fake: &Fake, token: Option<&str>, body: &Value) -> Got {
    let token = token.map(|token| format!("PRIVATE-TOKEN: {token}\r\n")).unwrap_or_default();
    let body = body.to_string();
    let length = body.len();
    send(
        fake,
        &format!(
            "POST /api/graphql HTTP/1.1\r\nHost: fake\r\n{token}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        ),
    )
}

/// Asks with the fake's own token and returns the whole answer.
fn ask(fake: &Fake, query: &str, variables: Value) -> Value {
    let body = json!({ "query": query, "variables": variables });
    post(fake, Some(&fake.token()), &body).json()
}

const TOKEN: &str = "glpat-tests";

/// A company of a few projects: `acme/shop/checkout` with files, and others that a test adds.
fn company() -> Company {
    let mut company = Company { now: 1_795_176_000, ..Company::default() };
    company.add_group("acme");
    company.add_token(TOKEN, &["read_api"], &[("acme", Role::Reporter)]);
    company.add_user("robin", "Robin Example");
    company.add_project("acme/shop/checkout");
    company.push("acme/shop/checkout", &[("README.md", Some("# Checkout\n"))]);
    company
}

fn started(company: Company) -> Fake {
    Fake::start(company, Options::default())
}
