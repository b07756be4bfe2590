//! One project from its files to what they say.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::base::RelPath;
use crate::model::{Entity, Kind, Parsed, Project, ProjectIndex, ProjectSettings};

use super::options::{DescriptorPatterns, ParseOptions};
use super::{api, ci, codeowners, descriptor, infer, mkdocs, readme, settings};

const TECHDOCS: &str = "backstage.io/techdocs-ref";

/// Reads all files of a project. Never fails: what cannot be understood is a diagnostic.
pub(crate) fn project(index: ProjectIndex, project: &Project, options: &ParseOptions) -> Parsed {
    let mut parsed = Parsed::default();
    (parsed.settings, parsed.diagnostics) = settings::read(project);
    let patterns = patterns(&parsed.settings, options);
    let descriptors = descriptor::read_all(index, project, &patterns, options);
    parsed.entities = descriptors.entities;
    parsed.outward = descriptors.outward;
    parsed.diagnostics.extend(descriptors.diagnostics);

    parsed.readme = readme::of_folder(project, &RelPath::root());
    let folders = folders(&parsed.entities);
    parsed.folder_readmes =
        folders.iter().filter_map(|folder| readme::of_folder(project, folder)).collect();
    let mut seen = BTreeSet::new();
    for root in doc_roots(&parsed.entities) {
        let tree = mkdocs::tree(project, &root);
        parsed.diagnostics.extend(tree.diagnostics);
        parsed.docs.extend(tree.docs.into_iter().filter(|doc| seen.insert(doc.path.clone())));
    }

    let (components, findings) = ci::components(project);
    (parsed.components, parsed.owners) = (components, codeowners::read(project));
    parsed.diagnostics.extend(findings);
    let (pipeline, findings) = ci::pipeline(project);
    parsed.pipeline = pipeline;
    parsed.diagnostics.extend(findings);
    let (apis, findings) = api::read_all(project, &parsed.entities, options);
    parsed.apis = apis;
    parsed.diagnostics.extend(findings);

    if parsed.entities.is_empty() {
        let known = infer::Known {
            readme: parsed.readme.as_ref(),
            owners: parsed.owners.as_ref(),
            components: &parsed.components,
            docs: &parsed.docs,
        };
        let component = infer::component(index, project, &known, options);
        parsed.entities.push(component);
    }
    parsed.diagnostics.sort();
    // A file that is an API by its name and by an entity's word is told of once.
    parsed.diagnostics.dedup();
    parsed
}

/// Where descriptors are looked for: as the project says, else as the caller says.
pub(super) fn patterns<'a>(
    settings: &ProjectSettings,
    options: &'a ParseOptions,
) -> Cow<'a, DescriptorPatterns> {
    let own = settings.descriptors.as_ref();
    own.and_then(|patterns| DescriptorPatterns::new(patterns.iter().map(String::as_str)).ok())
        .map_or(Cow::Borrowed(&options.descriptors), Cow::Owned)
}

/// The folders below the root that hold descriptors of software.
pub(super) fn folders(entities: &[Entity]) -> BTreeSet<RelPath> {
    entities
        .iter()
        .filter(|entity| !matches!(entity.kind, Kind::Location | Kind::Group | Kind::User))
        .filter_map(|entity| entity.origin.path.as_ref())
        .map(RelPath::parent)
        .filter(|folder| !matches!(folder.as_str(), "" | ".backstage"))
        .collect()
}

/// The folders that have documentation of their own, the root first.
pub(super) fn doc_roots(entities: &[Entity]) -> BTreeSet<RelPath> {
    let mut roots = folders(entities);
    roots.insert(RelPath::root());
    for entity in entities {
        let named = entity.metadata.annotations.get(TECHDOCS).and_then(|r| r.strip_prefix("dir:"));
        let folder = entity.origin.path.as_ref().map(RelPath::parent);
        if let (Some(named), Some(folder)) = (named, folder) {
            roots.extend(folder.join(named.trim()));
        }
    }
    roots
}
