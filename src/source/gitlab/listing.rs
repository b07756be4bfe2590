//! Which groups and projects there are: complete or failed, never shorter.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value;

use super::asker::{self, Asker, Row, Rows};
use super::query::{self, Listing};
use super::schema::Schema;
use super::{CrawlError, GitLabOptions, wire};
use crate::base::{Code, Diagnostic, Place};
use crate::model::{Group, Project, Repository};

/// A project as the listing shows it.
pub(super) struct Listed {
    pub project: Project,
    /// Why GitLab could not say what the repository holds, if it is [`Repository::Unread`].
    pub failed: Option<String>,
}

/// What the configured groups hold.
pub(super) struct Found {
    /// By number.
    pub projects: BTreeMap<u64, Listed>,
    /// Where GitLab counts more than it shows.
    pub findings: Vec<Diagnostic>,
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
    let below = rows.rows.iter().map(|row| wire::group(&row.value, &options.url));
    let all: Option<Vec<Group>> = std::iter::once(itself.into_inner()).chain(below).collect();
    all.ok_or_else(|| nameless("a group without a path"))
}

/// Every project below the configured groups that the configuration does not leave out, each once.
pub(super) fn projects(
    asker: &Asker<'_>,
    schema: &Schema,
    options: &GitLabOptions,
) -> Result<Found, CrawlError> {
    let roots = options.groups.iter().map(String::as_str).collect();
    let answers = asker
        .transport
        .parallel(roots, |root| (root, projects_below(asker, schema, options, root)));
    let mut found = Found { projects: BTreeMap::new(), findings: Vec::new() };
    for answer in answers {
        let (root, below) = answer.ok_or(CrawlError::Interrupted)?;
        let below = below?;
        if below.counted > below.seen.len() {
            found.findings.push(hidden(root, below.counted, below.seen.len()));
        }
        for row in below.seen.into_values().filter(|row| options.takes(&row.value)) {
            let listed = listed(row)?;
            let Some(id) = listed.project.id else { continue };
            found.projects.insert(id, listed);
        }
    }
    Ok(found)
}

/// What is below one group.
struct Below {
    seen: BTreeMap<u64, Row>,
    /// How many GitLab says there are.
    counted: usize,
}

/// Reads a listing, once more if something moved meanwhile: then what either reading saw is there.
fn projects_below(
    asker: &Asker<'_>,
    schema: &Schema,
    options: &GitLabOptions,
    root: &str,
) -> Result<Below, CrawlError> {
    let mut below = Below { seen: BTreeMap::new(), counted: 0 };
    for _ in 0..2 {
        let rows = listing(asker, schema, options, root)?;
        let shown = rows.rows.len();
        let nulls = rows.sent - shown as u64;
        let are_all_sent = rows.count.is_none_or(|count| count == rows.sent);
        let numbered = rows.rows.into_iter().map(|row| Some((wire::id(&row.value)?, row)));
        let read: Option<BTreeMap<u64, Row>> = numbered.collect();
        let read = read.ok_or_else(|| nameless("a project without a number"))?;
        let counted = rows.count.unwrap_or_default().max(read.len() as u64 + nulls);
        let counted = usize::try_from(counted).unwrap_or(usize::MAX);
        if are_all_sent && read.len() == shown {
            return Ok(Below { seen: read, counted });
        }
        below.counted = counted;
        below.seen.extend(read);
    }
    Ok(below)
}

/// The portal says where it may not be complete.
fn hidden(root: &str, counted: usize, seen: usize) -> Diagnostic {
    let message = format!("GitLab counts {counted} projects below `{root}` and shows {seen}");
    Diagnostic::new(Code::DetailsUnread, Place::file(root, ""), message)
        .help("give the token's user the role Reporter in the whole group")
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
    rows.ok_or_else(|| invisible(root))
}

fn listed(row: Row) -> Result<Listed, CrawlError> {
    let mut project =
        wire::project(&row.value).ok_or_else(|| nameless("a project without a path"))?;
    if row.failed.is_some() {
        project.repository = Repository::Unread;
    }
    let is_unclear = project.repository == Repository::Unread;
    let unclear = || "GitLab does not say what its repository holds".to_owned();
    let failed = row.failed.or_else(|| is_unclear.then(unclear));
    Ok(Listed { project, failed })
}

/// A row that cannot be told from others: what it is cannot be told to be missing either.
fn nameless(what: &str) -> CrawlError {
    CrawlError::Unavailable(format!(
        "the listing holds {what}, so it cannot be told what is missing"
    ))
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
