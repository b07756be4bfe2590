//! CI files in, what they define, include and ask for out.

use std::collections::BTreeSet;

use crate::model::{CiComponent, CiFile, Include, IncludeTarget, Release, Version};

use super::*;

fn path(text: &str) -> RelPath {
    RelPath::new(text).expect("a relative path")
}

/// What a pipeline says, and what is wrong with it.
fn pipeline(text: &str) -> (CiFile, String) {
    let mut project = files("acme/shop/cart", &[(".gitlab-ci.yml", text)]);
    project.default_branch = Some("trunk".to_owned());
    let parsed = read(&project);
    (parsed.pipeline[&path(".gitlab-ci.yml")].clone(), findings(&parsed))
}

fn component(text: &str) -> (CiComponent, String) {
    let parsed = read(&files("acme/ci", &[("templates/deploy.yml", text)]));
    (parsed.components.first().cloned().unwrap_or_default(), findings(&parsed))
}

/// One include a line: what, and how it came.
fn shown(include: &Include) -> String {
    let target = match &include.target {
        IncludeTarget::Local(path) => format!("local {path}"),
        IncludeTarget::Project { project, file, ref_name } => {
            format!("project {project} {file} {}", ref_name.as_deref().unwrap_or("-"))
        }
        IncludeTarget::Component { host, project, name, version } => {
            format!("component {} {project} {name} {version}", host.as_deref().unwrap_or("-"))
        }
        IncludeTarget::Template(name) => format!("template {name}"),
        IncludeTarget::Remote(url) => format!("remote {url}"),
        IncludeTarget::Artifact(path) => format!("artifact {path}"),
    };
    format!("{}:{} {:?} {target}", include.at.line, include.at.column, include.via)
}

fn shown_all(file: &CiFile) -> Vec<String> {
    file.includes.iter().map(shown).collect()
}

