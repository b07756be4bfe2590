//! What lies between a job and GitLab, and between a job and whoever reads its output.

use std::fs::{self, File};
use std::process::Stdio;

use super::crawl::{Crawl, VARIABLE, source};
use crate::fake_gitlab::{Options, Proxy};

/// A small company that only a proxy knows under this name.
fn behind(options: Options) -> (Crawl, Proxy) {
    let crawl = Crawl::of(40, options);
    let proxy = Proxy::before(crawl.fake.address());
    let scheme = if crawl.fake.authority_pem().is_some() { "https" } else { "http" };
    let url = format!("{scheme}://gitlab.acme.example");
    crawl.configure(&source(&url, VARIABLE, "acme", ""), "members");
    let crawl = crawl.with("HTTP_PROXY", &proxy.url()).with("https_proxy", &proxy.url());
    (crawl, proxy)
}

#[test]
fn f54_a_proxy_of_the_environment_is_used_for_http() {
    let (crawl, proxy) = behind(Options::default());
    crawl.build();
    let passed = proxy.passed();
    assert!(!passed.is_empty());
    assert!(passed.iter().all(|line| line == "CONNECT gitlab.acme.example:80"), "{passed:?}");
}

#[test]
fn f54_a_proxy_of_the_environment_carries_tls_unread() {
    let (crawl, proxy) = behind(Options { tls: true, ..Options::default() });
    let ran = crawl.try_build(&[]);
    // Nobody vouches for the server at the other end.
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(ran.stderr.contains("certificate"), "{}", ran.stderr);
    assert!(!proxy.passed().is_empty());
    assert!(proxy.passed().iter().all(|line| line == "CONNECT gitlab.acme.example:443"));
}

#[test]
fn f54_hosts_that_need_no_proxy_are_asked_directly() {
    let (crawl, proxy) = behind(Options::default());
    let crawl = crawl.with("NO_PROXY", "localhost,.acme.example");
    let ran = crawl.try_build(&["--deadline", "1s"]);
    // Without the proxy nobody knows the name.
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(proxy.passed().is_empty());
}

#[test]
fn f54_a_proxy_that_is_not_there_is_named_as_such() {
    let (crawl, _) = behind(Options::default());
    let crawl = crawl.with("HTTP_PROXY", "http://127.0.0.1:1");
    let ran = crawl.try_build(&["--deadline", "3s"]);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(ran.stderr.contains("HTTPS_PROXY"), "{}", ran.stderr);
    assert!(crawl.fake.requests().is_empty());
}

#[test]
fn f54_the_loopback_is_asked_without_a_proxy() {
    let proxy = Proxy::start();
    let crawl = Crawl::small().with("HTTP_PROXY", &proxy.url());
    crawl.build();
    assert!(proxy.passed().is_empty());
}

#[test]
fn f54_an_authority_of_the_environment_is_trusted() {
    let crawl = Crawl::of(40, Options { tls: true, ..Options::default() });
    let pem = crawl.fake.authority_pem().expect("an authority").to_owned();
    let file = crawl.path("authority.pem");
    fs::write(&file, pem).expect("a writable folder");
    let crawl = crawl.with("SSL_CERT_FILE", &file.to_string_lossy());
    crawl.build();
}

#[test]
fn f54_an_authority_that_is_not_there_is_named() {
    let crawl = Crawl::of(40, Options { tls: true, ..Options::default() });
    let more = "      ca_file: nowhere.pem\n";
    crawl.configure(&source(crawl.fake.url(), VARIABLE, "acme", more), "members");
    let ran = crawl.try_build(&[]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("nowhere.pem"), "{}", ran.stderr);
}

#[test]
fn f55_a_reader_that_has_gone_stops_no_build() {
    for flags in [&[][..], &["-v"], &["--log-format", "json"]] {
        let crawl = Crawl::small().with("CI", "true");
        let mut arguments = vec!["build", "-o", "site", "--cache", "cache"];
        arguments.extend(flags);
        let mut command = crawl.command(&arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        drop((child.stdout.take(), child.stderr.take()));
        assert!(child.wait().expect("it ends").success());
        assert!(crawl.path("site/index.html").exists());
    }
}

#[test]
fn f55_a_full_device_behind_the_output_stops_no_build() {
    let crawl = Crawl::small();
    let full = || File::options().write(true).open("/dev/full").expect("a device");
    let status = crawl
        .command(&["build", "-o", "site", "--cache", "cache"])
        .stdout(full())
        .stderr(full())
        .status();
    assert!(status.expect("it ends").success());
    let ended = crawl.command(&["doctor"]).stdout(full()).stderr(full()).status();
    assert!(ended.expect("it ends").success());
}

#[test]
fn f55_lines_in_a_pipeline_are_plain() {
    let ran = Crawl::small().with("CI", "true").build();
    assert!(!ran.stderr.contains('\x1b') && !ran.stderr.contains('\r'), "{}", ran.stderr);
    assert!(ran.stdout.is_empty(), "{}", ran.stdout);
}
