//! The generator, the export and the record.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::{Company, Fake, Options, company, get, post, read, started};
use crate::fake_gitlab::{Proxy, Size, TOKEN};
use serde_json::json;

fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("readable")) {
        if entry.file_type().is_file() {
            let path =
                entry.path().strip_prefix(folder).expect("below").to_string_lossy().into_owned();
            found.insert(path, fs::read(entry.path()).expect("readable"));
        }
    }
    found
}

#[test]
fn a_size_and_a_seed_give_the_same_company_every_time() {
    let size = Size::default();
    let text = |seed: u64| format!("{:?}", Company::generate(&size, seed));
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
}

#[test]
fn a_generated_company_has_what_its_size_says() {
    let size = Size {
        projects: 120,
        groups: 14,
        described: 50,
        documented: 30,
        components: 6,
        archived: 5,
        forks: 3,
        empty: 4,
    };
    let company = Company::generate(&size, 3);
    let count = |test: &dyn Fn(&crate::fake_gitlab::Project) -> bool| {
        company.projects.values().filter(|p| test(p)).count()
    };
    let has = |path: &'static str| {
        move |p: &crate::fake_gitlab::Project| {
            p.head().is_some_and(|head| head.files.get(path).is_some())
        }
    };
    assert_eq!(company.projects.len(), 120);
    assert_eq!(count(&has("catalog-info.yaml")), 50);
    assert_eq!(count(&has("docs/index.md")), 30);
    assert_eq!(count(&has("README.md")), 116);
    assert_eq!(count(&|p| p.catalog_resource && (2..=5).contains(&p.releases.len())), 6);
    assert_eq!(count(&|p| p.archived), 5);
    assert_eq!(count(&|p| p.forked_from.is_some()), 3);
    assert_eq!(count(&|p| p.commits.is_empty()), 4);
    assert!(company.groups.keys().any(|path| path.matches('/').count() == 4));
    assert!(company.groups.len() <= 15);
    // Each release of a component is another tree.
    for project in company.projects.values().filter(|p| p.catalog_resource) {
        let trees: std::collections::BTreeSet<_> =
            project.tags.values().map(|sha| project.commits[sha].files.digest()).collect();
        assert_eq!(trees.len(), project.releases.len());
    }
}

#[test]
fn the_export_is_the_company_as_directories() {
    let company = Company::generate(&Size::of(40, 8), 5);
    let (one, two) =
        (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    company.export(one.path(), "http://127.0.0.1:1").expect("writable");
    company.export(two.path(), "http://127.0.0.1:1").expect("writable");
    let files = files_below(one.path());
    assert_eq!(files, files_below(two.path()));
    for project in company.projects.values() {
        let settings = files.get(&format!("{}/.portolan.yaml", project.path));
        assert_eq!(settings.is_some(), !project.archived, "{}", project.path);
        let Some(head) = project.head().filter(|_| !project.archived) else { continue };
        let text = String::from_utf8_lossy(settings.expect("settings"));
        assert!(text.contains(&head.sha) && text.contains(&format!("id: {}", project.id)));
        for (path, file) in &head.files.0 {
            assert_eq!(
                files.get(&format!("{}/{path}", project.path)).map(Vec::as_slice),
                Some(&*file.bytes)
            );
        }
    }
}

#[test]
fn requests_are_recorded_in_order_with_their_kinds() {
    let fake = started(company());
    get(&fake, "/api/v4/projects/acme%2Fshop%2Fcheckout/repository/files/README.md/raw?ref=main");
    post(&fake, None, &json!({ "query": "# a comment\nquery Named { metadata { version } }" }));
    get(&fake, "/api/v4/version?private_token=wrong");
    let requests = fake.requests();
    let seen: Vec<_> =
        requests.iter().map(|r| (r.number, r.kind.as_str(), r.with_token, r.status)).collect();
    assert_eq!(
        seen,
        [
            (1, "file", true, Some(200)),
            (2, "Named", false, Some(200)),
            (3, "version", true, Some(200))
        ]
    );
    assert!(requests[0].names("acme/shop/checkout"));
    assert_eq!(fake.requests_by_kind()["file"], 1);
    fake.clear_requests();
    assert!(fake.requests().is_empty());
}

#[test]
fn overlapping_requests_are_counted() {
    let fake = Fake::start(
        company(),
        Options { latency: Duration::from_millis(150), ..Options::default() },
    );
    let fake = Arc::new(fake);
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let fake = Arc::clone(&fake);
            thread::spawn(move || get(&fake, "/api/v4/version").status)
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().expect("an answer"), 200);
    }
    assert_eq!(fake.most_in_flight(), 3);
}

