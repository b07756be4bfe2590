//! What a template sees: the contract with themes, version [`VIEW_VERSION`].
//!
//! Plain strings, numbers and lists; every `href` is relative to the page (or absolute to another
//! host) and has been checked; every `html` is safe. A template never sees an entity.

mod api;
mod ci;

use serde::Serialize;

use crate::markdown::SafeHtml;

pub(crate) use api::{
    ApiChangeRow, ApiChangesView, ApiEditionView, ApiFact, ApiGroupView, ApiHead, ApiOperationView,
    ApiSchemaView, ApiSchemasView, ApiStep, ApiTryView, ApiView, CallbackView, ContentView,
    DefinitionView, EditionLink, ExampleView, FlowView, GroupLink, NeedView, NextView, NoteView,
    OperationLink, OperationList, OperationView, ParameterGroup, ResponseView, SampleView,
    SchemaLink, SchemaRow, SchemeView, ScopeView, SecurityView, ServerView, TreeView, TryGroup,
    TryOperation, TypeView, ValueView, VariableView,
};
pub(crate) use ci::{
    ChangeRow, CiListing, CiView, ComponentSummary, DeprecationView, GraphNode, GraphView,
    IncludeRow, InputRow, JobRow, PipelineView, RuleRow, StateChip, UsedFile, UserGroup, UserRow,
    VersionRow, WordList,
};

/// The version of this contract; raised when a field changes its meaning or goes away.
pub(crate) const VIEW_VERSION: u32 = 3;

/// What the frame around every page shows.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Frame {
    /// The portal's name.
    pub site_title: String,
    /// The page's own title, the `h1`.
    pub title: String,
    /// One sentence for search engines and link previews; may be empty.
    pub description: String,
    /// The type of the page: `home`, `list`, `entity`, `doc`, `search`, `health`, `gone`, `moved`, `not-found`; of API references
    /// `api-operation`, `api-group`, `api-schema`, `api-schemas`, `api-edition`, `api-changes`, `api-try`.
    pub page: &'static str,
    /// The page's address from the site's root.
    pub address: String,
    /// What leads from the page to the site's root: `""`, `"../"`, `"../../"`, …
    pub root: String,
    /// The site's sections.
    pub nav: Vec<NavItem>,
    /// The way from the home page to here, this page last and without a link.
    pub breadcrumb: Vec<Crumb>,
    /// `lang` of the document.
    pub language: String,
    /// Further hosts in `img-src` of the content security policy, separated by spaces.
    pub image_hosts: String,
    /// Further origins in `connect-src` of the content security policy, separated by spaces.
    pub connect_origins: String,
    /// The accent colour as `#rrggbb`, if configured.
    pub brand: Option<String>,
    /// The JSON file beside the page, if it has one.
    pub data_href: Option<String>,
    /// Where the health page is.
    pub health_href: String,
    /// Where the page to search from is.
    pub search_href: String,
    /// Whether search engines are asked to stay away (any audience but `public`).
    pub noindex: bool,
}

/// One section of the site.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NavItem {
    /// What it is called.
    pub label: &'static str,
    /// Where it is, from the site's root.
    pub address: String,
    /// How many pages it lists; absent where counting means nothing.
    pub count: Option<usize>,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// One step of the breadcrumb.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Crumb {
    /// What it is called.
    pub label: String,
    /// Where it is; none for the page itself.
    pub href: Option<String>,
}

/// A piece of text that may lead somewhere.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct TextLink {
    /// The text.
    pub label: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// An entity as other pages name it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EntityLink {
    /// What readers call it.
    pub title: String,
    /// Where its page is; none if the entity does not exist.
    pub href: Option<String>,
    /// `component:checkout`.
    pub reference: String,
    /// The kind in lower case (`component`, `api`, …), for icons and classes.
    pub kind: &'static str,
    /// The kind as readers call it (`Component`, `Team`, …).
    pub kind_label: &'static str,
    /// `spec.type`, or empty.
    pub subtype: String,
    /// One line, or empty.
    pub summary: String,
}

/// The home page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct HomeView {
    /// What the portal is about, or empty.
    pub description: String,
    /// One tile a kind that has entities.
    pub kinds: Vec<KindTile>,
    /// Domains with their systems.
    pub domains: Vec<DomainTile>,
    /// Teams that own something, with how much.
    pub teams: Vec<TeamTile>,
    /// What changed last, newest first: at most ten.
    pub recent: Vec<RecentItem>,
    /// Guides and docs worth starting with.
    pub guides: Vec<TextLink>,
    /// The state of the portal in numbers.
    pub health: HealthSummary,
}

