//! What a template sees of CI/CD components and pipelines.

use serde::Serialize;

use super::{EntityLink, Prose, TextLink};
use crate::markdown::SafeHtml;

/// What the page of a CI/CD component says beyond what every entity's page does.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CiView {
    /// Set when nobody should begin to use it.
    pub deprecation: Option<DeprecationView>,
    /// What to write in a pipeline.
    pub snippet: SafeHtml,
    /// The snippet up to its version: `gitlab.example.com/acme/ci/deploy/kubernetes`.
    pub address: String,
    /// The version that the snippet names.
    pub version: String,
    /// One sentence on that version if it is no release; or empty.
    pub version_note: &'static str,
    /// The versions that may stand behind the `@`, newest first.
    pub pins: Vec<String>,
    /// Its inputs.
    pub inputs: Vec<InputRow>,
    /// The part of the README that is about it.
    pub section: Option<Prose>,
    /// Its versions, newest first; what is not released yet comes before them.
    pub versions: Vec<VersionRow>,
    /// Projects that include it, by the version that they ask for.
    pub users: Vec<UserGroup>,
    /// How many projects that are.
    pub user_count: usize,
    /// The jobs that it adds.
    pub jobs: Vec<JobRow>,
    /// What else it brings or needs: `Stages`, `Variables it reads`, `Programs it calls`, …
    pub needs: Vec<WordList>,
    /// What it includes itself.
    pub includes: Vec<IncludeRow>,
    /// The file that defines it, with a link to it where one is known.
    pub source: TextLink,
    /// Its project.
    pub project: TextLink,
}

/// Why nobody should begin to use a component.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DeprecationView {
    /// Why, or until when; or empty.
    pub message: SafeHtml,
    /// What to use instead.
    pub replacement: Option<TextLink>,
}

/// A list of words.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct WordList {
    /// What they are.
    pub label: &'static str,
    /// They.
    pub words: Vec<String>,
}

/// One input of a component.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct InputRow {
    /// Its anchor on the page.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its type.
    pub input_type: &'static str,
    /// Its default as YAML, so that `null`, `""` and none at all differ; absent if there is none.
    pub default: Option<String>,
    /// Whether it must be given.
    pub mandatory: bool,
    /// What it is for.
    pub description: SafeHtml,
    /// The values that it may have, as YAML.
    pub options: Vec<String>,
    /// The pattern that it must match, or empty.
    pub pattern: String,
    /// Options and defaults that depend on other inputs.
    pub rules: Vec<RuleRow>,
    /// The same as JSON, for the form.
    pub form: String,
}

/// One of an input's rules.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RuleRow {
    /// When it applies; empty is always.
    pub condition: String,
    /// The values that the input may have then, as YAML.
    pub options: Vec<String>,
    /// Its default then, as YAML; absent if the rule has none.
    pub default: Option<String>,
}

/// One version of a component.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct VersionRow {
    /// The tag, with a link to its release where one is known; `Unreleased` for the default branch.
    pub tag: TextLink,
    /// When it was released, RFC 3339; or empty.
    pub at: String,
    /// `2026-10-28`; or empty.
    pub date: String,
    /// How many projects ask for this very version.
    pub users: usize,
    /// Whether it is what the default branch holds and no release does.
    pub is_unreleased: bool,
    /// What differs from the version before.
    pub changes: Vec<ChangeRow>,
    /// Whether the version before is known, so that no changes means none.
    pub is_compared: bool,
}

/// One change of a component's inputs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ChangeRow {
    /// What happened: names stand in backticks.
    pub text: String,
    /// Whether pipelines that worked may stop working.
    pub is_breaking: bool,
}

/// Projects that ask for the same version.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct UserGroup {
    /// The version as they write it; or empty.
    pub asked: String,
    /// What that comes to now, if it is not the same; or empty.
    pub resolved: String,
    /// How that stands to the newest release.
    pub state: StateChip,
    /// They.
    pub users: Vec<UserRow>,
}