#[test]
fn every_kind_of_include_is_read() {
    let (file, wrong) = pipeline(
        "include:
  - ci/a.yml
  - https://example.com/b.yml
  - local: /ci/*.yml
  - project: $CI_PROJECT_ROOT_NAMESPACE/ci
    ref: $CI_DEFAULT_BRANCH
    file: [/x.yml, y.yml]
  - project: acme/other
    ref: 1.0
    file: z.yml
  - component: $CI_SERVER_FQDN/${CI_PROJECT_NAMESPACE}/lint/check@~latest
  - component: gitlab.example.com/$CI_PROJECT_PATH/own@$CI_COMMIT_SHA
  - template: Jobs/Build.gitlab-ci.yml
  - remote: https://example.com/c.yml
    integrity: sha256-xyz
  - local: $CI_PROJECT_PATH_SLUG/$$CI_PROJECT_PATH.yml
",
    );
    assert_eq!(wrong, "");
    assert_eq!(
        shown_all(&file),
        [
            "2:5 Body local ci/a.yml",
            "3:5 Body remote https://example.com/b.yml",
            "4:12 Body local ci/*.yml",
            "7:12 Body project acme/ci x.yml trunk",
            "7:20 Body project acme/ci y.yml trunk",
            "10:11 Body project acme/other z.yml 1",
            "11:16 Body component - acme/shop/lint check ~latest",
            "12:16 Body component gitlab.example.com acme/shop/cart own $CI_COMMIT_SHA",
            "13:15 Body template Jobs/Build.gitlab-ci.yml",
            "14:13 Body remote https://example.com/c.yml",
            "16:12 Body local $CI_PROJECT_PATH_SLUG/$$CI_PROJECT_PATH.yml",
        ]
    );
    let held = file.includes.iter().filter(|include| include.has_integrity).map(shown);
    assert_eq!(held.collect::<Vec<_>>(), ["14:13 Body remote https://example.com/c.yml"]);
}

#[test]
fn an_include_hands_inputs_over_under_rules() {
    let (file, wrong) = pipeline(
        "include:
  local: a.yml
  inputs: {stage: test, count: 3, none: null}
  rules:
    - if: $CI_COMMIT_TAG
    - exists: [Dockerfile, docker/*]
    - changes: {paths: [src/**]}
    - if: $SKIP
      when: never
    - !reference [.rules, all]
---
",
    );
    assert_eq!(wrong, "");
    let include = &file.includes[0];
    let given: Vec<String> = include
        .inputs
        .iter()
        .map(|given| {
            format!(
                "{}={} {}:{}",
                given.name, given.value, given.value_at.line, given.value_at.column
            )
        })
        .collect();
    assert_eq!(given, ["stage=\"test\" 3:19", "count=3 3:32", "none=null 3:41"]);
    assert_eq!(
        include.rules,
        [
            "if: $CI_COMMIT_TAG",
            "exists: Dockerfile, docker/*",
            "changes: src/**",
            "never if: $SKIP",
            "!reference .rules, all"
        ]
    );
}

#[test]
fn triggers_lead_to_other_pipelines() {
    let (file, wrong) = pipeline(
        "child:
  trigger:
    include:
      - local: child.yml
      - artifact: made.yml
        job: make
deploy:
  trigger: acme/deploy
release:
  trigger: {project: acme/release, branch: stable, inputs: {fast: true}}
",
    );
    assert_eq!(wrong, "");
    assert_eq!(
        shown_all(&file),
        [
            "4:16 Trigger(\"child\") local child.yml",
            "5:19 Trigger(\"child\") artifact made.yml",
            "8:12 Downstream(\"deploy\") project acme/deploy .gitlab-ci.yml -",
            "10:22 Downstream(\"release\") project acme/release .gitlab-ci.yml stable",
        ]
    );
    assert_eq!(file.includes[3].inputs[0].name, "fast");
}

#[test]
fn includes_that_name_nothing_are_told() {
    let (file, wrong) = pipeline(
        "stages: build
include:
  - 3
  - locale: a.yml
  - project: acme/x
  - local: [b.yml, {c: d}]
  - component: nothing
  - component: $CI_SERVER_FQDN/acme/ci/deploy
  - local: c.yml
    inputs: [x]
job: script
",
    );
    assert_eq!(shown_all(&file).len(), 3);
    insta::assert_snapshot!(wrong, @r#"
    warning[pipeline-unreadable] .gitlab-ci.yml:1:9 `stages` is a string, not a list
    warning[pipeline-unreadable] .gitlab-ci.yml:3:5 an include is a number, not a path or a mapping
    warning[pipeline-unreadable] .gitlab-ci.yml:4:5 an include names nothing that can be included (the nearest key is `local`)
    warning[pipeline-unreadable] .gitlab-ci.yml:5:5 an include lacks `file`
    warning[pipeline-unreadable] .gitlab-ci.yml:6:20 `local` of an include is a mapping
    warning[pipeline-unreadable] .gitlab-ci.yml:7:16 `nothing` is no address of a component (write `$CI_SERVER_FQDN/group/project/name@version`)
    warning[pipeline-unreadable] .gitlab-ci.yml:8:16 component `deploy` is included without a version (write `$CI_SERVER_FQDN/acme/ci/deploy@1.0.0`, or another version)
    warning[pipeline-unreadable] .gitlab-ci.yml:10:13 `inputs` of an include is a list, not a mapping
    warning[pipeline-unreadable] .gitlab-ci.yml:11:1 `job` is a string, not a job
    "#);
}

#[test]
fn jobs_take_from_what_they_extend() {
    let (file, wrong) = pipeline(
        "default: {image: {name: alpine, entrypoint: ['']}, services: [redis, {name: postgres:16, alias: db}]}
stages: [build, test]
.a: &a
  stage: build
  image: node:22
  services: [mysql]
.b:
  extends: .a
  stage: test
  when: manual
.circle: {extends: .circle}
one: {extends: [.a, .b], script: [!reference [.a, script], !reference [.c, x]]}
two:
  stage: lint
  <<: *a
  when: on_success
three: {image: !reference [one, image], rules: [{if: $A, when: delayed}, {when: never}, {when: delayed}]}
four: {extends: .b, image: !reference [.b, stage], extends: [.circle, .b]}
pages: {script: [x]}
",
    );
    assert_eq!(wrong, "");
    assert_eq!(file.image.as_deref(), Some("alpine"));
    assert_eq!(file.services, ["redis", "postgres:16"]);
    let jobs: Vec<String> = file
        .jobs
        .iter()
        .map(|job| {
            let text = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
            let facts = [text(&job.stage), text(&job.image), text(&job.when)].join(" ");
            let lists = [&job.services, &job.extends, &job.references].map(|list| list.join(","));
            format!(
                "{}:{} {} {facts} | {}",
                job.at.line,
                job.at.column,
                job.name,
                lists.join(" | ")
            )
        })
        .collect();
    insta::assert_snapshot!(jobs.join("\n"), @r#"
    3:1 .a build node:22 - | mysql |  | 
    7:1 .b test node:22 manual | mysql | .a | 
    11:1 .circle - - - |  | .circle | 
    12:1 one test node:22 manual | mysql | .a,.b | .a,.c
    13:1 two build node:22 - | mysql |  | 
    17:1 three - - delayed |  |  | one
    18:1 four test test manual | mysql | .circle,.b | .b
    19:1 pages - - - |  |  |
    "#);
}

#[test]
fn scripts_tell_what_they_need() {
    let (file, wrong) = pipeline(
        r#"variables: {KNOWN: a}
.docker: {image: "$REGISTRY/docker:${DOCKER_VERSION}"}
job:
  variables: {OWN: b}
  id_tokens: {VAULT_TOKEN: {aud: x}}
  rules:
    - if: $DEPLOY == "yes" && $CI_COMMIT_TAG =~ /^v$/
  before_script:
    - export TOKEN="$SECRET" && echo "$TOKEN $KNOWN $OWN $VAULT_TOKEN $$ESCAPED" | jq -r '.x | $inner'
    - if ! command -v curl >/dev/null 2>&1; then apt-get install -y curl; fi
  script:
    - |
      # kubectl is not called, and $COMMENT is not read
      for file in $(find . -name "*.tf"); do terraform fmt "$file"; done
      while read -r line; do sudo -u root helm upgrade "$line" --set "a=$(yq .b "$VALUES")"; done < list
      case "$MODE" in
        fast|slow) make build ;;
        *) ./run.sh ;;
      esac
      deploy() { rsync -a "$1" host; }
      deploy x
      cat <<EOF > file
      not a command; $HEREDOC
      EOF
      N=$((COUNT + 1)); LEVEL=high /usr/bin/trivy --level "${LEVEL:-low}" $[[ inputs.x | expand_vars ]]
      $[[ inputs.tool ]] run; echo `git rev-parse HEAD` & wait
"#,
    );
    assert_eq!(wrong, "");
    assert_eq!(
        file.variables,
        ["DEPLOY", "DOCKER_VERSION", "HEREDOC", "MODE", "REGISTRY", "SECRET", "VALUES"]
    );
    assert_eq!(
        file.tools,
        [
            "apt-get",
            "cat",
            "curl",
            "find",
            "git",
            "helm",
            "jq",
            "make",
            "rsync",
            "terraform",
            "trivy",
            "yq"
        ]
    );
    assert_eq!(file.functions, ["expand_vars"]);
}

#[test]
fn a_broken_body_leaves_the_header() {
    let (component, wrong) =
        component("spec:\n  inputs:\n    stage: {default: test}\n---\njob: [\n");
    assert_eq!(component.file.inputs[0].name, "stage");
    assert!(
        wrong.starts_with("warning[component-unreadable] templates/deploy.yml:5:6 "),
        "{wrong}"
    );
    let (_, wrong) = pipeline("- a\n- b\n");
    assert_eq!(
        wrong,
        "warning[pipeline-unreadable] .gitlab-ci.yml:1:1 a CI configuration is a mapping, and this is a list\n"
    );
    let (file, wrong) = pipeline("spec: {inputs: {a: }}\njob: {stage: x}\n");
    assert_eq!((file.inputs.len(), file.jobs.len()), (1, 1));
    assert!(wrong.contains("2:1 `job` stands in the document of `spec`"), "{wrong}");
}

#[test]
fn inputs_are_read_as_written() {
    let (component, wrong) = component(
        r#"spec:
  component: [name, version]
  include:
    - local: /shared.yml
  inputs:
    name:
    empty: {}
    null_default: {default: null, description: 12}
    count: {type: number, default: 3, options: [1, 3, 2.5]}
    on: {type: boolean, default: "true"}
    list: {type: array, default: [{if: x}]}
    tag: {regex: /^v\d+$/}
    size:
      options: [1, two, true]
      default: "1"
    kind:
      rules:
        - {if: "$[[ inputs.name ]] == 'a'", options: [x, y], default: x}
        - {options: [z], default: null}
---
job: {script: [echo]}
"#,
    );
    assert_eq!(wrong, "");
    let inputs: Vec<String> = component
        .file
        .inputs
        .iter()
        .map(|input| {
            format!(
                "{}:{} {} {} {:?} {:?} {:?} {:?} {:?}",
                input.at.line,
                input.at.column,
                input.name,
                input.input_type,
                input.description,
                input.default.as_ref().map(ToString::to_string),
                input.options,
                input.regex,
                input.rules
            )
        })
        .collect();
    insta::assert_snapshot!(inputs.join("\n"), @r#"
    6:5 name string None None None None []
    7:5 empty string None None None None []
    8:5 null_default string Some("12") Some("null") None None []
    9:5 count number None Some("3") Some([Number(1), Number(3), Number(2.5)]) None []
    10:5 on boolean None Some("\"true\"") None None []
    11:5 list array None Some("[{\"if\":\"x\"}]") None None []
    12:5 tag string None None None Some("/^v\\d+$/") []
    13:5 size string None Some("\"1\"") Some([Number(1), String("two"), Bool(true)]) None []
    16:5 kind string None None None None [InputRule { condition: Some("$[[ inputs.name ]] == 'a'"), options: Some([String("x"), String("y")]), default: Some(String("x")) }, InputRule { condition: None, options: Some([String("z")]), default: Some(Null) }]
    "#);
    assert_eq!(component.file.context, ["name", "version"]);
    assert_eq!(shown_all(&component.file), ["4:14 Header local shared.yml"]);
}

#[test]
fn inputs_that_contradict_themselves_are_told() {
    let many: Vec<String> = (0..51).map(|n| n.to_string()).collect();
    let text = format!(
        r#"spec:
  inputs:
    a: text
    b: {{type: nubmer, defualt: 1}}
    c: {{type: number, default: many}}
    d: {{type: boolean, options: [true]}}
    e: {{type: array, regex: x, default: null}}
    f: {{options: [alpha, beta], default: alpah}}
    g: {{default: [x]}}
    h: {{options: alpha}}
    i: {{rules: [{{if: x}}, {{default: 1}}, x], default: y}}
    j: {{options: [{}]}}
    k: {{regex: 12}}
---
job-$[[ inputs.a ]]:
  script:
    - echo $[[ inputs.b ]]
    - |
      first
      é $[[ inputs.j ]] $[[ inputs.missing-one | truncate(0,8) ]]
      # $[[ inputs.aa ]]
"#,
        many.join(", ")
    );
    let (component, wrong) = component(&text);
    assert_eq!(component.file.inputs.len(), 11);
    insta::assert_snapshot!(wrong, @r#"
    warning[component-spec] templates/deploy.yml:3:8 input `a` is a string, not a mapping (write its value as `default:` below it)
    warning[component-spec] templates/deploy.yml:4:15 input `b` has no type that exists: `nubmer` (the nearest type is `number`)
    warning[component-spec] templates/deploy.yml:4:23 input `b` has no key `defualt` (the nearest key is `default`)
    warning[component-spec] templates/deploy.yml:5:32 the default of input `c` is not a number
    warning[component-spec] templates/deploy.yml:6:24 input `d` is a boolean and has `options`
    warning[component-spec] templates/deploy.yml:7:22 input `e` has a `regex` and is no string
    warning[component-spec] templates/deploy.yml:7:41 the default of input `e` is not an array
    warning[component-spec] templates/deploy.yml:8:42 the default of input `f` is not among its options (the nearest option is `alpha`)
    warning[component-spec] templates/deploy.yml:9:18 the default of input `g` is not a string
    warning[component-spec] templates/deploy.yml:10:18 `options` of input `h` is a string, not a list
    warning[component-spec] templates/deploy.yml:11:17 a rule of input `i` has neither `options` nor `default`
    warning[component-spec] templates/deploy.yml:11:26 a rule of input `i` has neither `if` nor `options`
    warning[component-spec] templates/deploy.yml:11:40 a rule of input `i` is a string, not a mapping
    warning[component-spec] templates/deploy.yml:11:44 input `i` has `default` beside `rules` (move `default` into a last rule without `if`)
    warning[component-spec] templates/deploy.yml:12:18 input `j` has 51 options; GitLab takes 50
    warning[component-spec] templates/deploy.yml:13:16 `regex` of input `k` is a number, not a string (write it in quotes)
    warning[component-spec] templates/deploy.yml:19:7 there is no input `aa` (the nearest input is `a`)
    warning[component-spec] templates/deploy.yml:20:25 there is no input `missing-one` (add `missing-one` to `spec:inputs`)
    "#);
    let (_, wrong) = pipeline("job: {script: ['$[[ inputs.x ]]']}\n");
    assert_eq!(wrong, "", "without a header nothing is replaced");
}

#[test]
fn the_closure_of_a_pipeline_is_bounded_by_the_project() {
    let mut project = files(
        "acme/shop",
        &[
            (".gitlab-ci.yml", "include: [ci/a.yml, 'jobs/**/*.yml', https://example.com/x.yml]\n"),
            (
                "ci/a.yml",
                "include: [ci/b.yml, {project: acme/ci, file: /t.yml}, ci/missing.yaml]\n",
            ),
            ("ci/b.yml", "include: {local: ci/a.yml}\nt: {trigger: {include: ci/child.yml}}\n"),
            ("ci/child.yml", "x: {script: [make]}\n"),
            ("ci/unused.yml", "x: {script: [make]}\n"),
            ("jobs/top.yml", "x: {script: [make]}\n"),
            ("jobs/one/deep.yml", "x: {script: [make]}\n"),
            ("jobs/one/deep.txt", "x\n"),
            ("parts/p.yml", "x: {script: [make]}\n"),
            (
                "templates/deploy.yml",
                "include:\n  - local: parts/*.yml\n  - {project: acme/shop, file: own.yml}\n  - {project: acme/$X, file: a.yml}\n",
            ),
        ],
    );
    let parsed = read(&project);
    let read_files: Vec<&str> = parsed.pipeline.keys().map(RelPath::as_str).collect();
    assert_eq!(
        read_files,
        [
            ".gitlab-ci.yml",
            "ci/a.yml",
            "ci/b.yml",
            "ci/child.yml",
            "jobs/one/deep.yml",
            "parts/p.yml"
        ]
    );
    let wanted: Vec<String> = references(&project, &ParseOptions::default())
        .into_iter()
        .map(|file| format!("{} {}", file.project.unwrap_or_default(), file.path))
        .collect();
    assert_eq!(
        wanted,
        [" ci/missing.yaml", " jobs/**/*.yml", " own.yml", " parts/*.yml", "acme/ci t.yml"]
    );

    project.files.remove(&path(".gitlab-ci.yml"));
    let (files, wrong) = ci_files(&project, &BTreeSet::from([path("ci/b.yml"), path("gone.yml")]));
    let files: Vec<&str> = files.keys().map(RelPath::as_str).collect();
    assert_eq!((files, wrong), (vec!["ci/a.yml", "ci/b.yml", "ci/child.yml"], Vec::new()));
}

