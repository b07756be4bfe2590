//! Forms: what schemas ask for, each content once.
//!
//! A schema is taken together with all that it is told to be: a reference with siblings, `allOf` without names and a
//! lone alternative are seen through. Equal forms become one, so that what a description repeats is not repeated here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::api::surface::item::ItemKind;
use crate::api::surface::signature::{Signature, Words};
use crate::base::Digest;
use crate::model::api::{Additional, ApiContent, Schema, SchemaId};

use super::asked;
use super::gathered::{Gathered, Nullability, has_forms};

/// Schemas without names that nest deeper are not looked into.
const DEEPEST: usize = 100;
/// Digits of the digest that names a form.
const DIGITS: usize = 10;

/// All forms of a description that were asked for.
pub(super) struct Forms<'a> {
    content: &'a ApiContent,
    made: Vec<Form>,
    by_schema: Vec<Progress>,
    by_digest: BTreeMap<String, FormId>,
    nullability: Nullability<'a>,
}

/// A form's place among all.
pub(super) type FormId = usize;

/// What a value must be that has no name.
pub(super) struct Form {
    /// What is asked of the value itself.
    pub words: Words,
    /// What is inside, sorted by place.
    pub children: Vec<Child>,
    /// What tells it from all other forms.
    pub digest: String,
}

/// Something inside a form.
pub(super) struct Child {
    /// The parts of the path below the form.
    pub last: String,
    pub kind: ItemKind,
    pub value: Asked,
}

/// What is asked at a place.
pub(super) struct Asked {
    pub words: Words,
    /// What the value must be, if that is more than words.
    pub form: Option<FormId>,
}

#[derive(Clone, Copy)]
enum Progress {
    Untouched,
    Open,
    Made(FormId),
}

