//! From a snapshot to the files of a site: the composition of the pure layers, in parallel.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::catalog::{self, Catalog, ProjectContents};
use crate::export;
use crate::model::{Entity, Parsed, Project, ProjectIndex, Snapshot};
use crate::page::{self, DocSource, PageKind, PageView, SitePlan, World};
use crate::parse::{self, ParseOptions};
use crate::render::{self, Theme};
use crate::search::{self, Document};

use super::included;
use super::index::Documents;
use super::progress::Progress;

/// How many pages are made before their leftovers are put away.
///
/// What can be searched of a page may be as long as the page, and a chunk of it waits for the index.
const CHUNK: usize = 256;

/// Where finished files go.
pub(super) type Sink<'a> = &'a (dyn Fn(RelPath, &[u8]) -> Result<()> + Sync);

/// Understands every project and links what they declare; a defect in one project costs only that one.
pub(super) fn understand(
    snapshot: &Snapshot,
    options: &ParseOptions,
    progress: &Progress,
) -> (Catalog, Vec<Diagnostic>) {
    let projects: Vec<(ProjectIndex, &Project)> = snapshot.indexed().collect();
    let parsed: Vec<Parsed> = projects
        .par_iter()
        .map(|(index, project)| {
            let read = |project: &Project| parse::project(*index, project, options);
            let parsed = parse_one(project, &read);
            progress.advance();
            parsed
        })
        .collect();
    let mut findings: Vec<Diagnostic> = Vec::new();
    let count = parsed.iter().map(|parsed| parsed.entities.len()).sum();
    let mut entities: Vec<Entity> = Vec::with_capacity(count);
    let mut contents: Vec<ProjectContents> = Vec::with_capacity(parsed.len());
    for mut parsed in parsed {
        let is_hidden = parsed.settings.hide;
        if is_hidden {
            parsed = Parsed::default();
        }
        findings.extend(parsed.diagnostics);
        entities.extend(parsed.entities);
        contents.push(ProjectContents {
            readme: parsed.readme,
            docs: parsed.docs,
            apis: parsed.apis,
            components: parsed.components,
            pipeline: parsed.pipeline,
            is_hidden,
        });
    }
    included::read(snapshot, &mut contents, &mut findings);
    let (catalog, unlinked) = catalog::build(snapshot, catalog::Input { entities, contents });
    findings.extend(unlinked);
    (catalog, findings)
}

/// Reads a project; a defect in that becomes a finding.
pub(super) fn parse_one(project: &Project, read: &dyn Fn(&Project) -> Parsed) -> Parsed {
    let attempt = catch_unwind(AssertUnwindSafe(|| read(project)));
    attempt.unwrap_or_else(|_| {
        // Without its files a project is still somebody's project: it gets a page of its own.
        let bare = Project { files: Default::default(), ..project.clone() };
        let mut parsed = read(&bare);
        let place = Place::file(&project.path, "");
        let message = format!("reading `{}` ran into a defect of portolan", project.path);
        parsed.diagnostics.push(Diagnostic::new(Code::ProjectPanicked, place, message));
        parsed
    })
}

/// What making the files found.
pub(super) struct Made {
    /// Findings about what pages show, in the order of the plan.
    pub findings: Vec<Diagnostic>,
    /// Pages that were made.
    pub pages: usize,
}

/// What one page leaves behind once its bytes are on their way.
#[derive(Default)]
struct Residue {
    findings: Vec<Diagnostic>,
    media: Vec<RelPath>,
    line: Option<Vec<u8>>,
    documents: Vec<Document>,
}

