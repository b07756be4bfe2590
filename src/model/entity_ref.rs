//! `kind:namespace/name`: how entities name each other.

use std::fmt;

use crate::base::slug;

/// A reference as its author spelled it; compared and ordered without regard to case.
#[derive(Clone, Debug)]
pub(crate) struct EntityRef {
    /// The kind.
    pub kind: String,
    /// The namespace.
    pub namespace: String,
    /// The name.
    pub name: String,
}

/// What a reference means where it leaves a part out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RefDefaults<'a> {
    /// The kind of a reference without one; without this such a reference is an error.
    pub kind: Option<&'a str>,
    /// The namespace of a reference without one; `default` if none.
    pub namespace: Option<&'a str>,
}

impl EntityRef {
    /// Returns a reference from its parts.
    pub(crate) fn new(
        kind: impl Into<String>,
        namespace: impl Into<String>,
        name: impl Into<String>,
    ) -> EntityRef {
        EntityRef { kind: kind.into(), namespace: namespace.into(), name: name.into() }
    }

    /// Reads `[kind:][namespace/]name`; the error says what is wrong, in lower case.
    ///
    /// The first `:` before any `/` ends the kind, the first `/` ends the namespace; further ones belong to the name.
    pub(crate) fn parse(text: &str, defaults: RefDefaults<'_>) -> Result<EntityRef, String> {
        let (kind, rest) = match (text.find(':'), text.find('/')) {
            (Some(colon), slash) if slash.is_none_or(|slash| colon < slash) => {
                (Some(&text[..colon]), &text[colon + 1..])
            }
            _ => (None, text),
        };
        let (namespace, name) = match rest.split_once('/') {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, rest),
        };
        let kind = kind.or(defaults.kind);
        let namespace = namespace.or(defaults.namespace).unwrap_or("default");
        match kind {
            None => Err(format!("reference `{text}` names no kind")),
            Some(kind) if kind.is_empty() || namespace.is_empty() || name.is_empty() => {
                Err(format!("reference `{text}` has an empty part"))
            }
            Some(kind) => Ok(EntityRef::new(kind, namespace, name)),
        }
    }

    /// The canonical form: `kind:namespace/name` in lower case.
    pub(crate) fn canonical(&self) -> String {
        format!("{}:{}/{}", self.kind, self.namespace, self.name).to_lowercase()
    }

    /// The shortest form that a reader understands: without the namespace if it is `default`.
    pub(crate) fn short(&self) -> String {
        let kind = self.kind.to_lowercase();
        if self.namespace.eq_ignore_ascii_case("default") {
            format!("{kind}:{}", self.name)
        } else {
            format!("{kind}:{}/{}", self.namespace, self.name)
        }
    }
}

/// Returns how the group of the namespace tree at this path (`acme/payments`) is named.
pub(crate) fn group_reference(path: &str) -> EntityRef {
    EntityRef::new("Group", "default", slug(path))
}

impl PartialEq for EntityRef {
    fn eq(&self, other: &EntityRef) -> bool {
        self.canonical() == other.canonical()
    }
}

impl Eq for EntityRef {}

impl PartialOrd for EntityRef {
    fn partial_cmp(&self, other: &EntityRef) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for EntityRef {
    fn cmp(&self, other: &EntityRef) -> std::cmp::Ordering {
        self.canonical().cmp(&other.canonical())
    }
}

impl fmt::Display for EntityRef {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.canonical())
    }
}
