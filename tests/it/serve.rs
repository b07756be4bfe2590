//! `portolan serve`: the site on loopback, built anew when something changes.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use crate::harness::{Portal, command};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(portal: &Portal) -> Server {
        let arguments =
            ["serve", "repositories", "--port", "0", "-o", "public", "--cache", "cache"];
        let mut child = command(&portal.path(""), &arguments)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once("http://")?.1.split('/').next()?.to_owned()))
            .expect("the address is told");
        // Somebody must listen, or the server would wait for the pipe.
        thread::spawn(move || lines.for_each(drop));
        Server { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("the server reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_change_is_seen_without_a_restart() {
    let portal = Portal::new().file("acme/a", "README.md", "# A\n\nBefore.\n");
    let server = Server::start(&portal);
    assert!(server.get("/component/acme/a.html").contains("Before."));
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
    assert!(server.get("/nowhere").starts_with("HTTP/1.1 404"));
    assert!(!server.get("/../cache/past.json.zst").starts_with("HTTP/1.1 200"));
    assert!(!server.get("/%2e%2e/cache/past.json.zst").starts_with("HTTP/1.1 200"));
    let before = server.get("/.portolan/generation");
    let portal = portal.file("acme/a", "README.md", "# A\n\nAfter it.\n");
    let is_rebuilt = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(100));
        server.get("/.portolan/generation") != before
    });
    assert!(is_rebuilt, "the change was not noticed");
    assert!(server.get("/component/acme/a.html").contains("After it."));
    // What is published holds nothing of the server's.
    let page = fs::read_to_string(portal.path("public/component/acme/a.html")).expect("a page");
    assert!(!page.contains("reload"));
}