#[test]
fn patterns_are_those_of_gitlab() {
    let wanted = |pattern: &str| {
        let text = format!("include: {{local: '{pattern}'}}\n");
        let paths = ["a.yml", "ci/a.yml", "ci/x/b.yml", "ci/x/y/c.yaml", "ci/[z].yml"];
        let mut all: Vec<(&str, &str)> = paths.map(|path| (path, "x: {script: [x]}")).to_vec();
        all.push((".gitlab-ci.yml", &text));
        let project = files("acme/shop", &all);
        let fetched = references(&project, &ParseOptions::default());
        let fetched: Vec<String> = fetched.into_iter().map(|file| file.path).collect();
        let read =
            read(&project).pipeline.into_keys().map(String::from).skip(1).collect::<Vec<_>>();
        format!("{} <- {}", read.join(" "), fetched.join(" "))
    };
    assert_eq!(wanted("*.yml"), "a.yml <- *.yml");
    assert_eq!(wanted("/ci/*.yml"), "ci/[z].yml ci/a.yml <- ci/*.yml");
    assert_eq!(wanted("ci/**.yml"), "ci/[z].yml ci/a.yml ci/x/b.yml <- ci/**/*.yml");
    assert_eq!(wanted("ci/**/*.yml"), "ci/x/b.yml <- ci/**/*.yml");
    assert_eq!(wanted("ci/x/*"), "ci/x/b.yml <- ci/x/*.yaml ci/x/*.yml");
    assert_eq!(wanted("ci/[z].*ml"), "ci/[z].yml <- ");
}

