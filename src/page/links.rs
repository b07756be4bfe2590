//! Where a link of a Markdown file leads on the site.
//!
//! A link to a file that is a page becomes a link to that page; to any other file of the repository,
//! one to that file on GitLab at the commit that was read; to nothing, plain text and a finding.

use std::cell::RefCell;

use url::Url;

use crate::base::RelPath;
use crate::markdown::{ImageTarget, LinkTarget, Links, is_safe_url};
use crate::model::Project;

use super::plan::{Page, SitePlan};
use super::urls;
use super::world::{DocSource, World};

/// The links of one file, as one page shows it.
pub(super) struct FileLinks<'a> {
    world: &'a World<'a>,
    plan: &'a SitePlan,
    source: DocSource,
    folder: RelPath,
    here: &'a RelPath,
    /// The images that were shown.
    media: RefCell<Vec<RelPath>>,
}

/// A destination taken apart.
struct Destination {
    path: RelPath,
    fragment: Option<String>,
}

impl<'a> FileLinks<'a> {
    /// The links of `file`, shown by the page at `here`.
    pub(super) fn new(
        world: &'a World<'a>,
        plan: &'a SitePlan,
        source: DocSource,
        file: &RelPath,
        here: &'a RelPath,
    ) -> FileLinks<'a> {
        let folder = file.parent();
        FileLinks { world, plan, source, folder, here, media: RefCell::default() }
    }

    /// The images that were shown.
    pub(super) fn into_media(self) -> Vec<RelPath> {
        self.media.into_inner()
    }

    fn project(&self) -> &Project {
        self.world.project(self.source)
    }

    /// Takes a relative destination apart: `/` means the root of the repository, as on GitLab.
    fn read(&self, destination: &str) -> Result<Destination, String> {
        let (rest, fragment) = match destination.split_once('#') {
            Some((rest, fragment)) => (rest, Some(decode(fragment))),
            None => (destination, None),
        };
        let path = decode(rest.split('?').next().unwrap_or_default());
        let resolved = match path.strip_prefix('/') {
            Some(path) => RelPath::new(path.trim_start_matches('/')),
            None => self.folder.join(&path),
        };
        let path = resolved.ok_or_else(|| format!("`{destination}` leaves the repository"))?;
        Ok(Destination { path, fragment: fragment.filter(|fragment| !fragment.is_empty()) })
    }

    /// The page that shows a path: the file itself, or the index of a folder.
    fn page_of(&self, path: &RelPath) -> Option<&'a Page> {
        self.plan.of_file(self.source, path).or_else(|| {
            ["README.md", "index.md", "readme.md"].iter().find_map(|name| {
                let index = path.join(name)?;
                self.plan.of_file(self.source, &index)
            })
        })
    }

    /// A link to a page; a heading that is not there costs the fragment, not the link.
    fn to_page(&self, page: &Page, destination: &Destination) -> LinkTarget {
        let link = self.here.link_to(&page.address);
        let Some(fragment) = &destination.fragment else { return LinkTarget::To(link) };
        let ids = self.plan.fragments(self.world, page);
        let wanted = fragment.strip_prefix("user-content-").unwrap_or(fragment).to_lowercase();
        let id = format!("user-content-{wanted}");
        if ids.contains(&id) {
            return LinkTarget::To(format!("{link}#{id}"));
        }
        let problem = format!("`{}` has no heading `{}`", destination.path, shorten(fragment));
        LinkTarget::Near { href: link, problem }
    }

    /// Whether the repository holds a file at this path; unknown if it was never listed.
    fn holds_file(&self, path: &RelPath) -> Option<bool> {
        let project = self.project();
        if project.files.contains_key(path) {
            return Some(true);
        }
        project.tree.as_ref().map(|tree| tree.contains(path))
    }

    fn holds_folder(&self, path: &RelPath) -> Option<bool> {
        let tree = self.project().tree.as_ref()?;
        if path.as_str().is_empty() {
            return Some(true);
        }
        let prefix = format!("{path}/");
        Some(
            tree.range(path.clone()..)
                .skip_while(|file| *file == path)
                .take_while(|file| file.as_str().starts_with(path.as_str()))
                .any(|file| file.as_str().starts_with(&prefix)),
        )
    }

    /// The file or folder on GitLab.
    fn on_gitlab(&self, destination: &Destination) -> Result<String, String> {
        let path = &destination.path;
        let project = self.project();
        let url = if self.holds_folder(path) == Some(true) {
            project.tree_url(path)
        } else if self.holds_file(path) == Some(false) {
            return Err(format!("`{path}` is not in the repository"));
        } else {
            project.blob_url(path)
        };
        let mut url = url.ok_or_else(|| {
            format!("`{path}` cannot be reached: the repository's address or commit is unknown")
        })?;
        if let Some(fragment) = &destination.fragment {
            let mut parsed = Url::parse(&url).map_err(|_| format!("`{path}` has no address"))?;
            parsed.set_fragment(Some(fragment));
            url = parsed.into();
        }
        Ok(url)
    }
}

