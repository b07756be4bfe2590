//! The changelog of an API.

use super::file;
use super::pages::ApiId;
use super::records::ApiStep;
use super::reference::Reference;
use super::text;
use crate::api::{Change, ChangeClass};
use crate::base::slug;
use crate::model::RelationKind;
use crate::page::names;
use crate::page::plan::{Page, SitePlan};
use crate::page::view::{self, ApiChangeRow, ApiChangesView, TextLink};
use crate::page::world::World;

/// How many changes of one class are listed of one step.
const LISTED: usize = 300;

/// Makes the page.
pub(crate) fn view(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: ApiId,
) -> Option<ApiChangesView> {
    let reference = Reference::new(world, plan, page, id)?;
    let record = world.apis.of(id.project, id.index)?;
    let entity = reference.pages.entity;
    let consumers = world.catalog.targets(entity, RelationKind::ApiConsumedBy);
    let mut consumers: Vec<_> =
        consumers.map(|id| names::entity_link(world, plan, &page.address, id)).collect();
    consumers.sort_by_cached_key(|link| link.title.to_lowercase());
    let steps = record.steps.iter().enumerate().map(|(at, step)| row(&reference, at, step));
    let feed = page.address.link_to(&file::feed(&plan.of_entity(entity).address));
    Some(ApiChangesView { head: reference.head(), consumers, feed, steps: steps.collect() })
}

fn row(reference: &Reference<'_>, at: usize, step: &ApiStep) -> view::ApiStep {
    let of = |class: ChangeClass| step.changes.iter().filter(move |change| change.class == class);
    let listed = |class: ChangeClass| -> Vec<ApiChangeRow> {
        of(class).take(LISTED).map(|change| change_row(reference, change)).collect()
    };
    let classes = [ChangeClass::Breaking, ChangeClass::Risky, ChangeClass::Safe];
    let left_out = classes.map(|class| of(class).count().saturating_sub(LISTED)).iter().sum();
    let plain = |label: &str| TextLink { label: text::cut(label, 80), href: None };
    view::ApiStep {
        id: format!("to-{}-{at}", slug(&text::cut(&step.to, 60))),
        from: plain(&step.from),
        to: plain(&step.to),
        at: step.at.map(|at| at.to_string()).unwrap_or_default(),
        date: step.at.map(|at| at.date()).unwrap_or_default(),
        breaking: listed(ChangeClass::Breaking),
        risky: listed(ChangeClass::Risky),
        safe: listed(ChangeClass::Safe),
        left_out,
    }
}

/// A change with a link to the page that shows what it is about, if that is still there.
fn change_row(reference: &Reference<'_>, change: &Change) -> ApiChangeRow {
    let of_operation = change.operation.as_ref().and_then(|key| {
        let at = reference.content.operations.iter().position(|one| one.key() == *key)?;
        Some(reference.plan.page(*reference.pages.operations.get(at)?))
    });
    let of_schema = || {
        let name = change.schema.as_deref()?;
        let id = reference
            .content
            .named
            .iter()
            .find(|id| reference.content.schema(**id).name.as_deref() == Some(name))?;
        Some(reference.plan.page(*reference.pages.schemas.get(id)?))
    };
    let target = of_operation.or_else(of_schema);
    ApiChangeRow {
        text: text::cut(&change.message, 400),
        target: target
            .map(|page| TextLink { label: page.title.clone(), href: Some(reference.to(page)) }),
    }
}
