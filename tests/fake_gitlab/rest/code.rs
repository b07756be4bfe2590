//! `projects/:id/repository`: files, trees, archives, tags and branches.

use serde_json::{Value, json};

use super::company::{Project, last};
use super::http::Response;
use super::repository::{Commit, File, Mode, identity};
use super::{Asked, Outcome, Version, archive, base64, facts, no_route, not_found, page};

pub fn route(asked: &Asked<'_>, project: &Project, rest: &[&str]) -> Outcome {
    match rest {
        ["files", path, "raw"] => raw(asked, project, path),
        ["files", path] => file(asked, project, path),
        ["tree"] => tree(asked, project),
        ["archive.tar.gz"] => packed(asked, project),
        ["tags"] => {
            let tags = project.tags.iter().rev().map(|(name, sha)| {
                let release = project.releases.iter().find(|release| release.tag == *name);
                json!({
                    "name": name, "target": sha, "message": "", "protected": false,
                    "commit": project.commits.get(sha).map(facts::commit),
                    "release": release.map(|one| json!({ "tag_name": one.tag, "description": one.description })),
                })
            });
            Ok(page::by_number(asked, tags.collect(), |row: Value| row))
        }
        ["branches", name] => {
            let head = project.branches.get(*name).and_then(|sha| project.commits.get(sha));
            let head = head.ok_or_else(|| not_found("Branch"))?;
            let default = project.default_branch.as_deref() == Some(*name);
            let body = json!({
                "name": name, "default": default, "protected": default, "merged": false,
                "commit": facts::commit(head),
            });
            Ok(Response::json(200, &body))
        }
        _ => Err(no_route()),
    }
}

fn commit<'a>(asked: &Asked<'_>, project: &'a Project, name: &str) -> Option<&'a Commit> {
    let reference = asked.request.parameter(name);
    project.commit(reference.as_deref()).filter(|_| project.repository_exists)
}

fn found<'a>(
    asked: &Asked<'_>,
    project: &'a Project,
    path: &str,
) -> Result<(&'a Commit, &'a File), Response> {
    let commit = commit(asked, project, "ref").ok_or_else(|| not_found("Commit"))?;
    let file = commit.files.get(path).filter(|file| file.mode != Mode::Submodule);
    Ok((commit, file.ok_or_else(|| not_found("File"))?))
}

fn raw(asked: &Asked<'_>, project: &Project, path: &str) -> Outcome {
    let (commit, file) = found(asked, project, path)?;
    let kind = if file.bytes.contains(&0) { "application/octet-stream" } else { "text/plain" };
    let name = last(path).replace('"', "");
    Ok(Response::new(200, kind, file.bytes.to_vec())
        .with("Content-Disposition", format!("inline; filename=\"{name}\""))
        .with("X-Gitlab-Blob-Id", file.oid())
        .with("X-Gitlab-Commit-Id", &commit.sha)
        .with("X-Gitlab-File-Path", path)
        .with("X-Gitlab-Size", file.bytes.len()))
}

fn file(asked: &Asked<'_>, project: &Project, path: &str) -> Outcome {
    let (commit, file) = found(asked, project, path)?;
    let body = json!({
        "file_name": last(path), "file_path": path, "size": file.bytes.len(), "encoding": "base64",
        "content": base64::encode(&file.bytes), "blob_id": file.oid(), "commit_id": commit.sha,
        "ref": asked.request.parameter("ref"), "execute_filemode": file.mode == Mode::Executable,
    });
    Ok(Response::json(200, &body))
}

fn tree(asked: &Asked<'_>, project: &Project) -> Outcome {
    let commit = commit(asked, project, "ref").ok_or_else(|| not_found("Tree"))?;
    let folder = asked.request.parameter("path").unwrap_or_default();
    let folder = folder.trim_matches('/');
    let recursive = asked.flag("recursive").unwrap_or(false);
    let Some(listing) = commit.files.list(folder, recursive) else {
        // Only since 17.7 is a folder that is not there an error.
        return match asked.options.version {
            Version::V19_4 => Err(not_found("Tree")),
            Version::V16_3 => Ok(Response::json(200, &json!([]))),
        };
    };
    let row = |path: &str, id: String, kind: &str, mode: &str| {
        let row = json!({ "id": id, "name": last(path), "type": kind, "path": path, "mode": mode });
        (path.to_owned(), row)
    };
    let folders = listing.folders.iter().map(|path| row(path, identity(path), "tree", "040000"));
    let files = listing.files.iter().map(|(path, file)| {
        let kind = if file.mode == Mode::Submodule { "commit" } else { "blob" };
        row(path, file.oid(), kind, file.mode.digits())
    });
    let rows: Vec<(String, Value)> = folders.chain(files).collect();
    if asked.request.parameter("pagination").as_deref() == Some("keyset") {
        return Ok(page::by_key(asked, rows));
    }
    Ok(page::by_number(asked, rows, |(_, row)| row))
}

fn packed(asked: &Asked<'_>, project: &Project) -> Outcome {
    if asked.request.header("sec-fetch-mode") == Some("cors") {
        return Err(Response::html(406, ""));
    }
    let commit = commit(asked, project, "sha").ok_or_else(|| not_found("Commit"))?;
    let path = asked.request.parameter("path").unwrap_or_default();
    let folder = path.trim_matches('/');
    let reference = asked
        .request
        .parameter("sha")
        .unwrap_or_else(|| project.default_branch.clone().unwrap_or_default());
    let mut top = format!("{}-{}", project.slug(), reference.replace('/', "-"));
    if reference != commit.sha {
        top = format!("{top}-{}", commit.sha);
    }
    if !folder.is_empty() {
        top = format!("{top}-{}", folder.replace('/', "-"));
    }
    let bytes = archive::tar_gz(commit, &top, folder).ok_or_else(|| not_found("File"))?;
    let name = format!("attachment; filename=\"{top}.tar.gz\"");
    Ok(Response::new(200, "application/octet-stream", bytes).with("Content-Disposition", name))
}
