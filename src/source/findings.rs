//! What was left out, as findings.

use crate::base::{Code, Diagnostic, Place};
use crate::model::{LeftOut, LeftOutWhy, Project};

/// Returns a finding for each wanted file that was not read.
pub(super) fn of_left_out(project: &Project) -> Vec<Diagnostic> {
    project.left_out.iter().map(|left_out| finding(&project.path, left_out)).collect()
}

fn finding(project: &str, left_out: &LeftOut) -> Diagnostic {
    let path = left_out.path.as_str();
    let (code, message) = match &left_out.why {
        LeftOutWhy::TooLarge { size, limit } => (
            Code::FileTooLarge,
            format!("`{path}` has {}; the limit is {}", in_units(*size), in_units(*limit)),
        ),
        LeftOutWhy::NotAFile => {
            (Code::SkippedLink, format!("`{path}` is a link, a device or a pipe, and was not read"))
        }
        LeftOutWhy::Lfs => (Code::StoredInLfs, format!("`{path}` is kept in Git LFS")),
        LeftOutWhy::Unreadable(why) => {
            (Code::FileUnreadable, format!("`{path}` cannot be read: {why}"))
        }
        LeftOutWhy::TooMany if path.is_empty() => {
            (Code::TooManyFiles, "the project has more files than are read".to_owned())
        }
        LeftOutWhy::TooMany => {
            (Code::TooManyFiles, format!("the project has more than is read; it ends at `{path}`"))
        }
    };
    Diagnostic::new(code, Place::file(project, path), message).help(code.fix())
}

/// Writes a number of bytes as people say it.
fn in_units(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}
