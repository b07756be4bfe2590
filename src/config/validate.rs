//! Raw → valid: the only way from text to a [`Config`].
//!
//! What is wrong is reported and left out, so that one reading names every problem; a configuration
//! with any error is not returned.

mod apis;
mod gitlab;

use std::borrow::Cow;
use std::path::PathBuf;

use url::Url;

use crate::base::yaml::{self, Budget, Node, Position, Value};
use crate::base::{Code, Diagnostic, Place, Severity, nearest};

use super::raw::{self, Findings, english_list};
use super::reference::{self, Shape};
use super::scalar::{base_address, color, host, is_language, size, web_address, whole_number};
use super::valid::{
    Audience, Brand, Catalog, Config, Content, DirectorySource, Folder, Globs, Guard, Limits,
    LinkTemplate, Site, Source,
};

/// Reads a configuration. An empty text is the default one; with any error there is none.
///
/// `file_name` only appears in messages.
pub(crate) fn parse(text: &str, file_name: &str) -> (Option<Config>, Vec<Diagnostic>) {
    let mut findings = Findings::new(file_name);
    let root = match yaml::document(text, Budget::DESCRIPTOR) {
        Ok(root) => root,
        Err(problem) => {
            // The parser quotes what it stumbles over.
            let message = if raw::is_secret(&problem.message) {
                "the file is not YAML".to_owned()
            } else {
                problem.message
            };
            findings.push(Code::ConfigSyntax, problem.position, message);
            return (None, findings.finish());
        }
    };
    let root = raw::check(root, &mut findings);
    let config = Reader { findings: &mut findings }.config(&root);
    let found = findings.finish();
    let is_valid = found.iter().all(|finding| finding.severity < Severity::Error);
    (config.filter(|_| is_valid), found)
}

impl Config {
    /// Returns the configuration of a run without a file: everything by default, one directory.
    pub(crate) fn default_for(directory: impl Into<PathBuf>) -> Config {
        let (config, _) = parse("", "");
        let mut config = config.expect("the defaults of the table are valid");
        config.read_only(directory);
        config
    }

    /// Replaces the sources by one directory, as a folder on the command line does.
    pub(crate) fn read_only(&mut self, directory: impl Into<PathBuf>) {
        self.sources = vec![Source::Directory(DirectorySource {
            folder: Folder { path: directory.into(), place: Place::default() },
            depth: None,
            files: Globs::default(),
            exclude: Globs::default(),
        })];
    }
}

/// A mapping of the file and where it stands in the table.
#[derive(Clone, Copy)]
struct Section<'a> {
    node: &'a Node,
    path: &'static str,
}

/// A scalar, list or default, and the row of the table that it belongs to.
struct Written<'a> {
    node: Cow<'a, Node>,
    key: &'static reference::Key,
}