fn names(project: &Project) -> Vec<String> {
    read(project).components.into_iter().map(|component| component.name).collect()
}

#[test]
fn templates_of_other_kinds_are_nobodys_finding() {
    let project = files(
        "acme/ci",
        &[
            ("templates/plain.yml", "# no header\nbuild:\n  script: [make]\n"),
            ("templates/parts.yml", "include:\n  - local: x.yml\n"),
            (
                "templates/chart.yml",
                "apiVersion: v1\nkind: Service\nspec:\n  ports: {{ .Values.ports }}\n",
            ),
            (
                "templates/loop.yml",
                "{{- range .Values.a }}\nspec:\n  script: {{ . }}\n{{- end }}\n",
            ),
            ("templates/values.yml", "a: {b: c}\n"),
            ("templates/issue.yml", "name: x\nabout: [\n"),
            ("templates/deep/er/template.yml", "spec:\n---\n"),
            ("templates/other.yaml", "spec:\n---\n"),
            ("templates/.hidden.yml", "spec:\n---\n"),
            ("templates/both.yml", "spec:\n---\na: {script: x}\n"),
            ("templates/both/template.yml", "spec:\n---\nb: {script: x}\n"),
        ],
    );
    assert_eq!(names(&project), ["both", "parts", "plain"]);
    let parsed = read(&project);
    assert_eq!(parsed.components[0].file.jobs[0].name, "a");
    assert_eq!(
        findings(&parsed),
        "warning[component-unreadable] templates/both/template.yml:1:1 this file is never included, since `templates/both.yml` has the same name (rename or remove one of the two)\n"
    );
}

