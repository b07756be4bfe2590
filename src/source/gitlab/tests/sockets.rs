//! What a socket can do to an answer: F16 to F20 over real connections.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use super::server::{self, headed, whole};
use super::{StillClock, options};
use crate::source::gitlab::error::TransportError;
use crate::source::gitlab::network::NetworkError;
use crate::source::gitlab::{Cancel, HttpNetwork, HttpOptions, Transport, TransportOptions};

const README: &[u8] = b"# Readme\n\nEverything that there is to say.\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let mut text = format!("{:x}\r\n", bytes.len()).into_bytes();
    text.extend_from_slice(bytes);
    text.extend_from_slice(b"\r\n0\r\n\r\n");
    text
}

fn quick(options: &mut TransportOptions) {
    options.request_timeout = Duration::from_millis(300);
    options.retries = 0;
}

fn network_error(error: TransportError) -> NetworkError {
    match error {
        TransportError::Network { error, .. } => error,
        other => panic!("{other}"),
    }
}

/// Fetches a file from a server that says `first` to the first connection, and the whole file to later ones.
fn check_second_answer_is_taken(first: Vec<u8>) {
    let server = server::talking(move |_, stream, before| match before {
        0 => stream.write_all(&first),
        _ => stream.write_all(&whole("text/plain", README)),
    });
    let file = server.with(|_| {}, |transport| transport.raw("readme", "r", &[], 1 << 20));
    assert_eq!(file.expect("a file"), README);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn f16_a_port_where_nobody_listens_refuses() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.local_addr().expect("an address")
    };
    let base = format!("http://{port}/");
    let error = server::with(&base, &HttpOptions::default(), quick, |transport| {
        transport.rest("version", "version", &[]).expect_err("nobody listens")
    });
    assert_eq!(network_error(error), NetworkError::Refused);
}

#[test]
fn f16_a_name_that_cannot_be_looked_up_is_named() {
    // No label of a name has 64 letters, so no name server is asked.
    let name = format!("{}.example.com", "a".repeat(64));
    let base = format!("https://{name}/");
    let error = server::with(
        &base,
        &HttpOptions::default(),
        |_| {},
        |transport| transport.rest("version", "version", &[]).expect_err("no such host"),
    );
    assert_eq!(network_error(error), NetworkError::Name(name));
}

#[test]
fn f17_a_file_that_was_cut_anywhere_is_fetched_again() {
    for kept in [0, 1, README.len() / 2, README.len() - 1] {
        let mut cut = whole("text/plain", README);
        cut.truncate(cut.len() - README.len() + kept);
        check_second_answer_is_taken(cut);
    }
}

#[test]
fn f17_a_chunked_or_compressed_file_that_was_cut_anywhere_is_fetched_again() {
    let body = chunked(README);
    for kept in [0, 1, body.len() / 2, body.len() - 6] {
        let cut = [headed("Transfer-Encoding: chunked"), body[..kept].to_vec()].concat();
        check_second_answer_is_taken(cut);
    }
    let body = gzip(README);
    for kept in [0, 1, body.len() / 2, body.len() - 1] {
        // Without a length: what gzip wrote measures itself.
        let cut = [headed("Content-Encoding: gzip"), body[..kept].to_vec()].concat();
        check_second_answer_is_taken(cut);
    }
}

#[test]
fn f17_an_answer_without_any_measure_is_not_taken_for_a_file() {
    check_second_answer_is_taken([headed("Content-Type: text/plain"), README.to_vec()].concat());
}

#[test]
fn f17_a_connection_that_ends_before_or_within_the_head_is_a_cut_answer() {
    for head in [b"".to_vec(), b"HTTP/1.1 2".to_vec(), b"HTTP/1.1 200 OK\r\nContent-".to_vec()] {
        check_second_answer_is_taken(head);
    }
    // What was sent is left unread, so that the system resets the connection.
    let address = server::listening(|stream, _| {
        thread::sleep(Duration::from_millis(20));
        drop(stream);
        Ok(())
    });
    let base = format!("http://{address}/");
    let error = server::with(&base, &HttpOptions::default(), quick, |transport| {
        transport.rest("version", "version", &[]).expect_err("no answer")
    });
    assert_eq!(network_error(error), NetworkError::Cut);
}

#[test]
fn a_whole_file_is_taken_however_it_was_sent() {
    for answer in [
        whole("text/plain", README),
        [headed("Transfer-Encoding: chunked"), chunked(README)].concat(),
        [headed("Content-Encoding: gzip"), gzip(README)].concat(),
        [headed("Content-Encoding: gzip\r\nTransfer-Encoding: chunked"), chunked(&gzip(README))]
            .concat(),
    ] {
        let server = server::answering(move |_| answer.clone());
        let file = server.with(quick, |transport| transport.raw("readme", "r", &[], 1 << 20));
        assert_eq!(file.expect("a file"), README);
    }
}

