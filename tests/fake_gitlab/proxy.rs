//! A forward proxy on the loopback that notes what passes: whole addresses and, for TLS, tunnels.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::http::{Request, Response};
use super::server::{Serve, Server};
use super::wire::{Stop, Wire};

/// A running proxy.
pub struct Proxy {
    passed: Arc<Passed>,
    server: Server,
}

struct Passed {
    /// In order: `GET http://127.0.0.1:1/path` or `CONNECT 127.0.0.1:1`.
    lines: Mutex<Vec<String>>,
    /// Where every name leads; none goes to the address that is named.
    only: Option<SocketAddr>,
}

impl Proxy {
    /// Starts on a free port.
    ///
    /// # Panics
    /// When the loopback has none.
    pub fn start() -> Proxy {
        Proxy::leading(None)
    }

    /// Leads whoever comes to this server, whatever the name that is asked for: clients do not use a proxy for the loopback.
    ///
    /// # Panics
    /// When the loopback has no free port.
    pub fn before(server: SocketAddr) -> Proxy {
        Proxy::leading(Some(server))
    }

    fn leading(only: Option<SocketAddr>) -> Proxy {
        let passed = Arc::new(Passed { lines: Mutex::default(), only });
        let server = Server::start(0, Arc::clone(&passed)).expect("a port of the loopback is free");
        Proxy { passed, server }
    }

    /// The address to give to a client.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// What has passed so far.
    pub fn passed(&self) -> Vec<String> {
        self.passed.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Serve for Passed {
    fn wire(&self, socket: TcpStream) -> io::Result<Wire> {
        Ok(Wire::Plain(socket))
    }

    fn serve(&self, request: &Request, wire: &mut Wire, _: &Stop) -> io::Result<bool> {
        let line = format!("{} {}", request.method, request.target());
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        let Wire::Plain(client) = wire else { return Ok(false) };
        if request.method == "CONNECT" {
            let Some(server) = self.only.or_else(|| loopback(&request.path)) else {
                return refuse(client);
            };
            let server = TcpStream::connect(server)?;
            client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
            tunnel(client, &server)?;
        } else {
            forward(request, self.only, client)?;
        }
        Ok(false)
    }
}

/// The address that a name stands for; nothing but the loopback is ever reached.
fn loopback(authority: &str) -> Option<SocketAddr> {
    let authority = authority.replace("localhost", "127.0.0.1");
    authority.parse().ok().filter(|address: &SocketAddr| address.ip().is_loopback())
}

fn refuse(client: &mut TcpStream) -> io::Result<bool> {
    Response::html(502, "").with("Connection", "close").write(client, false)?;
    Ok(false)
}

/// Sends a request with a whole address on to where it wants to go.
fn forward(
    request: &Request,
    only: Option<SocketAddr>,
    client: &mut TcpStream,
) -> io::Result<bool> {
    let url = url::Url::parse(&request.path).ok();
    let authority =
        url.as_ref().map(|url| url[url::Position::BeforeHost..url::Position::AfterPort].to_owned());
    let (Some(url), Some(server)) = (url, only.or_else(|| authority.as_deref().and_then(loopback)))
    else {
        return refuse(client);
    };
    let mut server = TcpStream::connect(server)?;
    let target = Request { path: url.path().to_owned(), ..request.clone() }.target();
    let mut head = format!("{} {target} HTTP/1.1\r\n", request.method);
    for (name, value) in &request.headers {
        if !matches!(
            name.as_str(),
            "connection"
                | "proxy-connection"
                | "proxy-authorization"
                | "transfer-encoding"
                | "content-length"
        ) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    head.push_str(&format!("content-length: {}\r\nconnection: close\r\n\r\n", request.body.len()));
    server.write_all(head.as_bytes())?;
    server.write_all(&request.body)?;
    io::copy(&mut server, client)?;
    Ok(false)
}

/// Carries bytes both ways until one side ends.
fn tunnel(client: &TcpStream, server: &TcpStream) -> io::Result<()> {
    let (mut upwards, mut to_server) = (client.try_clone()?, server.try_clone()?);
    let up = thread::spawn(move || {
        let _ = io::copy(&mut upwards, &mut to_server);
        let _ = to_server.shutdown(std::net::Shutdown::Write);
    });
    let (mut downwards, mut to_client) = (server, client);
    let carried = io::copy(&mut downwards, &mut to_client);
    // What the server has ended, the client cannot go on with; this also ends the other direction.
    let _ = client.shutdown(std::net::Shutdown::Both);
    let _ = up.join();
    carried.map(|_| ())
}
