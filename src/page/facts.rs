//! The facts of an entity, each with where it came from.

use serde_json::Value;

use crate::catalog::EntityId;
use crate::model::{Entity, Kind, Project, Provenance, RelationKind};

use super::names;
use super::plan::{Page, SitePlan};
use super::view::{Fact, ProvenanceRow, TextLink};
use super::world::World;

/// The strip below the title: who, where, how fresh.
pub(super) fn strip(world: &World<'_>, plan: &SitePlan, page: &Page, id: EntityId) -> Vec<Fact> {
    let entity = world.catalog.entity(id);
    let mut facts = Vec::new();
    for (label, relation, field) in [
        ("Owner", RelationKind::OwnedBy, "spec.owner"),
        ("System", RelationKind::PartOf, "spec.system"),
    ] {
        let edges = world.catalog.edges(id).iter().filter(|edge| edge.relation == relation);
        for edge in edges.take(2) {
            let link = names::target_link(world, plan, &page.address, &edge.target);
            let label = if relation == RelationKind::PartOf { link.kind_label } else { label };
            facts.push(Fact {
                label,
                value: link.title,
                href: link.href,
                because: because(entity, field),
                ..fact()
            });
        }
    }
    if let Some(index) = entity.origin.project {
        let project = world.snapshot.project(index);
        match entity.kind {
            // A team is not its repository: the age of the file that lists it says nothing of the team.
            Kind::Group | Kind::User | Kind::System | Kind::Domain | Kind::Location => {
                facts.push(repository("Described in", project));
            }
            Kind::Component
            | Kind::Api
            | Kind::CiComponent
            | Kind::Resource
            | Kind::Template
            | Kind::AiResource => {
                project_facts(project, &mut facts);
            }
        }
    }
    if let Some(email) = profile(entity, "email").filter(|_| entity.kind == Kind::Group) {
        facts.push(Fact { label: "E-mail", value: email.to_owned(), ..fact() });
    }
    facts
}

fn fact() -> Fact {
    Fact {
        label: "",
        value: String::new(),
        href: None,
        at: None,
        state: "",
        because: String::new(),
    }
}

fn profile<'a>(entity: &'a Entity, field: &str) -> Option<&'a str> {
    entity.spec.get("profile")?.get(field)?.as_str()
}

fn because(entity: &Entity, field: &str) -> String {
    match entity.origin.facts.get(field) {
        Some(Provenance::Inferred(because)) => because.clone(),
        _ => String::new(),
    }
}

/// A page of the project on GitLab.
pub(super) fn on_gitlab(project: &Project, suffix: &str) -> Option<String> {
    let web_url = project.web_url.as_deref()?.trim_end_matches('/');
    crate::markdown::is_safe_url(web_url).then(|| format!("{web_url}{suffix}"))
}

fn repository(label: &'static str, project: &Project) -> Fact {
    Fact { label, value: project.path.clone(), href: on_gitlab(project, ""), ..fact() }
}

fn project_facts(project: &Project, facts: &mut Vec<Fact>) {
    let page = |suffix: &str| on_gitlab(project, suffix);
    facts.push(repository("Repository", project));
    if let Some(head) = &project.head {
        let sha: String = head.sha.chars().take(8).collect();
        facts.push(Fact {
            label: "Last commit",
            value: head.committed_at.map_or(sha.clone(), |at| at.date()),
            href: page(&format!("/-/commit/{}", head.sha)),
            at: head.committed_at.map(|at| at.to_string()),
            ..fact()
        });
    }
    if let Some(release) = project.releases.first() {
        let tag: String = url::form_urlencoded::byte_serialize(release.tag.as_bytes()).collect();
        facts.push(Fact {
            label: "Release",
            value: release.tag.clone(),
            href: page(&format!("/-/releases/{tag}")),
            at: release.released_at.map(|at| at.to_string()),
            ..fact()
        });
    }
    if let Some(run) = &project.pipeline {
        facts.push(Fact {
            label: "Pipeline",
            value: run.status.clone(),
            href: page("/-/pipelines"),
            at: run.finished_at.map(|at| at.to_string()),
            state: match run.status.as_str() {
                "success" => "good",
                "failed" => "bad",
                "running" | "pending" | "created" => "busy",
                _ => "",
            },
            ..fact()
        });
    }
    if let Some(open) = project.open_merge_requests {
        facts.push(Fact {
            label: "Merge requests",
            value: format!("{open} open"),
            href: page("/-/merge_requests"),
            ..fact()
        });
    }
    if let Some((language, _)) = project.languages.first() {
        facts.push(Fact { label: "Language", value: language.clone(), ..fact() });
    }
}

/// Where each fact came from, in the order of the fields' names.
pub(super) fn provenance(world: &World<'_>, entity: &Entity) -> Vec<ProvenanceRow> {
    let project = entity.origin.project.map(|index| world.snapshot.project(index));
    let rows = entity.origin.facts.iter().map(|(field, provenance)| {
        let mut because = String::new();
        let source = match provenance {
            Provenance::File { path, line, .. } => TextLink {
                label: format!("{path}:{line}"),
                href: project
                    .and_then(|project| project.blob_url(path))
                    .map(|url| format!("{url}#L{line}")),
            },
            Provenance::Inferred(reason) => {
                because.clone_from(reason);
                TextLink { label: "inferred".to_owned(), href: None }
            }
            Provenance::GitLab => TextLink {
                label: "GitLab".to_owned(),
                href: project.and_then(|project| project.web_url.clone()),
            },
        };
        ProvenanceRow { field: field.clone(), value: value(entity, field), source, because }
    });
    rows.collect()
}

fn value(entity: &Entity, field: &str) -> String {
    let (section, name) = field.split_once('.').unwrap_or(("", field));
    let value = match section {
        "spec" => entity.spec.get(name).cloned(),
        _ => match name {
            "name" => Some(Value::String(entity.reference.name.clone())),
            "title" => entity.metadata.title.clone().map(Value::String),
            "description" => entity.metadata.description.clone().map(Value::String),
            _ => entity.metadata.written.get(name).cloned(),
        },
    };
    let text = match value {
        Some(Value::String(text)) => text,
        Some(Value::Array(items)) => {
            let words: Vec<String> = items
                .iter()
                .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
                .collect();
            words.join(", ")
        }
        Some(value) => value.to_string(),
        None => String::new(),
    };
    names::one_line(&text)
}

/// A descriptor to begin with, for an entity that nobody declared.
pub(super) fn descriptor_hint(entity: &Entity) -> String {
    if entity.kind != Kind::Component || !entity.origin.is_inferred() {
        return String::new();
    }
    let mut text = format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {}\n",
        entity.reference.name
    );
    if !entity.reference.namespace.eq_ignore_ascii_case("default") {
        text.push_str(&format!("  namespace: {}\n", entity.reference.namespace));
    }
    text.push_str("spec:\n");
    for (field, otherwise) in
        [("type", "service"), ("lifecycle", "production"), ("owner", "group:…")]
    {
        text.push_str(&format!("  {field}: {}\n", entity.spec_str(field).unwrap_or(otherwise)));
    }
    text
}
