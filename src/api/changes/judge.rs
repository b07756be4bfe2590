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

/// An operation whose bodies callers get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turned {
    /// They only get them.
    Out,
    /// They may give or get them.
    Both,
}

pub(super) struct Judge<'a> {
    old: &'a Surface,
    new: &'a Surface,
    format: Format,
    ways: BTreeMap<&'a str, (Way, bool)>,
    /// Operations that do not only take what callers give.
    turned: BTreeMap<&'a str, Turned>,
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
        let mut turned = BTreeMap::new();
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
                ItemKind::Operation if item.signature.has("both") => {
                    turned.insert(name, Turned::Both);
                }
                ItemKind::Operation if item.signature.has("out") => {
                    turned.insert(name, Turned::Out);
                }
                _ => {}
            }
        }
        Judge { old, new, format, ways, turned }
    }

    /// Whether a type is another one if its name is another one.
    pub(super) fn has_types_by_name(&self) -> bool {
        self.format != Format::Forms
    }

    pub(super) fn removed(&self, place: &str, item: &Item, changes: &mut Vec<Change>) {
        let at = whereabouts(place);
        let mut verdict = rules::removed(item, &at, self.way_of(&at, &[item]), self.format);
        if let Some(verdict) = &mut verdict
            && self.format == Format::Protobuf
        {
            match item.kind {
                ItemKind::Field => self.judge_number(&at, item, verdict),
                ItemKind::Value if self.is_reserved(&at, item) => {
                    verdict.class = ChangeClass::Risky
                }
                _ => {}
            }
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
            let now = other.path[below.len()..].split(BETWEEN).next().unwrap_or_default();
            verdict.class = ChangeClass::Breaking;
            let form = |item: &Item| item.signature.without(&["json", "dep", "def"]);
            // The bytes are the same, but not the JSON and the code.
            (verdict.rule, verdict.message) = if form(other) == form(item) {
                ("field-renamed", format!("field `{name}` of `{owner}` is called `{now}`"))
            } else {
                let message = format!("number {number} of `{owner}` was `{name}` and is `{now}`");
                ("field-number-reused", message)
            };
            return;
        }
        if self.is_reserved(at, item) {
            verdict.rule = "reserved-field-removed";
            verdict.class = ChangeClass::Risky;
            verdict.message =
                format!("field `{name}` of `{owner}` was removed; its number is reserved");
        }
    }

    /// Whether nobody can use the number of a field or a value again.
    fn is_reserved(&self, at: &Whereabouts<'_>, item: &Item) -> bool {
        let owner = at.schema.and_then(|name| schema(self.new, name));
        owner.is_some_and(|it| holds(it.signature.get("res"), item.signature.get("num")))
    }

    pub(super) fn added(&self, place: &str, item: &Item, changes: &mut Vec<Change>) {
        let at = whereabouts(place);
        if item.kind == ItemKind::Field
            && self.format == Format::Protobuf
            && self.takes_number(&at, item)
        {
            return;
        }
        let verdict = rules::added(item, &at, self.way_of(&at, &[item]), self.format);
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
        let way = self.way_of(&at, &[was, is]);
        let verdicts = rules::changed(was, is, &at, way, self.format);
        let goes_on = !verdicts.iter().any(|verdict| verdict.hides_below);
        for verdict in verdicts {
            self.push(whereabouts(place), Some(verdict), changes);
        }
        goes_on
    }

    /// Judges another name of a type where names are types.
    pub(super) fn renamed(&self, place: &str, was: &Item, is: &Item, changes: &mut Vec<Change>) {
        let at = whereabouts(place);
        let way = self.way_of(&at, &[was, is]);
        let verdicts = rules::of_use(was, is, &at, way, self.format);
        let typed = rules::retyped(was, is, &at, self.format);
        for verdict in verdicts.into_iter().chain([typed]) {
            self.push(whereabouts(place), Some(verdict), changes);
        }
    }

    /// The way of a value; what only comes back is never given, and the other way round.
    fn way_of(&self, at: &Whereabouts<'_>, items: &[&Item]) -> Way {
        let all = |word: &str| items.iter().all(|item| item.signature.has(word));
        let way = self.way(at);
        Way { given: way.given && !all("ro"), got: way.got && !all("wo") }
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
        let turned = at.operation.and_then(|name| self.turned.get(name));
        if turned == Some(&Turned::Both) {
            return Way { given: true, got: true };
        }
        let is_out = is_called_back || turned == Some(&Turned::Out);
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
