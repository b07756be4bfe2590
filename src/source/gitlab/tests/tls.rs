//! F16 and F54: certificates and proxies, over real connections.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::server::{self, listening, read_request, whole};
use crate::source::gitlab::error::TransportError;
use crate::source::gitlab::http::HttpError;
use crate::source::gitlab::network::NetworkError;
use crate::source::gitlab::{HttpNetwork, HttpOptions, Proxy};

/// An instance with a certificate of an authority of its own.
struct Instance {
    address: SocketAddr,
    folder: tempfile::TempDir,
    connections: Arc<Mutex<usize>>,
}

impl Instance {
    fn start() -> Instance {
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let authority = CertifiedIssuer::self_signed(authority, key).expect("an authority");
        let names = vec!["127.0.0.1".to_owned(), "gitlab.example.com".to_owned()];
        let key = KeyPair::generate().expect("a key");
        let certificate = CertificateParams::new(names).expect("names");
        let certificate = certificate.signed_by(&key, &authority).expect("a certificate");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).expect("a key"),
            )
            .expect("a configuration");
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("ca.pem"), authority.pem()).expect("a file");
        let connections = Arc::new(Mutex::new(0));
        let (config, count) = (Arc::new(config), Arc::clone(&connections));
        let address = listening(move |stream, _| {
            *count.lock().expect("no panic") += 1;
            let connection =
                ServerConnection::new(Arc::clone(&config)).map_err(io::Error::other)?;
            let mut stream = StreamOwned::new(connection, stream);
            read_request(&mut stream)?;
            stream.write_all(&whole("application/json", b"{\"version\":\"19.4.0\"}"))?;
            stream.conn.send_close_notify();
            stream.flush()
        });
        Instance { address, folder, connections }
    }

    fn authority(&self) -> Option<PathBuf> {
        Some(self.folder.path().join("ca.pem"))
    }

    fn connections(&self) -> usize {
        *self.connections.lock().expect("no panic")
    }
}

/// A proxy that takes everybody to `target`, and the first lines of what it was asked.
fn proxy_to(target: SocketAddr, status: &'static str) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&asked);
    let address = listening(move |mut stream, _| {
        let request = read_request(&mut stream)?;
        record.lock().expect("no panic").push(request);
        write!(stream, "HTTP/1.1 {status}\r\n\r\n")?;
        if status.starts_with("200") {
            let mut inner = TcpStream::connect(target)?;
            let (mut back, mut forth) = (inner.try_clone()?, stream.try_clone()?);
            thread::spawn(move || io::copy(&mut back, &mut forth));
            io::copy(&mut stream, &mut inner)?;
        }
        Ok(())
    });
    (address, asked)
}

fn version(base: &str, http: &HttpOptions) -> Result<serde_json::Value, TransportError> {
    server::with(
        base,
        http,
        |options| options.allow_http = true,
        |transport| transport.rest("version", "version", &[]).map(|answer| answer.json),
    )
}

