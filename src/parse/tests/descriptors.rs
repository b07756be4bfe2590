//! What a person sees of a descriptor: entities with the places of their facts, and findings.

use crate::base::Code;
use crate::model::{Kind, Provenance};

use super::*;

const CHECKOUT: &str = "apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
spec:
  type: service
  lifecycle: production
  owner: payments
";

fn names(parsed: &Parsed) -> Vec<String> {
    parsed.entities.iter().map(|entity| entity.reference.to_string()).collect()
}

#[test]
fn each_fact_has_its_place() {
    let parsed = descriptor(CHECKOUT);
    assert_eq!(findings(&parsed), "");
    let entity = &parsed.entities[0];
    let at = |field: &str| match entity.origin.facts.get(field) {
        Some(Provenance::File { path, line, column }) => format!("{path}:{line}:{column}"),
        other => format!("{other:?}"),
    };
    assert_eq!(at("metadata.name"), "catalog-info.yaml:4:3");
    assert_eq!(at("spec.owner"), "catalog-info.yaml:8:3");
    let owner = &entity.declared[0];
    assert_eq!((owner.field.as_str(), owner.line, owner.column), ("spec.owner", 8, 10));
    assert_eq!(owner.target.to_string(), "group:default/payments");
    assert_eq!(entity.origin.line, 1);
}

#[test]
fn every_problem_of_a_document_is_told_at_once() {
    let parsed = descriptor(
        "apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: check out
  annotations: {gitlab.com/project-id: 4711}
  tags: [Java]
ownr: payments
spec:
  type: service
  lifecycel: production
  owner: [payments]
",
    );
    assert_eq!(
        findings(&parsed),
        "error[invalid-name] catalog-info.yaml:4:9 `metadata.name` is `check out`, which is not of letters, digits and, inside, `-_.`, at most 63 characters (`check-out` would be valid)
error[invalid-field] catalog-info.yaml:5:40 `metadata.annotations.gitlab.com/project-id` is a number, not a string (write it in quotes: `\"4711\"`)
error[invalid-name] catalog-info.yaml:6:10 `metadata.tags[0]` is `Java`, which is not of lower-case letters, digits, `:+#` and single dashes, at most 63 characters (`java` would be valid)
error[unknown-field] catalog-info.yaml:7:1 a document has no field `ownr`
error[missing-field] catalog-info.yaml:8:1 `spec.lifecycle` is missing (`lifecycel` looks like it; rename it)
error[invalid-field] catalog-info.yaml:11:10 `spec.owner` is a list, not a string
"
    );
    assert!(parsed.entities[0].origin.is_inferred());
}

#[test]
fn kinds_are_spelled_exactly() {
    let parsed = descriptor(&CHECKOUT.replace("Component", "component"));
    assert_eq!(
        findings(&parsed),
        "error[unknown-kind] catalog-info.yaml:2:7 kind `component` is not known (kinds are spelled exactly; the nearest is `Component`)\n"
    );
    let parsed = descriptor(&CHECKOUT.replace("v1alpha1", "v1"));
    assert_eq!(
        findings(&parsed),
        "error[unknown-kind] catalog-info.yaml:1:13 kind `Component` has no version `backstage.io/v1` (write `apiVersion: backstage.io/v1alpha1`)\n"
    );
}

#[test]
fn one_broken_document_does_not_stop_the_others() {
    let second = CHECKOUT.replace("checkout", "cart");
    let text = format!("{CHECKOUT}---\nkind: [\n---\n---\njust text\n---\n{second}");
    let parsed = descriptor(&text);
    assert_eq!(names(&parsed), ["component:default/checkout", "component:default/cart"]);
    let codes: Vec<&str> = parsed.diagnostics.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["yaml-syntax", "not-an-object"]);
    assert_eq!(parsed.entities[1].origin.line, 15);
}

