//! One CI configuration file: `.gitlab-ci.yml`, a component's template, or a file that others include.

use super::{CiInput, Include};
use crate::base::yaml::Position;

/// What a CI file says, as far as others care.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CiFile {
    /// What its header asks for, in the order written.
    pub inputs: Vec<CiInput>,
    /// The facts of the component that its header asks for (`spec:component`): `name`, `version`, …
    pub context: Vec<String>,
    /// What it includes, from header, body and the jobs that trigger other pipelines, in the order written.
    pub includes: Vec<Include>,
    /// Its stages, as written.
    pub stages: Vec<String>,
    /// The image of jobs that name none (`default:image`, or `image` at the top).
    pub image: Option<String>,
    /// The services of jobs that name none.
    pub services: Vec<String>,
    /// Its jobs, in the order written; hidden ones too.
    pub jobs: Vec<CiJob>,
    /// Functions that its interpolations use: `expand_vars`, `truncate`, …; sorted.
    pub functions: Vec<String>,
    /// Variables that its scripts read and that neither the file nor GitLab sets; sorted.
    pub variables: Vec<String>,
    /// Programs that its scripts call; sorted.
    pub tools: Vec<String>,
}

/// One job.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CiJob {
    /// Its name as written, interpolations included.
    pub name: String,
    /// Its stage as written, its own or that of the job that it extends.
    pub stage: Option<String>,
    /// Its image as written, its own or that of the job that it extends.
    pub image: Option<String>,
    /// Its services, its own or those of the job that it extends.
    pub services: Vec<String>,
    /// The jobs that it extends, as written.
    pub extends: Vec<String>,
    /// The jobs that its `!reference` tags name; sorted.
    pub references: Vec<String>,
    /// When it does not run by itself: `manual`, `delayed`, `on_failure`, …
    pub when: Option<String>,
    /// Where its name stands.
    pub at: Position,
}

impl CiJob {
    /// Whether it only serves others to extend.
    pub(crate) fn is_hidden(&self) -> bool {
        self.name.starts_with('.')
    }
}
