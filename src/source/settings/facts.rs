//! The section `gitlab:` of a project's settings: facts of a local tree that GitLab would know.

use super::Reader;
use crate::base::Timestamp;
use crate::base::yaml::{Node, Value};
use crate::model::{Access, Head, Member, PipelineRun, Project, Release, Visibility};
use crate::source::git::ObjectId;

const KEYS: &[&str] = &[
    "archived",
    "default_branch",
    "description",
    "head",
    "id",
    "languages",
    "members",
    "name",
    "open_merge_requests",
    "pipeline",
    "releases",
    "topics",
    "visibility",
    "web_url",
];
const HEAD: &[&str] = &["sha", "committed_at"];
const PIPELINE: &[&str] = &["status", "ref", "finished_at"];
const RELEASE: &[&str] = &["tag", "name", "released_at"];
const MEMBER: &[&str] = &["username", "name", "access"];

/// Overrides what is known of the project by what the section states.
pub(super) fn apply(reader: &mut Reader, node: &Node, project: &mut Project) {
    for (key, value) in reader.section("gitlab", node, KEYS) {
        let name = format!("gitlab.{key}");
        let name = name.as_str();
        match key {
            "archived" => set(&mut project.archived, reader.flag(name, value)),
            "default_branch" => project.default_branch = reader.text(name, value),
            "description" => project.description = reader.text(name, value),
            "head" => set_some(&mut project.head, reader.head(name, value)),
            "id" => project.id = reader.whole(name, value),
            "languages" => project.languages = reader.languages(name, value),
            "members" => project.members = reader.members(name, value),
            "name" => project.name = reader.text(name, value),
            "open_merge_requests" => project.open_merge_requests = reader.whole(name, value),
            "pipeline" => project.pipeline = reader.pipeline(name, value),
            "releases" => project.releases = reader.releases(name, value),
            "topics" => project.topics = reader.topics(name, value),
            "visibility" => set(&mut project.visibility, reader.visibility(name, value)),
            "web_url" => set_some(&mut project.web_url, reader.web_url(name, value)),
            _ => {}
        }
    }
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn set_some<T>(place: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *place = value;
    }
}

impl Reader {
    fn flag(&mut self, key: &str, node: &Node) -> Option<bool> {
        match node.value {
            Value::Bool(flag) => Some(flag),
            _ => self.not(key, node, "`true` or `false`"),
        }
    }

    fn whole<T: TryFrom<u64>>(&mut self, key: &str, node: &Node) -> Option<T> {
        let whole = match &node.value {
            Value::Number(number) => number.as_u64(),
            _ => None,
        };
        match whole.and_then(|whole| T::try_from(whole).ok()) {
            Some(whole) => Some(whole),
            None => self.not(key, node, "a whole number from 0"),
        }
    }

    fn time(&mut self, key: &str, node: &Node) -> Option<Timestamp> {
        match node.as_str().and_then(Timestamp::parse) {
            Some(time) => Some(time),
            None => self.not(key, node, "a time such as `2026-10-28T09:14:00Z`"),
        }
    }

    /// One word of a short list.
    fn word<T>(&mut self, key: &str, node: &Node, words: &[(&str, T)]) -> Option<T>
    where
        T: Copy,
    {
        let found = node.as_str().and_then(|text| words.iter().find(|(word, _)| *word == text));
        match found {
            Some((_, value)) => Some(*value),
            None => {
                let names: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
                self.not(key, node, &format!("one of {}", names.join(", ")))
            }
        }
    }

    fn visibility(&mut self, key: &str, node: &Node) -> Option<Visibility> {
        let words = [
            ("private", Visibility::Private),
            ("internal", Visibility::Internal),
            ("public", Visibility::Public),
        ];
        self.word(key, node, &words)
    }

    fn access(&mut self, key: &str, node: &Node) -> Option<Access> {
        let words = [
            ("guest", Access::Guest),
            ("reporter", Access::Reporter),
            ("developer", Access::Developer),
            ("maintainer", Access::Maintainer),
            ("owner", Access::Owner),
        ];
        self.word(key, node, &words)
    }

    fn web_url(&mut self, key: &str, node: &Node) -> Option<String> {
        let url = node.as_str().and_then(|text| url::Url::parse(text).ok());
        match url {
            Some(url)
                if matches!(url.scheme(), "https" | "http")
                    && url.username().is_empty()
                    && url.password().is_none() =>
            {
                Some(url.as_str().trim_end_matches('/').to_owned())
            }
            _ => {
                let form = "an address that begins with `https://`, without user and password";
                self.not_shown(key, node, form)
            }
        }
    }

