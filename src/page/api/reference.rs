//! What every page of a reference needs to know, in one place.

use super::pages::{self, ApiId, ApiPages};
use super::text;
use crate::model::Project;
use crate::model::RelationKind;
use crate::model::api::{
    ApiContent, ApiDoc, ExternalDocs, Fact, Operation, OperationKind, SchemaId, SourcePosition,
};
use crate::page::names;
use crate::page::plan::{Page, PageKind, SitePlan};
use crate::page::view::{ApiFact, ApiHead, EditionLink, OperationLink, SchemaLink, TextLink};
use crate::page::world::World;

/// The longest value that is shown as it is.
const LONGEST_VALUE: usize = 300;
/// The longest value that is shown at all.
const LONGEST_CODE: usize = 6_000;

/// One edition of an API, as the page at `here` shows it.
#[derive(Clone, Copy)]
pub(super) struct Reference<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) plan: &'a SitePlan,
    pub(super) page: &'a Page,
    pub(super) id: ApiId,
    pub(super) document: &'a ApiDoc,
    pub(super) content: &'a ApiContent,
    pub(super) pages: &'a ApiPages,
}

impl<'a> Reference<'a> {
    /// None if the description could not be understood.
    pub(super) fn new(
        world: &'a World<'a>,
        plan: &'a SitePlan,
        page: &'a Page,
        id: ApiId,
    ) -> Option<Reference<'a>> {
        let document = pages::document(world, id);
        let content = pages::content(world, id)?;
        Some(Reference { world, plan, page, id, document, content, pages: plan.api_pages(id)? })
    }

    pub(super) fn project(&self) -> &'a Project {
        self.world.snapshot.project(self.id.project)
    }

    /// How the page at hand leads to another one.
    pub(super) fn to(&self, page: &Page) -> String {
        self.page.address.link_to(&page.address)
    }

    /// Where a schema has a page of its own.
    pub(super) fn schema_href(&self, id: SchemaId) -> Option<String> {
        let page = self.pages.schemas.get(&id)?;
        Some(self.to(self.plan.page(*page)))
    }

    /// A schema as lists name it.
    pub(super) fn schema_link(&self, id: SchemaId) -> SchemaLink {
        let schema = self.content.schema(id);
        let page = self.pages.schemas.get(&id).map(|page| self.plan.page(*page));
        SchemaLink {
            name: page.map_or_else(
                || text::cut(schema.name.as_deref().unwrap_or_default(), 120),
                |page| page.title.clone(),
            ),
            href: page.map(|page| self.to(page)).unwrap_or_default(),
            sort: schema.sort.to_owned(),
            summary: names::summary(schema.description.as_deref().unwrap_or_default()),
        }
    }

    /// An operation as lists name it.
    pub(super) fn operation_link(&self, at: u32) -> OperationLink {
        let operation = &self.content.operations[at as usize];
        let page = self.plan.page(self.pages.operations[at as usize]);
        let named = operation.summary.as_deref().is_some_and(|summary| !summary.trim().is_empty());
        OperationLink {
            verb: operation.verb.clone(),
            tone: tone(operation),
            address: text::cut(&operation.address, 200),
            title: if named { page.title.clone() } else { String::new() },
            href: self.to(page),
            current: page.address == self.page.address,
            deprecated: operation.deprecated.is_some(),
            note: if operation.kind == OperationKind::Webhook { "webhook" } else { "" },
        }
    }

    /// What every page of the reference says.
    pub(super) fn head(&self) -> ApiHead {
        head(self.world, self.plan, self.page, self.id, self.pages)
    }

    /// The place of something in the files, with a link to the line where one is known.
    pub(super) fn source(&self, at: SourcePosition) -> Option<TextLink> {
        let file = self.content.files.get(at.file as usize)?;
        if at.line == 0 {
            return None;
        }
        // The lines of an edition are those of its tag, not those of the commit that was read.
        let url = self.project().blob_url(file).filter(|_| self.id.edition.is_none());
        let href = url.map(|url| format!("{url}#L{}", at.line));
        Some(TextLink { label: format!("{file}:{}", at.line), href })
    }
}