#[test]
fn the_readme_speaks_of_components() {
    let readme = "---\ntitle: x\n---\n# CI\n\nIntro.\n\n## Usage\n\nNo.\n\n## Components\n\n### `deploy`\n\n```yaml\n## not a heading\n```\n\nDeploys *things*.\n\n#### Inputs\n\nMany.\n\n### Lint Component\n\n- list\n\n## End\n\nOver.\n";
    let project = files(
        "acme/ci",
        &[
            ("README.md", readme),
            ("templates/deploy.yml", "# Says less.\nspec:\n---\n"),
            (
                "templates/lint.yml",
                "# ======\n# lint — Checks the style of\n# all files.\n#\n# More.\n# ======\nspec:\n---\n",
            ),
            (
                "templates/bare.yml",
                "# Copyright 2026 Acme\n# SPDX-License-Identifier: MIT\n\n# bare\n\n# Does nothing.\nspec:\n---\n",
            ),
        ],
    );
    let parsed = read(&project);
    let said: Vec<(&str, Option<&str>)> = parsed
        .components
        .iter()
        .map(|component| (component.name.as_str(), component.description.as_deref()))
        .collect();
    assert_eq!(
        said,
        [
            ("bare", Some("Does nothing.")),
            ("deploy", Some("Deploys things.")),
            ("lint", Some("Checks the style of all files."))
        ]
    );
    let section = |at: usize| {
        let section = parsed.components[at].section.clone()?;
        Some(readme[section.bytes].to_owned())
    };
    assert_eq!(section(0), None);
    assert!(section(1).is_some_and(
        |text| text.trim_start().starts_with("```yaml") && text.ends_with("Many.\n\n")
    ));
    assert_eq!(section(2).as_deref().map(str::trim), Some("- list"));
}

