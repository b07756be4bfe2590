//! The filled views of CI/CD components and pipelines.

use super::{entity, html, link};
use crate::page::view::*;

fn plain(label: &str) -> TextLink {
    TextLink { label: label.to_owned(), href: None }
}

const GITLAB: &str = "https://gitlab.example.com/acme/platform/deploy";

pub(super) fn components() -> Vec<ComponentSummary> {
    let summary = |title: &str, deprecated| ComponentSummary {
        entity: entity("cicomponent", title),
        version: if deprecated { String::new() } else { "2.1.0".to_owned() },
        users: if deprecated { 1 } else { 23 },
        deprecated,
    };
    vec![summary("kubernetes", false), summary("rollback", true)]
}

pub(super) fn listing(deprecated: bool) -> CiListing {
    let known = |text: &str| if deprecated { String::new() } else { text.to_owned() };
    CiListing {
        project: link("acme/platform/deploy", "component/acme/deploy.html"),
        version: known("2.1.0"),
        at: known("2026-10-28T09:30:00Z"),
        date: known("2026-10-28"),
        users: 12,
        deprecated,
    }
}

fn users() -> Vec<UserGroup> {
    let user = |project: &str, through: Option<TextLink>| UserRow {
        project: link(project, "../../component/acme/checkout.html"),
        owner: through.is_none().then(|| entity("group", "Payments")),
        through,
        place: link(".gitlab-ci.yml:14", GITLAB),
    };
    let group = |asked: &str, resolved: &str, state, label, users| UserGroup {
        asked: asked.to_owned(),
        resolved: resolved.to_owned(),
        state: StateChip { state, label },
        users,
    };
    let through = Some(link("acme/platform/pipelines", "../../component/acme/pipelines.html"));
    vec![
        group("~latest", "2.1.0", "floating", "floating", vec![user("acme/shop/basket", None)]),
        group("1", "1.9.2", "major", "major behind", vec![user("acme/shop/checkout", through)]),
        group("0123abcd", "", "", "", vec![user("acme/shop/pricing", None)]),
    ]
}

pub(super) fn used_files() -> Vec<UsedFile> {
    vec![UsedFile { file: link("ci/go.yml", GITLAB), users: users(), user_count: 3 }]
}

fn include(depth: usize, what: &str, conditions: &[&str]) -> IncludeRow {
    IncludeRow {
        depth,
        what: link(what, GITLAB),
        from: if depth == 0 { plain("") } else { plain("acme/platform/deploy") },
        sort: "component",
        asked: if depth == 0 { String::new() } else { "1".to_owned() },
        resolved: if depth == 0 { String::new() } else { "1.9.2".to_owned() },
        state: StateChip { state: "behind", label: if depth == 0 { "" } else { "behind" } },
        conditions: conditions.iter().map(|one| (*one).to_owned()).collect(),
        place: link(".gitlab-ci.yml:3", GITLAB),
        trigger: if depth == 2 { "child".to_owned() } else { String::new() },
    }
}

pub(super) fn pipeline() -> PipelineView {
    let node = |x, label: &str, href: Option<&str>| GraphNode {
        x,
        y: 4,
        width: 212,
        height: 44,
        label: label.to_owned(),
        note: href.map(|_| "acme/platform@1".to_owned()).unwrap_or_default(),
        title: label.to_owned(),
        href: href.map(str::to_owned),
        state: if href.is_some() { "behind" } else { "" },
    };
    PipelineView {
        source: link(".gitlab-ci.yml", GITLAB),
        stages: vec!["test".to_owned(), "deploy".to_owned()],
        counts: vec!["1 job of its own".to_owned()],
        includes: vec![
            include(0, "ci/test.yml", &[]),
            include(1, "kubernetes", &["if: $CI_COMMIT_TAG"]),
            include(2, "rollback", &[]),
        ],
        left_out: 4,
        graph: Some(GraphView {
            width: 480,
            height: 52,
            nodes: vec![node(4, ".gitlab-ci.yml", None), node(264, "kubernetes", Some(GITLAB))],
            edges: vec!["M216 26C240 26 240 26 264 26".to_owned()],
            left_out: 3,
        }),
    }
}