/// How a version stands to the newest release.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct StateChip {
    /// `current`, `behind`, `major`, `floating`, `commit`, `own` or empty.
    pub state: &'static str,
    /// What readers are told; empty if there is nothing to tell.
    pub label: &'static str,
}

/// A project that includes a component.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct UserRow {
    /// The project: its main entity.
    pub project: TextLink,
    /// Who owns it.
    pub owner: Option<EntityLink>,
    /// The project whose file includes it, if the user's own files do not.
    pub through: Option<TextLink>,
    /// Where the include stands.
    pub place: TextLink,
}

/// A job of a component.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct JobRow {
    /// Its name as written, with a link to its line.
    pub name: TextLink,
    /// Its stage, or empty.
    pub stage: String,
    /// Its image, or empty.
    pub image: String,
    /// Its services.
    pub services: Vec<String>,
    /// When it does not run by itself, or empty.
    pub when: String,
    /// Whether it only serves others to extend.
    pub is_hidden: bool,
}

/// A CI/CD component in the list of those of its project.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ComponentSummary {
    /// Its page.
    pub entity: EntityLink,
    /// Its newest release, or empty.
    pub version: String,
    /// How many projects of the portal include it.
    pub users: usize,
    /// Whether nobody should begin to use it.
    pub deprecated: bool,
}

/// What the pipeline of a project is made of.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PipelineView {
    /// The pipeline's file, with a link to it where one is known.
    pub source: TextLink,
    /// Its stages, or empty.
    pub stages: Vec<String>,
    /// `4 jobs of its own`, `12 jobs by what it includes`.
    pub counts: Vec<String>,
    /// What it includes, each followed by what that includes.
    pub includes: Vec<IncludeRow>,
    /// How many more there are than are listed.
    pub left_out: usize,
    /// The same as a picture, if there is more than a list shows.
    pub graph: Option<GraphView>,
}

/// One thing that a pipeline includes.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct IncludeRow {
    /// How deep it lies, from 0.
    pub depth: usize,
    /// What it is, with a link where one is known.
    pub what: TextLink,
    /// Where `what` comes from: a project's path or a host; or empty.
    pub from: TextLink,
    /// `component`, `project file`, `local file`, `template`, `remote file`, `artifact`.
    pub sort: &'static str,
    /// The version asked for, or empty.
    pub asked: String,
    /// What that comes to now, if it is not the same; or empty.
    pub resolved: String,
    /// How that stands to the newest release, or that it leads nowhere.
    pub state: StateChip,
    /// When it counts; empty is always.
    pub conditions: Vec<String>,
    /// Where it is written, with a link to the line.
    pub place: TextLink,
    /// The job that starts it as a pipeline of its own; or empty.
    pub trigger: String,
}

/// A picture of what a pipeline includes, in pixels.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct GraphView {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The boxes; the first is the pipeline itself.
    pub nodes: Vec<GraphNode>,
    /// The lines between them, as path data.
    pub edges: Vec<String>,
    /// How many boxes were left out.
    pub left_out: usize,
}

/// A box.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct GraphNode {
    /// Its left edge.
    pub x: u32,
    /// Its top edge.
    pub y: u32,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Its name, short enough for the box.
    pub label: String,
    /// What stands below, short enough for the box; or empty.
    pub note: String,
    /// The whole of both.
    pub title: String,
    /// Where it leads.
    pub href: Option<String>,
    /// The state, as of [`StateChip`]; or empty.
    pub state: &'static str,
}

/// A file of a project that other projects include.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct UsedFile {
    /// The file, with a link to it where one is known.
    pub file: TextLink,
    /// Who includes it.
    pub users: Vec<UserGroup>,
    /// How many projects those are.
    pub user_count: usize,
}

/// What the list of CI/CD components says of one.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CiListing {
    /// Its project.
    pub project: TextLink,
    /// Its newest release, or empty.
    pub version: String,
    /// When that was released, RFC 3339; or empty.
    pub at: String,
    /// `2026-10-28`; or empty.
    pub date: String,
    /// How many projects include it.
    pub users: usize,
    /// Whether nobody should begin to use it.
    pub deprecated: bool,
}
