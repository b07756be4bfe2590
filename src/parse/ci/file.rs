//! One CI file: its header, and what its body defines and includes.

use crate::base::yaml::{self, Budget, Node, Value};
use crate::base::{Diagnostic, RelPath, nearest};
use crate::model::{CiFile, Include, IncludeVia, Project};
use crate::parse::text::shown;

use super::include::Includes;
use super::job::{self, Values};
use super::notes::Notes;
use super::shell::Usage;
use super::{input, interpolation, merge, scripts};

/// The keys of `spec:` that we know.
const SPEC: &[&str] = &["inputs", "include", "component"];

/// Reads all that one file says.
pub(super) fn read(project: &Project, path: &RelPath, text: &str) -> (CiFile, Vec<Diagnostic>) {
    let mut notes = Notes::new(project, path);
    let documents = documents(text, &mut notes);
    let mut file =
        CiFile { includes: includes(project, &documents, &mut notes), ..CiFile::default() };
    if let Some(spec) = documents.spec() {
        header(spec, &mut file, &mut notes);
    }
    let mut blocks = interpolation::Blocks::default();
    for body in documents.body() {
        read_body(body, &mut file, &mut notes);
        interpolation::read(body, &mut blocks);
    }
    // What `spec:include` brings along is not known here, and without a header nothing is replaced.
    let brings = documents.spec().is_some_and(|spec| spec.get("include").is_some());
    if documents.spec().is_some() && !brings {
        interpolation::check(&blocks, &file.inputs, text, &mut notes);
    }
    file.functions = blocks.functions.into_iter().collect();
    (file, notes.into_findings())
}

/// Reads only what one file includes, which costs less; of jobs that trigger, those that name files.
pub(super) fn read_includes(project: &Project, path: &RelPath, text: &str) -> Vec<Include> {
    if !text.contains("include") {
        return Vec::new();
    }
    let mut notes = Notes::new(project, path);
    let documents = documents(text, &mut notes);
    includes(project, &documents, &mut notes)
}

/// The documents of a file: with a `spec:` header the configuration is the second one.
#[derive(Default)]
struct Documents {
    header: Option<Node>,
    body: Option<Node>,
}

impl Documents {
    fn spec(&self) -> Option<&Node> {
        self.header.as_ref()?.get("spec")
    }

    /// The mappings that hold configuration. A header may be one by mistake, when the line between the two lacks.
    fn body(&self) -> impl Iterator<Item = &Node> {
        self.header.iter().chain(&self.body)
    }
}

fn documents(text: &str, notes: &mut Notes<'_>) -> Documents {
    let mut documents = Documents::default();
    let mut is_broken = false;
    for (at, document) in yaml::documents(text, Budget::CI).into_iter().enumerate() {
        let node = match document {
            Ok(node) if text.contains("<<") => merge::merged(node),
            Ok(node) => node,
            Err(problem) => {
                is_broken = true;
                notes.unreadable(problem.position, problem.message);
                continue;
            }
        };
        if at == 0 && node.get("spec").is_some() {
            documents.header = Some(node);
        } else if node.value == Value::Null || is_broken && documents.body.is_some() {
            // Nothing is said, or what follows a mistake is no document of its own.
        } else if documents.body.is_some() {
            let message = "GitLab reads a header and one document; this one is never read";
            notes.unreadable(node.position, message);
        } else if node.as_mapping().is_none() {
            let message =
                format!("a CI configuration is a mapping, and this is {}", node.type_name());
            notes.unreadable(node.position, message);
        } else {
            documents.body = Some(node);
        }
    }
    beside_spec(&documents, notes);
    documents
}

/// Configuration in the header's document is refused by GitLab: a `---` lacks.
fn beside_spec(documents: &Documents, notes: &mut Notes<'_>) {
    let entries = documents.header.as_ref().and_then(Node::as_mapping).unwrap_or_default();
    if let Some(entry) = entries.iter().find(|entry| entry.key != "spec") {
        let message = format!("`{}` stands in the document of `spec`", shown(&entry.key));
        let help = "put a line `---` between the header and the rest".to_owned();
        notes.unreadable_with(entry.position, message, Some(help));
    }
}

/// What header, body and jobs include, in this order.
fn includes<'a>(
    project: &'a Project,
    documents: &Documents,
    notes: &mut Notes<'a>,
) -> Vec<Include> {
    let mut includes = Includes { project, notes, found: Vec::new() };
    if let Some(node) = documents.spec().and_then(|spec| spec.get("include")) {
        includes.list(node, &IncludeVia::Header);
    }
    for body in documents.body() {
        if let Some(node) = body.get("include") {
            includes.list(node, &IncludeVia::Body);
        }
        for entry in body.as_mapping().unwrap_or_default() {
            if let Some(node) = entry.value.get("trigger") {
                includes.trigger(&entry.key, node);
            }
        }
    }
    includes.found
}

fn header(spec: &Node, file: &mut CiFile, notes: &mut Notes<'_>) {
    let entries = match &spec.value {
        Value::Mapping(entries) => entries,
        Value::Null => return,
        _ => {
            let message = format!("`spec` is {}, not a mapping", spec.type_name());
            return notes.unreadable(spec.position, message);
        }
    };
    for entry in entries.iter().filter(|entry| !SPEC.contains(&entry.key.as_str())) {
        // GitLab's header grows; only what looks like a slip of the pen is told.
        if let Some(near) = nearest(&entry.key, SPEC.iter().copied()) {
            let message = format!("`spec` has no key `{}`", shown(&entry.key));
            notes.spec(entry.position, message, Some(format!("the nearest key is `{near}`")));
        }
    }
    if let Some(node) = spec.get("inputs") {
        file.inputs = input::inputs(node, notes);
    }
    file.context = spec.get("component").map(texts).unwrap_or_default();
}

fn read_body(root: &Node, file: &mut CiFile, notes: &mut Notes<'_>) {
    if let Some(stages) = root.get("stages") {
        if stages.as_sequence().is_none() && !is_interpolated(stages) {
            let message = format!("`stages` is {}, not a list", stages.type_name());
            notes.unreadable(stages.position, message);
        }
        file.stages = texts(stages);
    }
    // A file that `spec:include` names holds inputs and nothing else.
    if let Some(inputs) = root.get("inputs").filter(|node| node.as_mapping().is_some()) {
        file.inputs.extend(input::inputs(inputs, notes));
    }
    let values = Values::new(root);
    let of_all = |key: &str| {
        let default = root.get("default").and_then(|default| default.get(key));
        default.or_else(|| root.get(key)).map(|node| values.followed(node))
    };
    file.image = file.image.take().or_else(|| of_all("image").and_then(job::image));
    if let Some(node) = of_all("services") {
        file.services = job::services(&values, node);
    }
    let entries = job::entries(root, notes);
    file.jobs.extend(job::jobs(&values, &entries));
    let mut usage = Usage::default();
    scripts::job(root, &mut usage);
    for key in ["default", "workflow"] {
        if let Some(node) = root.get(key) {
            scripts::job(node, &mut usage);
        }
    }
    entries.iter().for_each(|entry| scripts::job(&entry.value, &mut usage));
    file.variables.extend(scripts::unset(&usage));
    file.tools.extend(scripts::tools(&usage));
}

fn is_interpolated(node: &Node) -> bool {
    node.as_str().is_some_and(|text| text.contains("$[["))
}

fn texts(node: &Node) -> Vec<String> {
    let items = node.as_sequence().unwrap_or_default().iter();
    items.filter_map(Node::as_str).map(str::to_owned).collect()
}
