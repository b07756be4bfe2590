//! `portolan explain REF|URL`: what made this page.

use std::fmt::Write;

use anyhow::Result;

use crate::base::{RelPath, nearest};
use crate::catalog::{EntityId, Target};
use crate::config::Source;
use crate::model::{EntityRef, Provenance, RefDefaults};
use crate::page::{self, ApiId, DocSource, Page, PageKind, SitePlan, World};

use super::exit::{Exit, Failure};
use super::gitlab::Budget;
use super::outside::{Stop, with_outside};
use super::progress::Progress;
use super::read::Reader;
use super::request::ExplainRequest;
use super::{Console, build, make, read, settings};

/// Runs the command.
pub(super) fn run(request: &ExplainRequest, console: &Console) -> Result<Exit> {
    let loaded = settings::load(&request.inputs, console)?;
    let options = build::parse_options(&loaded.config)?;
    let progress = Progress::new(console.log_format, true);
    // A page is explained by what it was made of, not by what GitLab says meanwhile.
    let is_remote = |source: &Source| matches!(source, Source::GitLab(_));
    let stored = match request.offline || loaded.config.sources.iter().any(is_remote) {
        true => Some(build::stored_snapshot(request.snapshot.as_deref(), &loaded)?),
        false => None,
    };
    let inputs = with_outside(&Stop::default(), |outside| {
        let (options, console, progress) = (&options, console, &progress);
        let budget = Budget::default();
        read::inputs(
            &Reader { loaded: &loaded, options, outside, budget, console, progress },
            stored,
        )
    })?;
    let (catalog, found) = make::understand(&inputs.snapshot, &options, &progress);
    let mut findings = inputs.findings;
    findings.extend(found);
    findings.sort();
    let settings = build::site_settings(&loaded.config);
    let past = page::Past::default();
    let records = build::record_options(&loaded.config);
    let (apis, found) = page::records(&inputs.snapshot, &catalog, &past, &records);
    findings.extend(found);
    findings.sort();
    let world = World {
        snapshot: &inputs.snapshot,
        catalog: &catalog,
        guides: &inputs.guides,
        settings: &settings,
        findings: &findings,
        past: &past,
        apis: &apis,
    };
    let plan = page::plan(&world);
    let found = page_of(&world, &plan, &request.subject)?;
    let mut text = String::new();
    explain(&world, &plan, found, &mut text)?;
    let _ = std::io::Write::write_all(
        &mut std::io::stdout().lock(),
        super::report::printable(&text).as_bytes(),
    );
    Ok(Exit::Done)
}

/// Finds the page by reference, by address, or by the address it is served at.
fn page_of<'a>(world: &World<'_>, plan: &'a SitePlan, subject: &str) -> Result<&'a Page> {
    if let Some(page) = address(world, subject).and_then(|address| plan.at(&address)) {
        return Ok(page);
    }
    let defaults = RefDefaults { kind: Some("component"), namespace: None };
    if let Ok(reference) = EntityRef::parse(subject, defaults)
        && let Some(id) = world.catalog.find(&reference)
    {
        return Ok(plan.of_entity(id));
    }
    let names: Vec<String> =
        world.catalog.ids().map(|id| world.catalog.entity(id).reference.short()).collect();
    let hint = match nearest(subject, names.iter().map(String::as_str)) {
        Some(near) => format!("the nearest name is `{near}`"),
        None => "name an entity (`component:checkout`) or an address (`component/default/checkout.html`)".to_owned(),
    };
    Err(Failure::usage(format!("no page is about `{subject}`\n  help: {hint}")))
}

fn address(world: &World<'_>, subject: &str) -> Option<RelPath> {
    let site = world.settings.url.as_deref().unwrap_or_default();
    let below = match subject.strip_prefix(site) {
        Some(below) if !site.is_empty() => below.to_owned(),
        _ => match url::Url::parse(subject) {
            Ok(url) if url.has_host() => url.path().to_owned(),
            _ => subject.to_owned(),
        },
    };
    let below =
        below.split(['#', '?']).next().unwrap_or_default().trim_start_matches('/').to_owned();
    RelPath::new(if below.is_empty() { "index.html" } else { &below })
}

