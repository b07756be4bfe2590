//! Markdown on a page: a docs tree's files, and the README of an entity.

use crate::base::{Code, Diagnostic, Place, RelPath};
use crate::markdown::{self, ProblemKind, RenderOptions, Rendered};

use super::links::FileLinks;
use crate::model::{ProjectIndex, Section};

use super::plan::{Page, SitePlan};
use super::view::{DocLink, DocView, Prose, TextLink, TocItem, View};
use super::world::{DocSource, World};
use super::{names, origin};

/// How many findings one file may have; a million broken links say no more than a hundred.
const MOST_FINDINGS: usize = 100;

/// Makes the page of one file of a tree.
pub(super) fn view(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    source: DocSource,
    index: usize,
) -> (View, Vec<Diagnostic>, Vec<RelPath>) {
    let doc = &world.docs(source)[index];
    let shown = show(world, plan, page, source, &doc.path);
    let tree: Vec<&Page> = plan.of_tree(source).collect();
    let neighbour = |at: Option<usize>| {
        let other = tree.get(at?)?;
        Some(TextLink {
            label: other.title.clone(),
            href: Some(page.address.link_to(&other.address)),
        })
    };
    let owner = match source {
        DocSource::Project(project) => world.catalog.of_project(project).first(),
        DocSource::Guide(_) => None,
    };
    let tree_title = match source {
        DocSource::Project(_) => "Documentation".to_owned(),
        DocSource::Guide(at) => world.guides[at as usize].title.clone(),
    };
    let view = View::Doc(Box::new(DocView {
        title: page.title.clone(),
        title_id: shown.title_id,
        owner: owner.map(|id| names::entity_link(world, plan, &page.address, *id)),
        stale: match source {
            DocSource::Project(index) => origin::stale(world.snapshot.project(index)),
            DocSource::Guide(_) => None,
        },
        tree_title,
        tree: tree_links(plan, page, source),
        prose: shown.prose,
        previous: neighbour(index.checked_sub(1)),
        next: neighbour(Some(index + 1)),
    }));
    (view, shown.findings, shown.media)
}

/// The pages of a tree as the page at hand lists them.
pub(super) fn tree_links(plan: &SitePlan, page: &Page, source: DocSource) -> Vec<DocLink> {
    let pages: Vec<&Page> = plan.of_tree(source).collect();
    let depth = |page: &Page| page.address.parts().count();
    let top = pages.iter().map(|page| depth(page)).min().unwrap_or_default();
    pages
        .into_iter()
        .map(|other| DocLink {
            title: other.title.clone(),
            href: page.address.link_to(&other.address),
            depth: depth(other) - top,
            current: other.address == page.address,
        })
        .collect()
}

/// A Markdown file on a page.
pub(super) struct Shown {
    pub(super) prose: Prose,
    pub(super) title_id: String,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) media: Vec<RelPath>,
}

/// Makes the HTML of a file below the page's own title.
pub(super) fn show(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    source: DocSource,
    file: &RelPath,
) -> Shown {
    let text = world.project(source).text(file).unwrap_or_default();
    let options = RenderOptions { first_level: 2, drop_title: Some(&page.title), scope: "" };
    show_text(world, plan, page, (source, file, text), &options)
}

/// Makes the HTML of a part of a project's file below a section's title; none if the file has no such part.
pub(super) fn show_section(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    project: ProjectIndex,
    section: &Section,
) -> Option<Shown> {
    let text = world.snapshot.project(project).text(&section.path)?.get(section.bytes.clone())?;
    let options = RenderOptions { first_level: 3, drop_title: None, scope: "" };
    let of = (DocSource::Project(project), &section.path, text);
    (!text.trim().is_empty()).then(|| show_text(world, plan, page, of, &options))
}

fn show_text(
    world: &World<'_>,
    plan: &SitePlan,
    page: &Page,
    (source, file, text): (DocSource, &RelPath, &str),
    options: &RenderOptions<'_>,
) -> Shown {
    let project = world.project(source);
    let links = FileLinks::new(world, plan, source, file, &page.address);
    let rendered = if is_markdown(file) {
        markdown::render(text, options, &links)
    } else {
        Rendered { html: markdown::text(text), ..Rendered::default() }
    };
    let findings = rendered.problems.iter().take(MOST_FINDINGS).map(|problem| {
        let code = match problem.kind {
            ProblemKind::Link => Code::BrokenLink,
            ProblemKind::Image => Code::BrokenImage,
            ProblemKind::Fragment => Code::BrokenFragment,
            ProblemKind::Nesting => Code::MarkdownNesting,
        };
        let place = Place::at(&project.path, file.as_str(), problem.line, problem.column);
        Diagnostic::new(code, place, &problem.message).help(code.fix())
    });
    let mut findings: Vec<Diagnostic> = findings.collect();
    let left = rendered.problems.len().saturating_sub(MOST_FINDINGS);
    if let (Some(last), 1..) = (findings.last_mut(), left) {
        last.message = format!("{}; {left} more in this file are not listed", last.message);
    }
    let top = rendered.headings.iter().map(|heading| heading.level).min().unwrap_or(2);
    let toc = rendered
        .headings
        .iter()
        .filter(|heading| heading.level <= top + 1)
        .map(|heading| TocItem {
            text: heading.text.clone(),
            href: format!("#{}", heading.id),
            depth: heading.level - top,
        })
        .collect();
    let source = TextLink { label: file.to_string(), href: project.blob_url(file) };
    Shown {
        prose: Prose { html: rendered.html, toc, source },
        title_id: rendered.dropped_id.unwrap_or_default(),
        findings,
        media: links.into_media(),
    }
}

fn is_markdown(file: &RelPath) -> bool {
    matches!(file.extension().as_str(), "md" | "markdown" | "mdown" | "mkd" | "mkdn")
}