impl<'a> Section<'a> {
    /// Returns what is written below a key, or the table's default, or nothing.
    fn value(self, path: &'static str) -> Option<Written<'a>> {
        let key = reference::find(path).expect("only keys of the table are asked for");
        debug_assert_eq!(key.parent(), self.path);
        if let Some(node) = raw::value(self.node, key.name()) {
            return Some(Written { node: Cow::Borrowed(node), key });
        }
        if key.default.is_empty() {
            return None;
        }
        let node = yaml::document(key.default, Budget::DESCRIPTOR).expect("defaults are YAML");
        Some(Written { node: Cow::Owned(node), key })
    }

    /// Returns the section below a key; an empty one if it is not written.
    fn section(self, path: &'static str) -> Section<'a> {
        const NOTHING: &Node =
            &Node { position: Position { line: 0, column: 0 }, value: Value::Null };
        let key = reference::find(path).expect("only keys of the table are asked for");
        Section { node: raw::value(self.node, key.name()).unwrap_or(NOTHING), path }
    }

    /// Returns the mappings of a list.
    fn items(self, list: &'static str, item: &'static str) -> Vec<Section<'a>> {
        let key = reference::find(list).expect("only keys of the table are asked for");
        let items = raw::value(self.node, key.name()).and_then(Node::as_sequence);
        items.into_iter().flatten().map(|node| Section { node, path: item }).collect()
    }
}

/// Makes values of what is written; each method reports what it cannot read and returns nothing.
struct Reader<'a, 'f> {
    findings: &'a mut Findings<'f>,
}

impl Reader<'_, '_> {
    fn config(&mut self, root: &Node) -> Option<Config> {
        let root = Section { node: root, path: "" };
        // Each part is read before the first missing one ends the function, so that all are checked.
        let site = self.site(root.section("site"));
        let sources = root.items("sources", "sources[]").into_iter();
        let sources = sources.map(|source| self.source(source)).collect::<Vec<_>>();
        let catalog = self.catalog(root.section("catalog"));
        let content = root.items("content", "content[]").into_iter();
        let content = content.map(|content| self.content(content)).collect::<Vec<_>>();
        let apis = self.apis(root.section("apis"));
        let limits = self.limits(root.section("limits"));
        let guard = self.guard(root.section("guard"));
        Some(Config {
            site: site?,
            sources: sources.into_iter().collect::<Option<_>>()?,
            catalog: catalog?,
            content: content.into_iter().collect::<Option<_>>()?,
            apis: apis?,
            limits: limits?,
            guard: guard?,
        })
    }

    fn site(&mut self, site: Section<'_>) -> Option<Site> {
        let title = self.text(site, "site.title");
        let url = self.url(site, "site.url");
        let audience = self.audience(site);
        let description = self.text(site, "site.description");
        let language = self.language(site);
        let images = self.hosts(site);
        let theme = self.folder(site, "site.theme");
        let brand = self.brand(site);
        Some(Site {
            title: title?,
            url,
            audience: audience?,
            description,
            language: language?,
            images,
            theme,
            brand,
        })
    }

    fn source(&mut self, source: Section<'_>) -> Option<Source> {
        let folder = self.folder(source, "sources[].directory");
        let depth = self.count(source, "sources[].depth");
        let files = self.globs(source, "sources[].files");
        let exclude = self.globs(source, "sources[].exclude");
        // Both at once has been reported.
        if raw::value(source.node, "gitlab").is_some() {
            return self.gitlab(source, files, exclude).map(Box::new).map(Source::GitLab);
        }
        Some(Source::Directory(DirectorySource {
            folder: folder?,
            depth,
            files: files?,
            exclude: exclude?,
        }))
    }

    fn catalog(&mut self, catalog: Section<'_>) -> Option<Catalog> {
        let descriptors = self.globs(catalog, "catalog.descriptors");
        let links = catalog.items("catalog.links", "catalog.links[]").into_iter();
        let links = links.map(|link| self.link(link)).collect::<Vec<_>>();
        Some(Catalog {
            descriptors: descriptors?,
            links: links.into_iter().collect::<Option<_>>()?,
        })
    }

    fn link(&mut self, link: Section<'_>) -> Option<LinkTemplate> {
        let annotation = self.text(link, "catalog.links[].annotation");
        let title = self.text(link, "catalog.links[].title");
        let url = self.url_template(link);
        Some(LinkTemplate { annotation: annotation?, title: title?, url: url? })
    }

    fn content(&mut self, content: Section<'_>) -> Option<Content> {
        let folder = self.folder(content, "content[].directory");
        let title = self.text(content, "content[].title");
        Some(Content { folder: folder?, title })
    }

    fn limits(&mut self, limits: Section<'_>) -> Option<Limits> {
        let descriptor = self.size(limits, "limits.descriptor");
        let readme = self.size(limits, "limits.readme");
        let api_file = self.size(limits, "limits.api_file");
        let image = self.size(limits, "limits.image");
        let files = self.count(limits, "limits.files");
        Some(Limits {
            descriptor: descriptor?,
            readme: readme?,
            api_file: api_file?,
            image: image?,
            files: files?,
        })
    }

