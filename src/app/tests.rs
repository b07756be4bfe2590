//! Defects of our own, which no input is known to bring about.

use super::exit::exit_of;
use super::{Exit, guarded, make};
use crate::base::Code;
use crate::model::{Parsed, Project, ProjectIndex, RawFile};
use crate::parse::{self, ParseOptions};

fn project() -> Project {
    let path = "acme/robot".to_owned();
    Project { path, ..Project::default() }
}

#[test]
fn f31_a_panic_while_one_project_is_read_costs_only_its_files() {
    let mut with_file = project();
    let path = crate::base::RelPath::new("README.md").expect("a path");
    with_file.files.insert(path, RawFile { bytes: b"# Robot\n".as_slice().into() });
    let read = |project: &Project| -> Parsed {
        assert!(project.files.is_empty(), "a defect");
        parse::project(ProjectIndex(0), project, &ParseOptions::default())
    };
    let parsed = make::parse_one(&with_file, &read);
    let codes: Vec<Code> = parsed.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::ProjectPanicked]);
    assert_eq!(parsed.entities, read(&project()).entities);
    assert!(!parsed.entities.is_empty());
}

#[test]
fn a_command_that_panics_ends_as_a_defect() {
    let ended = guarded(|| panic!("a defect"));
    let error = ended.expect_err("it did not go well");
    assert_eq!(exit_of(&error), Exit::Bug);
    assert!(error.to_string().contains("defect of portolan"), "{error}");
    assert!(guarded(|| Ok(Exit::Done)).is_ok_and(|exit| exit == Exit::Done));
}
