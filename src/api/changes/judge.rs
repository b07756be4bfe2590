//! Judges differences: which way a value goes, and what the rules make of it.

use std::collections::BTreeMap;

use crate::api::surface::{BETWEEN, Item, ItemKind, Surface};

use super::merge::schema;
use super::rules::{self, Verdict};
use super::words::{Whereabouts, whereabouts};
use super::{Change, ChangeClass};

/// Which ways a value goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Way {
    /// Callers give it.
    pub given: bool,
    /// Callers get it.
    pub got: bool,
}

pub(super) struct Judge<'a> {
    old: &'a Surface,
    new: &'a Surface,
    format: Format,
    ways: BTreeMap<&'a str, (Way, bool)>,
    /// Operations whose bodies are what callers get.
    outward: BTreeMap<&'a str, bool>,
}

/// What the rules of formats differ by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// OpenAPI, AsyncAPI, JSON Schema: a form counts, whatever its name.
    Forms,
    /// GraphQL.
    GraphQl,
    /// Protocol buffers.
    Protobuf,
}

impl<'a> Judge<'a> {
    pub(super) fn new(old: &'a Surface, new: &'a Surface) -> Judge<'a> {
        let format = match new.format.as_str() {
            "graphql" => Format::GraphQl,
            "grpc" => Format::Protobuf,
            _ => Format::Forms,
        };
        let mut ways: BTreeMap<&str, (Way, bool)> = BTreeMap::new();
        let mut outward = BTreeMap::new();
        for item in old.items.iter().chain(&new.items) {
            let Some((_, name)) = item.path.split_once(BETWEEN) else { continue };
            match item.kind {
                ItemKind::Schema => {
                    let (way, is_used) = ways.entry(name).or_default();
                    let word = item.signature.get("d");
                    *is_used |= word != "-";
                    way.given |= word.contains('q') || word == "-";
                    way.got |= word.contains('r') || word == "-";
                }
                ItemKind::Operation => {
                    outward.insert(name, item.signature.has("out"));
                }
                _ => {}
            }
        }
        Judge { old, new, format, ways, outward }
    }

    /// Whether a type is another one if its name is another one.
    pub(super) fn has_types_by_name(&self) -> bool {
        self.format != Format::Forms
    }

    pub(super) fn removed(&self, place: &str, item: &Item, changes: &mut Vec<Change>) {
        let at = whereabouts(place);
        let mut verdict = rules::removed(item, &at, self.way(&at), self.format);
        if let Some(verdict) = &mut verdict
            && item.kind == ItemKind::Field
            && self.format == Format::Protobuf
        {
            self.judge_number(&at, item, verdict);
        }
        // Who validates by a file of schemas names them.
        if let Some(verdict) = &mut verdict
            && item.kind == ItemKind::Schema
            && self.old.format == "json-schema"
        {
            verdict.class = ChangeClass::Breaking;
        }
        self.push(at, verdict, changes);
    }

    /// A removed field of a message whose number is reserved, or used again.
    fn judge_number(&self, at: &Whereabouts<'_>, item: &Item, verdict: &mut Verdict) {
        let number = item.signature.get("num");
        let Some(owner) = at.schema else { return };
        let below = format!("s{BETWEEN}{owner}{BETWEEN}.");
        let start = self.new.items.partition_point(|it| it.path < below);
        let mut fields =
            self.new.items[start..].iter().take_while(|it| it.path.starts_with(&below));
        let name = at.last();
        if let Some(other) =
            fields.find(|it| it.kind == ItemKind::Field && it.signature.get("num") == number)
        {
            let other = other.path[below.len()..].split(BETWEEN).next().unwrap_or_default();
            verdict.rule = "field-number-reused";
            verdict.class = ChangeClass::Breaking;
            verdict.message = format!("number {number} of `{owner}` was `{name}` and is `{other}`");
            return;
        }
        let reserved =
            schema(self.new, owner).map(|it| it.signature.get("res")).unwrap_or_default();
        if holds(reserved, number) {
            verdict.rule = "reserved-field-removed";
            verdict.class = ChangeClass::Risky;
            verdict.message =
                format!("field `{name}` of `{owner}` was removed; its number is reserved");
        }
    }

    pub(super) fn added(&self, place: &str, item: &Item, changes: &mut Vec<Change>) {
        let at = whereabouts(place);
        if item.kind == ItemKind::Field
            && self.format == Format::Protobuf
            && self.takes_number(&at, item)
        {
            return;
        }
        let verdict = rules::added(item, &at, self.way(&at), self.format);
        self.push(at, verdict, changes);
    }

    /// Whether the number was that of another field, which is told where that one is removed.
    fn takes_number(&self, at: &Whereabouts<'_>, item: &Item) -> bool {
        let Some(owner) = at.schema else { return false };
        let below = format!("s{BETWEEN}{owner}{BETWEEN}.");
        let start = self.old.items.partition_point(|it| it.path < below);
        let mut fields =
            self.old.items[start..].iter().take_while(|it| it.path.starts_with(&below));
        let number = item.signature.get("num");
        let new_has =
            |path: &str| self.new.items.binary_search_by(|it| it.path.as_str().cmp(path)).is_ok();
        fields.any(|it| it.signature.get("num") == number && !new_has(&it.path))
    }

    /// Judges what stands on both sides; whether what is below is worth comparing.
    pub(super) fn changed(
        &self,
        place: &str,
        was: &Item,
        is: &Item,
        changes: &mut Vec<Change>,
    ) -> bool {
        if was.signature == is.signature {
            return true;
        }
        let at = whereabouts(place);
        let way = self.way(&at);
        let verdicts = rules::changed(was, is, &at, way, self.format);
        let goes_on = !verdicts.iter().any(|verdict| verdict.hides_below);
        for verdict in verdicts {
            self.push(whereabouts(place), Some(verdict), changes);
        }
        goes_on
    }

    /// Judges forms that stand behind different names; whether what is below is worth comparing.
    pub(super) fn forms(
        &self,
        place: &str,
        was: &Item,
        is: &Item,
        changes: &mut Vec<Change>,
    ) -> bool {
        let at = whereabouts(place);
        let way = self.way(&at);
        let mut verdicts = rules::of_use(was, is, &at, way);
        verdicts.extend(rules::of_form(was, is, &at, way, self.format));
        let goes_on = !verdicts.iter().any(|verdict| verdict.hides_below);
        for verdict in verdicts {
            self.push(whereabouts(place), Some(verdict), changes);
        }
        goes_on
    }

    /// Judges another name of a type where names are types.
    pub(super) fn renamed(&self, place: &str, was: &Item, is: &Item, changes: &mut Vec<Change>) {
        let at = whereabouts(place);
        let way = self.way(&at);
        let verdicts = rules::of_use(was, is, &at, way);
        let typed = rules::retyped(was, is, &at, self.format);
        for verdict in verdicts.into_iter().chain([typed]) {
            self.push(whereabouts(place), Some(verdict), changes);
        }
    }

    fn way(&self, at: &Whereabouts<'_>) -> Way {
        if let Some(name) = at.schema {
            let known = self.ways.get(name).map(|(way, _)| *way);
            let mut way = known.unwrap_or(Way { given: true, got: true });
            // An argument is given, whatever its field is.
            if at.parts.iter().any(|part| part.starts_with('(')) {
                way = Way { given: true, got: false };
            }
            return way;
        }
        let first =
            at.parts.iter().find(|part| !part.starts_with('c')).copied().unwrap_or_default();
        let is_called_back = at.parts.first().is_some_and(|part| part.starts_with('c'));
        let is_out = is_called_back
            || at.operation.is_some_and(|name| self.outward.get(name).copied().unwrap_or_default());
        let is_answer = first.starts_with('r');
        Way { given: is_answer == is_out, got: is_answer != is_out }
    }

    fn push(&self, at: Whereabouts<'_>, verdict: Option<Verdict>, changes: &mut Vec<Change>) {
        let Some(mut verdict) = verdict else { return };
        // A schema that no operation uses breaks nobody who calls one.
        let is_used =
            at.schema.and_then(|name| self.ways.get(name)).is_none_or(|(_, is_used)| *is_used);
        if !is_used && self.new.format == "openapi" && verdict.class == ChangeClass::Breaking {
            verdict.class = ChangeClass::Risky;
        }
        changes.push(Change {
            class: verdict.class,
            operation: at.operation.map(str::to_owned),
            schema: at.schema.map(str::to_owned),
            place: at.place(),
            rule: verdict.rule,
            message: verdict.message,
        });
    }
}

/// Whether a number is among those reserved: `2,9to11,"name"`.
fn holds(reserved: &str, number: &str) -> bool {
    let Ok(number) = number.parse::<i64>() else { return false };
    reserved.split(',').any(|range| {
        let range = range.trim_matches(['_', ' ']);
        let (first, last) = range.split_once("to").unwrap_or((range, range));
        let last = if last == "max" { Some(i64::MAX) } else { last.parse().ok() };
        matches!((first.parse::<i64>(), last), (Ok(first), Some(last)) if (first..=last).contains(&number))
    })
}
