//! What is wrong with what CI files include, told once for each include that is written.

use std::collections::BTreeMap;

use crate::base::yaml::Position;
use crate::base::{Code, Diagnostic, Place, RelPath, nearest};
use crate::model::{CiFile, IncludeTarget, IncludeVia, ProjectIndex};

use super::circles::{Circle, circles};
use super::follow::Graph;
use super::inclusion::{Behind, LeadsTo, Pin, VersionUse};
use super::projects::{Projects, Source};
use super::target::Link;
use super::values::{ValueProblem, ValueProblemKind, problems};

/// How many names a message lists.
const LISTED: usize = 6;

/// How many paths are compared with one that does not exist.
const NEAR: usize = 300;

/// How many inputs are judged for one file, asked for and given.
const JUDGED: usize = 20_000;

/// How many findings of one file are told.
const TOLD: usize = 200;

/// By project and name of a deprecated component: the one to use instead.
type Replacements = BTreeMap<(ProjectIndex, String), (ProjectIndex, String)>;

/// Finds them, by place.
pub(super) fn find(
    projects: &Projects<'_>,
    graph: &Graph<'_>,
    replacements: &Replacements,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // What a release says can no longer be mended, so only default branches are judged.
    let files = graph.links.iter().filter(|(source, _)| source.version.is_none());
    for (source, links) in files {
        let mut judge = Judge {
            projects,
            replacements,
            source: *source,
            found: &mut found,
            left: TOLD,
            unjudged: JUDGED,
        };
        links.iter().for_each(|link| judge.link(link));
    }
    found.extend(circles(graph).iter().filter_map(|circle| circular(projects, circle)));
    found.sort();
    // A pattern leads to many files, of which the same may be said.
    found.dedup();
    found
}

fn place(projects: &Projects<'_>, source: Source<'_>, at: Position) -> Place {
    let project = &projects.project(source.project).path;
    Place::at(project, source.path.as_str(), at.line, at.column)
}

struct Judge<'j, 'a> {
    projects: &'j Projects<'a>,
    replacements: &'j Replacements,
    source: Source<'a>,
    found: &'j mut Vec<Diagnostic>,
    /// How many may still be told of this file.
    left: usize,
    /// How many inputs may still be judged.
    unjudged: usize,
}

impl Judge<'_, '_> {
    fn say(&mut self, code: Code, at: Position, message: String, help: String) {
        let place = place(self.projects, self.source, at);
        self.push(Diagnostic::new(code, place, message).help(help));
    }

    fn push(&mut self, finding: Diagnostic) {
        if self.left > 0 {
            self.left -= 1;
            self.found.push(finding);
        }
    }

    fn link(&mut self, link: &Link<'_>) {
        if !link.is_followed() {
            return;
        }
        let include = link.include;
        match &include.target {
            IncludeTarget::Component { project, name, .. } => {
                self.component(link, project, name);
            }
            IncludeTarget::Project { project, file, .. } => {
                self.moving_file(link, project, file);
                self.missing(link, file, Some(project));
            }
            IncludeTarget::Local(path) => self.missing(link, path, None),
            IncludeTarget::Remote(url) if !include.has_integrity => self.say(
                Code::RemoteIntegrity,
                include.at,
                format!("`{url}` is included without a checksum"),
                "add `integrity: sha256-…` with the file's SHA-256 in Base64".to_owned(),
            ),
            IncludeTarget::Remote(_) | IncludeTarget::Template(_) | IncludeTarget::Artifact(_) => {}
        }
        let file = link.file.and_then(|file| self.projects.file(file));
        if let Some(file) = file.filter(|_| include.via != IncludeVia::Header) {
            self.inputs(link, file);
        }
    }

    fn component(&mut self, link: &Link<'_>, project: &str, name: &str) {
        let at = link.include.at;
        let Some(version) = &link.version else { return };
        let address = format!("{project}/{name}");
        match &link.leads_to {
            LeadsTo::Missing => self.nothing_there(link, project, name, version),
            LeadsTo::Component { project: provider, component } => {
                let (provider, component) = (*provider, *component);
                self.deprecated(at, provider, component, &address);
                self.outdated(at, provider, version, &address);
            }
            _ => {}
        }
        if is_moving(version, link) && !matches!(link.leads_to, LeadsTo::Missing) {
            let newest = self.newest(link);
            let help = match newest {
                _ if self.is_own(link) => {
                    "write `$CI_COMMIT_SHA` to test what the pipeline runs on".to_owned()
                }
                Some(newest) => format!("the newest release is `{newest}`"),
                None => "name a release, or a range such as `1` or `1.2`".to_owned(),
            };
            let asked = &version.asked;
            let message = format!("`{address}` is asked for at `{asked}`, which moves");
            self.say(Code::FloatingVersion, at, message, help);
        }
    }

