//! The company as directories: what a reader of folders finds is what a crawler of the fake finds.
//!
//! Each project becomes a folder with the files of its head and a `.portolan.yaml` whose section `gitlab:` states the facts.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use serde_json::json;

use super::company::{Company, Project, within};
use super::repository::Mode;

const SETTINGS: &str = ".portolan.yaml";

impl Company {
    /// Writes every project that is neither archived nor about to be deleted to `folder/<path>/`. Links and
    /// submodules are left out: they are nothing that a portal reads.
    ///
    /// # Errors
    /// What the file system says.
    pub fn export(&self, folder: &Path, url: &str) -> io::Result<()> {
        for project in self.projects.values() {
            if project.archived || project.marked_for_deletion_on.is_some() {
                continue;
            }
            let root = folder.join(&project.path);
            fs::create_dir_all(&root)?;
            let files = project.head().map(|head| head.files.0.iter()).into_iter().flatten();
            for (path, file) in files {
                if matches!(file.mode, Mode::Symlink | Mode::Submodule) || path == SETTINGS {
                    continue;
                }
                let place = root.join(path);
                fs::create_dir_all(place.parent().unwrap_or(&root))?;
                fs::write(place, &file.bytes)?;
            }
            let written = project.head().and_then(|head| head.files.get(SETTINGS));
            let written = written.map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
            let text = format!("{}{}", written.unwrap_or_default(), self.facts(project, url));
            fs::write(root.join(SETTINGS), text)?;
        }
        Ok(())
    }

    /// The section `gitlab:` of a project.
    fn facts(&self, project: &Project, url: &str) -> String {
        // JSON is YAML: quoted as JSON, any text is safe.
        let mut text = "gitlab:\n".to_owned();
        let mut say = |key: &str, value: serde_json::Value| {
            writeln!(text, "  {key}: {value}").expect("a text takes every line");
        };
        say("id", json!(project.id));
        say("name", json!(project.name));
        if let Some(description) = &project.description {
            say("description", json!(description));
        }
        say("visibility", json!(project.visibility.word()));
        say("web_url", json!(format!("{url}/{}", project.path)));
        say("topics", json!(project.topics));
        if let Some(head) = project.head() {
            say("default_branch", json!(project.default_branch));
            say("head", json!({ "sha": head.sha, "committed_at": head.committed_at }));
        }
        if !project.languages.is_empty() {
            let shares = project.languages.iter().map(|(name, share)| (name.clone(), json!(share)));
            say("languages", serde_json::Value::Object(shares.collect()));
        }
        let above = self.groups.values().filter(|group| within(&project.path, &group.path));
        let all = project.members.iter().chain(above.flat_map(|group| &group.members));
        let mut members = std::collections::BTreeMap::new();
        for (name, role) in all {
            let best = members.entry(name).or_insert(*role);
            *best = (*best).max(*role);
        }
        let members: Vec<_> = members
            .into_iter()
            .map(|(name, role)| {
                let person = self.users.get(name).map(|user| &user.name);
                json!({ "username": name, "name": person, "access": role.word() })
            })
            .collect();
        say("members", json!(members));
        say("open_merge_requests", json!(project.open_merge_requests));
        if let Some(pipeline) = &project.pipeline {
            let mut run = json!({ "status": pipeline.status, "ref": project.default_branch });
            if let Some(time) = &pipeline.finished_at {
                run["finished_at"] = json!(time);
            }
            say("pipeline", run);
        }
        let releases = project.releases.iter().map(|release| {
            json!({ "tag": release.tag, "name": release.name, "released_at": release.released_at })
        });
        say("releases", releases.collect());
        text
    }
}