/// A kind on the home page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct KindTile {
    /// Lower-case kind.
    pub kind: &'static str,
    /// `Components`.
    pub label: &'static str,
    /// Where its list is.
    pub href: String,
    /// How many there are.
    pub count: usize,
    /// One sentence on what the kind is.
    pub meaning: &'static str,
}

/// A domain on the home page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DomainTile {
    /// The domain.
    pub domain: EntityLink,
    /// Its systems.
    pub systems: Vec<EntityLink>,
    /// How many components and APIs lie in its systems.
    pub parts: usize,
}

/// A team on the home page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TeamTile {
    /// The team.
    pub team: EntityLink,
    /// How many entities it owns.
    pub owns: usize,
}

/// Something that changed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RecentItem {
    /// What.
    pub entity: EntityLink,
    /// `release v2.3.0`, `commit 1a2b3c4d`.
    pub what: String,
    /// RFC 3339.
    pub at: String,
    /// `2026-10-28`.
    pub date: String,
}

/// The state of the portal in numbers.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct HealthSummary {
    /// Projects read.
    pub projects: usize,
    /// Of those, how many describe themselves.
    pub described: usize,
    /// Entities that should have an owner.
    pub ownable: usize,
    /// Of those, how many have one that exists.
    pub owned: usize,
    /// Findings by severity.
    pub errors: usize,
    /// Findings by severity.
    pub warnings: usize,
    /// Findings by severity.
    pub infos: usize,
    /// Projects that are shown as an earlier run read them.
    pub stale: usize,
    /// What readers may not see and is left out, as counts: `3 projects`, `1 repository`.
    pub withheld: Vec<String>,
}

/// The list of one kind.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ListView {
    /// Lower-case kind.
    pub kind: &'static str,
    /// `Components`.
    pub label: &'static str,
    /// One sentence on what the kind is.
    pub meaning: &'static str,
    /// How many there are in all.
    pub total: usize,
    /// The rows of this page of the list.
    pub rows: Vec<ListRow>,
    /// Other pages of a long list.
    pub pages: Vec<PageLink>,
    /// Whether any row has a system, owner, lifecycle (columns that would be empty are left out).
    pub has_owner: bool,
    /// Whether any row has a system.
    pub has_system: bool,
    /// Whether any row has a lifecycle.
    pub has_lifecycle: bool,
    /// Whether any row has a type.
    pub has_subtype: bool,
}

/// One row of a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ListRow {
    /// The entity.
    pub entity: EntityLink,
    /// Who owns it.
    pub owner: Option<EntityLink>,
    /// Which system it is part of.
    pub system: Option<EntityLink>,
    /// `production`, or empty.
    pub lifecycle: String,
    /// Whether nobody declared it.
    pub inferred: bool,
    /// Whether it is shown as an earlier run read it.
    pub stale: bool,
    /// For CI/CD components: project, version and users.
    pub ci: Option<CiListing>,
}

/// A page of a long list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PageLink {
    /// Its number, from 1.
    pub number: usize,
    /// Where it is.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
}

/// The page of one entity of any kind; sections that do not apply are empty and not shown.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EntityView {
    /// Lower-case kind.
    pub kind: &'static str,
    /// `Component`, `Team`, …
    pub kind_label: &'static str,
    /// What readers call it.
    pub title: String,
    /// The id that the dropped title of the README had, for the `h1`; or empty.
    pub title_id: String,
    /// `component:checkout`, to copy.
    pub reference: String,
    /// `spec.type`, or empty.
    pub subtype: String,
    /// `spec.lifecycle`, or empty.
    pub lifecycle: String,
    /// What it is, in one or two sentences; or empty.
    pub summary: SafeHtml,
    /// Whether nobody declared it.
    pub inferred: bool,
    /// Whether its project is archived.
    pub archived: bool,
    /// Set when it is shown as an earlier run read it.
    pub stale: Option<StaleView>,
    /// The facts strip: owner, system, repository, last change, release, pipeline.
    pub facts: Vec<Fact>,
    /// Tags.
    pub tags: Vec<String>,
    /// Links of its own and by annotation.
    pub links: Vec<TextLink>,
    /// Relations in both directions, one group a relation.
    pub relations: Vec<RelationGroup>,
    /// For teams: what the team owns, one group a kind. For systems and domains: their parts, one group a kind.
    pub parts: Vec<KindGroup>,
    /// The heading of `parts`: `Owns`, `Parts`, or empty.
    pub parts_label: &'static str,
    /// For teams: people.
    pub people: Vec<EntityLink>,
    /// Where its project runs.
    pub environments: Vec<EnvironmentRow>,
    /// Descriptions of APIs, as a summary.
    pub apis: Vec<ApiSummary>,
    /// An API's definition that is no description of a known format, if it is short enough to show whole.
    pub definition: Option<SafeHtml>,
    /// For APIs: what is called, and how.
    pub api: Option<ApiView>,
    /// For CI/CD components: how to use it, and who does.
    pub ci: Option<CiView>,
    /// CI/CD components that its project offers.
    pub components: Vec<ComponentSummary>,
    /// What the pipeline of its project is made of.
    pub pipeline: Option<PipelineView>,
    /// Files of its project that other projects include.
    pub used_files: Vec<UsedFile>,
    /// Pages of its docs tree.
    pub docs: Vec<DocLink>,
    /// The project's README, whole; only on the project's main entity.
    pub readme: Option<Prose>,
    /// Where the README is when it is shown on another page.
    pub readme_elsewhere: Option<EntityLink>,
    /// One sentence on why nothing of the repository is shown; or empty.
    pub repository_note: &'static str,
    /// For templates: the fields its form asks for.
    pub parameters: Vec<TemplateParameter>,
    /// Where each fact came from.
    pub provenance: Vec<ProvenanceRow>,
    /// What is wrong with it.
    pub findings: Vec<FindingView>,
    /// The shape of a descriptor to begin with, for inferred entities; or empty.
    pub descriptor_hint: String,
}

