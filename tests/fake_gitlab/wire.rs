//! The socket, in the clear or under TLS, and the faults that happen on it rather than in the answer.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use rustls::{ServerConnection, StreamOwned};

use super::fault::{Cut, What};
use super::http::{Response, gzip};

/// One connection.
pub enum Wire {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Wire {
    fn socket(&self) -> &TcpStream {
        match self {
            Wire::Plain(socket) => socket,
            Wire::Tls(stream) => &stream.sock,
        }
    }

    /// Ends the connection so that the other side sees a reset, not an end.
    fn reset(&self) {
        // Lingering for no time makes the kernel send RST; without it, what was sent would look complete.
        let _ = rustix::net::sockopt::set_socket_linger(self.socket(), Some(Duration::ZERO));
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Wire::Plain(socket) => socket.read(buffer),
            Wire::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Wire::Plain(socket) => socket.write(bytes),
            Wire::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Wire::Plain(socket) => socket.flush(),
            Wire::Tls(stream) => stream.flush(),
        }
    }
}

/// Wakes every thread that waits when the fake is dropped.
#[derive(Debug, Default)]
pub struct Stop {
    stopped: Mutex<bool>,
    changed: Condvar,
}

impl Stop {
    pub fn stop(&self) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    pub fn is_stopped(&self) -> bool {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits so long or until the end; returns whether the end has come.
    pub fn wait(&self, time: Duration) -> bool {
        let guard = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(guard, time, |stopped| !*stopped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Longer than any test.
const FOR_EVER: Duration = Duration::from_secs(3_600);

/// Writes an answer as the fault wants it. Returns whether the fault was of this sort; then the connection is over.
pub fn sabotage(what: &What, good: &Response, wire: &mut Wire, stop: &Stop) -> bool {
    // What goes wrong here went wrong on purpose, or the other side has gone; neither is an error.
    let _ = match what {
        What::Reset(cut) => cut_off(*cut, good, wire),
        What::ResetAtOnce => {
            wire.reset();
            Ok(())
        }
        What::ContentLengthTooLarge => with_length(good, good.body.len() as u64 + 100, wire)
            .and_then(|()| wire.write_all(&good.body)),
        What::EndlessChunked => endless_chunks(good, wire, stop),
        What::Drip { every } => drip(good, *every, wire, stop),
        What::GzipBomb { bytes } => {
            let bomb = Response { body: gzip(&vec![b' '; *bytes]), ..good.clone() };
            bomb.with("Content-Encoding", "gzip").write(wire, false)
        }
        What::HugeContentLength => {
            with_length(good, 10 << 30, wire).and_then(|()| pour(good, wire, stop))
        }
        What::InfiniteBody => wire
            .write_all(format!("{}Connection: close\r\n\r\n", good.head()).as_bytes())
            .and_then(|()| pour(good, wire, stop)),
        What::Stall => {
            stop.wait(FOR_EVER);
            Ok(())
        }
        What::StallAfterHead => with_length(good, good.body.len() as u64, wire).map(|()| {
            stop.wait(FOR_EVER);
        }),
        _ => return false,
    };
    let _ = wire.flush();
    if !matches!(what, What::Reset(_) | What::ResetAtOnce) {
        let _ = wire.socket().shutdown(Shutdown::Write);
    }
    true
}

fn with_length(good: &Response, length: u64, wire: &mut Wire) -> io::Result<()> {
    wire.write_all(format!("{}Content-Length: {length}\r\n\r\n", good.head()).as_bytes())?;
    wire.flush()
}

fn cut_off(cut: Cut, good: &Response, wire: &mut Wire) -> io::Result<()> {
    let whole = good.body.len();
    let kept = match cut {
        Cut::Bytes(bytes) => bytes.min(whole),
        Cut::Half => whole / 2,
        Cut::AllButOne => whole.saturating_sub(1),
    };
    with_length(good, whole as u64, wire)?;
    wire.write_all(&good.body[..kept])?;
    wire.flush()?;
    // The other side shall have the bytes before the reset throws away what it has not read yet.
    std::thread::sleep(Duration::from_millis(30));
    wire.reset();
    Ok(())
}

fn endless_chunks(good: &Response, wire: &mut Wire, stop: &Stop) -> io::Result<()> {
    let head = format!("{}Transfer-Encoding: chunked\r\n\r\n", good.head());
    wire.write_all(head.as_bytes())?;
    wire.write_all(format!("{:x}\r\n", good.body.len()).as_bytes())?;
    wire.write_all(&good.body)?;
    wire.write_all(b"\r\n")?;
    while !stop.wait(Duration::from_millis(10)) {
        wire.write_all(b"1\r\n \r\n")?;
        wire.flush()?;
    }
    Ok(())
}

fn drip(good: &Response, every: Duration, wire: &mut Wire, stop: &Stop) -> io::Result<()> {
    with_length(good, good.body.len() as u64, wire)?;
    for byte in &good.body {
        if stop.wait(every) {
            break;
        }
        wire.write_all(&[*byte])?;
        wire.flush()?;
    }
    Ok(())
}

fn pour(good: &Response, wire: &mut Wire, stop: &Stop) -> io::Result<()> {
    wire.write_all(&good.body)?;
    let spaces = vec![b' '; 64 << 10];
    while !stop.is_stopped() {
        wire.write_all(&spaces)?;
    }
    Ok(())
}