    fn nothing_there(&mut self, link: &Link<'_>, project: &str, name: &str, version: &VersionUse) {
        let at = link.include.at;
        let Some(provider) = self.projects.find(project) else { return };
        let releases = self.projects.releases(provider);
        if self.projects.component(provider, name).is_some() {
            let asked = version.asked.as_str();
            let newest = releases.newest().unwrap_or_default();
            let near = nearest(asked, releases.tags()).filter(|near| *near != newest);
            let help = match near {
                Some(near) => format!("the nearest release is `{near}`, the newest `{newest}`"),
                None => format!("the newest release is `{newest}`"),
            };
            let message = format!("`{project}/{name}` has no release `{asked}`");
            self.say(Code::UnknownVersion, at, message, help);
            return;
        }
        let components = &self.projects.contents(provider).components;
        let names = || components.iter().map(|component| component.name.as_str());
        let help = match nearest(name, names()) {
            Some(near) => format!("the nearest name is `{near}`"),
            None if components.is_empty() => "the project has no components".to_owned(),
            None => format!("the project has {}", listed(names())),
        };
        let message = format!("`{project}` has no component `{name}`");
        self.say(Code::UnknownComponent, at, message, help);
    }

    fn deprecated(
        &mut self,
        at: Position,
        provider: ProjectIndex,
        component: usize,
        address: &str,
    ) {
        let component = &self.projects.contents(provider).components[component];
        let Some(deprecation) = &component.deprecation else { return };
        // Only what was crawled is named: what else its authors wrote may be nothing for these readers.
        let instead = self.replacements.get(&(provider, component.name.clone()));
        let help = match instead {
            Some((project, name)) => {
                format!("use `{}/{name}` instead", self.projects.project(*project).path)
            }
            None => "its own page says what to do instead".to_owned(),
        };
        let message = match &deprecation.message {
            Some(message) => format!("`{address}` is deprecated: {message}"),
            None => format!("`{address}` is deprecated"),
        };
        self.say(Code::DeprecatedComponent, at, message, help);
    }

    fn outdated(
        &mut self,
        at: Position,
        provider: ProjectIndex,
        version: &VersionUse,
        address: &str,
    ) {
        let newest = self.projects.releases(provider).newest();
        let (Behind::Major, Some(newest)) = (version.behind, newest) else { return };
        let asked = &version.asked;
        let message = format!("`{address}` is asked for at `{asked}`, and `{newest}` is out");
        let help = format!("read what changed, and move to `{newest}`");
        self.say(Code::OutdatedComponent, at, message, help);
    }

    fn moving_file(&mut self, link: &Link<'_>, project: &str, file: &str) {
        let Some(version) = link.version.as_ref().filter(|version| is_moving(version, link)) else {
            return;
        };
        let message = match version.asked.as_str() {
            "" => format!("`{file}` of `{project}` is included without `ref`"),
            asked => format!("`{file}` of `{project}` is included at `{asked}`, which moves"),
        };
        let help = match self.newest(link) {
            _ if self.is_own(link) => {
                "include it as `local`, to test what the pipeline runs on".to_owned()
            }
            Some(newest) => {
                format!("name a tag or a commit in `ref`; the newest release is `{newest}`")
            }
            None => "name a tag or a commit in `ref`".to_owned(),
        };
        self.say(Code::FloatingVersion, link.include.at, message, help);
    }

    fn newest(&self, link: &Link<'_>) -> Option<String> {
        let provider = provider(self.projects, link)?;
        self.projects.releases(provider).newest().map(str::to_owned)
    }

    fn is_own(&self, link: &Link<'_>) -> bool {
        provider(self.projects, link) == Some(self.source.project)
    }

    fn missing(&mut self, link: &Link<'_>, path: &str, project: Option<&str>) {
        let include = link.include;
        // Whoever asks whether the file exists knows that it may not.
        let is_asked = include.rules.iter().any(|rule| rule.contains("exists"));
        if link.leads_to != LeadsTo::Missing || is_asked {
            return;
        }
        let message = match project {
            Some(project) => format!("`{project}` has no file `{path}`"),
            None if path.contains('*') => format!("no file matches `{path}`"),
            None => format!("`{path}` does not exist"),
        };
        let help = match self.near_file(path, project) {
            Some(near) => format!("the nearest path is `{near}`"),
            None if path.contains("**/") => {
                "`**/` needs a folder: `ci/**.yml` also finds what is in `ci` itself".to_owned()
            }
            None => "paths begin at the root of the repository; mend it, or remove the include"
                .to_owned(),
        };
        self.say(Code::MissingInclude, include.at, message, help);
    }

