//! F54: which requests take the proxy.

use crate::source::gitlab::Proxy;

fn check(no_proxy: &str, url: &str, proxied: bool) {
    let proxy = Proxy {
        all: Some("http://proxy.example.com:3128".to_owned()),
        no_proxy: Some(no_proxy.to_owned()),
        ..Proxy::default()
    };
    let url = url.parse().expect("an address");
    assert_eq!(proxy.of(&url).is_some(), proxied, "{no_proxy} for {url}");
}

#[test]
fn f54_each_scheme_has_its_proxy_and_all_is_for_the_rest() {
    let some = |text: &str| Some(text.to_owned());
    let proxy = Proxy { http: some("a"), https: some("b"), all: some("c"), no_proxy: None };
    let of =
        |proxy: &Proxy, url: &str| proxy.of(&url.parse().expect("an address")).map(str::to_owned);
    assert_eq!(of(&proxy, "http://example.com"), some("a"));
    assert_eq!(of(&proxy, "https://example.com"), some("b"));
    let proxy = Proxy { https: some(""), http: None, ..proxy };
    assert_eq!(of(&proxy, "https://example.com"), some("c"));
    assert_eq!(of(&Proxy { all: some(""), ..proxy }, "https://example.com"), None);
    assert_eq!(of(&Proxy::default(), "https://example.com"), None);
}

#[test]
fn f54_no_proxy_names_hosts_domains_ports_addresses_and_ranges() {
    check("", "https://gitlab.example.com", true);
    check("*", "https://gitlab.example.com", false);
    check("gitlab.example.com", "https://gitlab.example.com", false);
    check("other.org, GITLAB.example.com", "https://gitlab.example.com", false);
    check("example.com", "https://gitlab.example.com", false);
    check(".example.com", "https://gitlab.example.com", false);
    check("*.example.com", "https://gitlab.example.com", false);
    check("ample.com", "https://gitlab.example.com", true);
    check("gitlab.example.com:8443", "https://gitlab.example.com", true);
    check("gitlab.example.com:443", "https://gitlab.example.com", false);
    check("10.0.0.0/8", "https://10.1.2.3", false);
    check("10.0.0.0/8", "https://11.1.2.3", true);
    check("0.0.0.0/0", "https://11.1.2.3", false);
    check("192.0.2.7", "https://192.0.2.7:8443", false);
    check("192.0.2.7", "https://192.0.2.70", true);
    check("2001:db8::/32", "https://[2001:db8::1]", false);
    check("[2001:db8::1]:443", "https://[2001:db8::1]", false);
    check("2001:db9::1", "https://[2001:db8::1]", true);
    check("10.0.0.0/x, 10.0.0.0/", "https://10.1.2.3", true);
}

#[test]
fn f54_this_machine_is_never_asked_by_a_proxy() {
    for url in ["http://localhost:9", "https://127.0.0.1", "https://127.9.9.9", "http://[::1]:1"] {
        check("", url, false);
    }
}
