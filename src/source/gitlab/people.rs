//! Who is in the groups, and where projects run: both only if asked for.

use std::collections::BTreeMap;

use super::CrawlError;
use super::asker::{Asker, Refusal};
use super::{query, wire};
use crate::base::{Code, Diagnostic, Place};
use crate::model::{Group, Project, Repository};

/// Groups that one request asks for: GitLab charges about 28 points for each.
const GROUPS: usize = 7;

/// Reads the direct members of every group; a group that cannot be read has none, and a finding says so.
pub(super) fn members(
    asker: &Asker<'_>,
    groups: &mut BTreeMap<String, Group>,
) -> Result<Vec<Diagnostic>, CrawlError> {
    let mut findings = Vec::new();
    let mut open: Vec<(String, Option<String>)> =
        groups.keys().map(|path| (path.clone(), None)).collect();
    while !open.is_empty() {
        let chunks: Vec<Vec<(String, Option<String>)>> =
            open.chunks(GROUPS).map(<[_]>::to_vec).collect();
        let answers = asker.transport.parallel(chunks, |chunk| {
            let asked: Vec<(&str, Option<&str>)> =
                chunk.iter().map(|(path, after)| (path.as_str(), after.as_deref())).collect();
            let answer = asker.ask("members", &query::members(&asked));
            (chunk, answer)
        });
        open = Vec::new();
        for answer in answers {
            let (chunk, answer) = answer.ok_or(CrawlError::Interrupted)?;
            let answer = match answer {
                Ok(answer) => answer,
                Err(
                    Refusal::TooMuch(cause) | Refusal::TooManyPaths(cause) | Refusal::Failed(cause),
                ) => {
                    findings.push(unread(&chunk[0].0, &cause));
                    continue;
                }
                Err(Refusal::Fatal(error)) => return Err(error),
            };
            for (at, (path, _)) in chunk.into_iter().enumerate() {
                let connection =
                    answer.data.get(format!("g{at}")).and_then(|group| group.get("groupMembers"));
                let Some(page) = connection.and_then(wire::page) else { continue };
                if let Some(group) = groups.get_mut(&path) {
                    group.members.extend(wire::members(page.rows));
                }
                open.extend(page.next.map(|next| (path, Some(next.to_owned()))));
            }
        }
    }
    for group in groups.values_mut() {
        group.members.sort_by(|a, b| a.username.cmp(&b.username));
        group.members.dedup_by(|a, b| a.username == b.username);
    }
    Ok(findings)
}

/// Reads where projects run, a request each.
pub(super) fn environments(
    asker: &Asker<'_>,
    projects: &mut [Project],
) -> Result<Vec<Diagnostic>, CrawlError> {
    let mut findings = Vec::new();
    let running: Vec<&mut Project> = projects
        .iter_mut()
        .filter(|project| project.repository == Repository::Readable && !project.archived)
        .collect();
    let answers = asker.transport.parallel(running, |project| {
        let answer = asker.ask("environments", &query::environments(&project.path));
        match answer {
            Ok(answer) => {
                let list =
                    answer.data.get("project").and_then(|project| project.get("environments"));
                project.environments = list.map(wire::environments).unwrap_or_default();
                Ok(None)
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
