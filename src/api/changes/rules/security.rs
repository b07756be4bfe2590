//! What proof an operation asks for.

use crate::api::changes::ChangeClass::{Breaking, Safe};

use super::{Verdict, verdict};

/// Whoever could prove enough before must be able to do so still.
pub(super) fn security(before: &str, now: &str, key: &str) -> Verdict {
    let alternatives = |text: &str| -> Vec<Vec<String>> {
        if text.is_empty() {
            return vec![Vec::new()];
        }
        let needs = |one: &str| -> Vec<String> {
            one.split('+')
                .filter(|need| *need != "-")
                .flat_map(|need| {
                    let (scheme, scopes) =
                        need.trim_end_matches(')').split_once('(').unwrap_or((need, ""));
                    let scopes = scopes
                        .split(',')
                        .filter(|it| !it.is_empty())
                        .map(|scope| format!("{scheme} {scope}"));
                    std::iter::once(scheme.to_owned())
                        .chain(scopes.collect::<Vec<_>>())
                        .collect::<Vec<_>>()
                })
                .collect()
        };
        text.split('|').map(needs).collect()
    };
    let (old, new) = (alternatives(before), alternatives(now));
    let suffices =
        |had: &Vec<String>| new.iter().any(|needs| needs.iter().all(|need| had.contains(need)));
    if old.iter().all(suffices) {
        return verdict(Safe, "security-relaxed", format!("`{key}` asks for less proof"));
    }
    let schemes = |all: &[Vec<String>]| -> Vec<Vec<String>> {
        let names = |needs: &Vec<String>| -> Vec<String> {
            needs.iter().filter(|need| !need.contains(' ')).cloned().collect()
        };
        let mut all: Vec<Vec<String>> = all.iter().map(names).collect();
        all.sort();
        all
    };
    if schemes(&old) == schemes(&new) {
        return verdict(Breaking, "scope-added", format!("`{key}` asks for more scopes"));
    }
    verdict(Breaking, "security-added", format!("`{key}` asks for more proof"))
}
