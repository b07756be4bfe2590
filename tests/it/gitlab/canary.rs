//! The token is nowhere but in the header of a request to its own instance, whatever happens.

use std::collections::BTreeMap;

use super::crawl::{Crawl, VARIABLE, unpacked};
use crate::fake_gitlab::{Company, Fake, Fault, Options, Role, Size, What, Which};
use crate::harness::{Ran, tree};

const CANARY: &str = "glpat-CANARY0123456789abcd";

fn company() -> Company {
    let mut company = Company::generate(&Size::of(40, 8), 1);
    company.tokens.clear();
    company.add_token(CANARY, &["read_api"], &[("acme", Role::Reporter)]);
    company
}

fn crawl() -> Crawl {
    let crawl =
        Crawl::at(company(), Options::default()).with(VARIABLE, CANARY).with("RUST_BACKTRACE", "1");
    let more = "      members: true\n      environments: true\n";
    crawl.configure(&crawl.source(more), "members");
    crawl
}

/// The token as it might be written, without the ends that depend on what stands beside it.
fn forms() -> BTreeMap<String, Vec<u8>> {
    const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let token = CANARY.as_bytes();
    let mut forms = BTreeMap::new();
    let bare = CANARY.trim_start_matches("glpat-");
    forms.insert("literally".to_owned(), bare.as_bytes().to_vec());
    let lower: String = bare.bytes().map(|byte| format!("{byte:02x}")).collect();
    let percent: String = bare.bytes().map(|byte| format!("%{byte:02x}")).collect();
    forms.insert("hexadecimal, upper case".to_owned(), lower.to_uppercase().into_bytes());
    forms.insert("hexadecimal".to_owned(), lower.into_bytes());
    forms.insert("percent-encoded, upper case".to_owned(), percent.to_uppercase().into_bytes());
    forms.insert("percent-encoded".to_owned(), percent.into_bytes());
    forms.insert("half percent-encoded".to_owned(), CANARY.replace('-', "%2D").into_bytes());
    for skip in 0..3 {
        // Beginning at the first, second or third byte, whole triples look the same wherever they stand.
        let whole = &token[skip..skip + (token.len() - skip) / 3 * 3];
        let mut text = Vec::new();
        for triple in whole.chunks_exact(3) {
            let bits =
                u32::from(triple[0]) << 16 | u32::from(triple[1]) << 8 | u32::from(triple[2]);
            text.extend([18, 12, 6, 0].map(|shift| STANDARD[(bits >> shift & 63) as usize]));
        }
        forms.insert(format!("as base64, {skip} bytes off"), text);
    }
    forms
}

/// Looks into everything that a run leaves.
fn check_absent(crawl: &Crawl, ran: &Ran) {
    let mut outputs: Vec<(String, Vec<u8>)> = tree(&crawl.path("")).into_iter().collect();
    outputs.push(("stdout".to_owned(), ran.stdout.clone().into_bytes()));
    outputs.push(("stderr".to_owned(), ran.stderr.clone().into_bytes()));
    for (output, bytes) in outputs {
        let bytes = unpacked(&bytes);
        for (form, text) in forms() {
            let found = memchr::memmem::find(&bytes, &text);
            assert!(found.is_none(), "{output} holds the token, {form}");
        }
    }
}

/// A cold run with a fault.
fn run(fault: Option<Fault>, flags: &[&str]) -> Ran {
    let crawl = crawl();
    if let Some(fault) = fault {
        crawl.fake.fault(fault);
    }
    let ran = crawl.try_build(flags);
    check_absent(&crawl, &ran);
    assert!(crawl.fake.requests().iter().any(|request| request.with_token));
    ran
}

/// An answer in which the token stands as it came.
fn echo(code: u16) -> What {
    let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    let body = format!("{{\"message\":\"not with Authorization: Bearer {CANARY}\"}}");
    What::Status { code, headers, body }
}

#[test]
fn t9_the_forms_of_the_token_are_found_where_they_stand() {
    let forms = forms();
    assert_eq!(forms.len(), 9);
    // `robin:` and the token, by another implementation.
    let text = b"Basic cm9iaW46Z2xwYXQtQ0FOQVJZMDEyMzQ1Njc4OWFiY2Q=";
    let found = forms.values().filter(|form| memchr::memmem::find(text, form).is_some());
    assert_eq!(found.count(), 1);
}

