//! Pages of documentation, of projects and of the portal itself.

use super::keys::Keys;
use super::words::{self, Words};
use super::{Document, belonging, kind};
use crate::base::RelPath;
use crate::page::view::DocView;
use crate::page::{DocSource, PageView, World};

/// Makes the document of one file of a tree.
pub(super) fn document(
    world: &World<'_>,
    (source, index): (DocSource, usize),
    page: &PageView,
    view: &DocView,
) -> Document {
    let doc = &world.docs(source)[index];
    let project = world.project(source);
    let text = view.prose.html.to_text();
    let of = match source {
        DocSource::Project(project) => world.catalog.of_project(project).first(),
        DocSource::Guide(_) => None,
    };
    let tree = match source {
        DocSource::Project(_) => project.path.as_str(),
        DocSource::Guide(_) => view.tree_title.as_str(),
    };
    let folder = doc.path.parent();
    let place = match folder == RelPath::root() {
        true => tree.to_owned(),
        false => format!("{tree}/{folder}"),
    };
    let mut keys = Keys::default();
    if matches!(source, DocSource::Project(_)) {
        add_file(&mut keys, world, source, &doc.path);
    }
    let mut body = Words::default();
    body.say_all([place.as_str(), doc.path.name()]);
    body.say_all(doc.section.iter().map(String::as_str));
    body.say(&text);
    Document {
        address: page.frame.address.clone(),
        title: words::name(&page.frame.title),
        keys: keys.end(),
        kind: kind("doc", "Docs"),
        description: words::first_description([&|| view.prose.html.to_opening(), &|| text.clone()]),
        place: words::name(&place),
        body: body.end(),
        ..of.map(|id| belonging::part_of(world, *id)).unwrap_or_default()
    }
}

/// Adds the names of a file: within its repository, within GitLab, and where GitLab shows it.
pub(super) fn add_file(keys: &mut Keys, world: &World<'_>, source: DocSource, file: &RelPath) {
    let project = world.project(source);
    keys.add(file.as_str());
    keys.add(&format!("{}/{file}", project.path));
    if let (Some(web_url), Some(branch)) = (&project.web_url, &project.default_branch) {
        let web_url = web_url.trim_end_matches('/');
        keys.add_url(&format!("{web_url}/-/blob/{branch}/{file}"));
    }
}