    fn guard(&mut self, guard: Section<'_>) -> Option<Guard> {
        let max_shrink = self.between(guard, "guard.max_shrink");
        let max_failed = self.between(guard, "guard.max_failed");
        let max_stale = self.count(guard, "guard.max_stale");
        Some(Guard {
            max_shrink: u8::try_from(max_shrink?).ok()?,
            max_failed: u8::try_from(max_failed?).ok()?,
            // More days than fit are as good as no end.
            max_stale: u32::try_from(max_stale?).unwrap_or(u32::MAX),
        })
    }
}

/// One method for each shape of the table.
impl Reader<'_, '_> {
    fn text(&mut self, section: Section<'_>, path: &'static str) -> Option<String> {
        let written = section.value(path)?;
        let text = written.node.as_str().map(str::trim).filter(|text| !text.is_empty());
        self.or_report(text.map(str::to_owned), &written, "is empty")
    }

    fn folder(&mut self, section: Section<'_>, path: &'static str) -> Option<Folder> {
        self.path(section, path).map(|(path, place)| Folder { path, place })
    }

    fn path(&mut self, section: Section<'_>, path: &'static str) -> Option<(PathBuf, Place)> {
        let written = section.value(path)?;
        let text = written.node.as_str().filter(|text| !text.is_empty() && !text.contains('\0'));
        let place = self.findings.place(written.node.position);
        let named = text.map(|text| (PathBuf::from(text), place));
        self.or_report(named, &written, "is not a path")
    }

    fn texts(&mut self, section: Section<'_>, path: &'static str) -> Option<Vec<String>> {
        let written = section.value(path)?;
        let mut texts = Vec::new();
        for node in written.node.as_sequence().unwrap_or_default() {
            match node.as_str().map(str::trim).filter(|text| !text.is_empty()) {
                Some(text) => texts.push(text.to_owned()),
                None => {
                    let message = format!("`{path}[]` is empty");
                    self.findings.push(Code::ConfigInvalid, node.position, message);
                }
            }
        }
        Some(texts)
    }

    fn bool(&mut self, section: Section<'_>, path: &'static str) -> Option<bool> {
        let written = section.value(path)?;
        let Value::Bool(value) = written.node.value else { return None };
        Some(value)
    }

    fn url(&mut self, section: Section<'_>, path: &'static str) -> Option<Url> {
        let written = section.value(path)?;
        match base_address(written.node.as_str()?) {
            Ok(url) => Some(url),
            Err(why) => self.or_report(None, &written, why),
        }
    }

    fn url_template(&mut self, link: Section<'_>) -> Option<String> {
        let written = link.value("catalog.links[].url")?;
        let text = written.node.as_str()?;
        let is_web = web_address(&text.replace("{value}", "value")).is_ok();
        if !is_web {
            return self.or_report(None, &written, "is not an `http:` or `https:` address");
        }
        let text = text.contains("{value}").then(|| text.to_owned());
        self.or_report(text, &written, "does not hold `{value}`")
    }

    fn audience(&mut self, site: Section<'_>) -> Option<Audience> {
        let written = site.value("site.audience")?;
        match written.node.as_str()? {
            "public" => Some(Audience::Public),
            "internal" => Some(Audience::Internal),
            "members" => Some(Audience::Members),
            other => {
                self.report_choice(other, &written);
                None
            }
        }
    }

    fn report_choice(&mut self, wrong: &str, written: &Written<'_>) {
        let Shape::Choice(words) = written.key.shape else { return };
        let help = match nearest(wrong, words.iter().copied()) {
            Some(near) => format!("the nearest word is `{near}`"),
            None => format!("write one of {}", english_list(words)),
        };
        self.findings.push_with_help(
            Code::ConfigInvalid,
            written.node.position,
            format!("`{}` cannot be `{}`", written.key.path, shown(wrong)),
            help,
        );
    }

    fn language(&mut self, site: Section<'_>) -> Option<String> {
        let written = site.value("site.language")?;
        let tag = written.node.as_str().filter(|text| is_language(text)).map(str::to_owned);
        self.or_report(tag, &written, "is not a language tag")
    }

