use insta::assert_snapshot;

use super::page::nested;
use super::reference::{KEYS, Shape};
use super::valid::{Audience, Globs, Guard};
use super::*;
use crate::base::Code;

/// What a person sees of a configuration that is not valid.
fn problems(text: &str) -> String {
    let (config, found) = parse(text, "portolan.yaml");
    assert_eq!(config.is_none(), !found.is_empty(), "a configuration is valid or has findings");
    found.iter().map(|finding| format!("{finding}\n")).collect()
}

fn valid(text: &str) -> Config {
    let (config, found) = parse(text, "portolan.yaml");
    config.unwrap_or_else(|| panic!("{found:#?}"))
}

#[test]
fn an_empty_file_is_the_default() {
    let config = valid("");
    assert_eq!(config, valid("# nothing\n"));
    assert_eq!(config, valid("site:\nsources:\nlimits:\n"));
    assert_eq!(config.site.title, "Developer portal");
    assert_eq!(config.site.audience, Audience::Public);
    assert_eq!(config.limits.api_file, 20 << 20);
    assert_eq!(config.limits.files, 50_000);
    assert_eq!(config.sources, []);
    assert!(config.catalog.descriptors.patterns().iter().any(|glob| glob == ".backstage/*.yaml"));
}

#[test]
fn a_folder_alone_is_a_configuration() {
    let config = Config::default_for("repositories");
    let [Source::Directory(source)] = config.sources.as_slice() else { panic!("one directory") };
    assert_eq!(source.folder.path.to_str(), Some("repositories"));
    assert_eq!(Config { sources: Vec::new(), ..config }, valid(""));
}

#[test]
fn a_whole_file_is_read() {
    let config = valid(include_str!("../../tests/fixtures/config/whole.yaml"));
    assert_eq!(
        config.site.url.as_ref().map(url::Url::as_str),
        Some("https://acme.example/portal/")
    );
    assert_eq!(config.site.brand.map(|brand| brand.to_string()), Some("#22aaff".to_owned()));
    assert_eq!(config.site.images, ["img.shields.io", "ci.acme.example"]);
    let [Source::Directory(first), Source::GitLab(second)] = config.sources.as_slice() else {
        panic!("one of each")
    };
    assert_eq!((first.folder.path.to_str(), first.depth), (Some("../repositories"), Some(2)));
    assert_eq!((first.folder.place.line, first.folder.place.column), (14, 16));
    assert_eq!(first.files.patterns(), ["deploy/*.yaml"]);
    assert_eq!(first.exclude.patterns(), ["sandbox/**", "*/playground"]);
    assert_eq!(second.token_env, "PORTAL_TOKEN");
    assert_eq!(second.groups, ["acme", "partners/shared"]);
    assert_eq!(second.include.patterns(), ["acme/**", "partners/shared/*"]);
    assert_eq!(second.exclude.patterns(), ["acme/sandbox/**"]);
    assert_eq!(
        (&*second.topics, &*second.exclude_topics),
        (&["service".to_owned()][..], &["toy".to_owned()][..])
    );
    assert_eq!((second.archived, second.forks, second.docs), (true, false, false));
    assert_eq!((second.members, second.environments, second.allow_http), (true, true, true));
    assert_eq!((second.versions, second.concurrency), (0, 16));
    let ca_file = second.ca_file.as_ref().map(|file| (file.path.to_str(), file.place.line));
    assert_eq!(ca_file, Some((Some("./acme-ca.pem"), 31)));
    assert_eq!(config.limits.image, 1_500_000);
    assert_eq!(config.limits.readme, 1_572_864);
    assert_eq!(config.limits.descriptor, 4096);
    assert_eq!(config.guard, Guard { max_shrink: 20, max_failed: 25, max_stale: 2 });
    assert_eq!(config.catalog.links[0].title, "Dashboard");
    assert_eq!(config.content[0].title.as_deref(), Some("Handbook"));
}

#[test]
fn a_gitlab_source_has_defaults() {
    let config = valid("sources: [{ gitlab: { groups: [acme] } }]");
    let [Source::GitLab(source)] = config.sources.as_slice() else { panic!("one instance") };
    assert_eq!(source.url.as_str(), "https://gitlab.com/");
    assert_eq!((source.archived, source.forks, source.docs), (false, true, true));
    assert_eq!((source.members, source.environments, source.allow_http), (false, false, false));
    assert_eq!((source.versions, source.concurrency), (10, 4));
    assert_eq!((&source.include, &source.ca_file), (&Globs::default(), &None));
    assert_eq!(config.guard, Guard { max_shrink: 5, max_failed: 10, max_stale: 7 });
}

