//! What the files of one project say, before it is joined with what the others say.

use std::collections::BTreeMap;

use crate::base::{Diagnostic, Place, RelPath};

use super::{ApiDoc, CiComponent, CiFile, Deprecations, Doc, Entity, EntityRef};

/// Everything that was understood of one project.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parsed {
    /// Its valid entities, in the order of files and documents; at least one.
    pub entities: Vec<Entity>,
    /// The README at the root.
    pub readme: Option<Doc>,
    /// READMEs beside descriptors in folders below the root; [`Doc::root`] is the folder.
    pub folder_readmes: Vec<Doc>,
    /// The pages of its documentation, in the order of their navigation, one tree after another.
    pub docs: Vec<Doc>,
    /// Its API descriptions: those that stand as files, then those inside descriptors.
    pub apis: Vec<ApiDoc>,
    /// The CI/CD components it offers.
    pub components: Vec<CiComponent>,
    /// Its CI configuration: `.gitlab-ci.yml` and the files of its own that this includes, by path.
    pub pipeline: BTreeMap<RelPath, CiFile>,
    /// Its CODEOWNERS file.
    pub owners: Option<CodeOwners>,
    /// What its Locations name outside the repository, unresolved.
    pub outward: Vec<Outward>,
    /// What its `.portolan.yaml` says of itself.
    pub settings: ProjectSettings,
    /// What is wrong with its files, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
}

/// A Location's target that is not a file of the same repository.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outward {
    /// The Location.
    pub from: EntityRef,
    /// `url`, `file` or another word, as written; `url` if nothing is.
    pub location_type: String,
    /// The target as written.
    pub target: String,
    /// Whether it may be missing.
    pub optional: bool,
    /// Where it is written.
    pub place: Place,
}

/// Who owns the files that no other rule of CODEOWNERS names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeOwners {
    /// The file that counts.
    pub path: RelPath,
    /// The line of the rule for `*`; 0 if there is none.
    pub line: u32,
    /// The owners of `*`, in the order written.
    pub default: Vec<CodeOwner>,
}

/// One owner of a CODEOWNERS rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeOwner {
    /// `@group/subgroup`: the group's path.
    Group(String),
    /// `@name`: a user, or a group at the top.
    Name(String),
    /// An e-mail address.
    Email(String),
}

/// A project's own settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProjectSettings {
    /// Whether the project shall not be shown.
    pub hide: bool,
    /// Where its descriptors are, when not in the usual places.
    pub descriptors: Option<Vec<String>>,
    /// Which of its CI/CD components nobody should begin to use.
    pub deprecations: Deprecations,
}