fn input(name: &str, default: Option<&str>, mandatory: bool) -> InputRow {
    InputRow {
        id: format!("input-{name}"),
        name: name.to_owned(),
        input_type: "string",
        default: default.map(str::to_owned),
        mandatory,
        description: html("Where to, such as <code>production</code>."),
        options: if mandatory { vec!["staging".to_owned(), "\"yes\"".to_owned()] } else { vec![] },
        pattern: if mandatory { String::new() } else { "^[a-z]+$".to_owned() },
        rules: vec![RuleRow {
            condition: if mandatory { String::new() } else { "$[[ inputs.a ]] == 'b'".to_owned() },
            options: vec!["one".to_owned()],
            default: default.map(str::to_owned),
        }],
        form: format!("{{\"name\":\"{name}\",\"type\":\"string\"}}"),
    }
}

pub(super) fn component() -> CiView {
    let version = |tag: &str, is_unreleased, changes: Vec<ChangeRow>| VersionRow {
        tag: link(tag, GITLAB),
        at: if is_unreleased { String::new() } else { "2026-10-28T09:30:00Z".to_owned() },
        date: if is_unreleased { String::new() } else { "2026-10-28".to_owned() },
        users: usize::from(!is_unreleased),
        is_unreleased,
        is_compared: tag != "1.0.0",
        changes,
    };
    let change = |text: &str, is_breaking| ChangeRow { text: text.to_owned(), is_breaking };
    let mut versions = vec![
        version("Unreleased", true, vec![change("`window` is new", false)]),
        version("2.1.0", false, vec![change("`cluster` must be given", true)]),
    ];
    versions.extend(["2.0.0", "1.2.0", "1.1.0", "1.0.0"].map(|tag| version(tag, false, vec![])));
    CiView {
        deprecation: Some(DeprecationView {
            message: html("It goes away in <em>March</em>."),
            replacement: Some(plain("acme/platform/deploy/rollout")),
        }),
        snippet: html(
            "<pre tabindex=\"0\"><code class=\"language-yaml\"><span class=\"ha\">include</span>:\n  - <span class=\"ha\">component</span>: <span class=\"hs\">gitlab.example.com/acme/platform/deploy/kubernetes@2.1.0</span>\n</code></pre>",
        ),
        address: "gitlab.example.com/acme/platform/deploy/kubernetes".to_owned(),
        version: "2.1.0".to_owned(),
        version_note: "Nothing was released yet: this follows the default branch.",
        pins: vec!["2.1.0".to_owned(), "2.0.0".to_owned()],
        inputs: vec![
            input("environment", None, true),
            input("cluster", Some("\"\""), false),
            input("window", None, false),
        ],
        section: Some(Prose {
            html: html("<p>Rolls out.</p>\n<h3 id=\"user-content-more\">More</h3>"),
            toc: vec![],
            source: link("README.md", GITLAB),
        }),
        versions,
        users: users(),
        user_count: 3,
        jobs: [("deploy", false), (".base", true)].map(job).to_vec(),
        needs: vec![WordList {
            label: "Variables it reads",
            words: vec!["KUBE_TOKEN".to_owned(), "KUBE_URL".to_owned()],
        }],
        includes: vec![include(1, "setup", &[])],
        source: link("templates/kubernetes/template.yml", GITLAB),
        project: plain("acme/platform/deploy"),
    }
}

fn job((name, is_hidden): (&str, bool)) -> JobRow {
    JobRow {
        name: link(name, GITLAB),
        stage: "deploy".to_owned(),
        image: if is_hidden { String::new() } else { "kubectl:1".to_owned() },
        services: vec!["docker:28-dind".to_owned()],
        when: if is_hidden { String::new() } else { "manual".to_owned() },
        is_hidden,
    }
}