impl<'a> Forms<'a> {
    pub(super) fn new(content: &'a ApiContent) -> Forms<'a> {
        Forms {
            content,
            made: Vec::new(),
            by_schema: vec![Progress::Untouched; content.arena.len()],
            by_digest: BTreeMap::new(),
            nullability: Nullability::new(content),
        }
    }

    pub(super) fn get(&self, id: FormId) -> &Form {
        &self.made[id]
    }

    pub(super) fn len(&self) -> usize {
        self.made.len()
    }

    /// What is asked of a value: what the place says, and a name or a form.
    pub(super) fn value(&mut self, words: Words, id: Option<SchemaId>) -> Asked {
        self.asked(words, id, 0)
    }

    /// The form of a schema itself, named or not.
    pub(super) fn of(&mut self, id: SchemaId) -> Option<FormId> {
        self.form(id, 0)
    }

    fn asked(&mut self, mut words: Words, id: Option<SchemaId>, depth: usize) -> Asked {
        let Some(id) = id else { return Asked { words, form: None } };
        if let Some(name) = &self.content.schema(id).name {
            words.add_name("ref", name);
            return Asked { words, form: None };
        }
        let Some(form) = self.form(id, depth) else {
            // A circle of forms without names, or one that is too deep.
            words.add_name("cut", "1");
            return Asked { words, form: None };
        };
        if self.made[form].children.is_empty() {
            words.extend(&self.made[form].words);
            return Asked { words, form: None };
        }
        Asked { words, form: Some(form) }
    }

    fn form(&mut self, id: SchemaId, depth: usize) -> Option<FormId> {
        let place = id.0 as usize;
        match self.by_schema[place] {
            Progress::Made(form) => return Some(form),
            Progress::Open => return None,
            Progress::Untouched if depth >= DEEPEST => return None,
            Progress::Untouched => self.by_schema[place] = Progress::Open,
        }
        let gathered = Gathered::of(self.content, id);
        let mut words = Words::default();
        asked::own(&mut words, &gathered);
        let mut children = self.children(&gathered, depth);
        if let ([name], true) = (gathered.names.as_slice(), children.is_empty()) {
            words.add_name("ref", name);
            words.flag("n", gathered.is_told_nullable(self.content));
        } else {
            words.flag("n", self.nullability.of(id));
            let part = |name: &&str| Child {
                last: format!("&{}", part(name)),
                kind: ItemKind::Part,
                value: Asked { words: Words::of_name("ref", name), form: None },
            };
            children.extend(gathered.names.iter().map(part));
        }
        self.conditions(&mut words, &gathered, depth);
        children.sort_by(|left, right| left.last.cmp(&right.last));
        // Of two fields of one name the first counts, as for clients.
        children.dedup_by(|later, first| later.last == first.last);
        let form = self.keep(words, children);
        self.by_schema[place] = Progress::Made(form);
        Some(form)
    }

    /// Gives a form its place, or finds the one that is equal.
    fn keep(&mut self, words: Words, children: Vec<Child>) -> FormId {
        let mut text = Signature::of(&words).as_str().to_owned();
        for Child { last, kind, value } in &children {
            let inner = value.form.map_or("", |form| self.made[form].digest.as_str());
            let signature = Signature::of(&value.words);
            text.push_str(&format!("\n{last}\n{kind:?} {} {inner}", signature.as_str()));
        }
        let digest = Digest::of(text.as_bytes()).short(DIGITS);
        if let Some(known) = self.by_digest.get(&digest) {
            return *known;
        }
        let id = self.made.len();
        self.by_digest.insert(digest.clone(), id);
        self.made.push(Form { words, children, digest });
        id
    }

    /// Everything inside, in the order written.
    fn children(&mut self, gathered: &Gathered<'a>, depth: usize) -> Vec<Child> {
        let mut children = Vec::new();
        let wanted = gathered.required();
        for schema in &gathered.parts {
            self.fields(&mut children, schema, &wanted, depth);
            self.inner(&mut children, schema, depth);
            self.alternatives(&mut children, schema, depth);
            self.values(&mut children, schema);
            for id in &schema.implements {
                let name = self.content.schema(*id).name.as_deref().unwrap_or_default();
                let value = Asked { words: Words::default(), form: None };
                let last = format!("~{}", part(name));
                children.push(Child { last, kind: ItemKind::Interface, value });
            }
        }
        children
    }

    fn values(&self, children: &mut Vec<Child>, schema: &Schema) {
        let mut push = |value: &Value, words: Words| {
            if !value.is_null() {
                let last = format!("={}", part(&value.to_string()));
                let value = Asked { words, form: None };
                children.push(Child { last, kind: ItemKind::Value, value });
            }
        };
        for value in &schema.values {
            let mut words = Words::default();
            words.flag("dep", value.deprecated.is_some());
            if let Some(number) = value.number {
                words.add("num", &number.to_string());
            }
            push(&value.value, words);
        }
        if let Some(value) = &schema.constant {
            push(value, Words::default());
        }
    }

    fn fields(
        &mut self,
        children: &mut Vec<Child>,
        schema: &'a Schema,
        wanted: &BTreeSet<&str>,
        depth: usize,
    ) {
        for property in &schema.properties {
            let last = format!(".{}", part(&property.name));
            for argument in &property.arguments {
                let mut words = Words::default();
                words.flag("req", argument.required);
                words.flag("dep", argument.deprecated.is_some());
                let value = self.asked(words, argument.schema, depth + 1);
                let last = format!("{last}{}({}", super::BETWEEN, part(&argument.name));
                children.push(Child { last, kind: ItemKind::Argument, value });
            }
            let mut words = asked::field(property);
            words.flag("req", wanted.contains(property.name.as_str()));
            let value = self.asked(words, Some(property.schema), depth + 1);
            children.push(Child { last, kind: ItemKind::Field, value });
        }
    }

    /// What lists and maps hold.
    fn inner(&mut self, children: &mut Vec<Child>, schema: &'a Schema, depth: usize) {
        let inner = schema.items.map(|id| ("[]".to_owned(), id));
        let first = schema.prefix_items.iter().enumerate().map(|(at, id)| (format!("[{at}]"), *id));
        let map = match schema.additional {
            Additional::Of(id) => Some(("{}".to_owned(), id)),
            Additional::Unsaid | Additional::Any | Additional::None => None,
        };
        let patterns =
            schema.patterns.iter().map(|(pattern, id)| (format!("{{{}", part(pattern)), *id));
        for (last, id) in inner.into_iter().chain(first).chain(map).chain(patterns) {
            let value = self.asked(Words::default(), Some(id), depth + 1);
            children.push(Child { last, kind: ItemKind::Inner, value });
        }
    }

    /// Of two lists of alternatives the value is one of each. Their order does not count where they have names or
    /// differ by type, so that one more in front is no change of the others.
    fn alternatives(&mut self, children: &mut Vec<Child>, schema: &'a Schema, depth: usize) {
        let gathered = Gathered::alternatives(self.content, schema);
        if gathered.len() < 2 && has_forms(self.content) {
            return;
        }
        let mut unnamed: BTreeMap<String, usize> = BTreeMap::new();
        for (mark, id) in gathered {
            let value = self.asked(Words::default(), Some(id), depth + 1);
            let last = match &self.content.schema(id).name {
                Some(name) => format!("{mark}{}", part(name)),
                None => {
                    let own = value.form.map_or(&value.words, |form| &self.made[form].words);
                    let kind = ["ref", "t"].iter().find_map(|word| own.get(word));
                    let kind = format!("{mark}{}", kind.unwrap_or("any"));
                    let count = unnamed.entry(kind.clone()).or_default();
                    *count += 1;
                    if *count == 1 { kind } else { format!("{kind} {count}") }
                }
            };
            children.push(Child { last, kind: ItemKind::Alternative, value });
        }
    }

    /// What is asked in ways that no rule looks into: that it is another is seen, not what follows from it.
    fn conditions(&mut self, words: &mut Words, gathered: &Gathered<'a>, depth: usize) {
        let mut texts: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for schema in &gathered.parts {
            let single = [
                ("not", schema.not),
                ("contains", schema.contains),
                ("names", schema.property_names),
            ];
            for (word, id) in single {
                if let Some(id) = id {
                    texts.entry(word).or_default().push(self.digest(id, depth));
                }
            }
            for (label, id) in &schema.conditions {
                let text = format!("{label} {}", self.digest(*id, depth));
                texts.entry("if").or_default().push(text);
            }
        }
        for (word, mut text) in texts {
            text.sort();
            words.add(word, &text.join("\n"));
        }
    }

    fn digest(&mut self, id: SchemaId, depth: usize) -> String {
        if let Some(name) = &self.content.schema(id).name {
            return name.clone();
        }
        let form = self.form(id, depth + 1);
        form.map_or_else(String::new, |form| self.made[form].digest.clone())
    }
}

/// A part of a path: what would end it is replaced.
pub(super) fn part(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
