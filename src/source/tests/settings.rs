use super::*;
use crate::base::Timestamp;
use crate::model::{Access, Head, Member, PipelineRun, Release};

fn read_settings(settings: &str) -> (Project, Vec<String>) {
    let place = Place::new();
    place.file("acme/checkout/.portolan.yaml", settings);
    let part = place.read();
    let findings = findings(&part);
    (part.projects.into_iter().next().unwrap(), findings)
}

#[test]
fn every_fact_of_gitlab_can_be_stated() {
    let (project, findings) = read_settings(
        r#"
hide: false
docs: handbook
descriptors: ["**/service.yaml"]
gitlab:
  id: 42
  name: Checkout
  web_url: https://gitlab.example.com/acme/payments/checkout/
  description: Takes the money of a basket, once.
  topics: [payments, go]
  visibility: public
  archived: true
  default_branch: main
  head: { sha: 0123456789abcdef0123456789abcdef01234567, committed_at: 2026-10-28T09:14:00Z }
  languages: { Dockerfile: 7.9, Go: 92.1 }
  open_merge_requests: 3
  pipeline: { status: success, ref: main, finished_at: 2026-10-28T09:31:00Z }
  releases:
    - { tag: v1.0.0 }
    - { tag: v2.3.0, name: "2.3.0", released_at: 2026-10-20T10:00:00Z }
  members: [ { username: mira.kask, name: Mira Kask, access: maintainer } ]
"#,
    );
    assert_eq!(findings, [""; 0]);
    let time = |text| Timestamp::parse(text);
    let sha = "0123456789abcdef0123456789abcdef01234567".to_owned();
    let expected = Project {
        id: Some(42),
        path: "acme/checkout".to_owned(),
        name: Some("Checkout".to_owned()),
        description: Some("Takes the money of a basket, once.".to_owned()),
        topics: vec!["payments".to_owned(), "go".to_owned()],
        visibility: Visibility::Public,
        archived: true,
        default_branch: Some("main".to_owned()),
        web_url: Some("https://gitlab.example.com/acme/payments/checkout".to_owned()),
        head: Some(Head { sha, committed_at: time("2026-10-28T09:14:00Z") }),
        languages: vec![("Go".to_owned(), 92.1), ("Dockerfile".to_owned(), 7.9)],
        releases: vec![
            Release {
                tag: "v2.3.0".to_owned(),
                name: Some("2.3.0".to_owned()),
                released_at: time("2026-10-20T10:00:00Z"),
            },
            Release { tag: "v1.0.0".to_owned(), name: None, released_at: None },
        ],
        members: vec![Member {
            username: "mira.kask".to_owned(),
            name: Some("Mira Kask".to_owned()),
            access: Access::Maintainer,
        }],
        pipeline: Some(PipelineRun {
            status: "success".to_owned(),
            ref_name: Some("main".to_owned()),
            finished_at: time("2026-10-28T09:31:00Z"),
        }),
        open_merge_requests: Some(3),
        tree: project.tree.clone(),
        files: project.files.clone(),
        left_out: Vec::new(),
        ..Project::default()
    };
    assert_eq!(project, expected);
}

#[test]
fn what_is_wrong_is_reported_and_the_rest_counts() {
    let (project, findings) = read_settings(
        r#"other: true
gitlab:
  descripton: slip
  name: 2.0
  topics: [go, [nested]]
  visibility: secret
  archived: "no"
  head: { sha: abc }
  languages: { Go: lots, Rust: 10 }
  open_merge_requests: -1
  web_url: https://user:word@gitlab.example.com/a
  pipeline: { ref: main }
  releases: [ { name: nameless }, { tag: v1, released_at: yesterday } ]
  members: [ { username: mira, access: king }, { access: owner } ]
  description: Still here.
"#,
    );
    let found: Vec<_> =
        findings.iter().map(|f| f.replace("\n  --> acme/checkout/.portolan.yaml", " @")).collect();
    insta::assert_snapshot!(found.join("\n"), @r"
    warning[settings-invalid]: `gitlab` has no key `descripton` @:3:3
      help: the nearest name is `description`
    warning[settings-invalid]: `gitlab.name` is a number, not text; write it in quotes @:4:9
    warning[settings-invalid]: `gitlab.topics` is a list, not text @:5:16
    warning[settings-invalid]: `gitlab.visibility` is `secret`, not one of `private`, `internal`, `public` @:6:15
    warning[settings-invalid]: `gitlab.archived` is `no`, not `true` or `false` @:7:13
    warning[settings-invalid]: `gitlab.head.sha` is `abc`, not a commit of 40 hexadecimal digits @:8:16
    warning[settings-invalid]: `gitlab.languages.Go` is `lots`, not a share in per cent @:9:20
    warning[settings-invalid]: `gitlab.open_merge_requests` is a number, not a whole number from 0 @:10:24
    warning[settings-invalid]: `gitlab.web_url` is not an address that begins with `https://`, without user and password @:11:12
    warning[settings-invalid]: `gitlab.pipeline` lacks `status` @:12:13
    warning[settings-invalid]: `gitlab.releases[0]` lacks `tag` @:13:15
    warning[settings-invalid]: `gitlab.releases[1].released_at` is `yesterday`, not a time such as `2026-10-28T09:14:00Z` @:13:59
    warning[settings-invalid]: `gitlab.members[0].access` is `king`, not one of `guest`, `reporter`, `developer`, `maintainer`, `owner` @:14:40
    warning[settings-invalid]: `gitlab.members[1]` lacks `username` @:14:48
    ");
    assert_eq!(project.description.as_deref(), Some("Still here."));
    assert_eq!(project.topics, ["go"]);
    assert_eq!(project.languages, [("Rust".to_owned(), 10.0)]);
    assert_eq!(project.releases.len(), 1);
    assert_eq!(project.visibility, Visibility::Internal);
    assert!(project.members.is_empty() && project.head.is_none() && project.web_url.is_none());
}

#[test]
fn what_is_not_a_section_of_facts_is_left_to_others() {
    let all = |settings: &str| read_settings(settings).1.join("\n");
    for settings in ["gitlab: [", &"[".repeat(500), "- a list", "nope: 1", "", "gitlab:\nhide:\n"] {
        assert_eq!(all(settings), "");
    }
    assert!(all("gitlab: text").contains("`gitlab` is `text`, not a mapping"));
}
