//! The page of a schema, and the list of all of them.

use super::pages::{ApiId, SCHEMA_ROWS};
use super::reference::Reference;
use super::rows::Rows;
use super::tree::Limits;
use super::{exchange, text};
use crate::api::{self, Direction};
use crate::model::api::{ApiFormat, SchemaId};
use crate::page::plan::{Page, SitePlan};
use crate::page::view::{ApiSchemaView, ApiSchemasView, ExampleView, PageLink, SchemaLink};
use crate::page::world::World;

/// How many users are listed.
const MOST_USERS: usize = 60;

/// Makes the page of a schema.
pub(crate) fn view(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    api: ApiId,
    at: SchemaId,
) -> Option<ApiSchemaView> {
    let reference = Reference::new(world, plan, page, api)?;
    let schema = reference.content.schema(at);
    let limits = Limits::of_schema(reference.content.format);
    let mut rows = Rows::below_title(&reference, limits);
    let tree = rows.tree(at, "field-");
    let uses = reference.pages.uses.get(&at);
    let operations = uses.map(|uses| uses.operations.as_slice()).unwrap_or_default();
    let schemas = uses.map(|uses| uses.schemas.as_slice()).unwrap_or_default();
    let left_out = operations.len().saturating_sub(MOST_USERS)
        + schemas.len().saturating_sub(MOST_USERS)
        + uses.map_or(0, |uses| uses.left_out);
    let subtitle = schema.title.as_deref().filter(|title| *title != page.title);
    Some(ApiSchemaView {
        head: reference.head(),
        title: page.title.clone(),
        subtitle: text::cut(subtitle.unwrap_or_default(), 200),
        sort: if schema.sort.is_empty() { "schema" } else { schema.sort },
        tree,
        examples: examples(&reference, at),
        operations: operations
            .iter()
            .take(MOST_USERS)
            .map(|at| reference.operation_link(*at))
            .collect(),
        schemas: schemas.iter().take(MOST_USERS).map(|id| reference.schema_link(*id)).collect(),
        left_out,
        source: reference.source(schema.at),
    })
}

/// Those of the author, else one that is made.
fn examples(reference: &Reference<'_>, at: SchemaId) -> Vec<ExampleView> {
    let schema = reference.content.schema(at);
    let shown = |title: String, value: &serde_json::Value, is_generated| ExampleView {
        title,
        code: Some(exchange::code(value, "application/json")),
        is_generated,
        ..ExampleView::default()
    };
    let own = schema.examples.iter().take(5).enumerate();
    let own: Vec<ExampleView> = own
        .map(|(at, value)| match schema.examples.len() {
            1 => shown("Example".to_owned(), value, false),
            _ => shown(format!("Example {}", at + 1), value, false),
        })
        .collect();
    // Nobody writes a whole GraphQL type as JSON.
    if !own.is_empty() || reference.content.format == ApiFormat::GraphQl {
        return own;
    }
    let made = api::example(reference.content, at, Direction::Response);
    made.map(|value| shown("Example".to_owned(), &value, true)).into_iter().collect()
}

/// Makes one page of the list of schemas.
pub(crate) fn list(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    api: ApiId,
    number: usize,
) -> Option<ApiSchemasView> {
    let reference = Reference::new(world, plan, page, api)?;
    let all = named(&reference);
    let lists = &reference.pages.lists;
    let pages = lists.iter().enumerate().map(|(other, list)| PageLink {
        number: other + 1,
        href: reference.to(plan.page(*list)),
        current: other + 1 == number,
    });
    let rows = all.iter().skip((number - 1) * SCHEMA_ROWS).take(SCHEMA_ROWS);
    Some(ApiSchemasView {
        head: reference.head(),
        title: page.title.clone(),
        total: all.len(),
        schemas: rows.map(|id| reference.schema_link(*id)).collect(),
        pages: if lists.len() > 1 { pages.collect() } else { Vec::new() },
    })
}

/// The named schemas that have pages.
pub(super) fn named(reference: &Reference<'_>) -> Vec<SchemaId> {
    let named = reference.content.named.iter().copied();
    named.filter(|id| reference.pages.schemas.contains_key(id)).collect()
}

/// The first of them, as the overview lists them.
pub(super) fn first(reference: &Reference<'_>, most: usize) -> (Vec<SchemaLink>, usize) {
    let all = named(reference);
    (all.iter().take(most).map(|id| reference.schema_link(*id)).collect(), all.len())
}
