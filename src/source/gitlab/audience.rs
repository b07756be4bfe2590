//! What the readers of the portal may see, asked of GitLab rather than worked out.
//!
//! The token sees more than the readers do. For a portal that everybody can open GitLab is asked without the token: what it
//! answers then is what everybody sees. For one that everybody who is signed in can open there is no such reader to ask as,
//! so the levels of each feature are read. Members see what the token sees of the listed groups, which is the opt-in.
//! Whatever GitLab does not answer is taken to be hidden.

use std::collections::BTreeMap;

use serde_json::Value;

use super::asker::{Asker, Refusal};
use super::listing::Listed;
use super::schema::Schema;
use super::{CrawlError, GitLabOptions, query, wire};
use crate::model::{Project, Repository, Visibility, Withheld};

/// Features of a project that readers can see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    repository: bool,
    merge_requests: bool,
    pipelines: bool,
    releases: bool,
}

/// Takes out whatever the readers may not see, and counts it.
pub(super) fn withhold(
    asker: &Asker<'_>,
    schema: &Schema,
    options: &GitLabOptions,
    projects: &mut BTreeMap<u64, Listed>,
) -> Result<Withheld, CrawlError> {
    let mut withheld = Withheld::default();
    let before = projects.len();
    projects.retain(|_, listed| listed.project.visibility >= options.audience);
    withheld.projects = before - projects.len();
    let seen = match options.audience {
        Visibility::Private => return Ok(withheld),
        Visibility::Internal => by_levels(asker, options, projects),
        Visibility::Public => match by_asking(asker, schema, projects) {
            Ok(seen) => {
                let before = projects.len();
                projects.retain(|id, _| seen.contains_key(id));
                withheld.projects += before - projects.len();
                Ok(seen)
            }
            Err(Refusal::Fatal(CrawlError::Interrupted)) => return Err(CrawlError::Interrupted),
            // Some instances answer nobody without a token.
            Err(_) => by_levels(asker, options, projects),
        },
    };
    // Without an answer everything would have to be hidden, and a portal of bare names is worse than yesterday's.
    let seen = match seen {
        Ok(seen) => seen,
        Err(refusal) => return Err(CrawlError::Unavailable(refusal.cause()?)),
    };
    for (id, listed) in projects {
        hide(&mut listed.project, seen.get(id).copied().unwrap_or_default(), &mut withheld);
    }
    Ok(withheld)
}

/// Takes the features out of a project that its readers may not see.
fn hide(project: &mut Project, seen: Seen, withheld: &mut Withheld) {
    if !seen.repository && project.repository != Repository::NoAccess {
        withheld.repositories += 1;
        project.repository = Repository::Withheld;
        project.head = None;
        project.default_branch = None;
        project.languages.clear();
    }
    if !(seen.pipelines && seen.repository) && project.pipeline.take().is_some() {
        withheld.features += 1;
    }
    if !seen.releases && !project.releases.is_empty() {
        project.releases.clear();
        withheld.features += 1;
    }
    if !seen.merge_requests && project.open_merge_requests.take().is_some() {
        withheld.features += 1;
    }
}

/// Asks without the token.
fn by_asking(
    asker: &Asker<'_>,
    schema: &Schema,
    projects: &BTreeMap<u64, Listed>,
) -> Result<BTreeMap<u64, Seen>, Refusal> {
    let ids: Vec<u64> = projects.keys().copied().collect();
    let chunks: Vec<&[u64]> = ids.chunks(query::SEEN_AT_ONCE).collect();
    let answers = asker.transport.parallel(chunks, |ids| ask_some(asker, schema, ids));
    let mut seen = BTreeMap::new();
    for answer in answers {
        seen.extend(answer.ok_or(Refusal::Fatal(CrawlError::Interrupted))??);
    }
    Ok(seen)
}

fn ask_some(
    asker: &Asker<'_>,
    schema: &Schema,
    ids: &[u64],
) -> Result<BTreeMap<u64, Seen>, Refusal> {
    let answer = match asker.ask_as_anybody("seen", &query::seen(schema, ids)) {
        Err(Refusal::TooMuch(_) | Refusal::TooManyPaths(_)) if ids.len() > 1 => {
            let (left, right) = ids.split_at(ids.len() / 2);
            let mut seen = ask_some(asker, schema, left)?;
            seen.extend(ask_some(asker, schema, right)?);
            return Ok(seen);
        }
        answer => answer?,
    };
    if let Some(error) = answer.errors.first() {
        return Err(Refusal::Failed(error.message.clone()));
    }
    let unclear = || Refusal::Failed("GitLab does not say what everybody sees".to_owned());
    let mut seen = BTreeMap::new();
    for at in 0..query::lists_of_seen(ids) {
        let rows = wire::all_rows(answer.data.get(format!("p{at}"))).ok_or_else(unclear)?;
        for row in rows {
            seen.insert(wire::id(row).ok_or_else(unclear)?, features(row));
        }
    }
    Ok(seen)
}

/// What is there in an answer is seen by whoever asked.
fn features(row: &Value) -> Seen {
    let is_there = |field: &str| row.get(field).is_some_and(|value| !value.is_null());
    Seen {
        repository: is_there("repository"),
        merge_requests: is_there("openMergeRequestsCount"),
        pipelines: is_there("pipeline"),
        releases: row.get("releases").is_some_and(|list| wire::rows(list).next().is_some()),
    }
}

/// Reads the level of each feature; once more if projects are missing, which move between the pages of such a list.
fn by_levels(
    asker: &Asker<'_>,
    options: &GitLabOptions,
    projects: &BTreeMap<u64, Listed>,
) -> Result<BTreeMap<u64, Seen>, Refusal> {
    let mut seen = list_levels(asker, options)?;
    if projects.keys().any(|id| !seen.contains_key(id)) {
        seen.extend(list_levels(asker, options)?);
    }
    Ok(seen)
}

fn list_levels(asker: &Asker<'_>, options: &GitLabOptions) -> Result<BTreeMap<u64, Seen>, Refusal> {
    let roots = options.groups.iter().map(String::as_str).collect();
    let found = asker.transport.parallel(roots, |root| {
        let path = format!("groups/{}/projects", super::rest::segment(root));
        let filters = [
            ("include_subgroups", "true"),
            ("with_shared", "false"),
            ("per_page", "100"),
            ("order_by", "id"),
            ("sort", "asc"),
        ];
        asker.checked(|transport| transport.rest_all("levels", &path, &filters))
    });
    let mut seen = BTreeMap::new();
    for rows in found {
        for row in rows.ok_or(Refusal::Fatal(CrawlError::Interrupted))??.rows {
            if let Some(id) = wire::id(&row) {
                seen.insert(id, levels(&row));
            }
        }
    }
    Ok(seen)
}

/// Everybody who is signed in sees a feature that is `enabled` or `public`.
fn levels(row: &Value) -> Seen {
    let is_open = |feature: &str| {
        let level = row.get(format!("{feature}_access_level")).and_then(Value::as_str);
        matches!(level, Some("enabled" | "public"))
    };
    Seen {
        repository: is_open("repository"),
        merge_requests: is_open("merge_requests"),
        pipelines: is_open("builds"),
        releases: is_open("releases"),
    }
}
