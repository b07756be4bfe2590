//! From the files of a description to what they say together.

use crate::base::yaml::{self, Problem};
use crate::base::{Code, RelPath};
use crate::model::api::{ApiContent, ApiFormat};
use crate::parse::api::reading::{Files, Outcome, Reading};

use super::types::Types;
use super::{introspection, operations, sdl};

/// Reads the schema that stands in these files together; nothing if they define no type (they may hold queries).
pub(in crate::parse::api) fn read(texts: &[(&RelPath, &str)], files: &Files<'_>) -> Outcome {
    let mut types = Types::default();
    let mut content = ApiContent::new(ApiFormat::GraphQl);
    let mut findings = Vec::new();
    let mut unreadable: Option<Problem> = None;
    let mut has_queries = false;
    for (file, (path, text)) in (0_u32..).zip(texts) {
        content.files.push((*path).clone());
        if is_json(text) {
            match yaml::document(text, files.budget) {
                Ok(root) => introspection::gather(&root, file, &mut types),
                Err(problem) => {
                    let message = problem.message.clone();
                    findings.push(files.finding(Code::ApiInvalid, path, problem.position, message));
                    unreadable.get_or_insert(problem);
                }
            }
            continue;
        }
        let gathered = sdl::gather(text, file, &mut types);
        has_queries |= gathered.has_queries;
        let told = gathered.problems.len();
        let more = gathered.mistakes - told;
        for (number, problem) in gathered.problems.into_iter().enumerate() {
            let mut finding =
                files.finding(Code::ApiInvalid, path, problem.position, problem.message.clone());
            if number + 1 == told && more > 0 {
                finding = finding.help(format!("{more} more follow in this file"));
            }
            findings.push(finding);
            unreadable.get_or_insert(problem);
        }
    }
    if !types.has_any() {
        return match unreadable {
            Some(problem) if !has_queries => Err(problem),
            _ => Ok(None),
        };
    }
    operations::conclude(types, &mut content, &mut |code, at, message, help| {
        let path = &content_file(texts, at.file);
        let position = yaml::Position { line: at.line, column: at.column };
        let finding = files.finding(code, path, position, message);
        findings.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    });
    Ok(Some(Reading { content, findings }))
}

fn content_file(texts: &[(&RelPath, &str)], file: u32) -> RelPath {
    texts.get(file as usize).map_or_else(RelPath::root, |(path, _)| (*path).clone())
}

/// Whether this is the answer to an introspection query: schema language never begins with a quoted key in a brace.
fn is_json(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'))
}
