//! Which groups and projects there are: complete or failed, never shorter.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value;

use super::asker::{self, Asker, Row, Rows};
use super::query::{self, Listing};
use super::schema::Schema;
use super::{CrawlError, GitLabOptions, wire};
use crate::model::{Group, Project};

/// A project as the listing shows it.
pub(super) struct Listed {
    pub project: Project,
    /// Why GitLab could not say what the repository holds.
    pub failed: Option<String>,
}

/// The configured groups and all below them, by path.
pub(super) fn groups(
    asker: &Asker<'_>,
    options: &GitLabOptions,
) -> Result<BTreeMap<String, Group>, CrawlError> {
    let roots = options.groups.iter().map(String::as_str).collect();
    let found = asker.transport.parallel(roots, |root| groups_below(asker, options, root));
    let mut groups = BTreeMap::new();
    for found in found {
        for group in found.ok_or(CrawlError::Interrupted)?? {
            groups.insert(group.path.clone(), group);
        }
    }
    Ok(groups)
}

fn groups_below(
    asker: &Asker<'_>,
    options: &GitLabOptions,
    root: &str,
) -> Result<Vec<Group>, CrawlError> {
    let itself = RefCell::new(None);
    let rows = asker::list(
        asker,
        "groups",
        |after, size| query::groups(root, after, size),
        |data| {
            let group = data.get("group")?;
            itself.replace(wire::group(group, &options.url));
            group.get("descendantGroups")
        },
    )?;
    let Some(rows) = rows else { return Err(invisible(root)) };
    let below = rows.rows.iter().filter_map(|row| wire::group(&row.value, &options.url));
    Ok(itself.into_inner().into_iter().chain(below).collect())
}

/// Every project below the configured groups that the configuration does not leave out, each once, by number.
pub(super) fn projects(
    asker: &Asker<'_>,
    schema: &Schema,
    options: &GitLabOptions,
) -> Result<BTreeMap<u64, Listed>, CrawlError> {
    let roots = options.groups.iter().map(String::as_str).collect();
    let found = asker.transport.parallel(roots, |root| {
        let first = listing(asker, schema, options, root)?;
        if first.is_whole() {
            return Ok(vec![first]);
        }
        // Something moved while we read: what either reading saw is there.
        let second = listing(asker, schema, options, root)?;
        Ok(vec![first, second])
    });
    let mut projects = BTreeMap::new();
    for found in found {
        for rows in found.ok_or(CrawlError::Interrupted)?? {
            for row in rows.rows {
                let listed = listed(row)?;
                let Some(id) = listed.project.id else { continue };
                projects.insert(id, listed);
            }
        }
    }
    Ok(projects)
}

impl Rows {
    /// Whether as many projects came as GitLab says there are, none of them twice.
    fn is_whole(&self) -> bool {
        let mut ids: Vec<_> = self.rows.iter().map(|row| wire::id(&row.value)).collect();
        ids.sort_unstable();
        ids.dedup();
        self.count.is_none_or(|count| count == self.sent) && ids.len() == self.rows.len()
    }
}

fn listing(
    asker: &Asker<'_>,
    schema: &Schema,
    options: &GitLabOptions,
    root: &str,
) -> Result<Rows, CrawlError> {
    let rows = asker::list(
        asker,
        "projects",
        |after, size| {
            let archived = options.archived;
            query::projects(schema, Listing { group: root, after, size, archived })
        },
        |data| data.get("group")?.get("projects"),
    )?;
    let mut rows = rows.ok_or_else(|| invisible(root))?;
    rows.rows.retain(|row| options.takes(&row.value));
    Ok(rows)
}

fn listed(row: Row) -> Result<Listed, CrawlError> {
    match wire::project(&row.value) {
        Some(project) => Ok(Listed { project, failed: row.failed }),
        None => Err(CrawlError::Unavailable(
            "the listing holds a project without a number or a path, so it cannot be told what is missing"
                .to_owned(),
        )),
    }
}

fn invisible(group: &str) -> CrawlError {
    CrawlError::Access(format!(
        "the token does not see the group `{group}`\n  help: check the path, and that the token's user is at least Reporter there"
    ))
}

impl GitLabOptions {
    /// Whether the configuration wants a project.
    fn takes(&self, row: &Value) -> bool {
        let Some(path) = wire::text(row, "fullPath") else { return true };
        let topics: Vec<&str> = row
            .get("topics")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let has = |wanted: &[String]| wanted.iter().any(|topic| topics.contains(&topic.as_str()));
        (self.archived || !wire::flag(row, "archived"))
            && (self.forks || !wire::flag(row, "isForked"))
            && !is_going(row, &path)
            && self.include.as_ref().is_none_or(|include| include.is_match(&path))
            && !self.exclude.is_match(&path)
            && (self.topics.is_empty() || has(&self.topics))
            && !has(&self.exclude_topics)
    }
}

/// Whether a project is marked for deletion; GitLab renames such a project too.
fn is_going(row: &Value, path: &str) -> bool {
    let is_renamed = |mark: &str| {
        path.rsplit_once(mark).is_some_and(|(_, number)| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    wire::flag(row, "markedForDeletion")
        || is_renamed("-deletion_scheduled-")
        || is_renamed("-deleted-")
}
