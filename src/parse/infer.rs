//! An entity for a project that describes none, with the reason for each of its facts.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::base::RelPath;
use crate::model::{
    CiComponent, CodeOwner, CodeOwners, DeclaredRelation, Doc, Entity, EntityRef, Kind, Metadata,
    Origin, Project, ProjectIndex, Provenance, group_reference,
};

use super::readme::{self, Opening};
use super::text::{one_line, shortened};
use super::{names, options::ParseOptions};

/// What is known of the project when nothing is declared.
pub(super) struct Known<'a> {
    pub readme: Option<&'a Doc>,
    pub owners: Option<&'a CodeOwners>,
    pub components: &'a [CiComponent],
    pub docs: &'a [Doc],
}

/// Infers a Component from the project's facts and files.
pub(super) fn component(
    index: ProjectIndex,
    project: &Project,
    known: &Known<'_>,
    options: &ParseOptions,
) -> Entity {
    let mut facts = Facts::default();
    let top = project.path.split_once('/').map(|(top, _)| top);
    let namespace = top.map_or_else(|| "default".to_owned(), names::to_namespace);
    let name = names::to_name(project.slug());
    facts.metadata("name", &name, because("it is the last part of the project's path"));
    let why =
        if top.is_some() { "it is the project's top group" } else { "the project has no group" };
    facts.metadata("namespace", &namespace, because(why));
    let opening = known.readme.map_or_else(Opening::default, |doc| {
        let text = project.files.get(&doc.path).map(|file| String::from_utf8_lossy(&file.bytes));
        readme::opening(doc, &text.unwrap_or_default())
    });
    if let Some((title, from)) = title(project, &opening, known.readme) {
        facts.metadata("title", &title, from);
    }
    if let Some((description, from)) = description(project, opening, known.readme) {
        facts.metadata("description", &description, from);
    }
    facts.tags(project);
    let (component_type, why) = component_type(project, known);
    facts.spec("type", component_type, because(&why));
    let (lifecycle, why) = match project.archived {
        true => ("deprecated", "the project is archived"),
        false => ("production", "the project is not archived"),
    };
    facts.spec("lifecycle", lifecycle, because(why));
    let owner = owner(project, known.owners, options);
    if let Some((owner, why)) = &owner {
        facts.spec("owner", &owner.canonical(), because(why));
    }
    facts.into_entity(index, EntityRef::new(Kind::Component.as_str(), namespace, name), owner)
}

fn because(reason: &str) -> Provenance {
    Provenance::Inferred(reason.to_owned())
}

/// The fields of the entity as they are found, each with its origin.
#[derive(Default)]
struct Facts {
    metadata: Map<String, Json>,
    spec: Map<String, Json>,
    from: BTreeMap<String, Provenance>,
}

impl Facts {
    fn metadata(&mut self, field: &str, value: &str, from: Provenance) {
        self.metadata.insert(field.to_owned(), value.into());
        self.from.insert(format!("metadata.{field}"), from);
    }

    fn spec(&mut self, field: &str, value: &str, from: Provenance) {
        self.spec.insert(field.to_owned(), value.into());
        self.from.insert(format!("spec.{field}"), from);
    }

    /// The topics that can be tags.
    fn tags(&mut self, project: &Project) {
        let tags: Vec<Json> = project
            .topics
            .iter()
            .map(|topic| topic.to_lowercase().replace([' ', '_', '.'], "-"))
            .filter(|tag| names::is_tag(tag))
            .map(Json::from)
            .collect();
        if !tags.is_empty() {
            self.metadata.insert("tags".to_owned(), tags.into());
            self.from.insert("metadata.tags".to_owned(), Provenance::GitLab);
        }
    }

    fn into_entity(
        self,
        index: ProjectIndex,
        reference: EntityRef,
        owner: Option<(EntityRef, String)>,
    ) -> Entity {
        let text = |field: &str| Some(self.metadata.get(field)?.as_str()?.to_owned());
        let tags = self.metadata.get("tags").and_then(Json::as_array);
        let declared = owner.into_iter().flat_map(|(target, _)| {
            let field =
                Kind::Component.relation_fields().iter().find(|field| field.name == "owner");
            field.map(|field| DeclaredRelation {
                relation: field.relation,
                target,
                allowed: field.allowed,
                field: "spec.owner".to_owned(),
                line: 0,
                column: 0,
            })
        });
        Entity {
            kind: Kind::Component,
            api_version: "backstage.io/v1alpha1".to_owned(),
            reference,
            declared: declared.collect(),
            metadata: Metadata {
                title: text("title"),
                description: text("description"),
                tags: tags
                    .into_iter()
                    .flatten()
                    .filter_map(Json::as_str)
                    .map(str::to_owned)
                    .collect(),
                written: self.metadata,
                ..Metadata::default()
            },
            spec: self.spec,
            origin: Origin { project: Some(index), path: None, line: 0, facts: self.from },
        }
    }
}