#[test]
fn a_connection_is_kept_and_large_answers_are_packed() {
    let fake = started(Company::generate(&Size::of(30, 4), 1));
    let mut socket = TcpStream::connect(fake.address()).expect("listens");
    let request = |path: &str, more: &str| {
        format!(
            "GET {path} HTTP/1.1\r\nHost: fake\r\nPRIVATE-TOKEN: {TOKEN}\r\nAccept-Encoding: gzip\r\n{more}\r\n"
        )
    };
    socket.write_all(request("/api/v4/version", "").as_bytes()).expect("sent");
    let first = read(&mut socket, 1);
    assert_eq!((first.status, first.header("content-encoding")), (200, None));
    let path = "/api/v4/groups/acme/projects?include_subgroups=true";
    socket.write_all(request(path, "Connection: close\r\n").as_bytes()).expect("sent");
    let second = read(&mut socket, usize::MAX);
    assert_eq!(second.header("content-encoding"), Some("gzip"));
    let mut text = String::new();
    std::io::Read::read_to_string(
        &mut flate2::read::GzDecoder::new(second.body.as_slice()),
        &mut text,
    )
    .expect("gzip");
    assert!(text.starts_with('['));
}

#[test]
fn a_certificate_of_its_own_authority_is_enough_for_a_client_that_trusts_it() {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, ServerName};
    let fake = Fake::start(company(), Options { tls: true, ..Options::default() });
    assert!(fake.url().starts_with("https://127.0.0.1:"));
    let mut roots = rustls::RootCertStore::empty();
    let pem = fake.authority_pem().expect("an authority");
    roots
        .add(CertificateDer::from_pem_slice(pem.as_bytes()).expect("a certificate"))
        .expect("added");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let client = |roots| {
        let config = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from("127.0.0.1").expect("a name");
        let connection = rustls::ClientConnection::new(Arc::new(config), name).expect("a client");
        let socket = TcpStream::connect(fake.address()).expect("listens");
        rustls::StreamOwned::new(connection, socket)
    };
    let mut trusting = client(roots);
    trusting
        .write_all(b"GET /api/v4/nonsense HTTP/1.1\r\nHost: fake\r\nConnection: close\r\n\r\n")
        .expect("sent");
    assert_eq!(read(&mut trusting, usize::MAX).status, 404);
    let mut doubting = client(rustls::RootCertStore::empty());
    assert!(doubting.write_all(b"GET / HTTP/1.1\r\n\r\n").is_err());
}

#[test]
fn odd_input_ends_one_connection_and_no_more() {
    let fake = started(company());
    let odd = [
        "\r\n".to_owned(),
        "nonsense\r\n\r\n".to_owned(),
        format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(20_000)),
        "POST /api/graphql HTTP/1.1\r\nContent-Length: many\r\n\r\n".to_owned(),
        "POST /api/graphql HTTP/1.1\r\nConnection: close\r\nContent-Length: 3\r\n\r\n{{{".to_owned(),
        "POST /api/graphql HTTP/1.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n".to_owned(),
        "GET /api/v4/projects/%zz%2/repository/files/%ff/raw HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
        "GET /api/v4/groups/acme/projects?page=0&per_page=0 HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
    ];
    for request in odd {
        super::send(&fake, &request);
    }
    assert_eq!(get(&fake, "/api/v4/version").status, 200);
}

#[test]
fn a_proxy_notes_what_passes_and_reaches_nothing_but_the_loopback() {
    let fake = started(company());
    let proxy = Proxy::start();
    let address = proxy.url().trim_start_matches("http://").to_owned();
    let through = |request: &str| {
        let mut socket = TcpStream::connect(&address).expect("listens");
        socket.write_all(request.as_bytes()).expect("sent");
        read(&mut socket, usize::MAX)
    };
    let url = format!("{}/api/v4/nonsense", fake.url());
    let got = through(&format!("GET {url}?a=b HTTP/1.1\r\nHost: fake\r\n\r\n"));
    assert_eq!((got.status, got.json()), (404, json!({ "error": "404 Not Found" })));
    assert_eq!(fake.requests()[0].query, "a=b");

    let mut socket = TcpStream::connect(&address).expect("listens");
    let host = fake.address();
    socket.write_all(format!("CONNECT {host} HTTP/1.1\r\n\r\n").as_bytes()).expect("sent");
    assert_eq!(read(&mut socket, 1).status, 200);
    let request = "GET /api/v4/nonsense HTTP/1.1\r\nHost: fake\r\nConnection: close\r\n\r\n";
    socket.write_all(request.as_bytes()).expect("sent");
    assert_eq!(read(&mut socket, usize::MAX).status, 404);

    assert_eq!(through("CONNECT portal.example.org:443 HTTP/1.1\r\n\r\n").status, 502);
    assert_eq!(
        proxy.passed(),
        [
            format!("GET {url}?a=b"),
            format!("CONNECT {host}"),
            "CONNECT portal.example.org:443".to_owned()
        ]
    );
}
