//! HTTP/1.1 over a socket that we own, because faults need to write what no server library would.

use std::io::{self, BufRead, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// A longer line than this ends the conversation with 414.
const LINE: usize = 16 << 10;
/// A larger body than this is not read.
const BODY: usize = 64 << 20;
/// Smaller bodies are not worth compressing.
const COMPRESSED: usize = 1 << 10;

/// What came in.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    /// As sent, percent signs and all; for a proxy the whole address.
    pub path: String,
    pub query: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of a query parameter, decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The token, wherever it was put.
    pub fn token(&self) -> Option<String> {
        let bearer = self.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        let header = bearer.or_else(|| self.header("private-token")).map(str::to_owned);
        header
            .or_else(|| self.parameter("private_token"))
            .or_else(|| self.parameter("access_token"))
    }

    /// Path and query as sent.
    pub fn target(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }

    fn wants_gzip(&self) -> bool {
        self.header("accept-encoding").is_some_and(|value| value.contains("gzip"))
    }

    /// Whether the connection stays open afterwards.
    pub fn keeps_alive(&self) -> bool {
        !self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

/// What could be read of a request.
pub enum Incoming {
    Request(Request),
    /// The request cannot be served; the status that says why.
    Refused(u16),
    /// The other side has gone.
    End,
}

/// Reads one request.
pub fn read(input: &mut impl BufRead) -> io::Result<Incoming> {
    let first = match line(input)? {
        Line::Text(text) if text.is_empty() => return Ok(Incoming::End),
        Line::Text(text) => text,
        Line::TooLong => return Ok(Incoming::Refused(414)),
        Line::End => return Ok(Incoming::End),
    };
    let mut words = first.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Ok(Incoming::Refused(400));
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        ..Request::default()
    };
    loop {
        match line(input)? {
            Line::Text(text) if text.is_empty() => break,
            Line::Text(text) => {
                if let Some((name, value)) = text.split_once(':') {
                    request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
                }
            }
            Line::TooLong => return Ok(Incoming::Refused(431)),
            Line::End => return Ok(Incoming::End),
        }
    }
    if request.header("expect").is_some() {
        return Ok(Incoming::Refused(417));
    }
    if request.header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        let Some(body) = chunks(input)? else { return Ok(Incoming::Refused(400)) };
        request.body = body;
    } else if let Some(length) = request.header("content-length") {
        match length.parse::<usize>() {
            Ok(length) if length <= BODY => {
                request.body = vec![0; length];
                input.read_exact(&mut request.body)?;
            }
            Ok(_) => return Ok(Incoming::Refused(413)),
            Err(_) => return Ok(Incoming::Refused(400)),
        }
    }
    Ok(Incoming::Request(request))
}

enum Line {
    Text(String),
    TooLong,
    End,
}

fn line(input: &mut impl BufRead) -> io::Result<Line> {
    let mut bytes = Vec::new();
    let read = input.by_ref().take(LINE as u64).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if bytes.last() != Some(&b'\n') {
        return Ok(if read == LINE { Line::TooLong } else { Line::End });
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Line::Text(text.trim_end_matches(['\r', '\n']).to_owned()))
}

fn chunks(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        let Line::Text(text) = line(input)? else { return Ok(None) };
        let digits = text.split(';').next().unwrap_or("").trim();
        let Ok(size) = usize::from_str_radix(digits, 16) else { return Ok(None) };
        if body.len().saturating_add(size) > BODY {
            return Ok(None);
        }
        let start = body.len();
        body.resize(start + size, 0);
        input.read_exact(&mut body[start..])?;
        let Line::Text(_) = line(input)? else { return Ok(None) };
        if size == 0 {
            return Ok(Some(body));
        }
    }
}

/// What goes out.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Response {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        Response { status, headers, body: body.into() }
    }

    pub fn json(status: u16, value: &Value) -> Response {
        Response::new(status, "application/json", value.to_string())
    }

    pub fn html(status: u16, body: &str) -> Response {
        Response::new(status, "text/html; charset=utf-8", body)
    }

    /// The same with one more header.
    pub fn with(mut self, name: &str, value: impl ToString) -> Response {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    pub fn without(mut self, name: &str) -> Response {
        self.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        self
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Status line and headers, without the blank line and without a length.
    pub fn head(&self) -> String {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            let value = value.replace(['\r', '\n'], " ");
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head
    }

    /// Compressed, if the request takes that and it is worth it.
    pub fn packed_for(mut self, request: &Request) -> Response {
        let plain = self.header("content-encoding").is_none();
        if plain && request.wants_gzip() && self.body.len() > COMPRESSED {
            self.body = gzip(&self.body);
            self = self.with("Content-Encoding", "gzip").with("Vary", "Accept-Encoding");
        }
        self
    }

    /// Writes it as it should be.
    pub fn write(&self, output: &mut impl Write, to_head: bool) -> io::Result<()> {
        let bodiless = matches!(self.status, 204 | 304);
        let mut bytes = self.head().into_bytes();
        if !bodiless {
            bytes.extend(format!("Content-Length: {}\r\n", self.body.len()).bytes());
        }
        bytes.extend(b"\r\n");
        if !to_head && !bodiless {
            bytes.extend(&self.body);
        }
        output.write_all(&bytes)?;
        output.flush()
    }
}

/// A gzip stream of these bytes.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("a vector takes every byte");
    encoder.finish().expect("a vector takes every byte")
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        414 => "URI Too Long",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Status",
    }
}

/// A part of an address with its percent signs undone.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