#[test]
fn a_token_crosses_a_network_encrypted_or_not_at_all() {
    let source = |more: &str| format!("sources: [{{ gitlab: {{ groups: [acme], {more} }} }}]");
    for address in ["127.0.0.1:8080", "localhost/gitlab", "[::1]:3000"] {
        valid(&source(&format!("url: 'http://{address}'")));
    }
    valid(&source("url: 'http://gitlab.acme.example', allow_http: true"));
    assert_snapshot!(problems(&source("url: 'http://localhost.acme.example/gitlab'")), @r"
    error[config-invalid]: `sources[].gitlab.url` would send the token unencrypted: `http://localhost.acme.example/gitlab/`
      --> portolan.yaml:1:44
      help: write `https:`, or `allow_http: true` beside it if nobody else can listen
    ");
}

#[test]
fn values_of_a_gitlab_source_keep_to_their_ranges() {
    let text = "allow_http: 'yes', concurrency: 17, versions: -1, topics: [' ']";
    let text = format!("sources: [{{ gitlab: {{ groups: [acme], {text} }} }}]");
    assert_snapshot!(problems(&text), @r"
    error[config-invalid]: `sources[].gitlab.allow_http` is a string, not `true` or `false`
      --> portolan.yaml:1:51
      help: write `allow_http: true`
    error[config-invalid]: `sources[].gitlab.concurrency` is not a whole number from 1 to 16: `17`
      --> portolan.yaml:1:71
      help: write `concurrency: 2`, say
    error[config-invalid]: `sources[].gitlab.versions` is not a whole number from 0 to 100: `-1`
      --> portolan.yaml:1:85
      help: write `versions: 3`, say
    error[config-invalid]: `sources[].gitlab.topics[]` is empty
      --> portolan.yaml:1:98
    ");
}

#[test]
fn an_instance_may_be_served_below_a_path() {
    let config =
        valid("sources: [{ gitlab: { groups: [a], url: 'https://acme.example/gitlab' } }]");
    let [Source::GitLab(source)] = config.sources.as_slice() else { panic!("one instance") };
    assert_eq!(source.url.as_str(), "https://acme.example/gitlab/");
}

#[test]
fn every_problem_is_reported_at_once() {
    assert_snapshot!(problems(include_str!("../../tests/fixtures/config/broken.yaml")), @r##"
    error[config-unknown-key]: unknown key `site.titel`
      --> portolan.yaml:2:3
      help: the nearest key is `site.title`
    error[config-invalid]: `site.url` is not an `http:` or `https:` address: `ftp://portal.acme.example`
      --> portolan.yaml:3:8
      help: write `url: https://portal.acme.example/`, say
    error[config-invalid]: `site.audience` cannot be `member`
      --> portolan.yaml:4:13
      help: the nearest word is `members`
    error[config-invalid]: `site.language` is not a language tag: `English, mostly`
      --> portolan.yaml:5:13
      help: write `language: en-GB`, say
    error[config-invalid]: `site.images[]` is not a host name: `https://img.shields.io/badge`
      --> portolan.yaml:6:12
      help: write only the host, `img.shields.io`
    error[config-invalid]: `site.images[]` is a number, not a host name
      --> portolan.yaml:6:44
      help: put the value in quotes
    error[config-invalid]: `site.brand` is empty
      --> portolan.yaml:8:8
      help: a `#` begins a comment; write `brand: "#2f5d8a"`
    error[config-invalid]: `sources[].directory` is a list, not a path
      --> portolan.yaml:10:16
      help: write `directory: ./repositories`
    error[config-invalid]: `sources[].depth` is a string, not a whole number from 1
      --> portolan.yaml:11:12
      help: write `depth: 2`
    error[config-invalid]: `sources[].files[]` is not a glob: `../secrets/*` (it leaves the folder)
      --> portolan.yaml:12:13
    error[config-invalid]: `sources[].files[]` is not a glob: `a[` (unclosed character class; missing ']')
      --> portolan.yaml:12:29
    error[config-missing]: `catalog.links[]` lacks `annotation`
      --> portolan.yaml:15:7
      help: add `annotation: grafana/dashboard-selector`
    error[config-invalid]: `catalog.links[].url` does not hold `{value}`: `https://grafana.acme.example/`
      --> portolan.yaml:16:12
      help: write `url: "https://grafana.acme.example/dashboards?tag={value}"`, say
    error[config-invalid]: `content` is a string, not a list
      --> portolan.yaml:17:10
      help: write `content: [{ directory: ./handbook, title: Handbook }]`
    error[config-invalid]: `limits.image` is not a size: `2 megabytes`
      --> portolan.yaml:19:10
      help: write `image: 500 kB`, say
    error[config-invalid]: `limits.files` is not a whole number from 1: `0`
      --> portolan.yaml:20:10
      help: write `files: 100000`, say
    error[config-invalid]: `guard.max_shrink` is not a whole number from 0 to 100: `500`
      --> portolan.yaml:22:15
      help: write `max_shrink: 20`, say
    "##);
}

#[test]
fn keys_written_in_the_wrong_place_are_led_home() {
    assert_snapshot!(problems("title: Acme\nsite.url: x\nsources: [{ directory: a, dept: 2 }]\nlimits: { frobs: 3 }\n"), @r"
    error[config-unknown-key]: unknown key `title`
      --> portolan.yaml:1:1
      help: the key is `site.title`
    error[config-unknown-key]: unknown key `site.url`
      --> portolan.yaml:2:1
      help: write `url:` below `site:`, not with a dot
    error[config-unknown-key]: unknown key `sources[].dept`
      --> portolan.yaml:3:27
      help: the nearest key is `sources[].depth`
    error[config-unknown-key]: unknown key `limits.frobs`
      --> portolan.yaml:4:11
      help: the keys here are `descriptor`, `readme`, `api_file`, `image` and `files`
    ");
}

#[test]
fn a_source_is_one_thing() {
    assert_snapshot!(problems("sources:\n- depth: 2\n- directory: a\n  gitlab: { groups: [a] }\n- gitlab: {}\n  depth: 1\n- gitlab: { groups: ['https://gitlab.acme.example/a'] }\n"), @r"
    error[config-missing]: a source is neither a `directory` nor a `gitlab`
      --> portolan.yaml:2:3
      help: add `directory: ./repositories`
    error[config-invalid]: a source is both a `directory` and a `gitlab`
      --> portolan.yaml:3:3
      help: make two items of the list
    error[config-missing]: `sources[].gitlab` lacks `groups`
      --> portolan.yaml:5:11
      help: add `groups: [acme, partners/shared]`
    error[config-invalid]: `sources[].depth` stands beside `gitlab`
      --> portolan.yaml:6:3
      help: remove it; only directories have a depth
    error[config-invalid]: `sources[].gitlab.groups[]` is not a group's path: `https://gitlab.acme.example/a`
      --> portolan.yaml:7:22
      help: write the path as in the group's address, without the host: `acme/payments`
    ");
}

#[test]
fn the_file_must_be_a_mapping_in_yaml() {
    assert_snapshot!(problems("- site\n"), @r"
    error[config-invalid]: the configuration is a list, not a mapping
      --> portolan.yaml:1:1
      help: begin with `site:` or `sources:`
    ");
    assert_snapshot!(problems("site: [\n"), @r"
    error[config-syntax]: unclosed bracket '['
      --> portolan.yaml:1:7
    ");
    assert_snapshot!(problems("site: {}\nsite: {}\n"), @r"
    error[config-syntax]: key `site` stands here and on line 1
      --> portolan.yaml:2:1
    ");
    assert_snapshot!(problems("site: {}\n---\nsite: {}\n"), @r"
    error[config-syntax]: a second document stands where one is expected
      --> portolan.yaml:3:1
    ");
}

#[test]
fn secrets_are_refused_and_never_shown() {
    let canary = "glpat-x9Canary4Kq";
    let texts = [
        format!("sources: [{{ gitlab: {{ groups: [a], token: {canary} }} }}]"),
        "sources: [{ gitlab: { groups: [a], token: hunter2Canary4Kq } }]".to_owned(),
        format!("sources: [{{ gitlab: {{ groups: [a], token_env: {canary} }} }}]"),
        "sources: [{ gitlab: { groups: [a], token_env: 'hunter2 Canary4Kq' } }]".to_owned(),
        format!(
            "sources: [{{ gitlab: {{ groups: [a], url: 'https://oauth2:{canary}@gitlab.acme.example' }} }}]"
        ),
        "site: { url: 'https://joe:Canary4Kq@acme.example' }".to_owned(),
        "site: { images: ['https://joe:Canary4Kq@acme.example'] }".to_owned(),
        format!("site: {{ title: 'the token is {canary}' }}"),
        format!("{canary}: 1"),
        format!("site: {canary}"),
        format!("{canary}: 1\n{canary}: 2"),
        format!("site: {{ {canary}: 1 }}"),
    ];
    for text in &texts {
        let found = problems(text);
        assert!(!found.is_empty(), "accepted: {text}");
        assert!(!found.contains("Canary4Kq"), "shown: {found}");
    }
    assert_snapshot!(problems(&texts[0]), @r"
    error[config-secret]: `sources[].gitlab.token` holds a secret
      --> portolan.yaml:1:36
      help: name the environment variable that holds it in `token_env`, and revoke what was written here
    ");
    assert_snapshot!(problems(&texts[3]), @r"
    error[config-invalid]: `sources[].gitlab.token_env` is not the name of an environment variable
      --> portolan.yaml:1:47
      help: write the name of the variable, not its value: `token_env: GITLAB_TOKEN`
    ");
}

#[test]
fn sizes_have_units() {
    let size = |text: &str| {
        parse(&format!("limits: {{ image: {text} }}"), "").0.map(|config| config.limits.image)
    };
    assert_eq!(size("4096"), Some(4096));
    assert_eq!(size("500 kB"), Some(500_000));
    assert_eq!(size("1MiB"), Some(1 << 20));
    assert_eq!(size("1.5 GiB"), Some(3 << 29));
    for wrong in ["0", "-1", "1.5", "1 mb", "MiB", "'1.2.3 MB'", "99999999999 GiB", "1e400 MB"] {
        assert_eq!(size(wrong), None, "{wrong}");
    }
}

#[test]
fn each_key_of_the_table_is_explained_and_its_example_is_valid() {
    for key in KEYS {
        assert!(key.is_item() || key.text.ends_with('.'), "{} is not explained", key.path);
        let is_leaf = !key.is_item() && key.shape != Shape::Section;
        assert_eq!(is_leaf, !key.example.is_empty(), "{} and its example", key.path);
        if is_leaf {
            let (_, found) = parse(&nested(key), "");
            let missing = |code| matches!(code, Code::ConfigMissing);
            assert!(found.iter().all(|finding| missing(finding.code)), "{}: {found:?}", key.path);
        }
    }
}

/// A key that nothing reads would be accepted whatever it says.
#[test]
fn each_key_of_the_table_is_read() {
    let scalars = KEYS.iter().filter(|key| !matches!(key.shape, Shape::Section | Shape::List));
    for key in scalars {
        let wrong = match key.shape {
            Shape::Count | Shape::Between(..) => "1.5",
            Shape::Glob => "'a['",
            _ => "''",
        };
        let list = key.path.strip_suffix("[]");
        let path: &'static str = list.unwrap_or(key.path);
        let example: &'static str = if list.is_some() { "[WRONG]" } else { "WRONG" };
        let text = nested(&super::reference::Key { path, example, text: "", default: "", ..*key });
        let (_, found) = parse(&text.replace("WRONG", wrong), "");
        let named = |message: &str| message.starts_with(&format!("`{}` ", key.path));
        assert!(
            found.iter().any(|found| named(&found.message)),
            "{} is not read: {found:?}",
            key.path
        );
    }
}

#[test]
fn the_schema_knows_every_key() {
    let schema = schema();
    for key in KEYS {
        let pointer: String = key
            .path
            .replace("[]", ".[]")
            .split('.')
            .map(|part| match part {
                "[]" => "/items".to_owned(),
                name => format!("/properties/{name}"),
            })
            .collect();
        let found = schema.pointer(&pointer);
        assert!(found.is_some_and(|found| found.get("type").is_some()), "{pointer}");
    }
}

/// What people copy from the guide must work.
#[test]
fn configurations_in_the_guide_are_valid() {
    let guide = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut count = 0;
    for page in std::fs::read_dir(guide).expect("the guide") {
        let path = page.expect("a page").path();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let blocks = text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
        for block in
            blocks.filter(|block| ["site:", "sources:"].iter().any(|key| block.starts_with(key)))
        {
            let (_, found) = parse(block, "");
            // The reference shows each key alone, without those that must stand beside it.
            let found: Vec<_> =
                found.iter().filter(|one| one.code != Code::ConfigMissing).collect();
            assert!(found.is_empty(), "{}: {found:?}\n{block}", path.display());
            count += 1;
        }
    }
    assert!(count > 20, "{count} configurations were found");
}
