//! One `include:`, not yet resolved.

use serde_json::Value as Json;

use crate::base::yaml::Position;

/// One thing that a CI file includes. An item that names several files is several of these.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Include {
    /// What it names.
    pub target: IncludeTarget,
    /// Where in the file it is said.
    pub via: IncludeVia,
    /// The inputs that it hands over, in the order written.
    pub inputs: Vec<GivenInput>,
    /// When it counts, as written: `if: $CI_COMMIT_TAG`, `exists: Dockerfile`; empty is always.
    pub rules: Vec<String>,
    /// Whether a remote file is held to a checksum.
    pub has_integrity: bool,
    /// Where the name of the target stands.
    pub at: Position,
}

/// What an include names. Variables that the project's facts know are replaced; others stand as written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IncludeTarget {
    /// Files of the same project: a path from its root, without the slash in front, or a pattern with `*`.
    Local(String),
    /// A file of another project of the same GitLab.
    Project {
        /// The project's path.
        project: String,
        /// The file, from the root, without the slash in front.
        file: String,
        /// Branch, tag or commit; none is the default branch.
        ref_name: Option<String>,
    },
    /// A CI/CD component: `host/group/project/name@version`.
    Component {
        /// The host if it is written out; none for the GitLab that the pipeline runs on.
        host: Option<String>,
        /// The project's path.
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
    /// A file that another job of the same pipeline makes.
    Artifact(String),
}

/// Where in a CI file an include is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IncludeVia {
    /// `include:` of the body.
    Body,
    /// `spec:include:` of the header.
    Header,
    /// `trigger:include:` of this job: a pipeline of its own.
    Trigger(String),
    /// `trigger:project:` of this job: the pipeline of another project, `file` being its `.gitlab-ci.yml`.
    Downstream(String),
}

/// One input that an include hands over.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GivenInput {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Json,
    /// Where its name stands.
    pub at: Position,
    /// Where its value stands.
    pub value_at: Position,
}