    fn hosts(&mut self, site: Section<'_>) -> Vec<String> {
        let Some(written) = site.value("site.images") else { return Vec::new() };
        let mut hosts = Vec::new();
        for node in written.node.as_sequence().unwrap_or_default() {
            let text = node.as_str().unwrap_or_default();
            match host(text) {
                Some(host) => hosts.push(host),
                None => {
                    let help = web_address(text).ok().and_then(|url| {
                        Some(format!("write only the host, `{}`", url.host_str()?))
                    });
                    let help = help.unwrap_or_else(|| "write `img.shields.io`, say".to_owned());
                    let message = format!("`site.images[]` is not a host name: `{}`", shown(text));
                    self.findings.push_with_help(Code::ConfigInvalid, node.position, message, help);
                }
            }
        }
        hosts
    }

    fn brand(&mut self, site: Section<'_>) -> Option<Brand> {
        let written = site.value("site.brand")?;
        let color = color(written.node.as_str()?).map(|rgb| Brand { rgb });
        self.or_report(color, &written, "is not a colour")
    }

    fn globs(&mut self, section: Section<'_>, path: &'static str) -> Option<Globs> {
        let written = section.value(path)?;
        let mut patterns = Vec::new();
        for node in written.node.as_sequence().unwrap_or_default() {
            let text = node.as_str().unwrap_or_default();
            let pattern = text.trim_start_matches("./");
            let why = if pattern.is_empty() {
                Some("it is empty".to_owned())
            } else if pattern.starts_with('/') || pattern.split('/').any(|part| part == "..") {
                Some("it leaves the folder".to_owned())
            } else {
                let compiled = Globs::new(vec![pattern.to_owned()]);
                compiled.err().map(|error| error.kind().to_string())
            };
            match why {
                None => patterns.push(pattern.to_owned()),
                Some(why) => {
                    let message = format!("`{path}[]` is not a glob: `{}` ({why})", shown(text));
                    self.findings.push(Code::ConfigInvalid, node.position, message);
                }
            }
        }
        // Each compiled by itself, so all of them do unless together they are too large.
        let compiled = Globs::new(patterns).ok();
        self.or_report(compiled, &written, "holds more globs than can be compiled")
    }

    fn count(&mut self, section: Section<'_>, path: &'static str) -> Option<usize> {
        let written = section.value(path)?;
        let number = whole_number(&written.node).filter(|number| *number > 0);
        let number = number.and_then(|number| usize::try_from(number).ok());
        self.or_report(number, &written, "is not a whole number from 1")
    }

    fn between(&mut self, section: Section<'_>, path: &'static str) -> Option<usize> {
        let written = section.value(path)?;
        let Shape::Between(from, to) = written.key.shape else { return None };
        let number = whole_number(&written.node).filter(|number| (from..=to).contains(number));
        let number = number.and_then(|number| usize::try_from(number).ok());
        self.or_report(number, &written, &format!("is not {}", written.key.shape.name()))
    }

    fn size(&mut self, section: Section<'_>, path: &'static str) -> Option<u64> {
        let written = section.value(path)?;
        let bytes = match &written.node.value {
            Value::String(text) => size(text),
            _ => whole_number(&written.node),
        };
        self.or_report(bytes.filter(|bytes| *bytes > 0), &written, "is not a size")
    }

    /// Returns the value, or reports what the key's value is not.
    fn or_report<T>(&mut self, value: Option<T>, written: &Written<'_>, why: &str) -> Option<T> {
        if value.is_none() {
            let Written { node, key } = written;
            let mut message = format!("`{}` {why}", key.path);
            if let Some(text) = scalar_text(node).filter(|text| !text.is_empty()) {
                message.push_str(&format!(": `{}`", shown(&text)));
            }
            let help = format!("write `{}: {}`, say", key.name(), key.example);
            self.findings.push_with_help(Code::ConfigInvalid, node.position, message, help);
        }
        value
    }
}

fn scalar_text(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A value as a message shows it.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(80).collect()
}
