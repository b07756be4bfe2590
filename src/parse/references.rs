//! What a project's files point at in the same repository, so that the source can fetch it in the next round.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::base::RelPath;
use crate::model::{FileRef, Project, ProjectIndex};

use super::descriptor::{self, Descriptors};
use super::files::{self, Target};
use super::options::ParseOptions;
use super::text::head;
use super::{ci, mkdocs, project};

/// Pictures that a page may show.
const RASTER: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "avif"];

/// Bytes within which a tag or a value must end, so that a scan stays linear.
const LONGEST: usize = 4096;

/// Returns the files and patterns that the project's files refer to and that were not read yet.
///
/// A pattern is returned every time, since only the source knows what it matches.
pub(crate) fn references(project: &Project, options: &ParseOptions) -> Vec<FileRef> {
    let read = descriptors(project, options);
    let mut wanted = Wanted { project, paths: read.wanted.clone() };
    beside_descriptors(&read, &mut wanted);
    documentation(&read, &mut wanted);
    includes(&mut wanted);
    for (path, file) in &project.files {
        let Ok(text) = std::str::from_utf8(&file.bytes) else { continue };
        match path.extension().as_str() {
            "md" | "markdown" if !files::is_skeleton(path) => images(path, text, &mut wanted),
            "yaml" | "yml" | "json" => schema_references(path, text, &mut wanted),
            _ => {}
        }
    }
    let outward = ci::outward(project).into_iter();
    let outward = outward.map(|(other, path)| FileRef { project: Some(other), path });
    wanted.into_references().into_iter().chain(outward).collect()
}

/// What the descriptors say, or nothing if they cannot name a file: most cannot, and reading YAML is what costs.
fn descriptors(project: &Project, options: &ParseOptions) -> Descriptors {
    const NAMING: &[&str] = &["$text", "$json", "$yaml", "Location", "techdocs-ref"];
    let (settings, _) = super::settings::read(project);
    let patterns = project::patterns(&settings, options);
    let names_files = project.files.keys().filter(|path| patterns.matches(path)).any(|path| {
        let text = project.text(path).unwrap_or_default();
        path.as_str().contains('/') || NAMING.iter().any(|word| text.contains(word))
    });
    if !names_files {
        return Descriptors::default();
    }
    // The index only marks where entities came from, which nobody asks here.
    descriptor::read_all(ProjectIndex(0), project, &patterns, options)
}

struct Wanted<'a> {
    project: &'a Project,
    paths: BTreeSet<String>,
}

impl Wanted<'_> {
    fn add(&mut self, folder: &RelPath, path: &str) {
        if let Some(path) = folder.join(path) {
            self.paths.insert(path.into());
        }
    }

    fn into_references(self) -> Vec<FileRef> {
        let Wanted { project, paths } = self;
        let is_new = |path: &String| {
            if path.contains(['*', '?']) {
                return true;
            }
            RelPath::new(path).is_some_and(|path| {
                !project.files.contains_key(&path)
                    && project.left_out.iter().all(|left| left.path != path)
                    && project.tree.as_ref().is_none_or(|tree| tree.contains(&path))
            })
        };
        paths.into_iter().filter(is_new).map(|path| FileRef { project: None, path }).collect()
    }
}

/// READMEs and documentation beside descriptors that stand in folders of their own.
fn beside_descriptors(read: &Descriptors, wanted: &mut Wanted<'_>) {
    for folder in project::folders(&read.entities) {
        for name in ["README.md", "readme.md", "Readme.md"] {
            wanted.add(&folder, name);
        }
    }
}

/// The pages of documentation that is not the `docs/` of the root.
fn documentation(read: &Descriptors, wanted: &mut Wanted<'_>) {
    for root in project::doc_roots(&read.entities) {
        let folder = mkdocs::tree(wanted.project, &root).folder;
        if !root.as_str().is_empty() {
            wanted.add(&root, "mkdocs.yml");
        }
        if folder.as_str() != "docs" {
            wanted.add(&folder, "**/*.md");
        }
    }
}

/// Files that the pipeline and the components include, as far as what was read says so.
fn includes(wanted: &mut Wanted<'_>) {
    for path in ci::local_includes(wanted.project) {
        wanted.add(&RelPath::root(), &path);
    }
}

/// Raster images that a Markdown file shows.
fn images(path: &RelPath, text: &str, wanted: &mut Wanted<'_>) {
    if !text.contains("![") && !text.contains("<img") && !text.contains("<IMG") {
        return;
    }
    let folder = path.parent();
    // Blocks of HTML come line by line, tags may span lines.
    let mut block = String::new();
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => image(&folder, &dest_url, wanted),
            Event::Html(html) => block.push_str(&html),
            Event::InlineHtml(html) => image_tags(&folder, &html, wanted),
            Event::End(TagEnd::HtmlBlock) => {
                image_tags(&folder, &block, wanted);
                block.clear();
            }
            _ => {}
        }
    }
}

fn image(folder: &RelPath, link: &str, wanted: &mut Wanted<'_>) {
    let path = link.split(['?', '#']).next().unwrap_or_default();
    if let Target::File(path) = files::target(wanted.project, folder, path)
        && RASTER.contains(&path.extension().as_str())
    {
        wanted.paths.insert(path.into());
    }
}

fn image_tags(folder: &RelPath, html: &str, wanted: &mut Wanted<'_>) {
    for source in image_sources(html) {
        image(folder, source, wanted);
    }
}

/// The `src` of each `<img>` in a piece of HTML.
fn image_sources(html: &str) -> Vec<&str> {
    let mut sources = Vec::new();
    // Lower-casing ASCII keeps every offset.
    let lower = html.to_ascii_lowercase();
    for (start, _) in lower.match_indices("<img") {
        let tag = head(&lower[start..], LONGEST);
        let end = start + tag.find('>').unwrap_or(tag.len());
        let Some(at) = lower[start..end].find("src=") else { continue };
        let value = &html[start + at + 4..end];
        let source = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
            _ => value.split_whitespace().next(),
        };
        sources.extend(source.filter(|source| !source.is_empty()));
    }
    sources
}

/// The relative files behind `$ref` in API descriptions and schemas, by a scan that reads no YAML.
fn schema_references(path: &RelPath, text: &str, wanted: &mut Wanted<'_>) {
    let folder = path.parent();
    for (at, key) in text.match_indices("$ref") {
        let rest = head(&text[at + key.len()..], LONGEST)
            .trim_start_matches(['"', '\''])
            .trim_start_matches(' ');
        let Some(rest) = rest.strip_prefix(':') else { continue };
        let line = rest.lines().next().unwrap_or_default().trim_start();
        let value = match line.chars().next() {
            Some(quote @ ('"' | '\'')) => line[1..].split(quote).next(),
            _ => line.split([' ', ',', '}']).next(),
        };
        let file = value.and_then(|value| value.split('#').next()).unwrap_or_default();
        if file.is_empty() || file.contains(['*', '?', '{', '$']) {
            continue;
        }
        if let Target::File(file) = files::target(wanted.project, &folder, file) {
            wanted.paths.insert(file.into());
        }
    }
}