/// Why a page shows what an earlier run read.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StaleView {
    /// When it was last known to be current, RFC 3339.
    pub at: String,
    /// `2026-10-28`.
    pub date: String,
    /// Why the last run could not read it; or empty.
    pub cause: String,
}

/// A place where a project runs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EnvironmentRow {
    /// `production`, with a link to where it can be reached.
    pub name: TextLink,
    /// `production`, `staging`, …, or empty.
    pub tier: String,
    /// When it was last deployed, RFC 3339; or empty.
    pub at: String,
    /// `2026-10-28`; or empty.
    pub date: String,
    /// The branch or tag that runs there, or empty.
    pub ref_name: String,
    /// The commit that runs there, with a link to it where one is known.
    pub commit: Option<TextLink>,
}

/// One fact of the strip below the title.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Fact {
    /// `Owner`, `System`, `Repository`, `Last commit`, `Release`, `Pipeline`, …
    pub label: &'static str,
    /// The value.
    pub value: String,
    /// Where it leads.
    pub href: Option<String>,
    /// RFC 3339, when the value is a moment (its age is told by script).
    pub at: Option<String>,
    /// `good`, `bad`, `busy` or empty: for pipelines.
    pub state: &'static str,
    /// The end of "inferred because …"; or empty.
    pub because: String,
}

/// Targets of one relation.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RelationGroup {
    /// `Consumes APIs`.
    pub label: &'static str,
    /// The targets; those without `href` do not exist.
    pub items: Vec<EntityLink>,
}

/// Entities of one kind.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct KindGroup {
    /// `Components`.
    pub label: &'static str,
    /// They.
    pub items: Vec<EntityLink>,
}

/// A summary of an API description.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiSummary {
    /// Its title or file name.
    pub title: String,
    /// `OpenAPI 3.1.0`.
    pub format: String,
    /// The API's version, or empty.
    pub version: String,
    /// `12 operations`, `30 schemas`.
    pub counts: Vec<String>,
    /// The file, with a link to it where one is known.
    pub source: TextLink,
    /// The page that tells it all, if it has one.
    pub page: Option<TextLink>,
}

/// A page of a docs tree.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DocLink {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// How deep it lies, from 0.
    pub depth: usize,
    /// Whether it is this page.
    pub current: bool,
}

/// A Markdown file made HTML.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Prose {
    /// The text.
    pub html: SafeHtml,
    /// Its headings, for the list "on this page".
    pub toc: Vec<TocItem>,
    /// The file, with a link to it where one is known.
    pub source: TextLink,
}

/// One heading.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TocItem {
    /// Its text.
    pub text: String,
    /// `#…`.
    pub href: String,
    /// 0 for the topmost.
    pub depth: u8,
}

/// One field of a template's form.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TemplateParameter {
    /// Its name.
    pub name: String,
    /// What the form calls it.
    pub title: String,
    /// Its type.
    pub value_type: String,
    /// Whether it must be given.
    pub required: bool,
    /// What it is for.
    pub description: String,
}

/// Where one fact came from.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ProvenanceRow {
    /// `spec.owner`.
    pub field: String,
    /// Its value, shortened.
    pub value: String,
    /// `catalog-info.yaml:14`, `GitLab`, or `inferred`.
    pub source: TextLink,
    /// The end of "inferred because …"; or empty.
    pub because: String,
}