#[test]
fn versions_are_those_that_hold_the_component() {
    let mut project =
        files("acme/ci", &[("templates/deploy/template.yml", "spec:\n---\na: {script: x}\n")]);
    let release = |tag: &str| Release { tag: tag.to_owned(), name: None, released_at: None };
    project.releases =
        ["nightly", "1.9.0", "1.10.0", "0.1.0", "0.2.0", "old"].map(release).to_vec();
    let version = |tag: &str, path_of: &str, text: &str| Version {
        tag: tag.to_owned(),
        sha: Some(format!("sha-{tag}")),
        files: [(path(path_of), RawFile { bytes: text.as_bytes().into() })].into(),
    };
    project.versions = vec![
        version("1.10.0", "templates/deploy/template.yml", "spec: {inputs: {b: }}\n---\n"),
        version("0.2.0", "templates/deploy.yml", "spec: {inputs: {a: }}\n---\n"),
        version("0.1.0", "templates/other.yml", "spec:\n---\n"),
        version("2.0.0-rc.1", "templates/deploy.yml", "["),
        Version { tag: "old".to_owned(), ..Version::default() },
    ];
    let parsed = read(&project);
    let versions: Vec<String> = parsed.components[0]
        .versions
        .iter()
        .map(|version| {
            let inputs = version.file.iter().flat_map(|file| &file.inputs);
            let inputs: Vec<&str> = inputs.map(|input| input.name.as_str()).collect();
            format!("{} {} {}", version.tag, version.sha.is_some(), inputs.join(","))
        })
        .collect();
    assert_eq!(
        versions,
        [
            "2.0.0-rc.1 true ",
            "1.10.0 true b",
            "1.9.0 false ",
            "0.2.0 true a",
            "nightly false ",
            "old false "
        ]
    );
    assert_eq!(findings(&parsed), "", "what was wrong long ago is nobody's work");
}

