//! One thing of the catalog, as declared or inferred, and where each fact of it came from.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::base::RelPath;

use super::{EntityRef, Kind, ProjectIndex, RelationKind};

/// One declaration, not yet linked to others.
///
/// `spec` stays the data that was written, because the kinds of the catalog are themselves a table
/// ([`Kind::relation_fields`]) and fields that we do not know must survive into the data files.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entity {
    /// Which of the built-in kinds.
    pub kind: Kind,
    /// `apiVersion` as written.
    pub api_version: String,
    /// Kind, namespace and name as written.
    pub reference: EntityRef,
    /// What every kind has.
    pub metadata: Metadata,
    /// The rest, after substitutions.
    pub spec: Map<String, Value>,
    /// What `spec` says of other entities.
    pub declared: Vec<DeclaredRelation>,
    /// Where it came from.
    pub origin: Origin,
}

impl Entity {
    /// The text of a field of `spec`.
    pub(crate) fn spec_str(&self, field: &str) -> Option<&str> {
        self.spec.get(field)?.as_str().filter(|text| !text.is_empty())
    }

    /// What readers call it: title, display name or name.
    pub(crate) fn title(&self) -> &str {
        let display = || self.spec.get("profile")?.get("displayName")?.as_str();
        self.metadata.title.as_deref().or_else(display).unwrap_or(&self.reference.name)
    }
}

/// What every kind has.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Metadata {
    /// What readers call it.
    pub title: Option<String>,
    /// One or two sentences.
    pub description: Option<String>,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// Annotations.
    pub annotations: BTreeMap<String, String>,
    /// Tags, in the order written.
    pub tags: Vec<String>,
    /// Links, in the order written; only those that may be shown.
    pub links: Vec<Link>,
    /// All of `metadata` as written, for the data files.
    pub written: Map<String, Value>,
}

/// A link to somewhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// An address with a scheme that may be shown.
    pub url: String,
    /// What to call it.
    pub title: Option<String>,
    /// A hint for a picture.
    pub icon: Option<String>,
    /// A free word.
    pub link_type: Option<String>,
}

/// What one field says of another entity.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DeclaredRelation {
    /// How the entity relates to the target.
    pub relation: RelationKind,
    /// Whom it names, defaults filled in.
    pub target: EntityRef,
    /// The kinds that the field may name; empty means any.
    pub allowed: &'static [Kind],
    /// The field, as in `spec.owner`.
    pub field: String,
    /// Where it is written: line and column, both 0 when inferred.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// Where an entity came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Origin {
    /// The project; none for groups made of the namespace tree.
    pub project: Option<ProjectIndex>,
    /// The file that declares it; none if inferred.
    pub path: Option<RelPath>,
    /// The line where the declaration begins.
    pub line: u32,
    /// By field (`metadata.description`, `spec.owner`), where its value came from.
    pub facts: BTreeMap<String, Provenance>,
}

impl Origin {
    /// Whether nobody declared the entity.
    pub(crate) fn is_inferred(&self) -> bool {
        self.path.is_none()
    }
}

/// Where one fact came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Provenance {
    /// A place in a file of the entity's project.
    File {
        /// The file, shared by all facts of it.
        path: Arc<RelPath>,
        /// The line.
        line: u32,
        /// The column.
        column: u32,
    },
    /// A conclusion of ours; the text ends the sentence "inferred because …".
    Inferred(String),
    /// What GitLab (or the local section that stands for it) says.
    GitLab,
}
