//! The catalog as open data: `data/v1/` and one JSON file beside each entity's page.
//!
//! In: the catalog and the addresses of its pages. Out: files in Backstage's entity shape with our
//! provenance under annotations. Knows nothing of HTML.

mod api_files;
mod apis;
pub(crate) mod components;
mod entity;
mod schema;

pub(crate) use api_files::{api_files, api_paths};
use serde_json::{Value, json};

use crate::base::{Diagnostic, RelPath};
use crate::catalog::EntityId;
use crate::page::{SitePlan, World};

/// The version in the address of every data file.
pub(crate) const DATA_VERSION: u32 = 1;

fn path(name: &str) -> RelPath {
    RelPath::new(&format!("data/v{DATA_VERSION}/{name}")).expect("data files have plain names")
}

/// Returns the file beside an entity's page: one line of JSON.
pub(crate) fn entity(
    world: &World<'_>,
    plan: &SitePlan,
    id: EntityId,
    findings: &[&Diagnostic],
) -> Vec<u8> {
    let mut line = serde_json::to_vec(&entity::json(world, plan, id, findings))
        .expect("JSON values can always be written to memory");
    line.push(b'\n');
    line
}

/// Where `entities.json` is.
pub(crate) fn entities_path() -> RelPath {
    path("entities.json")
}

/// `entities.json` in the making: every entity's line, so that two builds can be compared line by line.
#[derive(Default)]
pub(crate) struct EntityList {
    count: usize,
}

impl EntityList {
    /// Hands the next entity to `write`.
    pub(crate) fn add<E>(
        &mut self,
        line: &[u8],
        write: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.begin(write)?;
        write(if self.count == 0 { b"\n" } else { b",\n" })?;
        self.count += 1;
        write(line.trim_ascii_end())
    }

    /// Ends the list.
    pub(crate) fn end<E>(&self, write: &mut dyn FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        self.begin(write)?;
        write(b"\n]}\n")
    }

    fn begin<E>(&self, write: &mut dyn FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        match self.count {
            0 => write(format!("{{\"version\":{DATA_VERSION},\"items\":[").as_bytes()),
            _ => Ok(()),
        }
    }
}

/// Returns `findings.json`: everything the health page tells of, and what it leaves out for length.
pub(crate) fn findings(findings: &[Diagnostic]) -> (RelPath, Vec<u8>) {
    let items: Vec<Value> = findings.iter().map(finding).collect();
    (path("findings.json"), pretty(&json!({ "version": DATA_VERSION, "findings": items })))
}

/// Returns `build.json`: the moment that the site tells of.
pub(crate) fn build(world: &World<'_>) -> (RelPath, Vec<u8>) {
    let snapshot = world.snapshot;
    let stale = snapshot.projects.iter().filter(|project| project.stale.is_some()).count();
    let build = json!({
        "version": DATA_VERSION,
        "generator": format!("portolan {}", env!("CARGO_PKG_VERSION")),
        "taken": snapshot.taken.map(|taken| taken.to_string()),
        "projects": snapshot.projects.len(),
        "stale": stale,
        "withheld": snapshot.withheld,
    });
    (path("build.json"), pretty(&build))
}

/// Returns `components.json`: every CI/CD component, with its inputs, versions and users.
pub(crate) fn components(world: &World<'_>, plan: &SitePlan) -> (RelPath, Vec<u8>) {
    (path("components.json"), components::write(world, plan))
}

/// Returns `apis.json`: every file that describes an API.
pub(crate) fn apis(world: &World<'_>, plan: &SitePlan) -> (RelPath, Vec<u8>) {
    (path("apis.json"), apis::write(world, plan))
}

/// Returns `schema.json`: what the other files hold.
pub(crate) fn schema() -> (RelPath, Vec<u8>) {
    (path("schema.json"), pretty(&schema::schema()))
}

/// A finding as every machine-readable output tells it.
pub(crate) fn finding(finding: &Diagnostic) -> Value {
    json!({
        "code": finding.code.as_str(),
        "area": finding.code.area(),
        "severity": finding.severity.as_str(),
        "path": finding.place.to_path(),
        "line": finding.place.line,
        "column": finding.place.column,
        "message": finding.message,
        "help": finding.help,
    })
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes =
        serde_json::to_vec_pretty(value).expect("JSON values can always be written to memory");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests;
