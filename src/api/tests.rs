//! Descriptions as text, and the corpus.

mod corpus;

use std::sync::Arc;

use crate::base::RelPath;
use crate::model::api::ApiContent;
use crate::model::{Project, ProjectIndex, RawFile};
use crate::parse::{ParseOptions, project};

/// What a description says that is the only file of its project.
pub(super) fn read(path: &str, text: &str) -> Arc<ApiContent> {
    let apis = read_all(&[(path, text.as_bytes())]);
    apis.into_iter().find_map(|(_, content)| content).expect("the description is read")
}

/// What the files of a project are as descriptions, by path.
pub(super) fn read_all(files: &[(&str, &[u8])]) -> Vec<(String, Option<Arc<ApiContent>>)> {
    let files = files.iter().map(|(path, bytes)| {
        (RelPath::new(path).expect("a relative path"), RawFile { bytes: (*bytes).into() })
    });
    let project_of_files =
        Project { path: "acme/shop".to_owned(), files: files.collect(), ..Project::default() };
    let parsed = project(ProjectIndex(0), &project_of_files, &ParseOptions::default());
    parsed.apis.into_iter().map(|api| (api.path.as_str().to_owned(), api.content)).collect()
}
