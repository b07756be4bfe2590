//! `portolan check`: what is wrong with descriptors, in every form.

use std::fs;

use crate::harness::{Portal, component};

const BROKEN: &str =
    "apiVersion: backstage.io/v1alpha1\nkind: component\nmetadata:\n  name: x\nspec: {}\n";

#[test]
fn a_refused_document_is_an_error_with_its_place() {
    let portal = Portal::new();
    fs::write(portal.path("bad.yaml"), BROKEN).expect("writable");
    let ran = portal.run(&["check", "bad.yaml", "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let finding = &json["findings"][0];
    assert_eq!(finding["code"], "unknown-kind");
    assert_eq!(finding["area"], "document");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["path"], "bad.yaml");
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(2), Some(7)));
    assert!(finding["help"].as_str().is_some_and(|help| help.contains("`Component`")));
}

#[test]
fn an_accepted_document_has_no_document_finding() {
    let portal = Portal::new();
    fs::write(portal.path("good.yaml"), component("a", "")).expect("writable");
    let ran = portal.run(&["check", "good.yaml", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let areas: Vec<&str> = json["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|f| f["area"].as_str())
        .collect();
    assert_eq!(areas, ["catalog"], "the owner is not described here");
}

#[test]
fn a_link_that_would_run_is_a_warning() {
    let portal = Portal::new();
    let text =
        component("a", "").replace("spec:", "  links:\n    - url: javascript:alert(1)\nspec:");
    fs::write(portal.path("link.yaml"), text).expect("writable");
    let ran = portal.run(&["check", "link.yaml", "--format", "json", "--fail-on", "error"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(ran.stdout.contains("unsafe-link"), "{}", ran.stdout);
}

#[test]
fn every_form_tells_the_same_findings() {
    let portal = Portal::new().file("acme/a", "catalog-info.yaml", BROKEN).file(
        "acme/b",
        "catalog-info.yaml",
        component("b", ""),
    );
    let human = portal.run(&["check", "repositories"]);
    assert_eq!(human.code, 1);
    assert!(
        human.stdout.contains("--> repositories/acme/a/catalog-info.yaml:2:7"),
        "{}",
        human.stdout
    );
    assert!(human.stdout.contains("2 files checked"), "{}", human.stdout);
    let quality = portal.run(&["check", "repositories", "--format", "code-quality"]).stdout;
    let quality: serde_json::Value = serde_json::from_str(&quality).expect("JSON");
    let first = &quality[0];
    assert_eq!(first["location"]["path"], "repositories/acme/a/catalog-info.yaml");
    assert_eq!(first["location"]["lines"]["begin"], 2);
    assert_eq!(first["severity"], "major");
    assert_eq!(first["fingerprint"].as_str().map(str::len), Some(64));
    let junit = portal.run(&["check", "repositories", "--format", "junit"]).stdout;
    assert!(junit.contains("tests=\"2\" failures=\"2\""), "{junit}");
    assert!(junit.contains("unknown-kind"), "{junit}");
}

#[test]
fn nothing_to_check_is_a_wrong_command_line() {
    let portal = Portal::new();
    assert_eq!(portal.run(&["check", "nowhere.yaml"]).code, 2);
    assert_eq!(portal.run(&["check", "repositories"]).code, 2);
}