#[test]
fn a_reference_that_means_nothing_is_left_out() {
    let text = format!(
        "{CHECKOUT}  dependsOn: [database, 'resource:', 'resource:cache']\n  dependencyOf: 7\n"
    );
    let parsed = descriptor(&text);
    assert!(!refused(&parsed), "Backstage's schemas accept it");
    assert_eq!(
        findings(&parsed),
        "error[invalid-reference] catalog-info.yaml:9:15 `spec.dependsOn`: reference `database` names no kind (write the kind: `component:database`, `resource:database` or what it is)
error[invalid-reference] catalog-info.yaml:9:25 `spec.dependsOn`: reference `resource:` has an empty part
error[invalid-reference] catalog-info.yaml:10:17 `spec.dependencyOf`: a number is not a reference
"
    );
    assert_eq!(parsed.entities[0].declared.len(), 2);
}

#[test]
fn links_that_a_browser_would_run_are_dropped() {
    let text = CHECKOUT.replace(
        "spec:",
        "  links:\n  - url: javascript:alert(1)\n  - url: https://wiki.example.com\nspec:",
    );
    let parsed = descriptor(&text);
    assert_eq!(
        findings(&parsed),
        "warning[unsafe-link] catalog-info.yaml:6:10 a link with the scheme `javascript:` is not shown\n"
    );
    let links = &parsed.entities[0].metadata.links;
    assert_eq!(
        links.iter().map(|link| link.url.as_str()).collect::<Vec<_>>(),
        ["https://wiki.example.com"]
    );
}

const ORDERS: &str = "apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: orders}
spec:
  type: openapi
  lifecycle: production
  owner: payments
  definition:
    $text: ./api/orders.yaml
";

#[test]
fn placeholders_are_filled_from_the_same_repository() {
    let spec = "openapi: 3.1.0\ninfo: {title: Orders, version: 2.1.0}\npaths: {/orders: {get: {}, post: {}}}\n";
    let parsed =
        read(&files("acme/shop", &[("catalog-info.yaml", ORDERS), ("api/orders.yaml", spec)]));
    assert_eq!(findings(&parsed), "");
    let entity = &parsed.entities[0];
    assert_eq!(entity.spec_str("definition"), Some(spec));
    let api = &parsed.apis[0];
    assert_eq!(api.path.as_str(), "api/orders.yaml");
    assert_eq!(api.entity.as_ref().map(ToString::to_string), Some("api:default/orders".to_owned()));
    assert_eq!(api.content.as_ref().map(|content| content.counts.operations), Some(2));
}

#[test]
fn a_placeholder_that_leads_nowhere_costs_its_field_only() {
    for (target, why) in [
        ("./api/orders.yaml", "is not in the repository"),
        ("../../other/orders.yaml", "leaves the repository"),
        ("https://gitlab.example.com/acme/other/-/raw/main/a.yaml", "is not in this repository"),
    ] {
        let parsed = descriptor(&ORDERS.replace("./api/orders.yaml", target));
        assert_eq!(names(&parsed), ["api:default/orders"]);
        assert_eq!(parsed.entities[0].spec_str("definition"), None);
        let finding = &parsed.diagnostics[0];
        assert_eq!((finding.code, finding.place.line), (Code::Substitution, 9), "{target}");
        assert!(finding.message.ends_with(why), "{}", finding.message);
        assert_eq!(parsed.diagnostics.len(), 1);
    }
}