/// A finding as pages show it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FindingView {
    /// `error`, `warning`, `info`.
    pub severity: &'static str,
    /// The code.
    pub code: &'static str,
    /// What happened.
    pub message: String,
    /// What to do, or empty.
    pub help: String,
    /// `acme/shop/checkout/catalog-info.yaml:14:10`, with a link to the line where one is known.
    pub place: TextLink,
    /// The page that shows what it is about.
    pub entity: Option<TextLink>,
}

/// A page of a docs tree or of the guide.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DocView {
    /// What it is called.
    pub title: String,
    /// The id that the dropped title had; or empty.
    pub title_id: String,
    /// What the docs belong to; none for the guide.
    pub owner: Option<EntityLink>,
    /// Set when the docs are shown as an earlier run read them.
    pub stale: Option<StaleView>,
    /// The name of the whole tree.
    pub tree_title: String,
    /// All pages of the tree.
    pub tree: Vec<DocLink>,
    /// The text.
    pub prose: Prose,
    /// The page before.
    pub previous: Option<TextLink>,
    /// The page behind.
    pub next: Option<TextLink>,
}

/// The health page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct HealthView {
    /// The numbers.
    pub summary: HealthSummary,
    /// RFC 3339 of the snapshot, or empty.
    pub taken: String,
    /// All findings by code, errors first.
    pub groups: Vec<FindingGroup>,
}

/// Findings of one code.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FindingGroup {
    /// The code.
    pub code: &'static str,
    /// The worst severity of them.
    pub severity: &'static str,
    /// What the code means.
    pub meaning: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// They, at most 500 are listed.
    pub findings: Vec<FindingView>,
    /// How many there are in all.
    pub total: usize,
}

/// The page to search from: without scripts a list of all lists.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SearchView {
    /// One list a kind that has entities.
    pub kinds: Vec<KindTile>,
    /// The first page of each guide.
    pub guides: Vec<TextLink>,
    /// The first page of each project's documentation, at most 200.
    pub docs: Vec<TextLink>,
    /// Whether there is more documentation than is listed.
    pub has_more_docs: bool,
}

/// A page that is no longer there, or moved.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct GoneView {
    /// What it was called.
    pub title: String,
    /// `component:checkout`.
    pub reference: String,
    /// What it is about now.
    pub moved_to: Option<EntityLink>,
    /// The page to go to: that of `moved_to`, or the same document below it.
    pub target: Option<TextLink>,
    /// Where the list of its kind is.
    pub list: TextLink,
}

/// The page that GitLab Pages shows for an unknown address; its links are absolute or absent.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NotFoundView {
    /// The site's address with a trailing slash, if known.
    pub site_url: Option<String>,
    /// Where the page to search from is, if the site's address is known.
    pub search_href: Option<String>,
    /// The site's sections, absolute; empty without a known address.
    pub nav: Vec<TextLink>,
}

/// Any page.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum View {
    /// `home.html`
    Home(HomeView),
    /// `list.html`
    List(ListView),
    /// `entity.html`
    Entity(Box<EntityView>),
    /// `doc.html`
    Doc(Box<DocView>),
    /// `api-operation.html`
    ApiOperation(Box<ApiOperationView>),
    /// `api-group.html`
    ApiGroup(Box<ApiGroupView>),
    /// `api-schema.html`
    ApiSchema(Box<ApiSchemaView>),
    /// `api-schemas.html`
    ApiSchemas(Box<ApiSchemasView>),
    /// `api-edition.html`
    ApiEdition(Box<ApiEditionView>),
    /// `api-changes.html`
    ApiChanges(Box<ApiChangesView>),
    /// `api-try.html`
    ApiTry(Box<ApiTryView>),
    /// `search.html`
    Search(SearchView),
    /// `health.html`
    Health(HealthView),
    /// `gone.html`
    Gone(GoneView),
    /// `404.html`
    NotFound(NotFoundView),
}

impl View {
    /// The template that shows it.
    pub(crate) fn template(&self) -> &'static str {
        match self {
            View::Home(_) => "home.html",
            View::List(_) => "list.html",
            View::Entity(_) => "entity.html",
            View::Doc(_) => "doc.html",
            View::ApiOperation(_) => "api-operation.html",
            View::ApiGroup(_) => "api-group.html",
            View::ApiSchema(_) => "api-schema.html",
            View::ApiSchemas(_) => "api-schemas.html",
            View::ApiEdition(_) => "api-edition.html",
            View::ApiChanges(_) => "api-changes.html",
            View::ApiTry(_) => "api-try.html",
            View::Search(_) => "search.html",
            View::Health(_) => "health.html",
            View::Gone(_) => "gone.html",
            View::NotFound(_) => "404.html",
        }
    }
}