/// Makes every file of the site but those of its search and hands it to the sink; `entities` takes the list of all
/// entities piece by piece, `documents` what can be searched, in the order of the plan.
pub(super) fn emit(
    world: &World<'_>,
    plan: &SitePlan,
    theme: &Theme,
    sink: Sink<'_>,
    entities: &mut dyn FnMut(&[u8]) -> Result<()>,
    documents: Documents<'_>,
    progress: &Progress,
) -> Result<Made> {
    let mut assets: BTreeSet<RelPath> = theme.assets().map(|(path, _)| path).collect();
    assets.extend(plan.apis().flat_map(|id| export::api_paths(world, plan, id)));
    for (path, bytes) in theme.assets() {
        sink(path, bytes)?;
    }
    let ids: Vec<_> = plan.ids().collect();
    let mut findings = Vec::new();
    let mut shown: BTreeSet<RelPath> = BTreeSet::new();
    let mut list = export::EntityList::default();
    // A chunk at a time, so that what pages leave behind never adds up.
    for chunk in ids.chunks(CHUNK) {
        let residues: Vec<Residue> = chunk
            .par_iter()
            .map(|id| {
                progress.advance();
                make_page(world, plan, theme, &assets, *id, sink)
            })
            .collect::<Result<_>>()?;
        let mut searchable = Vec::new();
        for residue in residues {
            findings.extend(residue.findings);
            shown.extend(residue.media);
            searchable.extend(residue.documents);
            if let Some(line) = residue.line {
                list.add(&line, entities)?;
            }
        }
        documents(searchable)?;
    }
    list.end(entities)?;
    write_media(world, &shown, sink)?;
    plan.apis().collect::<Vec<_>>().into_par_iter().try_for_each(|id| {
        export::api_files(world, plan, id, &mut |path, bytes| sink(path, bytes))
    })?;
    let mut all: Vec<Diagnostic> = world.findings.iter().chain(&findings).cloned().collect();
    all.sort();
    all.dedup();
    if let Some(health) = page::health_view(world, plan, &all) {
        write_page(plan, theme, &assets, sink, &health)?;
    }
    let (components, apis) = (export::components(world, plan), export::apis(world, plan));
    for (path, bytes) in
        [export::findings(&all), export::build(world), export::schema(), components, apis]
    {
        sink(path, &bytes)?;
    }
    Ok(Made { findings, pages: ids.len() })
}

fn make_page(
    world: &World<'_>,
    plan: &SitePlan,
    theme: &Theme,
    assets: &BTreeSet<RelPath>,
    id: page::PageId,
    sink: Sink<'_>,
) -> Result<Residue> {
    let Some(page) = page::view(world, plan, id) else { return Ok(Residue::default()) };
    let line = data_line(world, plan, id, &page);
    write_page(plan, theme, assets, sink, &page)?;
    if let (Some(line), PageKind::Entity(entity)) = (&line, &plan.page(id).kind) {
        sink(plan.data_of(*entity), line)?;
    }
    let documents = search::documents(world, plan, id, &page);
    Ok(Residue { findings: page.findings, media: page.media, line, documents })
}

fn data_line(
    world: &World<'_>,
    plan: &SitePlan,
    id: page::PageId,
    page: &PageView,
) -> Option<Vec<u8>> {
    let PageKind::Entity(entity) = plan.page(id).kind else { return None };
    let known = plan.findings_of(entity).iter().map(|at| &world.findings[*at]);
    let findings: Vec<&Diagnostic> = known.chain(&page.findings).collect();
    Some(export::entity(world, plan, entity, &findings))
}

/// Renders a page, proves that it leads nowhere wrong, and hands it on.
fn write_page(
    plan: &SitePlan,
    theme: &Theme,
    assets: &BTreeSet<RelPath>,
    sink: Sink<'_>,
    page: &PageView,
) -> Result<()> {
    let address = RelPath::new(&page.frame.address).context("an address left the site")?;
    let html = render::page(theme, &page.frame, &page.view)
        .with_context(|| format!("the theme could not show `{address}`"))?;
    // The page for unknown addresses has absolute links only.
    if !matches!(page.view, page::View::NotFound(_)) {
        let text = std::str::from_utf8(&html).context("a page is not UTF-8")?;
        let exists = |path: &RelPath| {
            assets.contains(path)
                || page.media.contains(path)
                || matches!(path.parts().next(), Some("data"))
                || page
                    .frame
                    .data_href
                    .as_deref()
                    .and_then(|href| address.parent().join(href))
                    .as_ref()
                    == Some(path)
        };
        let broken = page::check_links(plan, &address, text, &exists);
        if !broken.is_empty() {
            bail!("`{address}` links to what does not exist: {}", broken.join(", "));
        }
    }
    sink(address, &html)
}

/// Writes the images that pages show, each once.
fn write_media(world: &World<'_>, shown: &BTreeSet<RelPath>, sink: Sink<'_>) -> Result<()> {
    let mut left = shown.clone();
    let projects = world.snapshot.indexed().map(|(index, _)| DocSource::Project(index));
    let guides = (0..world.guides.len() as u32).map(DocSource::Guide);
    for source in projects.chain(guides) {
        if left.is_empty() {
            break;
        }
        let project = world.project(source);
        for (path, file) in &project.files {
            if let Some(media) = page::media_of(project, path)
                && left.remove(&media)
            {
                sink(media, &file.bytes)?;
            }
        }
    }
    Ok(())
}