fn explain(world: &World<'_>, plan: &SitePlan, page: &Page, text: &mut String) -> Result<()> {
    writeln!(text, "{}", page.title)?;
    writeln!(text, "  address   {}", page.address)?;
    match &page.kind {
        PageKind::Entity(id) => explain_entity(world, plan, *id, text),
        PageKind::Doc { source, index } => {
            let doc = &world.docs(*source)[*index];
            let whose = match source {
                DocSource::Project(project) => world.snapshot.project(*project).path.clone(),
                DocSource::Guide(at) => world.guides[*at as usize].title.clone(),
            };
            writeln!(text, "  template  doc.html\n  made of   {} in {whose}", doc.path)?;
            Ok(())
        }
        PageKind::List { kind, .. } => {
            writeln!(text, "  template  list.html\n  made of   every entity of kind {kind}")?;
            Ok(())
        }
        PageKind::Home => {
            Ok(writeln!(text, "  template  home.html\n  made of   the whole catalog")?)
        }
        PageKind::Search => {
            Ok(writeln!(text, "  template  search.html\n  made of   what lists there are")?)
        }
        PageKind::Health => {
            Ok(writeln!(text, "  template  health.html\n  made of   every finding")?)
        }
        PageKind::ApiOperation { api, .. } => explain_api(world, *api, "api-operation.html", text),
        PageKind::ApiGroup { api, .. } => explain_api(world, *api, "api-group.html", text),
        PageKind::ApiSchema { api, .. } => explain_api(world, *api, "api-schema.html", text),
        PageKind::ApiSchemas { api, .. } => explain_api(world, *api, "api-schemas.html", text),
        PageKind::ApiChanges(api) => explain_api(world, *api, "api-changes.html", text),
        PageKind::ApiEdition(api) => explain_api(world, *api, "api-edition.html", text),
        PageKind::ApiTry(api) => explain_api(world, *api, "api-try.html", text),
        PageKind::Gone(_) => {
            Ok(writeln!(text, "  template  gone.html\n  made of   a page of an earlier build")?)
        }
        PageKind::NotFound => {
            Ok(writeln!(text, "  template  404.html\n  made of   the site's address")?)
        }
    }
}

fn explain_api(world: &World<'_>, id: ApiId, template: &str, text: &mut String) -> Result<()> {
    let project = world.snapshot.project(id.project);
    let document = &world.catalog.contents(id.project).apis[id.index as usize];
    let edition = id.edition.and_then(|at| document.editions.get(at as usize));
    let at = edition.map(|edition| format!(" at {}", edition.tag)).unwrap_or_default();
    let path = &document.path;
    Ok(writeln!(text, "  template  {template}\n  made of   {path} in {}{at}", project.path)?)
}

fn explain_entity(
    world: &World<'_>,
    plan: &SitePlan,
    id: EntityId,
    text: &mut String,
) -> Result<()> {
    let entity = world.catalog.entity(id);
    writeln!(text, "  entity    {}", entity.reference)?;
    writeln!(text, "  data      {}", plan.data_of(id))?;
    writeln!(text, "  template  entity.html")?;
    if let Some(index) = entity.origin.project {
        let project = world.snapshot.project(index);
        let commit = project.head.as_ref().map_or("no commit", |head| &head.sha);
        writeln!(text, "  project   {} at {commit}", project.path)?;
        if let Some(readme) =
            world.catalog.contents(index).readme.as_ref().filter(|_| world.catalog.is_main(id))
        {
            writeln!(text, "  readme    {}", readme.path)?;
        }
    }
    writeln!(text, "\nfields")?;
    for (field, provenance) in &entity.origin.facts {
        let source = match provenance {
            Provenance::File { path, line, column } => format!("{path}:{line}:{column}"),
            Provenance::Inferred(because) => format!("inferred because {because}"),
            Provenance::GitLab => "GitLab".to_owned(),
        };
        writeln!(text, "  {field:24}  {source}")?;
    }
    if !world.catalog.edges(id).is_empty() {
        writeln!(text, "\nrelations")?;
    }
    for edge in world.catalog.edges(id) {
        let target = match &edge.target {
            Target::Known(to) => world.catalog.entity(*to).reference.to_string(),
            Target::Missing(reference) => format!("{reference} (does not exist)"),
        };
        writeln!(text, "  {:24}  {target}", edge.relation.as_str())?;
    }
    let known = plan.findings_of(id);
    if !known.is_empty() {
        writeln!(text, "\nfindings")?;
    }
    for at in known {
        writeln!(text, "{}", world.findings[*at])?;
    }
    Ok(())
}
