//! What a component's page says, and what other pages say of the component.

use super::{inputs, pipeline, snippet, uses, versions};
use crate::base::RelPath;
use crate::catalog::EntityId;
use crate::markdown;
use crate::model::{CiComponent, CiJob, Deprecation, Project, ProjectIndex};
use crate::page::plan::{Page, SitePlan};
use crate::page::view::{
    CiListing, CiView, ComponentSummary, DeprecationView, JobRow, Prose, TextLink, WordList,
};
use crate::page::world::World;
use crate::page::{doc, names};

/// A component on its page, and the images that it shows.
pub(crate) fn view(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: EntityId,
) -> Option<(CiView, Vec<RelPath>)> {
    let (index, component) = world.catalog.component(id)?;
    let project = world.snapshot.project(index);
    let users = world.catalog.users_of_component(index, &component.name);
    let written = snippet::snippet(project, component);
    let (section, media) = section(world, plan, page, index, component);
    let includes: Vec<_> = component
        .file
        .includes
        .iter()
        .map(|one| pipeline::unfollowed(world, plan, page, index, &component.path, one))
        .collect();
    let view = CiView {
        deprecation: component
            .deprecation
            .as_ref()
            .map(|deprecation| deprecated(world, plan, page, (index, component), deprecation)),
        snippet: markdown::code("yaml", &written.text),
        address: written.address,
        pins: component.versions.iter().map(|version| version.tag.clone()).collect(),
        version: written.version,
        version_note: written.note,
        inputs: inputs::rows(snippet::inputs(component)),
        section,
        versions: versions::rows(project, component, users),
        users: uses::groups(world, plan, page, users),
        user_count: uses::count(users),
        jobs: component.file.jobs.iter().map(|job| job_row(project, component, job)).collect(),
        needs: needs(component),
        includes,
        source: TextLink {
            label: component.path.to_string(),
            href: project.blob_url(&component.path),
        },
        project: uses::project_link(world, plan, page, index),
    };
    Some((view, media))
}

/// Whether the part of the README that the page shows begins with what the component says of itself.
pub(crate) fn is_told_by_section(world: &World<'_>, id: EntityId) -> bool {
    let told = world.catalog.component(id).and_then(|(index, component)| {
        let section = component.section.as_ref()?;
        let text = world.snapshot.project(index).text(&section.path)?.get(section.bytes.clone())?;
        let words = |text: &str| -> Vec<String> {
            markdown::plain_text(text).split_whitespace().map(str::to_owned).collect()
        };
        Some(words(text).starts_with(&words(component.description.as_deref()?)))
    });
    told.unwrap_or_default()
}

/// The part of the README that is about the component. What is wrong with it is told with the README.
fn section(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    project: ProjectIndex,
    component: &CiComponent,
) -> (Option<Prose>, Vec<RelPath>) {
    let shown = component
        .section
        .as_ref()
        .and_then(|section| doc::show_section(world, plan, page, project, section));
    shown.map_or((None, Vec::new()), |shown| (Some(shown.prose), shown.media))
}

fn deprecated(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    (index, component): (ProjectIndex, &CiComponent),
    deprecation: &Deprecation,
) -> DeprecationView {
    let known = world.catalog.replacement(index, &component.name);
    let replacement = match known {
        Some(id) => Some(TextLink {
            label: world.catalog.entity(id).title().to_owned(),
            href: Some(page.address.link_to(&plan.of_entity(id).address)),
        }),
        None => deprecation.replacement.as_deref().map(|named| TextLink {
            label: named.to_owned(),
            href: Some(named.to_owned())
                .filter(|_| url::Url::parse(named).is_ok() && markdown::is_safe_url(named)),
        }),
    };
    let message = deprecation.message.as_deref().unwrap_or_default();
    DeprecationView { message: markdown::inline(message), replacement }
}

fn job_row(project: &Project, component: &CiComponent, job: &CiJob) -> JobRow {
    let line = uses::line_link(project, &component.path, job.at.line);
    let or_default = |own: &[String]| match own.is_empty() {
        true => component.file.services.clone(),
        false => own.to_vec(),
    };
    JobRow {
        name: TextLink { label: job.name.clone(), href: line.href },
        stage: job.stage.clone().unwrap_or_default(),
        image: job.image.clone().or(component.file.image.clone()).unwrap_or_default(),
        services: or_default(&job.services),
        when: job.when.clone().unwrap_or_default(),
        is_hidden: job.is_hidden(),
    }
}

fn needs(component: &CiComponent) -> Vec<WordList> {
    let file = &component.file;
    let lists = [
        ("Stages", &file.stages),
        ("Variables it reads", &file.variables),
        ("Programs it calls", &file.tools),
        ("Interpolation functions", &file.functions),
        ("Facts about itself", &file.context),
    ];
    let lists = lists.into_iter().filter(|(_, words)| !words.is_empty());
    lists.map(|(label, words)| WordList { label, words: words.clone() }).collect()
}

/// The components of a project, as its main entity's page lists them.
pub(crate) fn summaries(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    project: ProjectIndex,
) -> Vec<ComponentSummary> {
    let offered = world.catalog.contents(project).components.iter();
    let summaries = offered.filter_map(|component| {
        let id = world.catalog.of_component(project, &component.name)?;
        Some(ComponentSummary {
            entity: names::entity_link(world, plan, &page.address, id),
            version: snippet::newest(component).map(|one| one.tag.clone()).unwrap_or_default(),
            users: uses::count(world.catalog.users_of_component(project, &component.name)),
            deprecated: component.deprecation.is_some(),
        })
    });
    summaries.collect()
}

/// What the list of all components says of one.
pub(crate) fn listing(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    id: EntityId,
) -> Option<CiListing> {
    let (index, component) = world.catalog.component(id)?;
    let newest = snippet::newest(component);
    let released_at = newest.and_then(|version| version.released_at);
    Some(CiListing {
        project: uses::project_link(world, plan, page, index),
        version: newest.map(|version| version.tag.clone()).unwrap_or_default(),
        at: released_at.map(|at| at.to_string()).unwrap_or_default(),
        date: released_at.map(|at| at.date()).unwrap_or_default(),
        users: uses::count(world.catalog.users_of_component(index, &component.name)),
        deprecated: component.deprecation.is_some(),
    })
}

/// Where GitLab itself shows the project's components, if it publishes them.
pub(crate) fn gitlab_catalog(project: &Project) -> Option<TextLink> {
    let web_url = project.web_url.as_deref().filter(|_| project.is_catalog_resource)?;
    let web_url = web_url.trim_end_matches('/');
    let instance = web_url.strip_suffix(&project.path)?.strip_suffix('/')?;
    let href = format!("{instance}/explore/catalog/{}", project.path);
    let label = "Its page in GitLab's CI/CD catalog".to_owned();
    markdown::is_safe_url(&href).then_some(TextLink { label, href: Some(href) })
}