fn network_error<T: std::fmt::Debug>(result: Result<T, TransportError>) -> NetworkError {
    match result {
        Err(TransportError::Network { error, .. }) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn f54_an_authority_of_ones_own_is_trusted_once_it_is_handed_in() {
    let instance = Instance::start();
    let base = format!("https://{}/", instance.address);
    let error = network_error(version(&base, &HttpOptions::default()));
    assert!(matches!(&error, NetworkError::Tls(text) if text.contains("UnknownIssuer")), "{error}");
    assert_eq!(instance.connections(), 1, "what is not trusted now will not be trusted later");

    let http = HttpOptions { ca_file: instance.authority(), ..HttpOptions::default() };
    assert_eq!(version(&base, &http).expect("an answer")["version"], "19.4.0");
}

#[test]
fn f16_a_certificate_for_another_name_and_a_port_without_tls_are_not_trusted() {
    let instance = Instance::start();
    let http = HttpOptions { ca_file: instance.authority(), ..HttpOptions::default() };
    let base = format!("https://localhost:{}/", instance.address.port());
    let error = network_error(version(&base, &http));
    assert!(matches!(&error, NetworkError::Tls(text) if text.contains("not valid")), "{error}");

    let plain = listening(|mut stream, _| stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    let error = network_error(version(&format!("https://{plain}/"), &http));
    assert!(matches!(error, NetworkError::Tls(_)), "{error}");
}

#[test]
fn f54_a_file_without_certificates_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ca.pem");
    let begin = || {
        let ca_file = Some(path.clone());
        HttpNetwork::new(&HttpOptions { ca_file, ..HttpOptions::default() }).err()
    };
    assert!(matches!(begin(), Some(HttpError::CertificatesUnreadable { .. })));
    std::fs::write(&path, "not a certificate").expect("a file");
    let error = begin().expect("no certificate");
    assert!(matches!(error, HttpError::NoCertificates { .. }));
    assert!(error.to_string().contains("ca.pem"));
}

#[test]
fn f54_a_proxy_carries_the_connection_and_sees_neither_token_nor_path() {
    let instance = Instance::start();
    let (proxy, asked) = proxy_to(instance.address, "200 OK");
    let proxy = Proxy { https: Some(format!("http://user:pass@{proxy}")), ..Proxy::default() };
    let http = HttpOptions { ca_file: instance.authority(), proxy, ..HttpOptions::default() };
    let answer = version("https://gitlab.example.com/", &http).expect("an answer");
    assert_eq!(answer["version"], "19.4.0");
    let asked = asked.lock().expect("no panic").clone();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].starts_with("CONNECT gitlab.example.com:443 HTTP/1.1\r\n"), "{}", asked[0]);
    assert!(asked[0].contains("Proxy-Authorization: Basic dXNlcjpwYXNz\r\n"));
    assert!(!asked[0].contains("Bearer") && !asked[0].contains("/api/"));
}

#[test]
fn f54_no_proxy_goes_past_the_proxy_and_without_it_does_not() {
    let server = server::answering(|_| whole("application/json", b"{}"));
    let (proxy, asked) = proxy_to(server.address(), "200 OK");
    // This address leads to this machine, but is not one of loopback.
    let base = format!("http://0.0.0.0:{}/", server.address().port());
    let proxy = Proxy { http: Some(format!("http://{proxy}")), ..Proxy::default() };
    let http = HttpOptions { proxy: proxy.clone(), ..HttpOptions::default() };
    assert!(version(&base, &http).is_ok());
    assert_eq!(asked.lock().expect("no panic").len(), 1);

    let proxy = Proxy { no_proxy: Some("example.com,0.0.0.0".to_owned()), ..proxy };
    let http = HttpOptions { proxy, ..HttpOptions::default() };
    assert!(version(&base, &http).is_ok());
    assert_eq!(asked.lock().expect("no panic").len(), 1);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn f54_a_proxy_that_refuses_or_is_not_there_is_told_from_the_instance() {
    let nobody = listening(|_, _| Ok(()));
    let (proxy, _) = proxy_to(nobody, "407 Proxy Authentication Required");
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let gone = free.local_addr().expect("an address");
    drop(free);
    for address in [proxy, gone] {
        let proxy = Proxy { all: Some(format!("http://u:hidden@{address}")), ..Proxy::default() };
        let http = HttpOptions { proxy, ..HttpOptions::default() };
        let result = version("https://gitlab.example.com/", &http);
        let text = result.as_ref().expect_err("no way").to_string();
        assert!(text.contains("HTTPS_PROXY") && !text.contains("hidden"), "{text}");
        assert!(matches!(network_error(result), NetworkError::Proxy(_)));
    }
}

#[test]
fn f54_a_variable_that_names_no_proxy_is_named_without_its_text() {
    let proxy = Proxy { https: Some("gopher://u:hidden@proxy".to_owned()), ..Proxy::default() };
    let error = HttpNetwork::new(&HttpOptions { proxy, ..HttpOptions::default() }).err();
    let text = error.expect("not a proxy").to_string();
    assert!(text.contains("HTTPS_PROXY") && !text.contains("hidden"), "{text}");
}