#[test]
fn f18_a_body_that_drips_or_never_ends_is_given_up_in_time() {
    for (head, drop) in [
        ("Content-Length: 1000", "x"),
        ("Transfer-Encoding: chunked", "1\r\nx\r\n"),
        ("Content-Type: text/plain", "x"),
    ] {
        let server = server::talking(move |_, stream, _| {
            stream.write_all(&headed(head))?;
            loop {
                stream.write_all(drop.as_bytes())?;
                thread::sleep(Duration::from_millis(10));
            }
        });
        let file = server.with(quick, |transport| transport.raw("readme", "r", &[], 1 << 20));
        assert_eq!(network_error(file.expect_err("no end")), NetworkError::TimedOut, "{head}");
    }
}

#[test]
fn f18_a_server_that_says_nothing_is_given_up_in_time() {
    let server = server::talking(|_, stream, _| stream.read(&mut [0]).map(|_| ()));
    let answer = server.with(quick, |transport| transport.rest("version", "version", &[]));
    assert_eq!(network_error(answer.expect_err("silence")), NetworkError::TimedOut);
}

#[test]
fn f19_a_body_beyond_the_limit_is_not_read_to_its_end() {
    let limit = 1 << 20;
    // One announces ten gigabytes, one says nothing of its length, one is small until it is decoded.
    let bomb = gzip(&vec![0; 16 << 20]);
    assert!(bomb.len() < 64 << 10);
    let huge = server::talking(|_, stream, _| {
        stream.write_all(&headed("Content-Length: 10737418240"))?;
        stream.read(&mut [0]).map(|_| ())
    });
    let endless = server::talking(|_, stream, _| {
        stream.write_all(&headed("Content-Type: text/plain"))?;
        loop {
            stream.write_all(&[b'x'; 4096])?;
        }
    });
    let bomb = server::answering(move |_| {
        [headed(&format!("Content-Encoding: gzip\r\nContent-Length: {}", bomb.len())), bomb.clone()]
            .concat()
    });
    for server in [huge, endless, bomb] {
        let file = server.with(|_| {}, |transport| transport.raw("file", "f", &[], limit));
        let error = file.expect_err("too large");
        assert!(matches!(error, TransportError::TooLarge { .. }), "{error}");
        assert_eq!(server.requests().len(), 1, "it would be as large again");
    }
}

#[test]
fn f20_an_answer_in_another_encoding_or_language_is_an_error() {
    for (bytes, words) in [
        (headed("Content-Encoding: br\r\nContent-Length: 0"), "encoded as `br`"),
        (b"SSH-2.0-OpenSSH_9.0\r\n\r\n".to_vec(), ""),
        (
            [
                headed("Content-Encoding: gzip\r\nContent-Length: 22"),
                b"surely not gzip at all".to_vec(),
            ]
            .concat(),
            "decoded",
        ),
    ] {
        let server = server::answering(move |_| bytes.clone());
        let answer = server.with(|_| {}, |transport| transport.rest("version", "version", &[]));
        let error = network_error(answer.expect_err("not HTTP"));
        assert!(matches!(&error, NetworkError::Other(text) if text.contains(words)), "{error:?}");
        assert_eq!(server.requests().len(), 2);
    }
}

#[test]
fn f23_a_redirect_to_another_port_sends_nothing_there() {
    let other = server::answering(|_| whole("application/json", b"{}"));
    let target = other.address();
    for code in [301, 302, 307, 308] {
        let server = server::answering(move |_| {
            format!("HTTP/1.1 {code} Moved\r\nConnection: close\r\nLocation: http://{target}/api/v4/version\r\nContent-Length: 0\r\n\r\n").into_bytes()
        });
        server.with(quick, |transport| {
            let rest = transport.rest("version", "version", &[]);
            assert!(matches!(rest, Err(TransportError::Redirected { .. })));
            let query = transport.graphql("query", "{ a }", &json!({}));
            assert!(matches!(query, Err(TransportError::Redirected { .. })));
        });
    }
    assert_eq!(other.requests(), Vec::<String>::new());
}

#[test]
fn whoever_hangs_up_ends_the_request_that_is_on_its_way() {
    let (arrived, wait) = mpsc::channel();
    let server = server::talking(move |_, stream, _| {
        arrived.send(()).expect("the test waits");
        stream.read(&mut [0]).map(|_| ())
    });
    let network =
        HttpNetwork::new(&HttpOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    let (clock, cancel) = (StillClock::default(), Cancel::default());
    let base = format!("http://{}/", server.address()).parse().expect("an address");
    let options = TransportOptions { base, ..options() };
    let transport = Transport::new(&network, &clock, &cancel, None, options).expect("an address");
    thread::scope(|scope| {
        let asking = scope.spawn(|| transport.rest("version", "version", &[]));
        wait.recv().expect("a request");
        cancel.cancel();
        network.hang_up();
        let error = asking.join().expect("no panic").expect_err("no answer");
        assert!(matches!(error, TransportError::Cancelled { .. }));
    });
}
