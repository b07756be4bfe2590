//! `sources[].gitlab` → [`GitLabSource`].

use url::{Host, Url};

use crate::base::Code;
use crate::config::scalar::is_variable;
use crate::config::valid::{FilePath, GitLabSource, Globs};

use super::{Reader, Section, shown};

impl Reader<'_, '_> {
    /// Reads a source that is a GitLab instance; `files` and `exclude` stand beside the section.
    pub(super) fn gitlab(
        &mut self,
        source: Section<'_>,
        files: Option<Globs>,
        exclude: Option<Globs>,
    ) -> Option<GitLabSource> {
        self.not_beside_gitlab(source);
        let place = self.findings.place(source.node.position);
        let gitlab = source.section("sources[].gitlab");
        let allow_http = self.bool(gitlab, "sources[].gitlab.allow_http");
        let url = self.instance(gitlab, allow_http.unwrap_or_default());
        let token_env = self.variable(gitlab);
        let groups = self.groups(gitlab);
        let include = self.globs(gitlab, "sources[].gitlab.include");
        let topics = self.texts(gitlab, "sources[].gitlab.topics");
        let exclude_topics = self.texts(gitlab, "sources[].gitlab.exclude_topics");
        let archived = self.bool(gitlab, "sources[].gitlab.archived");
        let forks = self.bool(gitlab, "sources[].gitlab.forks");
        let docs = self.bool(gitlab, "sources[].gitlab.docs");
        let versions = self.between(gitlab, "sources[].gitlab.versions");
        let members = self.bool(gitlab, "sources[].gitlab.members");
        let environments = self.bool(gitlab, "sources[].gitlab.environments");
        let ca_file = self.path(gitlab, "sources[].gitlab.ca_file");
        let concurrency = self.between(gitlab, "sources[].gitlab.concurrency");
        Some(GitLabSource {
            url: url?,
            token_env: token_env?,
            groups: groups?,
            files: files?,
            include: include?,
            exclude: exclude?,
            topics: topics?,
            exclude_topics: exclude_topics?,
            archived: archived?,
            forks: forks?,
            docs: docs?,
            versions: versions?,
            members: members?,
            environments: environments?,
            ca_file: ca_file.map(|(path, place)| FilePath { path, place }),
            allow_http: allow_http?,
            concurrency: concurrency?,
            place,
        })
    }

    /// Reads the address of the instance, to which the token goes.
    fn instance(&mut self, gitlab: Section<'_>, allow_http: bool) -> Option<Url> {
        let url = self.url(gitlab, "sources[].gitlab.url")?;
        if url.scheme() == "https" || allow_http || is_loopback(&url) {
            return Some(url);
        }
        let written = gitlab.value("sources[].gitlab.url")?;
        self.findings.push_with_help(
            Code::ConfigInvalid,
            written.node.position,
            format!(
                "`sources[].gitlab.url` would send the token unencrypted: `{}`",
                shown(url.as_str())
            ),
            "write `https:`, or `allow_http: true` beside it if nobody else can listen",
        );
        None
    }

    /// Reports `depth` beside `gitlab`, where it means nothing.
    fn not_beside_gitlab(&mut self, source: Section<'_>) {
        if let Some(depth) = source.node.entry("depth") {
            self.findings.push_with_help(
                Code::ConfigInvalid,
                depth.position,
                "`sources[].depth` stands beside `gitlab`".to_owned(),
                "remove it; only directories have a depth",
            );
        }
    }

    fn variable(&mut self, gitlab: Section<'_>) -> Option<String> {
        let written = gitlab.value("sources[].gitlab.token_env")?;
        let text = written.node.as_str()?;
        if is_variable(text) {
            return Some(text.to_owned());
        }
        // The value is not shown: it may be the token itself.
        self.findings.push_with_help(
            Code::ConfigInvalid,
            written.node.position,
            "`sources[].gitlab.token_env` is not the name of an environment variable".to_owned(),
            "write the name of the variable, not its value: `token_env: GITLAB_TOKEN`",
        );
        None
    }

    fn groups(&mut self, gitlab: Section<'_>) -> Option<Vec<String>> {
        let written = gitlab.value("sources[].gitlab.groups")?;
        let items = written.node.as_sequence()?;
        if items.is_empty() {
            return self.or_report(None, &written, "names no group");
        }
        let mut groups = Vec::new();
        for node in items {
            let text = node.as_str().unwrap_or_default();
            let path = text.trim_matches('/');
            if path.is_empty() || path.contains("://") || path.contains(char::is_whitespace) {
                self.findings.push_with_help(
                    Code::ConfigInvalid,
                    node.position,
                    format!("`sources[].gitlab.groups[]` is not a group's path: `{}`", shown(text)),
                    "write the path as in the group's address, without the host: `acme/payments`",
                );
            } else {
                groups.push(path.to_owned());
            }
        }
        Some(groups)
    }
}

/// Whether the address leads to this machine, so that nothing crosses a network.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
