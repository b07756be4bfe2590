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

/// The components that a portal publishes, and a checkout of somebody who includes them.
fn published() -> Portal {
    let template = "spec:\n  inputs:\n    environment: {options: [test, live]}\n    replicas: {type: number, default: 1}\n---\ndeploy: {script: [./deploy]}\n";
    let facts = "gitlab:\n  releases: [{tag: 2.0.0}, {tag: 1.4.0}]\n";
    let portal = Portal::new()
        .file("acme/ci", "templates/deploy.yml", template)
        .file("acme/ci", ".portolan.yaml", facts)
        .file("acme/ci", "README.md", "# CI\n");
    assert_eq!(portal.build().code, 0);
    portal
}

const PIPELINE: &str = "include:
  - local: ci/gone.yml
  - component: $CI_SERVER_FQDN/acme/ci/deploy@1
    inputs:
      environment: live
  - component: $CI_SERVER_FQDN/acme/ci/deploy@2.0.0
    inputs: {enviroment: live, replicas: many}
  - component: $CI_SERVER_FQDN/acme/ci/deplyo@2.0.0
  - component: $CI_SERVER_FQDN/acme/elsewhere/deploy@2.0.0
";

/// `code path:line:column` of each finding.
fn told(json: &str) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let findings = json["findings"].as_array().expect("a list").iter();
    let line = |f: &serde_json::Value| {
        let word = |key: &str| f[key].as_str().unwrap_or_default().to_owned();
        format!("{} {}:{}:{}", word("code"), word("path"), f["line"], f["column"])
    };
    findings.map(line).collect()
}

#[test]
fn a_pipeline_is_checked_beside_what_a_portal_has_published() {
    let portal = published();
    fs::create_dir(portal.path("checkout")).expect("writable");
    fs::write(portal.path("checkout/.gitlab-ci.yml"), PIPELINE).expect("writable");
    let index = portal.path("public/data/v1/components.json");
    let index = index.to_str().expect("a path in UTF-8");
    let with = ["--format", "json", "--components", index];
    let expected = [
        "missing-include checkout/.gitlab-ci.yml:2:12",
        "outdated-component checkout/.gitlab-ci.yml:3:16",
        "missing-input checkout/.gitlab-ci.yml:6:16",
        "unknown-input checkout/.gitlab-ci.yml:7:14",
        "invalid-input checkout/.gitlab-ci.yml:7:42",
        "unknown-component checkout/.gitlab-ci.yml:8:16",
    ];
    for path in ["checkout", "checkout/.gitlab-ci.yml"] {
        let ran = portal.run(&[&["check", path], &with[..]].concat());
        assert_eq!(
            (ran.code, told(&ran.stdout)),
            (1, expected.map(str::to_owned).to_vec()),
            "{path}"
        );
    }
    // Several files of one checkout are judged together.
    fs::create_dir(portal.path("checkout/templates")).expect("writable");
    fs::write(
        portal.path("checkout/templates/a.yml"),
        "spec: {inputs: {b: {type: text}}}\n---\na: {script: [x]}\n",
    )
    .expect("writable");
    let files = ["check", "checkout/.gitlab-ci.yml", "checkout/templates/a.yml"];
    let ran = portal.run(&[&files, &with[..]].concat());
    assert_eq!(told(&ran.stdout).len(), 7, "{}", ran.stdout);
    fs::remove_dir_all(portal.path("checkout/templates")).expect("writable");
    // Alone it is only held to itself.
    let ran = portal.run(&["check", "checkout", "--format", "json"]);
    assert_eq!(told(&ran.stdout), expected[..1]);
    let ran = portal.run(&["check", "checkout", "--components", index]);
    assert!(ran.stdout.contains("help: the nearest name is `deploy`"), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 file checked, 6 findings"), "{}", ran.stdout);
    let ran = portal.run(
        &[&["check", "checkout", "--components", index], &["--format", "code-quality"][..]]
            .concat(),
    );
    assert!(ran.stdout.contains("\"path\": \"checkout/.gitlab-ci.yml\""), "{}", ran.stdout);
}

#[test]
fn the_index_of_a_portal_is_found_at_its_address() {
    use std::io::{Read, Write};
    let portal = published();
    fs::create_dir(portal.path("checkout")).expect("writable");
    fs::write(portal.path("checkout/.gitlab-ci.yml"), PIPELINE).expect("writable");
    let body = fs::read_to_string(portal.path("public/data/v1/components.json")).expect("built");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = std::thread::spawn(move || {
        let answers = [
            format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()),
            "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned(),
        ];
        answers.map(|answer| {
            let (mut stream, _) = listener.accept().expect("somebody asks");
            let mut asked = [0; 4096];
            let length = stream.read(&mut asked).expect("a request");
            stream.write_all(answer.as_bytes()).expect("somebody listens");
            String::from_utf8_lossy(&asked[..length]).lines().next().unwrap_or_default().to_owned()
        })
    });
    let url = format!("http://{address}/portal/");
    let check = || portal.run(&["check", "checkout", "--format", "json", "--components", &url]);
    let (found, refused) = (check(), check());
    assert_eq!((found.code, told(&found.stdout).len()), (1, 6), "{}", found.stderr);
    assert_eq!(refused.code, 4, "{}", refused.stderr);
    assert!(refused.stderr.contains("asks to sign in"), "{}", refused.stderr);
    let asked = server.join().expect("the server ends");
    assert_eq!(asked[0], "GET /portal/data/v1/components.json HTTP/1.1");
}