#[test]
fn components_are_given_up_by_their_authors() {
    let template = "spec:\n---\n";
    let readme = "---\ndeprecated: Move on.\nreplacement: acme/new\ncomponents:\n  kept: {deprecated: false}\n  gone: {deprecated: until May, replacement: kept}\ntags: [x]\n---\n# CI\n";
    let all = [
        ("README.md", readme),
        ("templates/gone.yml", template),
        ("templates/kept.yml", template),
        ("templates/other.yml", template),
    ];
    let shown = |parsed: &Parsed| {
        let one = |component: &CiComponent| {
            let deprecation = component.deprecation.as_ref().map(|deprecation| {
                let text = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
                format!("{} > {}", text(&deprecation.message), text(&deprecation.replacement))
            });
            format!("{}: {}", component.name, deprecation.unwrap_or("stays".to_owned()))
        };
        parsed.components.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    let parsed = read(&files("acme/ci", &all));
    assert_eq!(shown(&parsed), "gone: until May > kept; kept: stays; other: Move on. > acme/new");

    let settings = "components:\n  kept: {replacement: other}\n  othr: {deprecated: true}\n  other: {deprecatd: true}\n  gone: gone\nreplacment: x\ndeprecated: [x]\n";
    let parsed = read(&files("acme/ci", &[&all[..], &[(".portolan.yaml", settings)]].concat()));
    assert_eq!(
        shown(&parsed),
        "gone: until May > kept; kept: - > other; other: Move on. > acme/new"
    );
    insta::assert_snapshot!(findings(&parsed), @r#"
    warning[settings-invalid] .portolan.yaml:3:3 there is no component `othr` (the nearest component is `other`)
    warning[settings-invalid] .portolan.yaml:4:11 a component has no setting `deprecatd` (the nearest setting is `deprecated`)
    warning[settings-invalid] .portolan.yaml:5:9 `gone` is a string, not a mapping (write `deprecated: true` below it)
    warning[settings-invalid] .portolan.yaml:6:1 there is no setting `replacment` (the nearest setting is `replacement`)
    warning[settings-invalid] .portolan.yaml:7:13 `deprecated` is a list, not a boolean or a text
    "#);
}

#[test]
fn what_a_remote_include_hides_is_not_kept() {
    let text = "include:\n  - https://ci:secret@ci.example.com/x.yml?private_token=abc\n  - remote: https://ci.example.com/a@b/y.yml#top\n";
    let parsed = read(&files("acme/shop", &[(".gitlab-ci.yml", text)]));
    let includes = parsed.pipeline.values().flat_map(|file| &file.includes);
    let targets: Vec<String> = includes.map(|include| format!("{:?}", include.target)).collect();
    assert_eq!(
        targets,
        [
            "Remote(\"https://ci.example.com/x.yml\")",
            "Remote(\"https://ci.example.com/a@b/y.yml\")"
        ]
    );
}
