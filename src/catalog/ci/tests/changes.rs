//! Two states of a file in, what changed out.

use crate::base::RelPath;
use crate::catalog::{Change, changes};
use crate::model::{CiFile, CiJob, Project, ProjectIndex, RawFile};
use crate::parse::{self, ParseOptions};

fn read(inputs: &str) -> CiFile {
    let text = format!("spec:\n  inputs:\n{inputs}\n---\njob:\n  script: [make]\n");
    let path = RelPath::new("templates/a.yml").expect("a path");
    let files = [(path, RawFile { bytes: text.as_bytes().into() })].into();
    let project = Project { path: "acme/ci".to_owned(), files, ..Project::default() };
    let parsed = parse::project(ProjectIndex(0), &project, &ParseOptions::default());
    CiFile { jobs: Vec::new(), ..parsed.components.into_iter().next().expect("a component").file }
}

fn told(found: &[Change]) -> String {
    let line = |change: &Change| {
        let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "-".to_owned());
        let mark = if change.is_breaking { "!" } else { " " };
        let (from, to) = (word(&change.from), word(&change.to));
        // `InputAdded` reads as `input-added`.
        let mut what = String::new();
        for letter in format!("{:?}", change.what).chars() {
            if letter.is_uppercase() && !what.is_empty() {
                what.push('-');
            }
            what.extend(letter.to_lowercase());
        }
        format!("{mark} {what} {} {from} > {to}\n", change.name)
    };
    found.iter().map(line).collect()
}

#[test]
fn each_change_of_an_input_is_told_and_judged() {
    let older = read(
        "    gone:\n    typed:\n      type: string\n      default: '1'\n    strict:\n      default: a\n    loose:\n    \
         moved:\n      default: 1\n      type: number\n    chosen:\n      options: [a, b]\n      default: a\n    \
         any:\n      default: x\n    shaped:\n      regex: ^a$\n      default: a\n    same:\n      default: [1]\n      type: array\n",
    );
    let newer = read(
        "    fresh:\n    extra:\n      default: yes please\n    typed:\n      type: number\n      default: 1\n    \
         strict:\n    loose:\n      default: b\n    moved:\n      default: 2\n      type: number\n    chosen:\n      \
         options: [b, c]\n      default: b\n    any:\n      options: [x]\n      default: x\n    shaped:\n      default: a\n    \
         same:\n      default: [1]\n      type: array\n",
    );
    assert_eq!(
        told(&changes(&older, &newer)),
        "! input-added fresh - > -\n  input-added extra - > yes please\n! input-retyped typed string > number\n  \
         default-changed typed 1 > 1\n! input-mandatory strict a > -\n  input-optional loose - > b\n  \
         default-changed moved 1 > 2\n  default-changed chosen a > b\n! options-removed chosen a > -\n  \
         options-added chosen - > c\n! options-removed any - > x\n  regex-changed shaped ^a$ > -\n! input-removed gone - > -\n"
    );
    assert_eq!(changes(&older, &older), []);
}

fn jobs(jobs: &[(&str, &str, &str)]) -> CiFile {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let job = |(name, stage, image): &(&str, &str, &str)| CiJob {
        name: (*name).to_owned(),
        stage: some(stage),
        image: some(image),
        ..CiJob::default()
    };
    let stages = jobs.iter().filter_map(|(_, stage, _)| some(stage)).collect();
    CiFile { jobs: jobs.iter().map(job).collect(), stages, ..CiFile::default() }
}

#[test]
fn a_job_that_runs_where_another_ran_was_renamed() {
    let older = jobs(&[
        ("compile", "build", "rust:1"),
        ("unit-test", "test", ""),
        ("scan", "test", "scanner"),
        ("old", "deploy", "kube"),
        ("older", "deploy", "kube"),
    ]);
    let newer = jobs(&[
        ("make-it", "build", "rust:1"),
        ("unit-tests", "test", ""),
        (".hidden-scan", "test", "scanner"),
        ("shipping", "deploy", "kube"),
        ("report", "after", ""),
    ]);
    assert_eq!(
        told(&changes(&older, &newer)),
        "! job-renamed compile - > make-it\n! job-renamed unit-test - > unit-tests\n! job-removed scan - > -\n\
         ! job-removed old - > -\n! job-removed older - > -\n  job-added .hidden-scan - > -\n  job-added shipping - > -\n  \
         job-added report - > -\n  stage-added after - > -\n"
    );
}