fn title(
    project: &Project,
    opening: &Opening,
    readme: Option<&Doc>,
) -> Option<(String, Provenance)> {
    if let (Some(title), Some(readme)) = (&opening.title, readme) {
        let why = format!("it is the first heading of `{}`", readme.path);
        return Some((title.clone(), because(&why)));
    }
    let name = one_line(project.name.as_deref()?)?;
    Some((name, Provenance::GitLab))
}

fn description(
    project: &Project,
    opening: Opening,
    readme: Option<&Doc>,
) -> Option<(String, Provenance)> {
    if let Some(text) = project.description.as_deref().and_then(one_line) {
        return Some((shortened(&text), Provenance::GitLab));
    }
    let why = format!("it is the first paragraph of `{}`", readme?.path);
    Some((opening.paragraph?, because(&why)))
}

fn owner(
    project: &Project,
    owners: Option<&CodeOwners>,
    options: &ParseOptions,
) -> Option<(EntityRef, String)> {
    let first = owners.and_then(|owners| Some((owners, owners.default.first()?)));
    if let Some((owners, first)) = first {
        let user =
            |name: &str| EntityRef::new(Kind::User.as_str(), "default", names::to_name(name));
        let (reference, name) = match first {
            CodeOwner::Group(path) => (group_reference(path), format!("@{path}")),
            // `@acme` in a project of the group `acme` is that group.
            CodeOwner::Name(name) if project.path.split('/').next() == Some(name) => {
                (group_reference(name), format!("@{name}"))
            }
            CodeOwner::Name(name) => (user(name), format!("@{name}")),
            CodeOwner::Email(address) => {
                (user(address.split('@').next().unwrap_or(address)), address.clone())
            }
        };
        return Some((reference, format!("`{}` names `{name}` for `*`", owners.path)));
    }
    if !project.group().is_empty() {
        let group = project.group();
        return Some((
            group_reference(group),
            format!("the project stands in the group `{group}`"),
        ));
    }
    let written = options.default_owner.as_deref()?;
    let defaults = crate::model::RefDefaults { kind: Some(Kind::Group.as_str()), namespace: None };
    let reference = EntityRef::parse(written, defaults).ok()?;
    Some((reference, "it is the configured owner of projects that name none".to_owned()))
}

/// The type and why: the first rule that fits.
fn component_type(project: &Project, known: &Known<'_>) -> (&'static str, String) {
    let paths: Vec<&RelPath> = match &project.tree {
        Some(tree) => tree.iter().collect(),
        None => project.files.keys().collect(),
    };
    let has = |name: &str| paths.iter().any(|path| path.as_str() == name);
    let at_root = |name: &str| format!("`{name}` is at the root");
    if let Some(component) = known.components.first() {
        return ("ci-component", format!("`{}` has `spec: inputs`", component.path));
    }
    if has("Cargo.toml") && has("src/lib.rs") {
        return ("library", "`Cargo.toml` and `src/lib.rs` are there".to_owned());
    }
    for name in ["Dockerfile", "Containerfile", "package.json"] {
        if has(name) {
            return ("service", at_root(name));
        }
    }
    if !known.docs.is_empty() && paths.iter().all(|path| is_prose(path)) {
        return ("documentation", "nothing but documentation is in the repository".to_owned());
    }
    for name in ["mkdocs.yml", "index.html", "public/index.html"] {
        if has(name) {
            return ("website", at_root(name));
        }
    }
    if let Some(path) = paths.iter().find(|path| path.extension() == "tf") {
        return ("infrastructure", format!("`{path}` is Terraform"));
    }
    ("project", "no file of the repository says more".to_owned())
}

/// Whether a file is documentation, or one that every repository has.
fn is_prose(path: &RelPath) -> bool {
    let text = matches!(path.extension().as_str(), "md" | "markdown" | "rst" | "txt" | "adoc");
    let picture = matches!(
        path.extension().as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif"
    );
    let name = path.name();
    let usual = name.starts_with('.') || name.starts_with("LICENSE") || name.starts_with("LICENCE");
    text || picture
        || usual
        || path.as_str().starts_with("docs/")
        || matches!(name, "CODEOWNERS" | "mkdocs.yml" | "mkdocs.yaml" | "README" | "CHANGELOG")
}