impl Links for FileLinks<'_> {
    fn link(&self, destination: &str) -> LinkTarget {
        let destination = destination.trim();
        let text = |problem: String| LinkTarget::Text { problem: Some(problem) };
        if destination.is_empty() {
            return text("a link has no target".to_owned());
        }
        if let Some(absolute) = absolute(destination) {
            return if is_safe_url(&absolute) {
                LinkTarget::To(absolute)
            } else {
                text(format!("`{}` has a scheme that is not shown", shorten(destination)))
            };
        }
        let read = match self.read(destination) {
            Ok(read) => read,
            Err(problem) => return text(problem),
        };
        if let Some(page) = self.page_of(&read.path) {
            return self.to_page(page, &read);
        }
        match self.on_gitlab(&read) {
            Ok(url) => LinkTarget::To(url),
            Err(problem) => text(problem),
        }
    }

    fn image(&self, destination: &str) -> ImageTarget {
        let destination = destination.trim();
        let alt = |problem: String| ImageTarget::Alt { problem: Some(problem) };
        if let Some(absolute) = absolute(destination) {
            let Ok(url) = Url::parse(&absolute) else {
                return alt(format!("`{}` is not an address", shorten(destination)));
            };
            if !matches!(url.scheme(), "http" | "https") {
                return alt(format!("`{}` has a scheme that is not shown", shorten(destination)));
            }
            let host = url.host_str().unwrap_or_default();
            let listed = self.world.settings.images.iter().any(|listed| listed == host);
            return match listed && url.scheme() == "https" {
                true => ImageTarget::Show(url.into()),
                false => ImageTarget::Link(url.into()),
            };
        }
        let read = match self.read(destination) {
            Ok(read) => read,
            Err(problem) => return alt(problem),
        };
        if let Some(media) = media_of(self.project(), &read.path) {
            let link = self.here.link_to(&media);
            self.media.borrow_mut().push(media);
            return ImageTarget::Show(link);
        }
        match self.on_gitlab(&read) {
            Ok(url) => ImageTarget::Link(url),
            Err(problem) => alt(problem),
        }
    }
}

/// Where an image of a project is written; none if it is not a raster image that browsers know.
///
/// The address tells the content, and its ending is that of the bytes: nothing that was read is ever
/// written under a name that a browser would run.
pub(crate) fn media_of(project: &Project, path: &RelPath) -> Option<RelPath> {
    let bytes = &project.files.get(path)?.bytes;
    Some(urls::media(bytes, raster_extension(bytes)?))
}

/// Tells a raster image by its first bytes.
fn raster_extension(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f', ..] => Some("avif"),
        _ => None,
    }
}

/// The destination with its scheme, if it has one or begins with `//`.
fn absolute(destination: &str) -> Option<String> {
    if destination.starts_with("//") || destination.starts_with("\\\\") {
        return Some(format!("https:{}", destination.replace('\\', "/")));
    }
    let is_relative =
        matches!(Url::parse(destination), Err(url::ParseError::RelativeUrlWithoutBase));
    (!is_relative).then(|| destination.to_owned())
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let escaped = (first == b'%').then(|| behind.get(..2)).flatten();
        let byte = escaped
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn shorten(text: &str) -> String {
    text.chars().take(80).collect()
}