/// What every page of the reference of an edition says.
pub(super) fn head(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: ApiId,
    pages: &ApiPages,
) -> ApiHead {
    let overview = plan.page(pages.overview);
    let content = pages::content(world, id);
    let document = pages::document(world, id);
    let owner = world.catalog.edges(pages.entity);
    let owner = owner.iter().find(|edge| edge.relation == RelationKind::OwnedBy);
    let now = ApiId { edition: None, ..id };
    let edition = id.edition.and_then(|at| document.editions.get(at as usize));
    let latest = || {
        let other = counterpart(world, plan, page, id, now)?;
        Some(TextLink { label: "now".to_owned(), href: Some(page.address.link_to(&other.address)) })
    };
    ApiHead {
        api: names::entity_link(world, plan, &page.address, pages.entity),
        owner: owner.map(|edge| names::target_link(world, plan, &page.address, &edge.target)),
        overview: TextLink {
            label: overview.title.clone(),
            href: Some(page.address.link_to(&overview.address)),
        },
        version: text::cut(content.and_then(|it| it.version.as_deref()).unwrap_or_default(), 60),
        format: format_of(document, content),
        edition: edition.map(|edition| text::cut(&edition.tag, 60)).unwrap_or_default(),
        latest: if id.edition.is_some() { latest() } else { None },
        editions: editions(world, plan, page, id),
    }
}

/// `OpenAPI 3.1.0`.
pub(crate) fn format_of(document: &ApiDoc, content: Option<&ApiContent>) -> String {
    let name = document.format.as_str();
    match content.and_then(|content| content.format_version.as_deref()) {
        // A version like `proto3` says all of the name that matters.
        Some(version) => text::cut(&format!("{name} {version}"), 60),
        None => name.to_owned(),
    }
}

fn editions(world: &World<'_>, plan: &SitePlan, page: &Page, id: ApiId) -> Vec<EditionLink> {
    let document = pages::document(world, id);
    let now = ApiId { edition: None, ..id };
    let earlier = (0..document.editions.len() as u32).map(|at| ApiId { edition: Some(at), ..id });
    let shown = earlier.filter(|id| plan.api_pages(*id).is_some());
    let links = [now].into_iter().chain(shown).filter_map(|other| {
        let to = counterpart(world, plan, page, id, other)?;
        let edition = other.edition.map(|at| &document.editions[at as usize]);
        let released = edition.and_then(|edition| edition.released_at);
        Some(EditionLink {
            label: edition.map_or_else(|| "now".to_owned(), |it| text::cut(&it.tag, 60)),
            at: released.map(|at| at.to_string()).unwrap_or_default(),
            date: released.map(|at| at.date()).unwrap_or_default(),
            href: page.address.link_to(&to.address),
            current: other == id,
        })
    });
    let links: Vec<EditionLink> = links.collect();
    if links.len() > 1 { links } else { Vec::new() }
}

/// The page of another edition that shows the same, or its overview.
fn counterpart<'a>(
    world: &World<'_>,
    plan: &'a SitePlan,
    page: &Page,
    id: ApiId,
    other: ApiId,
) -> Option<&'a Page> {
    let pages = plan.api_pages(other)?;
    let same = || {
        let from = pages::content(world, id)?;
        let to = pages::content(world, other)?;
        match &page.kind {
            PageKind::ApiOperation { at, .. } => {
                let key = from.operations[*at as usize].key();
                let at = to.operations.iter().position(|operation| operation.key() == key)?;
                pages.operations.get(at).copied()
            }
            PageKind::ApiGroup { at, .. } => {
                let name = &from.groups[*at as usize].name;
                let at = to.groups.iter().position(|group| group.name == *name)?;
                pages.groups.get(at)?.first().copied()
            }
            PageKind::ApiSchema { at, .. } => {
                let name = from.schema(*at).name.as_ref()?;
                let named =
                    to.named.iter().find(|id| to.schema(**id).name.as_ref() == Some(name))?;
                pages.schemas.get(named).copied()
            }
            _ => None,
        }
    };
    Some(plan.page(same().unwrap_or(pages.overview)))
}