#[test]
fn t9_the_token_stays_out_of_good_runs() {
    for flags in [&[][..], &["-v"], &["-v", "--log-format", "json"]] {
        let ran = run(None, flags);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
}

#[test]
fn t9_the_token_stays_out_of_a_second_run_and_of_doctor() {
    let crawl = crawl();
    crawl.build();
    crawl.fake.change(|company| {
        let path = company.projects.values().next().expect("a project").path.clone();
        company.push(&path, &[("README.md", Some("# Changed\n"))]);
    });
    check_absent(&crawl, &crawl.try_build(&["-v"]));
    for arguments in [&["doctor"][..], &["doctor", "--format", "json", "-v"]] {
        let ran = crawl.run(arguments);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        check_absent(&crawl, &ran);
    }
}

#[test]
fn t9_the_token_stays_out_of_refusals() {
    for what in [What::Unauthorized, What::Expired, What::InsufficientScope, What::ForbiddenPage] {
        let ran = run(Some(Fault::new(Which::Every, what)), &["-v"]);
        assert!([3, 4].contains(&ran.code), "{}", ran.stderr);
    }
}

#[test]
fn t9_the_token_stays_out_of_answers_that_are_none() {
    for what in [What::LoginPage, What::Empty(200), echo(500)] {
        // The deadline cuts the waiting between attempts short.
        let ran = run(Some(Fault::new(Which::Every, what)), &["-v", "--deadline", "1s"]);
        assert_eq!(ran.code, 4, "{}", ran.stderr);
    }
}

#[test]
fn t9_an_echo_of_the_token_is_not_repeated() {
    for code in [400, 401, 403, 404, 409] {
        let ran = run(Some(Fault::new(Which::Every, echo(code))), &["-v", "--log-format", "json"]);
        assert!([3, 4].contains(&ran.code), "{code}: {}", ran.stderr);
    }
}

#[test]
fn t9_an_echo_in_the_place_of_one_projects_files_does_not_reach_the_site() {
    let crawl = crawl();
    crawl.build();
    let path = crawl.fake.change(|company| {
        let path = company.projects.values().next().expect("a project").path.clone();
        company.push(&path, &[("README.md", Some("# Changed\n"))]);
        path
    });
    let message = format!("no luck with Bearer {CANARY}");
    let files = Which::All(vec![
        Which::Project(path),
        Which::if_request(|request| !matches!(request.kind.as_str(), "Projects" | "Environments")),
    ]);
    let what = What::GraphQlErrors { message, null_at: None, keep_data: false };
    crawl.fake.fault(Fault::new(files, what));
    let ran = crawl.try_build(&["-v"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(crawl.report()["stale"], 1, "{}", ran.stderr);
    check_absent(&crawl, &ran);
}

#[test]
fn t9_a_redirect_to_another_place_carries_nothing_there() {
    let other = Fake::start(company(), Options::default());
    let secure = Fake::start(company(), Options { tls: true, ..Options::default() });
    for code in [301, 302, 303, 307, 308] {
        for target in [other.url(), secure.url()] {
            let location = format!("{target}*");
            let fault = Fault::new(Which::Every, What::Redirect { code, location });
            let ran = run(Some(fault), &["-v"]);
            assert_eq!(ran.code, 4, "{code}: {}", ran.stderr);
            assert!(ran.stderr.contains("redirected"), "{}", ran.stderr);
        }
    }
    assert!(other.requests().is_empty() && secure.requests().is_empty());
}

#[test]
fn t9_a_redirect_from_tls_to_plain_http_carries_nothing_there() {
    let plain = Fake::start(company(), Options::default());
    let crawl =
        Crawl::at(company(), Options { tls: true, ..Options::default() }).with(VARIABLE, CANARY);
    let pem = crawl.fake.authority_pem().expect("an authority");
    std::fs::write(crawl.path("authority.pem"), pem).expect("a writable folder");
    crawl.configure(&crawl.source("      ca_file: authority.pem\n"), "members");
    let location = format!("{}*", plain.url());
    crawl.fake.fault(Fault::new(Which::Every, What::Redirect { code: 302, location }));
    let ran = crawl.try_build(&["-v"]);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    check_absent(&crawl, &ran);
    assert!(plain.requests().is_empty());
}