    /// A file of the same folder, or of any, whose path is nearly this one.
    fn near_file(&self, path: &str, project: Option<&str>) -> Option<String> {
        let project = match project {
            Some(project) => self.projects.find(project)?,
            None => self.source.project,
        };
        if path.contains('*') {
            return None;
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let near = |folder: &str| {
            let files = self.projects.files_from(project, folder).into_iter();
            let is_ci = |path: &&str| path.ends_with(".yml") || path.ends_with(".yaml");
            let files = files.map(RelPath::as_str).filter(is_ci).take(NEAR);
            nearest(path, files).map(str::to_owned)
        };
        near(folder).or_else(|| near(""))
    }

    fn inputs(&mut self, link: &Link<'_>, file: &CiFile) {
        let include = link.include;
        let weight = include.inputs.len() + file.inputs.len();
        if self.left == 0 || self.unjudged < weight {
            return;
        }
        self.unjudged -= weight;
        // Inputs that come out of other files are not all known.
        let is_whole = file.includes.iter().all(|include| include.via != IncludeVia::Header);
        for problem in problems(&file.inputs, &include.inputs) {
            let ValueProblem { input, kind, message, help } = problem;
            let given = include.inputs.iter().find(|given| given.name == input);
            let (code, at) = match kind {
                ValueProblemKind::Missing if is_whole => (Code::MissingInput, include.at),
                ValueProblemKind::Unknown if is_whole => {
                    (Code::UnknownInput, given.map_or(include.at, |given| given.at))
                }
                ValueProblemKind::Invalid => {
                    (Code::InvalidInput, given.map_or(include.at, |given| given.value_at))
                }
                ValueProblemKind::Missing | ValueProblemKind::Unknown => continue,
            };
            let place = place(self.projects, self.source, at);
            let mut finding = Diagnostic::new(code, place, message);
            finding.help = help;
            self.push(finding);
        }
    }
}

/// The project that an include names, if it was crawled.
fn provider(projects: &Projects<'_>, link: &Link<'_>) -> Option<ProjectIndex> {
    match &link.include.target {
        IncludeTarget::Component { project, .. } | IncludeTarget::Project { project, .. } => {
            projects.find(project)
        }
        _ => None,
    }
}

/// Whether what is included changes without anybody changing the pipeline.
///
/// Of a project that was not crawled nobody knows the tags, so only the names that everybody gives a branch are believed.
fn is_moving(version: &VersionUse, link: &Link<'_>) -> bool {
    let is_usual = matches!(version.asked.as_str(), "" | "HEAD" | "main" | "master");
    match version.pin {
        Pin::Latest => true,
        Pin::Branch => link.leads_to != LeadsTo::Outside || is_usual,
        Pin::Version | Pin::Commit | Pin::Range | Pin::Own | Pin::Variable => false,
    }
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(LISTED);
    let first = names[..names.len() - more].join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
}

/// Tells of a circle at the last of its includes that can be mended.
fn circular(projects: &Projects<'_>, circle: &Circle<'_, '_>) -> Option<Diagnostic> {
    let (source, link) = circle.iter().rev().find(|(source, _)| source.version.is_none())?;
    let is_one_project = circle.iter().all(|(other, _)| other.project == source.project);
    let name = |of: Source<'_>| match is_one_project {
        true => format!("`{}`", of.path),
        false => format!("`{}` of `{}`", of.path, projects.project(of.project).path),
    };
    let from = name(*source);
    let to = link.file.map(name).unwrap_or_default();
    let message = match circle.len() {
        1 => format!("{from} includes itself"),
        _ => format!("{from} includes {to}, which includes it again"),
    };
    let way: Vec<String> = circle.iter().take(LISTED).map(|(source, _)| name(*source)).collect();
    let help = match circle.len() {
        0..=2 => "remove one of the includes".to_owned(),
        3..=LISTED => format!("remove one of the includes: the circle is {}", way.join(", ")),
        count => format!(
            "remove one of the includes: {count} files are in the circle, {} first",
            way.join(", ")
        ),
    };
    Some(
        Diagnostic::new(Code::CircularInclude, place(projects, *source, link.include.at), message)
            .help(help),
    )
}