    fn topics(&mut self, key: &str, node: &Node) -> Vec<String> {
        let items = self.items(key, node);
        items.iter().filter_map(|item| self.text(key, item)).collect()
    }

    fn languages(&mut self, key: &str, node: &Node) -> Vec<(String, f64)> {
        let Some(entries) = node.as_mapping() else {
            self.not::<()>(key, node, "a mapping from languages to per cent");
            return Vec::new();
        };
        let mut languages = Vec::new();
        for entry in entries {
            let share = match &entry.value.value {
                Value::Number(number) => number.as_f64(),
                _ => None,
            };
            match share.filter(|share| (0.0..=100.0).contains(share)) {
                Some(share) => languages.push((entry.key.clone(), share)),
                None => {
                    self.not::<()>(
                        &format!("{key}.{}", entry.key),
                        &entry.value,
                        "a share in per cent",
                    );
                }
            }
        }
        languages.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        languages
    }

    fn head(&mut self, key: &str, node: &Node) -> Option<Head> {
        let (mut sha, mut committed_at) = (None, None);
        for (field, value) in self.section(key, node, HEAD) {
            let name = format!("{key}.{field}");
            match (field, value.as_str()) {
                ("sha", Some(text)) if ObjectId::parse(text).is_some() => {
                    sha = Some(text.to_owned());
                }
                ("sha", _) => {
                    self.not::<()>(&name, value, "a commit of 40 hexadecimal digits");
                }
                _ => committed_at = self.time(&name, value),
            }
        }
        match sha {
            Some(sha) => Some(Head { sha, committed_at }),
            None => self.lacks(key, node, "sha"),
        }
    }

    fn pipeline(&mut self, key: &str, node: &Node) -> Option<PipelineRun> {
        let mut run = PipelineRun { status: String::new(), ref_name: None, finished_at: None };
        for (field, value) in self.section(key, node, PIPELINE) {
            let name = format!("{key}.{field}");
            match field {
                "status" => run.status = self.text(&name, value).unwrap_or_default(),
                "ref" => run.ref_name = self.text(&name, value),
                _ => run.finished_at = self.time(&name, value),
            }
        }
        if run.status.is_empty() { self.lacks(key, node, "status") } else { Some(run) }
    }

    fn releases(&mut self, key: &str, node: &Node) -> Vec<Release> {
        let mut releases = Vec::new();
        for (at, item) in self.items(key, node).iter().enumerate() {
            let key = format!("{key}[{at}]");
            let mut release = Release { tag: String::new(), name: None, released_at: None };
            for (field, value) in self.section(&key, item, RELEASE) {
                let name = format!("{key}.{field}");
                match field {
                    "tag" => release.tag = self.text(&name, value).unwrap_or_default(),
                    "name" => release.name = self.text(&name, value),
                    _ => release.released_at = self.time(&name, value),
                }
            }
            if release.tag.is_empty() {
                self.lacks::<()>(&key, item, "tag");
            } else {
                releases.push(release);
            }
        }
        releases.sort_by_key(|release| std::cmp::Reverse(release.released_at));
        releases
    }

    fn members(&mut self, key: &str, node: &Node) -> Vec<Member> {
        let mut members = Vec::new();
        for (at, item) in self.items(key, node).iter().enumerate() {
            let key = format!("{key}[{at}]");
            let (mut username, mut name, mut access) = (None, None, None);
            for (field, value) in self.section(&key, item, MEMBER) {
                let path = format!("{key}.{field}");
                match field {
                    "username" => username = self.text(&path, value),
                    "name" => name = self.text(&path, value),
                    _ => access = self.access(&path, value),
                }
            }
            match (username, access) {
                (Some(username), Some(access)) => members.push(Member { username, name, access }),
                (None, _) => {
                    self.lacks::<()>(&key, item, "username");
                }
                (_, None) => {
                    self.lacks::<()>(&key, item, "access");
                }
            }
        }
        members
    }

    /// Notes that a part which the whole needs is missing, unless its value has just been refused.
    fn lacks<T>(&mut self, key: &str, node: &Node, part: &str) -> Option<T> {
        if node.as_mapping().is_some() && node.get(part).is_none_or(|n| n.value == Value::Null) {
            self.invalid(node.position, format!("`{key}` lacks `{part}`"), None);
        }
        None
    }
}
