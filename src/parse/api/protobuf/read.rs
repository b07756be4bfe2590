//! From the files of a tree to what they say together.

use std::collections::BTreeMap;

use crate::base::yaml::{Position, Problem};
use crate::base::{Code, Diagnostic, RelPath, nearest};
use crate::model::api::{ApiContent, ApiFormat, Fact, SourcePosition};
use crate::parse::api::reading::{Files, Outcome, Reading};

use super::build::Builder;
use super::facts::fact;
use super::names::{common, complete, version};
use super::parser::parse;
use super::syntax::File;
use super::types::Types;

/// Options of files that are told: in a tree each file has its own.
const OPTIONS: usize = 12;
/// Findings of a sort that are told.
const TOLD: usize = 50;
/// Names that are looked at for a slip of the pen.
const CANDIDATES: usize = 2_000;

/// Reads the tree of files that make one description together; nothing if they hold nothing but comments.
pub(in crate::parse::api) fn read(texts: &[(&RelPath, &str)], files: &Files<'_>) -> Outcome {
    let parsed: Vec<File> =
        (0_u32..).zip(texts).map(|(file, (_, text))| parse(text, file)).collect();
    if parsed.iter().all(is_empty) {
        let problem = parsed.into_iter().flat_map(|file| file.problems).next();
        return match problem {
            Some((at, message)) => {
                Err(Problem { position: position(at), message, over_budget: false })
            }
            None => Ok(None),
        };
    }
    let paths: Vec<&RelPath> = texts.iter().map(|(path, _)| *path).collect();
    let mut content = ApiContent::new(ApiFormat::Protobuf);
    content.files = paths.iter().map(|path| (*path).clone()).collect();
    describe(&parsed, &mut content);
    let mut builder =
        Builder { content: &mut content, types: Types::default(), repeated: Vec::new() };
    for file in &parsed {
        builder.register(file);
    }
    for (file, is_complete) in parsed.iter().zip(complete(&paths, &parsed)) {
        builder.add(file, is_complete);
    }
    let Builder { types, repeated, .. } = builder;
    let findings = Findings { files, paths: &paths, list: Vec::new() };
    let findings = findings.of(&parsed, &types, &repeated);
    content.named = types.named.into_values().collect();
    content.arena = types.arena;
    Ok(Some(Reading { content, findings }))
}

fn is_empty(file: &File) -> bool {
    file.syntax.is_none()
        && file.package.is_empty()
        && file.imports.is_empty()
        && file.options.is_empty()
        && file.messages.is_empty()
        && file.enums.is_empty()
        && file.services.is_empty()
        && file.extensions.is_empty()
}

/// What the files say of themselves.
fn describe(parsed: &[File], content: &mut ApiContent) {
    let understood = || parsed.iter().filter(|file| !is_empty(file));
    let mut packages: Vec<&str> = understood().map(|file| file.package.as_str()).collect();
    packages.sort_unstable();
    packages.dedup();
    content.title = common(&packages);
    content.version = version(&packages);
    let mut syntaxes: BTreeMap<&str, usize> = BTreeMap::new();
    for file in understood() {
        // A file that does not say so is of the second version.
        *syntaxes.entry(file.syntax.as_deref().unwrap_or("proto2")).or_default() += 1;
    }
    let commonest = syntaxes.into_iter().max_by_key(|(_, files)| *files);
    content.format_version = commonest.map(|(syntax, _)| syntax.to_owned());
    if let [_] = packages.as_slice() {
        content.description = understood().find_map(|file| file.description.clone());
        for option in understood().flat_map(|file| &file.options) {
            let fact = Fact { label: option.name.clone(), value: option.value.clone(), href: None };
            if content.facts.len() < OPTIONS && !content.facts.contains(&fact) {
                content.facts.push(fact);
            }
        }
    }
    content.facts.extend(imports(parsed, &content.files));
}

/// What the tree needs that is no part of it.
fn imports(parsed: &[File], files: &[RelPath]) -> Option<Fact> {
    let is_here = |import: &str| files.iter().any(|path| path.as_str().ends_with(import));
    let written = parsed.iter().flat_map(|file| &file.imports);
    let imports: BTreeMap<&str, &str> =
        written.map(|import| (import.path.as_str(), import.modifier.as_str())).collect();
    let missing = imports.into_iter().filter(|(path, _)| !is_here(path)).take(OPTIONS);
    let missing: Vec<String> = missing
        .map(|(path, modifier)| match modifier {
            "" => path.to_owned(),
            modifier => format!("{path} ({modifier})"),
        })
        .collect();
    (!missing.is_empty()).then(|| fact("imports", missing.join(", ")))
}

struct Findings<'a> {
    files: &'a Files<'a>,
    paths: &'a [&'a RelPath],
    list: Vec<Diagnostic>,
}

impl Findings<'_> {
    fn of(
        mut self,
        parsed: &[File],
        types: &Types,
        repeated: &[(SourcePosition, String)],
    ) -> Vec<Diagnostic> {
        for (at, message) in parsed.iter().flat_map(|file| &file.problems) {
            self.add(Code::ApiInvalid, *at, message.clone(), None);
        }
        for (at, name) in repeated.iter().take(TOLD) {
            self.add(Code::ApiInvalid, *at, format!("`{name}` is defined twice"), None);
        }
        for (at, name) in types.missing.iter().take(TOLD) {
            let known = types.named.keys().take(CANDIDATES).map(String::as_str);
            let help = nearest(name, known).map(|near| format!("the nearest name is `{near}`"));
            self.add(Code::ApiReference, *at, format!("type `{name}` does not exist"), help);
        }
        self.list
    }

    fn add(&mut self, code: Code, at: SourcePosition, message: String, help: Option<String>) {
        let Some(path) = self.paths.get(at.file as usize) else { return };
        let finding = self.files.finding(code, path, position(at), message);
        self.list.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
}

fn position(at: SourcePosition) -> Position {
    Position { line: at.line, column: at.column }
}
