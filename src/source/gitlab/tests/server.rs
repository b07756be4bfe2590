//! A server on loopback that says bytes as a test wrote them, whether they are HTTP or not.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::{StillClock, canary};
use crate::source::gitlab::{Cancel, HttpNetwork, HttpOptions, Transport, TransportOptions};

/// Something to read from and write to, with or without TLS.
pub(crate) trait Stream: Read + Write {}

impl<S: Read + Write> Stream for S {}

/// A server that lives as long as the test's process.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

/// A server that gives each connection's first request, and the connection, to `talk`, and then closes it.
///
/// `talk` also learns how many connections came before. Errors of its socket are what the tests provoke.
pub(crate) fn talking(
    talk: impl Fn(&str, &mut TcpStream, usize) -> io::Result<()> + Send + Sync + 'static,
) -> Server {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&requests);
    let address = listening(move |mut stream, before| {
        let request = read_request(&mut stream)?;
        record.lock().expect("no panic").push(request.clone());
        talk(&request, &mut stream, before)
    });
    Server { address, requests }
}

/// A server that answers each request by a function of it.
pub(crate) fn answering(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Server {
    talking(move |request, stream, _| stream.write_all(&answer(request)))
}

/// Listens on a free port and gives each connection, and how many came before, to `talk`.
pub(crate) fn listening(
    talk: impl Fn(TcpStream, usize) -> io::Result<()> + Send + Sync + 'static,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let talk = Arc::new(talk);
    thread::spawn(move || {
        for (before, stream) in listener.incoming().flatten().enumerate() {
            let talk = Arc::clone(&talk);
            thread::spawn(move || talk(stream, before));
        }
    });
    address
}

/// A whole answer with its length.
pub(crate) fn whole(content_type: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("Content-Type: {content_type}\r\nContent-Length: {}", body.len());
    [headed(&head), body.to_vec()].concat()
}

/// The beginning of a good answer with these headers, after which the connection is closed.
pub(crate) fn headed(headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{headers}\r\n\r\n").into_bytes()
}

/// Reads one request: its head, and as much of a body as that announces.
pub(crate) fn read_request(stream: &mut impl Stream) -> io::Result<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer)?;
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("content-length").then(|| value.parse().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                return Ok(text);
            }
        }
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

impl Server {
    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no panic").clone()
    }

    /// Talks to it over a real socket, with waits that are over at once.
    pub(crate) fn with<R>(
        &self,
        adjust: impl FnOnce(&mut TransportOptions),
        ask: impl FnOnce(&Transport) -> R,
    ) -> R {
        let base = format!("http://{}/", self.address);
        with(&base, &HttpOptions::default(), adjust, ask)
    }
}

/// Talks to any instance over a real socket, with waits that are over at once.
pub(crate) fn with<R>(
    base: &str,
    http: &HttpOptions,
    adjust: impl FnOnce(&mut TransportOptions),
    ask: impl FnOnce(&Transport) -> R,
) -> R {
    let network = HttpNetwork::new(http).unwrap_or_else(|error| panic!("{error}"));
    let (clock, cancel, token) = (StillClock::default(), Cancel::default(), canary());
    let mut options = TransportOptions::new(base.parse().expect("an address"));
    adjust(&mut options);
    let transport = Transport::new(&network, &clock, &cancel, Some(&token), options)
        .unwrap_or_else(|error| panic!("{error}"));
    ask(&transport)
}