/// The class of an operation's verb.
pub(super) fn tone(operation: &Operation) -> &'static str {
    match operation.kind {
        OperationKind::Send => "send",
        OperationKind::Receive | OperationKind::Channel => "receive",
        OperationKind::Query => "get",
        OperationKind::Mutation => "post",
        OperationKind::Subscription => "send",
        OperationKind::Rpc => "post",
        OperationKind::Http | OperationKind::Webhook | OperationKind::Callback => {
            match operation.verb.as_str() {
                "GET" | "HEAD" | "QUERY" => "get",
                "POST" => "post",
                "PUT" => "put",
                "PATCH" => "patch",
                "DELETE" => "delete",
                _ => "other",
            }
        }
    }
}

/// Facts as pages show them.
pub(super) fn facts(facts: &[Fact]) -> Vec<ApiFact> {
    facts.iter().take(200).map(fact).collect()
}

fn fact(fact: &Fact) -> ApiFact {
    let label = text::cut(&fact.label, 80);
    let followed = fact.href.as_deref().filter(|url| crate::markdown::is_safe_url(url));
    let href = followed.map(str::to_owned);
    let shown = |label_of: String, is_code| ApiFact {
        label: label.clone(),
        value: TextLink { label: label_of, href: href.clone() },
        is_code,
        code: None,
    };
    match &fact.value {
        serde_json::Value::Null => {
            shown(text::cut(fact.href.as_deref().unwrap_or_default(), LONGEST_VALUE), false)
        }
        serde_json::Value::String(text) if text.len() <= LONGEST_VALUE && !text.contains('\n') => {
            match fact.href.as_deref() {
                // An address that may not be followed is still said.
                Some(url) if href.is_none() => {
                    shown(text::cut(&format!("{text} ({url})"), LONGEST_VALUE), false)
                }
                _ => shown(text.clone(), false),
            }
        }
        value => {
            let short = text_of(value);
            if short.len() <= 80 && !short.contains('\n') {
                return shown(short, true);
            }
            ApiFact { code: Some(code_of(value)), ..shown(String::new(), true) }
        }
    }
}

/// A value on one line: text as it is, everything else as JSON.
pub(super) fn text_of(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text::cut(text, LONGEST_VALUE),
        value => text::cut(&value.to_string(), LONGEST_VALUE),
    }
}

/// A value as a block of code.
pub(super) fn code_of(value: &serde_json::Value) -> crate::markdown::SafeHtml {
    match value {
        serde_json::Value::String(written) => {
            let is_markup = written.trim_start().starts_with('<');
            let language = if is_markup { "xml" } else { "text" };
            crate::markdown::code(language, &text::cut(written, LONGEST_CODE))
        }
        value => {
            let written = serde_json::to_string_pretty(value).unwrap_or_default();
            crate::markdown::code("json", &text::cut(&written, LONGEST_CODE))
        }
    }
}

/// Documentation elsewhere.
pub(super) fn docs(docs: Option<&ExternalDocs>) -> Option<TextLink> {
    let docs = docs?;
    let label = docs.description.as_deref().map(names::summary).unwrap_or_default();
    let link = text::link(&label, &docs.url);
    // An address that may not be followed is still said.
    let said = link.href.is_none() && !link.label.contains(docs.url.trim());
    Some(match said {
        true => text::link(&text::cut(&format!("{label} ({})", docs.url), 200), ""),
        false => link,
    })
}
