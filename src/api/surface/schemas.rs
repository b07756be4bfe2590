//! Entries in the making, and the named schemas among them.

use std::collections::BTreeSet;

use crate::model::api::{ApiContent, Group, SchemaId};

use super::BETWEEN;
use super::forms::{FormId, Forms, part};
use super::gathered::has_forms;
use super::item::{Item, ItemKind};
use super::operations::Ways;
use super::signature::{Signature, Words};

/// Forms that nest deeper stand by themselves.
const DEEPEST: usize = 16;
/// How many items a whole surface may have.
const MOST: usize = 400_000;

/// Collects what is asked where; forms become items when all is known.
pub(super) struct Collector<'a> {
    pub content: &'a ApiContent,
    forms: Forms<'a>,
    entries: Vec<Entry>,
}

struct Entry {
    path: String,
    kind: ItemKind,
    words: Words,
    form: Option<FormId>,
}

/// All named schemas.
pub(super) fn collect(collector: &mut Collector<'_>, ways: &Ways) {
    let content = collector.content;
    for id in &content.named {
        let schema = content.schema(*id);
        let Some(name) = &schema.name else { continue };
        // The fields of root types are operations.
        let is_root = |group: &Group| group.sort == "root type" && group.name == *name;
        if content.groups.iter().any(is_root) {
            continue;
        }
        let mut words = Words::default();
        words.add("d", ways.of_schema(*id));
        if !has_forms(content) {
            words.add("k", schema.sort);
        }
        let reserved = schema.facts.iter().filter(|fact| fact.label == "reserved");
        let reserved: Vec<String> = reserved
            .map(|fact| fact.value.as_str().unwrap_or_default().replace([' ', '"', '\''], ""))
            .collect();
        if !reserved.is_empty() {
            words.add_name("res", &reserved.join(","));
        }
        let form = collector.forms.of(*id);
        let path = format!("s{BETWEEN}{}", part(name));
        collector.entries.push(Entry { path, kind: ItemKind::Schema, words, form });
    }
}

impl<'a> Collector<'a> {
    pub(super) fn new(content: &'a ApiContent) -> Collector<'a> {
        Collector { content, forms: Forms::new(content), entries: Vec::new() }
    }

    pub(super) fn push(&mut self, path: String, kind: ItemKind, words: Words) {
        if self.entries.len() < MOST {
            self.entries.push(Entry { path, kind, words, form: None });
        }
    }

    /// A value: adds what is asked to `words`.
    pub(super) fn value(
        &mut self,
        path: String,
        kind: ItemKind,
        words: Words,
        id: Option<SchemaId>,
    ) {
        if self.entries.len() < MOST {
            let asked = self.forms.value(words, id);
            self.entries.push(Entry { path, kind, words: asked.words, form: asked.form });
        }
    }

    /// The items, in no order.
    pub(super) fn finish(self) -> Vec<Item> {
        let uses = self.uses();
        let mut writer = Writer {
            is_shared: uses.iter().map(|uses| *uses > 1).collect(),
            has_shared: has_forms(self.content),
            forms: self.forms,
            items: Vec::new(),
            open: Vec::new(),
            told: BTreeSet::new(),
        };
        for Entry { path, kind, words, form } in self.entries {
            match form {
                // A named schema has its form by that name.
                Some(form) if kind == ItemKind::Schema => {
                    writer.whole(path, kind, words, form, 0);
                }
                form => writer.item(path, kind, words, form, 0),
            }
        }
        while let Some(form) = writer.open.pop() {
            let path = format!("t{BETWEEN}#{}", writer.forms.get(form).digest);
            writer.whole(path, ItemKind::Form, Words::default(), form, 0);
        }
        writer.items
    }

    /// How often each form stands somewhere; what is inside one is counted once.
    fn uses(&self) -> Vec<usize> {
        let mut uses = vec![0_usize; self.forms.len()];
        let mut seen = vec![false; self.forms.len()];
        let mut open = Vec::new();
        for entry in &self.entries {
            let Some(form) = entry.form else { continue };
            uses[form] += usize::from(entry.kind != ItemKind::Schema);
            open.push(form);
        }
        while let Some(form) = open.pop() {
            if std::mem::replace(&mut seen[form], true) {
                continue;
            }
            for inner in self.forms.get(form).children.iter().filter_map(|child| child.value.form) {
                uses[inner] += 1;
                open.push(inner);
            }
        }
        uses
    }
}

/// Writes items; forms that stand in several places are written once.
struct Writer<'a> {
    forms: Forms<'a>,
    is_shared: Vec<bool>,
    /// Whether forms are shared at all: where types go by names nothing but lists is without one.
    has_shared: bool,
    items: Vec<Item>,
    open: Vec<FormId>,
    told: BTreeSet<FormId>,
}

impl Writer<'_> {
    fn item(
        &mut self,
        path: String,
        kind: ItemKind,
        mut words: Words,
        form: Option<FormId>,
        depth: usize,
    ) {
        let Some(form) = form else { return self.push(path, kind, &words) };
        let is_small = match self.forms.get(form).children.as_slice() {
            [only] => only.value.form.is_none(),
            _ => false,
        };
        let stands_alone = (self.is_shared[form] && !is_small) || depth >= DEEPEST;
        if self.has_shared && stands_alone {
            words.add_name("ref", &format!("#{}", self.forms.get(form).digest));
            if self.told.insert(form) {
                self.open.push(form);
            }
            return self.push(path, kind, &words);
        }
        self.whole(path, kind, words, form, depth);
    }

    fn whole(
        &mut self,
        path: String,
        kind: ItemKind,
        mut words: Words,
        form: FormId,
        depth: usize,
    ) {
        words.extend(&self.forms.get(form).words);
        self.push(path.clone(), kind, &words);
        if depth > DEEPEST || self.items.len() >= MOST {
            return;
        }
        for at in 0..self.forms.get(form).children.len() {
            let child = &self.forms.get(form).children[at];
            let path = format!("{path}{BETWEEN}{}", child.last);
            let (kind, words, inner) = (child.kind, child.value.words.clone(), child.value.form);
            self.item(path, kind, words, inner, depth + 1);
        }
    }

    fn push(&mut self, path: String, kind: ItemKind, words: &Words) {
        if self.items.len() < MOST {
            self.items.push(Item { path, kind, signature: Signature::of(words) });
        }
    }
}