#[test]
fn placeholders_have_exactly_one_known_key() {
    let text = "apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: checkout}
spec:
  type: service
  lifecycle: production
  owner: payments
  data: {$json: data.json}
  list: [{$yaml: data.json}]
  schema: {$ref: data.json}
  both: {$text: data.json, more: {$text: data.json}}
  object: {$text: {a: data.json}}
";
    let parsed = read(&files(
        "acme/shop",
        &[("catalog-info.yaml", text), ("data.json", r#"{"a": [1, {"$text": "x"}]}"#)],
    ));
    assert_eq!(findings(&parsed), "");
    let spec = serde_json::Value::Object(parsed.entities[0].spec.clone());
    let filled = serde_json::json!({"a": [1, {"$text": "x"}]});
    assert_eq!((&spec["data"], &spec["list"][0]), (&filled, &filled));
    assert_eq!(spec["schema"]["$ref"], "data.json");
    assert_eq!(spec["both"]["more"]["$text"], "data.json");
    assert_eq!(spec["object"]["$text"]["a"], "data.json");
}

#[test]
fn locations_lead_to_further_descriptors() {
    let location = "apiVersion: backstage.io/v1alpha1
kind: Location
metadata: {name: all}
spec:
  targets:
    - ./services/*/catalog-info.yaml
    - ./missing.yaml
    - /root.yaml
    - https://gitlab.example.com/acme/other/-/blob/main/catalog-info.yaml
    - https://gitlab.example.com/acme/shop/-/blob/main/own.yaml
";
    let other = |name: &str| CHECKOUT.replace("checkout", name);
    let mut project = files(
        "acme/shop",
        &[
            ("catalog-info.yaml", location),
            ("services/cart/catalog-info.yaml", &other("cart")),
            ("services/deep/er/catalog-info.yaml", &other("deeper")),
            ("services/skeleton/catalog-info.yaml", "name: ${{ values.name }}"),
            ("root.yaml", &other("root")),
            ("own.yaml", &other("own")),
        ],
    );
    project.web_url = Some("https://gitlab.example.com/acme/shop".to_owned());
    project.default_branch = Some("main".to_owned());
    let parsed = read(&project);
    assert_eq!(
        names(&parsed),
        [
            "location:default/all",
            "component:default/cart",
            "component:default/root",
            "component:default/own"
        ]
    );
    assert_eq!(
        findings(&parsed),
        "warning[location-target] catalog-info.yaml:7:7 target `missing.yaml` is not in the repository\n"
    );
    assert_eq!(parsed.outward.len(), 1);
    assert!(parsed.outward[0].target.contains("/acme/other/"));
    assert_eq!(parsed.outward[0].place.line, 9);
}

#[test]
fn locations_may_lead_in_circles() {
    let to = |target: &str| {
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {{name: {}}}\nspec: {{target: {target}}}\n",
            &target[..1]
        )
    };
    let project = files(
        "acme/shop",
        &[("catalog-info.yaml", &to("a.yaml")), ("a.yaml", &to("catalog-info.yaml"))],
    );
    assert_eq!(read(&project).entities.len(), 2);
}

#[test]
fn descriptors_may_have_any_configured_name() {
    let settings = "descriptors: ['**/service.yaml']\nhdie: true\n";
    let parsed = read(&files(
        "acme/shop",
        &[
            (".portolan.yaml", settings),
            ("a/b/service.yaml", CHECKOUT),
            ("template/service.yaml", "x"),
        ],
    ));
    assert_eq!(names(&parsed), ["component:default/checkout"]);
    assert_eq!(
        findings(&parsed),
        "warning[settings-invalid] .portolan.yaml:2:1 there is no setting `hdie` (the nearest setting is `hide`)\n"
    );
    let options = ParseOptions {
        descriptors: DescriptorPatterns::new(["backstage.yaml"]).expect("a valid pattern"),
        ..ParseOptions::default()
    };
    let parsed =
        project(ProjectIndex(3), &files("acme/shop", &[("backstage.yaml", CHECKOUT)]), &options);
    assert_eq!(names(&parsed), ["component:default/checkout"]);
    assert_eq!(parsed.entities[0].origin.project, Some(ProjectIndex(3)));
    assert!(DescriptorPatterns::new(["[broken"]).is_err());
}

#[test]
fn text_that_is_not_utf_8_is_told_with_its_place() {
    let mut project = files("acme/shop", &[]);
    let bytes: &[u8] = b"kind: Component\nname: \xff\n";
    project.files.insert(
        RelPath::new("catalog-info.yaml").expect("a path"),
        RawFile { bytes: bytes.into() },
    );
    assert_eq!(
        findings(&read(&project)),
        "error[not-utf8] catalog-info.yaml:2:7 the file is not UTF-8 text\n"
    );
}

#[test]
fn users_and_groups_need_no_component_beside_them() {
    let text = "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {name: mira}\nspec: {memberOf: []}\n";
    let parsed = descriptor(text);
    assert_eq!(parsed.entities.iter().map(|entity| entity.kind).collect::<Vec<_>>(), [Kind::User]);
}
