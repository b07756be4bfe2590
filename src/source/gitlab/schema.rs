//! What the instance's GraphQL schema knows, asked once a run.
//!
//! GraphQL refuses a whole document for one unknown field, and instances lag years behind gitlab.com: whatever is
//! younger than the oldest supported release is asked for only where the schema has it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::wire;

/// The types whose fields differ between the releases we support.
const TYPES: &[&str] =
    &["Query", "Group", "Project", "Repository", "RepositoryBlob", "Commit", "ProjectConnection"];

/// The fields of the types that matter, each with its arguments.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schema {
    fields: BTreeMap<(String, String), BTreeSet<String>>,
    /// The instance's own word for its release, `19.4.0-ee`.
    pub(crate) version: Option<String>,
    /// Whose token it is.
    pub(crate) user: Option<String>,
}

impl Schema {
    /// The document that asks.
    pub(crate) fn document() -> String {
        let types = TYPES.iter().map(|name| {
            format!(
                "  {name}: __type(name: \"{name}\") {{ fields(includeDeprecated: true) {{ name args {{ name }} }} }}\n"
            )
        });
        let types: String = types.collect();
        format!(
            "query Schema {{\n  metadata {{ version }}\n  currentUser {{ username }}\n{types}}}\n"
        )
    }

    /// Reads the answer; none if it does not describe all types, so that it cannot be told what may be asked.
    pub(crate) fn read(data: &Value) -> Option<Schema> {
        let mut fields = BTreeMap::new();
        for name in TYPES {
            // All of them are older than any release we know: one without fields is an answer that was cut.
            for field in data.get(*name)?.get("fields")?.as_array()? {
                let arguments = field.get("args").map(wire::rows).into_iter().flatten();
                let arguments = arguments.filter_map(|argument| wire::text(argument, "name"));
                if let Some(field) = wire::text(field, "name") {
                    fields.insert(((*name).to_owned(), field), arguments.collect());
                }
            }
        }
        let schema = Schema {
            fields,
            version: data.get("metadata").and_then(|metadata| wire::text(metadata, "version")),
            user: data.get("currentUser").and_then(|user| wire::text(user, "username")),
        };
        schema.has("Project", "fullPath").then_some(schema)
    }

    /// Whether a type has a field.
    pub(crate) fn has(&self, of: &str, field: &str) -> bool {
        self.fields.contains_key(&(of.to_owned(), field.to_owned()))
    }

    /// Whether a field takes an argument.
    pub(crate) fn takes(&self, of: &str, field: &str, argument: &str) -> bool {
        let arguments = self.fields.get(&(of.to_owned(), field.to_owned()));
        arguments.is_some_and(|arguments| arguments.contains(argument))
    }

    /// Those of the fields that a type has, as they are written in a document.
    pub(super) fn of(&self, of: &str, fields: &[&str]) -> String {
        let known: Vec<&str> = fields.iter().copied().filter(|field| self.has(of, field)).collect();
        known.join(" ")
    }

    /// Fields that we use where they are, and what is missing without them; for people who ask why.
    pub(crate) fn missing(&self) -> Vec<(&'static str, &'static str)> {
        const WANTED: &[(&str, &str, &str)] = &[
            ("Repository", "lastCommit", "the head commit is read through the tree"),
            ("RepositoryBlob", "base64EncodedBlob", "images are read one by one"),
            ("Project", "isForked", "forks cannot be told from others"),
            ("Project", "isCatalogResource", "the CI/CD catalog is not marked"),
            ("Project", "openMergeRequestsCount", "open merge requests are not counted"),
        ];
        let missing = WANTED.iter().filter(|(of, field, _)| !self.has(of, field));
        missing.map(|(_, field, without)| (*field, *without)).collect()
    }
}