#[test]
fn a_folder_that_is_not_listed_may_hold_what_is_included() {
    let portal = Portal::new();
    fs::create_dir_all(portal.path("checkout/vendor/ci")).expect("writable");
    fs::write(portal.path("checkout/vendor/ci/jobs.yml"), "job: {script: [x]}\n")
        .expect("writable");
    fs::write(portal.path("checkout/.gitlab-ci.yml"), "include: {local: vendor/ci/jobs.yml}\n")
        .expect("writable");
    let ran = portal.run(&["check", "checkout"]);
    assert_eq!(
        (ran.code, ran.stdout.trim()),
        (0, "1 file checked, nothing wrong"),
        "{}",
        ran.stderr
    );
}

const DESCRIPTION: &str = "openapi: 3.1.0
info: {title: Orders, version: 1.0.0, description: What was ordered and by whom}
security: [{key: []}]
paths:
  /orders:
    get:
      operationId: listOrders
      summary: All orders
      responses:
        200: {description: The orders}
        400: {description: Not understood}
  /orders/{id}:
    get:
      operationId: listOrders
      summary: One order
      parameters:
        - {name: id, in: path, required: true, schema: {$ref: './types.yaml#/Gone'}}
      responses:
        200: {description: The order}
        400: {description: Not understood}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
";

#[test]
fn an_api_description_is_checked_wherever_it_lies() {
    let portal = Portal::new();
    fs::create_dir_all(portal.path("checkout/api")).expect("writable");
    fs::write(portal.path("checkout/api/orders.yaml"), DESCRIPTION).expect("writable");
    fs::write(portal.path("checkout/api/openapi.yaml"), DESCRIPTION).expect("writable");
    fs::write(portal.path("checkout/api/types.yaml"), "Id: {type: string}\n").expect("writable");
    let expected = |file: &str| {
        [format!("api-duplicate-id {file}:13:5"), format!("api-reference {file}:17:63")].to_vec()
    };
    // A folder is searched for files of the usual names; a file that is named may have any.
    for (path, file) in [
        ("checkout", "checkout/api/openapi.yaml"),
        ("checkout/api/openapi.yaml", "checkout/api/openapi.yaml"),
        ("checkout/api/orders.yaml", "checkout/api/orders.yaml"),
    ] {
        let ran = portal.run(&["check", path, "--format", "json", "--fail-on", "warning"]);
        assert_eq!((ran.code, told(&ran.stdout)), (1, expected(file)), "{path}: {}", ran.stderr);
    }
    let ignored = ["--ignore", "api-duplicate-id", "--ignore", "api-reference"];
    let ran = portal.run(&[&["check", "checkout/api/orders.yaml"], &ignored[..]].concat());
    assert_eq!((ran.code, ran.stdout.trim()), (0, "2 files checked, nothing wrong"));
    let wrong = portal.run(&["check", "checkout", "--ignore", "api-referense"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("the nearest code is `api-reference`"), "{}", wrong.stderr);
}

#[test]
fn a_change_that_breaks_callers_is_seen_before_it_is_merged() {
    let portal = Portal::new();
    let checkout = portal.path("checkout");
    fs::create_dir_all(&checkout).expect("writable");
    let file = checkout.join("openapi.yaml");
    let fine = DESCRIPTION.replace("./types.yaml#/Gone", "#/components/schemas/Id");
    let fine = fine.replacen("listOrders", "getOrders", 1) + "  schemas:\n    Id: {type: string}\n";
    fs::write(&file, &fine).expect("writable");
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=acme", "-c", "user.email=acme@example.com"];
        let ran = std::process::Command::new("git")
            .current_dir(&checkout)
            .args(who)
            .args(arguments)
            .output();
        let ran = ran.expect("git is there");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "Begin"]);
    git(&["tag", "v1.0.0"]);
    let check = || portal.run(&["check", "checkout", "--format", "json"]);
    assert_eq!(told(&check().stdout), Vec::<String>::new());
    fs::write(&file, fine.replace("/orders:", "/all-orders:")).expect("writable");
    let ran = check();
    assert_eq!(told(&ran.stdout), ["api-breaking checkout/openapi.yaml:1:1"], "{}", ran.stderr);
    // A new major version says so itself.
    let next = fine.replace("/orders:", "/all-orders:").replace("1.0.0", "2.0.0");
    fs::write(&file, next).expect("writable");
    assert_eq!(told(&check().stdout), Vec::<String>::new());
}
