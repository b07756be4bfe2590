//! What a project's CI configuration includes.

/// The parts of `.gitlab-ci.yml` that matter to others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pipeline {
    /// Its stages, as written.
    pub stages: Vec<String>,
    /// What it includes.
    pub includes: Vec<Include>,
}

/// One `include:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Include {
    /// A file of the same project.
    Local(String),
    /// A file of another project.
    Project {
        /// The project's path.
        project: String,
        /// The files.
        files: Vec<String>,
        /// Branch, tag or commit.
        ref_name: Option<String>,
    },
    /// A CI/CD component: `host/group/project/name@version`.
    Component {
        /// The project's path, the host removed.
        project: String,
        /// The component's name.
        name: String,
        /// What stands behind the `@`.
        version: String,
    },
    /// A template of GitLab's.
    Template(String),
    /// A file elsewhere.
    Remote(String),
}
