//! From the files of a description to what they say together.

use crate::base::yaml::{self, Problem};
use crate::base::{Code, RelPath};
use crate::model::api::{ApiContent, ApiFormat};
use crate::parse::api::reading::{Files, Outcome, Reading};

use super::types::Types;
use super::{introspection, operations, sdl};

/// Mistakes of one file that are told one by one.
const TOLD: usize = 20;

/// Reads the schema that stands in these files together; nothing if they define no type (they may hold queries).
pub(in crate::parse::api) fn read(texts: &[(&RelPath, &str)], files: &Files<'_>) -> Outcome {
    let mut types = Types::default();
    let mut content = ApiContent::new(ApiFormat::GraphQl);
    let mut findings = Vec::new();
    let mut unreadable: Option<Problem> = None;
    let mut has_queries = false;
    for (file, (path, text)) in (0_u32..).zip(texts) {
        content.files.push((*path).clone());
        let problems = if is_json(text) {
            let root = yaml::document(text, files.budget)?;
            introspection::gather(&root, file, &mut types);
            Vec::new()
        } else {
            let gathered = sdl::gather(text, file, &mut types);
            has_queries |= gathered.has_queries;
            gathered.problems
        };
        let more = problems.len().saturating_sub(TOLD);
        for (number, problem) in problems.into_iter().take(TOLD).enumerate() {
            let mut finding =
                files.finding(Code::ApiInvalid, path, problem.position, problem.message.clone());
            if number + 1 == TOLD && more > 0 {
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
