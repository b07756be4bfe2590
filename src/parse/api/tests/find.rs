//! Which files are descriptions.

use crate::parse::api::find::candidates;

use super::*;

fn found(files: &[(&str, &str)]) -> Vec<String> {
    let mut project = Project { path: "acme/shop".to_owned(), ..Project::default() };
    for (name, text) in files {
        let bytes = text.as_bytes().into();
        project.files.insert(path(name), RawFile { bytes });
    }
    candidates(&project).iter().map(|(path, format)| format!("{path} {}", format.slug())).collect()
}

#[test]
fn a_key_far_behind_counts_if_a_version_follows() {
    let padded = |key: &str| {
        let words = "\"word\": 1, ".repeat(8_000);
        format!("{{ {words}{key}, {words}\"last\": 1 }}")
    };
    assert_eq!(found(&[("a.json", &padded("\"openapi\": \"3.0.1\""))]), ["a.json openapi"]);
    assert_eq!(found(&[("a.json", &padded("\"swagger\" : 2.0"))]), ["a.json openapi"]);
    assert_eq!(found(&[("a.json", &padded("\"openapi\": true"))]), Vec::<String>::new());
    assert_eq!(found(&[("a.json", &padded("\"asyncapi\": \"next\""))]), Vec::<String>::new());
}

#[test]
fn patterns_of_new_projects_are_no_descriptions() {
    let proto = "syntax = \"proto3\";\nmessage Order {}\n";
    assert_eq!(found(&[("api/content/v1/a.proto", proto)]), ["api/content/v1/a.proto grpc"]);
    let filled_in = "syntax = \"proto3\";\npackage {{ name }};\n";
    let files = [
        ("content/a.proto", filled_in),
        ("template/skeleton/a.proto", proto),
        ("{{ name }}/a.proto", proto),
    ];
    assert_eq!(found(&files), Vec::<String>::new());
}
