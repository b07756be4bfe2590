//! Who is in the groups, and where projects run: both only if asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::CrawlError;
use super::asker::{Asker, Refusal};
use super::{query, wire};
use crate::base::{Code, Diagnostic, Place};
use crate::model::{Group, Member, Project, Repository, Visibility};

/// Groups that one request asks for: GitLab charges about 28 points for each.
const GROUPS: usize = 7;

/// Where the next page of a group's members begins; none on the first.
type Page = (String, Option<String>);

/// Reads the direct members of every group; a group that cannot be read has none, and a finding says so.
pub(super) fn members(
    asker: &Asker<'_>,
    groups: &mut BTreeMap<String, Group>,
) -> Result<Vec<Diagnostic>, CrawlError> {
    let mut findings = Vec::new();
    let mut open: Vec<Page> = groups.keys().map(|path| (path.clone(), None)).collect();
    let mut begun: BTreeSet<Page> = BTreeSet::new();
    while !open.is_empty() {
        let chunks: Vec<&[Page]> = open.chunks(GROUPS).collect();
        let answers = asker.transport.parallel(chunks, |chunk| some_members(asker, chunk));
        let mut next: Vec<Page> = Vec::new();
        for answer in answers {
            for (path, page) in answer.ok_or(CrawlError::Interrupted)?? {
                let Some(group) = groups.get_mut(&path) else { continue };
                let page = page.and_then(|(members, next)| {
                    let has_come_before =
                        next.is_some() && !begun.insert((path.clone(), next.clone()));
                    let circle = || "the pages go round in a circle".to_owned();
                    if has_come_before { Err(circle()) } else { Ok((members, next)) }
                });
                match page {
                    Ok((members, after)) => {
                        group.members.extend(members);
                        next.extend(after.map(|after| (path, Some(after))));
                    }
                    Err(cause) => {
                        group.members.clear();
                        findings.push(unread(&path, &cause));
                    }
                }
            }
        }
        open = next;
    }
    for group in groups.values_mut() {
        group.members.sort_by(|a, b| a.username.cmp(&b.username));
        group.members.dedup_by(|a, b| a.username == b.username);
    }
    Ok(findings)
}

/// A page of a group's members with the cursor of the next, or why there is none.
type Members = (String, Result<(Vec<Member>, Option<String>), String>);

/// Reads a page of some groups, one by one if GitLab does not answer for all of them.
fn some_members(asker: &Asker<'_>, pages: &[Page]) -> Result<Vec<Members>, CrawlError> {
    let asked: Vec<(&str, Option<&str>)> =
        pages.iter().map(|(path, after)| (path.as_str(), after.as_deref())).collect();
    let answer = match asker.ask("members", &query::members(&asked)) {
        Ok(answer) => answer,
        Err(Refusal::TooMuch(_) | Refusal::TooManyPaths(_)) if pages.len() > 1 => {
            let (left, right) = pages.split_at(pages.len() / 2);
            let mut members = some_members(asker, left)?;
            members.extend(some_members(asker, right)?);
            return Ok(members);
        }
        Err(refusal) => {
            let cause = refusal.cause()?;
            return Ok(pages.iter().map(|(path, _)| (path.clone(), Err(cause.clone()))).collect());
        }
    };
    let read = pages.iter().enumerate().map(|(at, (path, _))| {
        let alias = format!("g{at}");
        let error = answer.errors.iter().find(|error| error.is_below(&alias));
        let connection = answer.data.get(&alias).and_then(|group| group.get("groupMembers"));
        let page = match (error, connection.and_then(wire::page)) {
            (Some(error), _) => Err(error.message.clone()),
            (None, Some(page)) => Ok((wire::members(page.rows), page.next.map(str::to_owned))),
            (None, None) => Err("the answer does not hold them".to_owned()),
        };
        (path.clone(), page)
    });
    Ok(read.collect())
}

/// Reads where projects run, a request each.
///
/// A portal for everybody shows what everybody sees of them; on one for whoever is signed in nobody can be asked what that
/// would be, so it shows none.
pub(super) fn environments(
    asker: &Asker<'_>,
    audience: Visibility,
    projects: &mut [Project],
) -> Result<Vec<Diagnostic>, CrawlError> {
    let mut findings = Vec::new();
    if audience == Visibility::Internal {
        return Ok(findings);
    }
    let running: Vec<&mut Project> = projects
        .iter_mut()
        .filter(|project| project.repository == Repository::Readable && !project.archived)
        .collect();
    let answers = asker.transport.parallel(running, |project| {
        let query = query::environments(&project.path);
        let answer = match audience {
            Visibility::Public => asker.ask_as_anybody("environments", &query),
            Visibility::Internal | Visibility::Private => asker.ask("environments", &query),
        };
        match answer {
            Ok(answer) => {
                let list =
                    answer.data.get("project").and_then(|project| project.get("environments"));
                let is_list =
                    list.is_some_and(|list| list.get("nodes").is_some_and(Value::is_array));
                project.environments = list.map(wire::environments).unwrap_or_default();
                let silence = || "the answer does not hold them".to_owned();
                let cause = answer.errors.first().map(|error| error.message.clone());
                // What anybody may not see is simply not there.
                let is_lost = !is_list && audience == Visibility::Private;
                let cause = cause.or_else(|| is_lost.then(silence));
                Ok(cause.map(|cause| unread(&project.path, &cause)))
            }
            Err(Refusal::Fatal(error)) => Err(error),
            Err(refusal) => Ok(Some(unread(&project.path, &refusal.cause()?))),
        }
    });
    for answer in answers {
        findings.extend(answer.ok_or(CrawlError::Interrupted)??);
    }
    Ok(findings)
}

fn unread(path: &str, cause: &str) -> Diagnostic {
    let message = format!("GitLab did not say who is in `{path}` or what runs there: {cause}");
    Diagnostic::new(Code::DetailsUnread, Place::file(path, ""), message)
        .help(Code::DetailsUnread.fix())
}
