//! Whatever a component asks for, what its page says to write is accepted.

use std::path::{Path, PathBuf};

use super::*;
use crate::base::{Area, RelPath, yaml};
use crate::catalog::{self, Input, ProjectContents};
use crate::model::{ProjectIndex, RawFile, Release, Snapshot, Version};
use crate::parse::{self, ParseOptions};

fn project(path: &str, files: Vec<(RelPath, Vec<u8>)>) -> Project {
    let files = files.into_iter().map(|(path, bytes)| (path, RawFile { bytes: bytes.into() }));
    Project { path: path.to_owned(), files: files.collect(), ..Project::default() }
}

/// What is wrong with the pipeline that the page of each component says to write.
fn findings_of_snippets(provider: &Project) -> Vec<String> {
    let read =
        |project: &Project| parse::project(ProjectIndex(0), project, &ParseOptions::default());
    let contents = |project: &Project| {
        let parsed = read(project);
        let (components, pipeline) = (parsed.components, parsed.pipeline);
        ProjectContents { components, pipeline, ..ProjectContents::default() }
    };
    let mut wrong = Vec::new();
    for component in read(provider).components {
        let text = snippet(provider, &component).text;
        if let Some(Err(problem)) = yaml::documents(&text, yaml::Budget::FOREIGN).into_iter().next()
        {
            wrong.push(format!("{}: {}", component.path, problem.message));
            continue;
        }
        let path = RelPath::new(".gitlab-ci.yml").expect("a path");
        let user = project("acme/zz-user", vec![(path, text.clone().into_bytes())]);
        let read = read(&user);
        assert_eq!(
            read.pipeline.values().map(|file| file.includes.len()).sum::<usize>(),
            1,
            "{text}"
        );
        let of_user = read.diagnostics.into_iter();
        let projects = vec![provider.clone(), user.clone()];
        let input =
            Input { entities: Vec::new(), contents: vec![contents(provider), contents(&user)] };
        let snapshot = Snapshot { projects, ..Snapshot::default() };
        let (catalog, found) = catalog::build(&snapshot, input);
        let users = catalog.users_of_component(ProjectIndex(0), &component.name);
        assert_eq!(users.len(), 1, "{text}");
        let found = of_user.chain(found).filter(|finding| {
            finding.code.area() == Area::Pipeline && finding.place.project == user.path
        });
        wrong.extend(found.map(|finding| format!("{}: {finding}\n{text}", component.path)));
    }
    wrong
}

fn released(mut provider: Project) -> Project {
    provider.releases = vec![Release { tag: "1.2.0".to_owned(), name: None, released_at: None }];
    provider
}

#[test]
fn a_snippet_passes_our_own_check() {
    let template = "spec:
  inputs:
    plain:
    'on': {options: ['yes', 'no']}
    count: {type: number, options: [3, 5]}
    flag: {type: boolean}
    list: {type: array, options: [a, b]}
    version: {regex: '^v\\d+\\.\\d+$'}
    cloud: {options: [aws, gcp]}
    size:
      rules:
        - if: $[[ inputs.cloud ]] == 'aws'
          options: [t3]
    'odd: name # x': {description: \"two\\nlines\"}
---
job: {script: [./$[[ inputs.plain ]]]}
";
    let path = RelPath::new("templates/build.yml").expect("a path");
    let provider = released(project("acme/ci", vec![(path, template.as_bytes().to_vec())]));
    assert_eq!(findings_of_snippets(&provider), Vec::<String>::new());
}

#[test]
fn a_snippet_is_of_the_version_that_it_pins() {
    let path = RelPath::new("templates/build.yml").expect("a path");
    let text = |name: &str| format!("spec:\n  inputs:\n    {name}:\n---\njob: {{script: [x]}}\n");
    let mut provider =
        released(project("acme/ci", vec![(path.clone(), text("newer").into_bytes())]));
    let file = RawFile { bytes: text("older").into_bytes().into() };
    provider.versions = vec![Version {
        tag: "1.2.0".to_owned(),
        files: [(path, file)].into(),
        ..Version::default()
    }];
    assert_eq!(findings_of_snippets(&provider), Vec::<String>::new());
    let parsed = parse::project(ProjectIndex(0), &provider, &ParseOptions::default());
    let text = snippet(&provider, &parsed.components[0]).text;
    assert!(text.contains("older:") && !text.contains("newer"), "{text}");
}

#[test]
fn snippets_of_real_components_pass_our_own_check() {
    #[expect(clippy::disallowed_methods, reason = "the corpus is outside the project")]
    let Ok(corpus) = std::env::var("PORTOLAN_CORPUS") else { return };
    let corpus = Path::new(&corpus).join("gitlab-component");
    let mut roots: Vec<PathBuf> = walkdir::WalkDir::new(&corpus)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_dir() && entry.file_name() == "templates")
        .filter_map(|entry| entry.path().parent().map(Path::to_owned))
        .collect();
    roots.sort();
    let mut count = 0;
    for root in roots {
        let files = walkdir::WalkDir::new(root.join("templates")).into_iter().flatten();
        let files = files.filter(|entry| entry.file_type().is_file()).map(|entry| {
            let below = entry.path().strip_prefix(&root).expect("it is below");
            let path = below.to_str().and_then(RelPath::new).expect("a path");
            (path, std::fs::read(entry.path()).expect("it can be read"))
        });
        let provider = released(project("acme/ci", files.collect()));
        count += provider.files.len();
        assert_eq!(findings_of_snippets(&provider), Vec::<String>::new(), "{}", root.display());
    }
    assert!(count > 0, "the corpus holds components");
}
