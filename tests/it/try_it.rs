//! The console of an API: nothing of it without the key, and with it no word of a description in any policy.

use std::collections::BTreeMap;
use std::fs;

use crate::harness::Portal;

const PETS: &str = "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\nservers:\n  - { url: 'https://a.example.com/v1' }\n  - { url: \"https://b.example.com; script-src *\" }\n  - { url: \"https://c.example.com\\\" onload=alert(1) x=\\\"\" }\n  - { url: 'https://*.example.com' }\npaths:\n  /pets: { get: { operationId: list, responses: { '200': { description: Yes. } } } }\n";

const DESCRIPTOR: &str = "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: pets }\nspec:\n  type: openapi\n  lifecycle: production\n  owner: group:us\n  definition: { $text: ./api.yaml }\n";

/// Builds two projects that offer the same API, with these lines below `apis`.
fn built(apis: &str) -> Portal {
    let other = DESCRIPTOR.replace("name: pets", "name: dogs");
    let portal = Portal::new()
        .file("acme/pets", "catalog-info.yaml", DESCRIPTOR)
        .file("acme/pets", "api.yaml", PETS)
        .file("acme/dogs", "catalog-info.yaml", other)
        .file("acme/dogs", "api.yaml", PETS);
    let config = format!("sources: [{{ directory: ./repositories }}]\napis: {{ {apis} }}\n");
    fs::write(portal.path("portolan.yaml"), config).expect("a writable folder");
    let ran = portal.run(&["build", "-o", "public", "--cache", "cache"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    portal
}

/// The content security policy of every page.
fn policies(portal: &Portal) -> BTreeMap<String, String> {
    let pages = portal.site().into_iter().filter(|(path, _)| path.ends_with(".html"));
    let policies = pages.map(|(path, bytes)| {
        let html = String::from_utf8(bytes).expect("UTF-8");
        let (_, rest) =
            html.split_once("Content-Security-Policy\" content=\"").expect("a policy on each page");
        let (policy, _) = rest.split_once("\">").expect("an end");
        (path, policy.to_owned())
    });
    policies.collect()
}

const USUAL: &str = "default-src 'none'; script-src 'self' 'inline-speculation-rules'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

#[test]
fn without_the_key_every_page_is_as_it_was() {
    let portal = built("");
    let site = portal.site();
    assert!(!site.keys().any(|path| path.ends_with("try.html") || path.contains("/op/list.json")));
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!String::from_utf8_lossy(bytes).contains("try.html"), "{path}");
    }
    for (path, policy) in policies(&portal) {
        assert_eq!(policy, USUAL, "{path}");
    }
}

#[test]
fn only_the_page_of_the_api_that_is_named_may_speak_with_its_servers() {
    let portal = built("try_it: [pets]");
    for (path, policy) in policies(&portal) {
        let wanted = match path.as_str() {
            "api/default/pets/try.html" => {
                USUAL.replace("connect-src 'self'", "connect-src 'self' https://a.example.com")
            }
            _ => USUAL.to_owned(),
        };
        assert_eq!(policy, wanted, "{path}");
    }
    assert!(portal.page("api/default/pets/op/list.html").contains("href=\"../try.html#op-list\""));
    assert!(portal.page("api/default/pets.html").contains("href=\"pets/try.html\""));
    assert!(!portal.page("api/default/dogs/op/list.html").contains("try.html"));
    assert!(!portal.page("api/default/pets/try.html").contains("onload=alert"));
}

#[test]
fn an_api_that_does_not_exist_is_told_of_where_it_is_named() {
    let portal = built("try_it: [pest]");
    let findings = portal.findings();
    let told: Vec<&String> =
        findings.iter().filter(|finding| finding.starts_with("api-try-it")).collect();
    assert_eq!(told.len(), 1, "{findings:?}");
    assert!(told[0].ends_with("portolan.yaml:2"), "{told:?}");
}
