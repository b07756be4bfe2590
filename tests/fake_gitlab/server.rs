//! The listener and its threads: one for each connection, all gone when the fake is dropped.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::http::{self, Incoming, Request, Response};
use super::wire::{Stop, Wire};

/// What serves the requests of one connection.
pub trait Serve: Send + Sync + 'static {
    /// Turns an accepted socket into something to talk on.
    fn wire(&self, socket: TcpStream) -> io::Result<Wire>;

    /// Answers one request; returns whether the connection goes on.
    fn serve(&self, request: &Request, wire: &mut Wire, stop: &Stop) -> io::Result<bool>;
}

/// Open connections by number, so that they can be ended from outside.
type Open = Mutex<BTreeMap<u64, TcpStream>>;

/// A running listener.
pub struct Server {
    pub address: SocketAddr,
    stop: Arc<Stop>,
    open: Arc<Open>,
    listener: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on the loopback.
    pub fn start(port: u16, serve: Arc<impl Serve>) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        Ok(Server::on(listener, serve))
    }

    /// Serves what comes to a listener.
    pub fn on(listener: TcpListener, serve: Arc<impl Serve>) -> Server {
        let address = listener.local_addr().expect("a bound listener has an address");
        let (stop, open) = (Arc::new(Stop::default()), Arc::new(Open::default()));
        let threads = (Arc::clone(&stop), Arc::clone(&open));
        let listener = thread::spawn(move || accept(&listener, &serve, &threads.0, &threads.1));
        Server { address, stop, open, listener: Some(listener) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.stop();
        // The listener waits in `accept`; one more connection lets it see that this is the end.
        let _ = TcpStream::connect(self.address);
        for socket in self.open.lock().unwrap_or_else(PoisonError::into_inner).values() {
            let _ = socket.shutdown(Shutdown::Both);
        }
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

fn accept<S: Serve>(listener: &TcpListener, serve: &Arc<S>, stop: &Arc<Stop>, open: &Arc<Open>) {
    let mut threads: Vec<JoinHandle<()>> = Vec::new();
    for (number, socket) in (0..).zip(listener.incoming()) {
        if stop.is_stopped() {
            break;
        }
        let Ok(socket) = socket else { continue };
        let Ok(handle) = socket.try_clone() else { continue };
        open.lock().unwrap_or_else(PoisonError::into_inner).insert(number, handle);
        if stop.is_stopped() {
            // It was registered after all were ended.
            let _ = socket.shutdown(Shutdown::Both);
        }
        threads.retain(|thread| !thread.is_finished());
        let (serve, stop, open) = (Arc::clone(serve), Arc::clone(stop), Arc::clone(open));
        threads.push(thread::spawn(move || {
            // A connection that breaks is the other side's business.
            let _ = converse(serve.as_ref(), socket, &stop);
            open.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
        }));
    }
    for thread in threads {
        let _ = thread.join();
    }
}

fn converse(serve: &impl Serve, socket: TcpStream, stop: &Stop) -> io::Result<()> {
    socket.set_nodelay(true)?;
    let mut input = BufReader::new(serve.wire(socket)?);
    while !stop.is_stopped() {
        match http::read(&mut input)? {
            Incoming::End => break,
            Incoming::Refused(status) => {
                let answer = Response::html(status, "").with("Connection", "close");
                answer.write(input.get_mut(), false)?;
                break;
            }
            Incoming::Request(request) => {
                if !serve.serve(&request, input.get_mut(), stop)? {
                    break;
                }
            }
        }
    }
    input.get_mut().flush()
}
