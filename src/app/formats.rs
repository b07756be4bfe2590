//! Findings in the forms that other tools read.

use serde_json::{Value, json};

use crate::base::{Diagnostic, Digest, Severity};
use crate::export;

use super::report::printable;

/// The project's own form, the same as in `data/v1/findings.json`.
pub(crate) fn json(findings: &[Diagnostic]) -> String {
    let items: Vec<Value> = findings.iter().map(export::finding).collect();
    pretty(&json!({ "findings": items }))
}

/// GitLab Code Quality, which merge requests show beside the changed line.
pub(crate) fn code_quality(findings: &[Diagnostic]) -> String {
    let items: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let path = finding.place.to_path();
            let parts = [finding.code.as_str(), path.as_str(), finding.message.as_str()];
            let fingerprint = Digest::of_parts(parts.map(str::as_bytes));
            json!({
                "description": finding.message,
                "check_name": finding.code.as_str(),
                "fingerprint": fingerprint.to_string(),
                "severity": match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                "location": { "path": path, "lines": { "begin": finding.place.line.max(1) } },
            })
        })
        .collect();
    pretty(&Value::Array(items))
}

/// JUnit, which GitLab shows in every tier: a case for each file, failed if it has findings.
pub(crate) fn junit(paths: &[String], findings: &[Diagnostic]) -> String {
    let failed = paths.iter().filter(|path| findings.iter().any(|f| f.place.to_path() == **path));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"portolan check\" tests=\"{}\" failures=\"{}\">\n",
        paths.len(),
        failed.count()
    );
    for path in paths {
        xml.push_str(&format!("    <testcase classname=\"descriptor\" name=\"{}\"", escape(path)));
        let found: Vec<&Diagnostic> =
            findings.iter().filter(|finding| finding.place.to_path() == *path).collect();
        if found.is_empty() {
            xml.push_str("/>\n");
            continue;
        }
        xml.push_str(&format!(">\n      <failure message=\"{}\">", escape(&found[0].message)));
        for finding in found {
            xml.push_str(&escape(&printable(&finding.to_string())));
            xml.push('\n');
        }
        xml.push_str("</failure>\n    </testcase>\n");
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("JSON values can always be written");
    text.push('\n');
    text
}

/// Text for XML 1.0, which has no place for most control characters at all.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {
                escaped.push_str(&c.escape_unicode().to_string());
            }
            c => escaped.push(c),
        }
    }
    escaped
}
