//! Lines of trees with their words, and parameters, which are such lines too.

use serde_json::Value;

use super::anchors::Anchors;
use super::exchange::called;
use super::reference::{self, Reference, text_of};
use super::text;
use super::tree::{self, Limits, Node, Role, Shape, Tree};
use super::words::{constraint, note, type_of};
use crate::markdown;
use crate::model::api::{Additional, Fact, Parameter, Property, Schema, SchemaId};
use crate::page::names;
use crate::page::view::{NoteView, SchemaRow, TextLink, TreeView, ValueView};

/// The longest description of a line.
const LONGEST_TEXT: usize = 2_500;
/// How much text the descriptions of all lines of a page may have, before they are cut to a sentence.
const MOST_TEXT: usize = 100_000;
/// How many values are listed.
const MOST_VALUES: usize = 60;
/// A tree with fewer lines is shown open.
const FEW: usize = 14;

/// The lines of one page.
pub(super) struct Rows<'a> {
    pub(super) reference: &'a Reference<'a>,
    pub(super) anchors: Anchors,
    pub(super) limits: Limits,
    /// The level of headings within descriptions of lines.
    level: u8,
    /// How many lines the page may still have.
    pub(super) left: usize,
    text_left: usize,
    scopes: usize,
}

impl<'a> Rows<'a> {
    pub(super) fn new(reference: &'a Reference<'a>, limits: Limits, left: usize) -> Rows<'a> {
        Rows {
            reference,
            anchors: Anchors::default(),
            limits,
            level: 4,
            left,
            text_left: MOST_TEXT,
            scopes: 0,
        }
    }

    /// The lines of a page without headings of its own.
    pub(super) fn below_title(reference: &'a Reference<'a>, limits: Limits) -> Rows<'a> {
        Rows { level: 2, ..Rows::new(reference, limits, limits.rows) }
    }

    /// A description of a line.
    fn text(&mut self, source: Option<&str>) -> crate::markdown::SafeHtml {
        let Some(source) = source.map(str::trim).filter(|source| !source.is_empty()) else {
            return Default::default();
        };
        let most = if self.text_left == 0 { 200 } else { LONGEST_TEXT };
        self.text_left = self.text_left.saturating_sub(source.len().min(most));
        self.block(source, self.level, most)
    }

    /// Blocks of a description below a heading.
    pub(super) fn block(
        &mut self,
        source: &str,
        first_level: u8,
        most: usize,
    ) -> crate::markdown::SafeHtml {
        self.scopes += 1;
        text::block(source, first_level, &format!("{}-", self.scopes), most)
    }

    /// The form of a value whose parts have ids that begin with `prefix`.
    pub(super) fn tree(&mut self, id: SchemaId, prefix: &str) -> TreeView {
        let content = self.reference.content;
        let limits = self.limits;
        let tree = tree::tree(content, id, &limits, &mut self.left);
        let shape = tree::shape(content, id);
        let mut root = self.value(&shape, false);
        if tree.is_cut {
            root.more = self.more(shape.core(), "its fields");
        }
        let rows = self.lines(tree, prefix);
        TreeView { root, rows }
    }

    fn lines(&mut self, tree: Tree<'a>, prefix: &str) -> Vec<SchemaRow> {
        let is_open = tree.nodes.len() <= FEW;
        let mut path: Vec<&'a str> = Vec::new();
        let mut rows = Vec::with_capacity(tree.nodes.len());
        for node in tree.nodes {
            path.push(tree::name(&node.role));
            let (parts, closes) = (node.parts, node.closes);
            let mut row = self.line(node);
            if !matches!(row.role.as_str(), "…") {
                row.id = self.anchors.claim(&format!("{prefix}{}", path.join(".")));
            }
            row.is_open = is_open;
            rows.push(row);
            let steps_out = closes + usize::from(parts == 0);
            path.truncate(path.len().saturating_sub(steps_out));
        }
        rows
    }

    fn line(&mut self, node: Node<'a>) -> SchemaRow {
        let content = self.reference.content;
        if let Role::Rest = node.role {
            let more = self.more(node.schema, "all of it");
            return SchemaRow {
                role: "…".to_owned(),
                closes: node.closes,
                more,
                ..SchemaRow::default()
            };
        }
        let shape = tree::shape(content, node.schema);
        let mut row = self.value(&shape, node.is_cut);
        match &node.role {
            Role::Field(property) => self.field(&mut row, property),
            Role::Argument(argument) => self.given(&mut row, argument),
            Role::Pattern(pattern) => {
                row.role = "fields that match".to_owned();
                row.name = text::cut(pattern, 200);
            }
            Role::Alternative(keyword, values) => {
                let schema = content.schema(shape.core());
                let title = schema.title.as_deref().filter(|_| schema.name.is_none());
                row.role = (*keyword).to_owned();
                row.name = text::cut(title.unwrap_or_default(), 120);
                told_apart(&mut row, values);
            }
            Role::Item(number) => row.role = format!("item {number}"),
            Role::Condition(keyword) => row.role = text::cut(keyword, 80),
            Role::Other => row.role = "any other".to_owned(),
            Role::Names => row.role = "names of fields".to_owned(),
            Role::Contains => row.role = "at least one item".to_owned(),
            Role::Not => row.role = "not".to_owned(),
            Role::Rest => {}
        }
        row.opens = node.parts > 0;
        row.closes = node.closes;
        row.parts = parts(&node);
        row.is_recursive = node.is_recursive;
        if node.is_cut {
            let core = shape.core();
            // A type with a name is a link already.
            if node.is_recursive || content.schema(core).name.is_none() {
                row.more = self.more(core, "its parts");
            }
        }
        row
    }

    /// The page that shows what is not shown here.
    fn more(&self, id: SchemaId, otherwise: &str) -> Option<TextLink> {
        let href = self.reference.schema_href(id)?;
        let schema = self.reference.content.schema(id);
        let name = schema.name.as_ref().or(schema.title.as_ref());
        Some(TextLink {
            label: name.map_or_else(|| otherwise.to_owned(), |name| text::cut(name, 120)),
            href: Some(href),
        })
    }

    fn field(&mut self, row: &mut SchemaRow, property: &Property) {
        row.name = text::cut(&property.name, 200);
        row.required = property.required;
        if let Some(description) = property.description.as_deref() {
            row.description = self.text(Some(description));
        }
        if let Some(reason) = &property.deprecated {
            self.deprecate(row, reason);
        }
        if let Some(default) = &property.default {
            set_default(row, default);
        }
        if let Some(number) = property.number {
            row.notes.push(note("number", &number.to_string()));
        }
        if let Some(choice) = &property.choice {
            row.notes.push(note("one of", &text::cut(choice, 120)));
        }
        row.notes.extend(fact_notes(&property.facts));
    }

    /// What a parameter says beyond its form.
    fn given(&mut self, row: &mut SchemaRow, parameter: &Parameter) {
        row.name = text::cut(&parameter.name, 200);
        row.required = parameter.required;
        if let Some(description) = parameter.description.as_deref() {
            row.description = self.text(Some(description));
        }
        if let Some(reason) = &parameter.deprecated {
            self.deprecate(row, reason);
        }
        if let Some(media_type) = &parameter.media_type {
            row.notes.push(note("as", &text::cut(media_type, 120)));
        }
        row.notes.extend(fact_notes(&parameter.facts));
        for example in parameter.examples.iter().take(5) {
            let value = example.value.as_ref().map(text_of);
            let Some(value) = value.or_else(|| example.href.clone()) else { continue };
            let mut label = "example".to_owned();
            if let Some(name) = called(example) {
                label += &format!(" “{}”", text::cut(&name, 120));
            }
            if let Some(description) = &example.description {
                let description = markdown::plain_text(description);
                label += &format!(" – {}:", text::cut(description.trim(), 300));
            }
            row.notes.push(note(&label, &text::cut(&value, LONGEST_TEXT)));
        }
    }

    /// A parameter with the parts of its form.
    pub(super) fn parameter(&mut self, parameter: &'a Parameter, prefix: &str) -> Vec<SchemaRow> {
        let content = self.reference.content;
        let id = self.anchors.claim(&format!("{prefix}{}", parameter.name));
        let Some(schema) = parameter.schema else {
            let mut row = SchemaRow { id, ..SchemaRow::default() };
            self.given(&mut row, parameter);
            return vec![row];
        };
        let limits = self.limits;
        let tree = tree::parameter(content, schema, &limits, &mut self.left);
        let shape = tree::shape(content, schema);
        let mut row = self.value(&shape, false);
        row.id = id.clone();
        self.given(&mut row, parameter);
        row.opens = !tree.nodes.is_empty();
        if row.opens {
            row.parts = "its parts".to_owned();
            row.is_open = tree.nodes.len() <= 6;
        }
        let mut rows = vec![row];
        rows.extend(self.lines(tree, &format!("{id}.")));
        if let [_, .., last] = rows.as_mut_slice() {
            last.closes += 1;
        }
        rows
    }

    fn deprecate(&mut self, row: &mut SchemaRow, reason: &str) {
        if !row.marks.contains(&"deprecated") {
            row.marks.push("deprecated");
        }
        row.deprecated = text::line(reason, 500);
    }

    /// What is said of a value and of all that is wrapped in it.
    fn value(&mut self, shape: &Shape, is_cut: bool) -> SchemaRow {
        let content = self.reference.content;
        let mut row =
            SchemaRow { value_type: type_of(self.reference, shape), ..SchemaRow::default() };
        let mut description: Option<&str> = None;
        let layers = shape.layers.len();
        for (id, depth) in &shape.chain {
            let schema = content.schema(*id);
            description = description.or(schema.description.as_deref());
            // What is cut says the rest on its own page.
            if !(is_cut && *id == shape.core() && schema.name.is_some()) {
                self.remarks(&mut row, schema, layers > 0 && *depth == layers);
                self.values(&mut row, schema);
            }
            if let Some(reason) = &schema.deprecated {
                self.deprecate(&mut row, reason);
            }
            if let Some(broken) = &schema.broken {
                row.broken = text::cut(broken, 300);
            }
            if row.docs.is_none() {
                row.docs = reference::docs(schema.docs.as_ref());
            }
            for (mark, is_set) in
                [("read-only", schema.read_only), ("write-only", schema.write_only)]
            {
                if is_set && !row.marks.contains(&mark) {
                    row.marks.push(mark);
                }
            }
        }
        row.description = self.text(description);
        row
    }

    fn remarks(&mut self, row: &mut SchemaRow, schema: &Schema, each: bool) {
        if let Some(title) =
            schema.title.as_deref().filter(|title| schema.name.as_deref() != Some(*title))
        {
            row.notes.push(NoteView {
                label: format!("“{}”", text::cut(title, 120)),
                ..NoteView::default()
            });
        }
        if let Some(constant) = &schema.constant {
            row.notes.push(note("always", &text_of(constant)));
        }
        if let Some(default) = &schema.default {
            set_default(row, default);
        }
        row.notes.extend(schema.constraints.iter().filter_map(|one| constraint(one, each)));
        for example in schema.examples.iter().take(3) {
            let value = text_of(example);
            if value.len() <= 120 {
                row.notes.push(note("example", &value));
            }
        }
        if schema.additional == Additional::None {
            row.notes.push(note("no other fields", ""));
        }
        if schema.additional == Additional::Any && !schema.properties.is_empty() {
            row.notes.push(note("other fields may follow", ""));
        }
        if let Some(discriminator) = &schema.discriminator {
            row.notes.push(note("told apart by", &text::cut(&discriminator.property, 120)));
        }
        let parts = schema.all_of.iter().filter(|_| schema.all_of.len() > 1);
        for (label, list) in [
            ("all of", parts.collect::<Vec<_>>()),
            ("implements", schema.implements.iter().collect()),
        ] {
            for id in list.into_iter().take(12) {
                if let Some(name) = &self.reference.content.schema(*id).name {
                    row.notes.push(note(label, &text::cut(name, 120)));
                }
            }
        }
        row.notes.extend(fact_notes(&schema.facts));
    }

    fn values(&mut self, row: &mut SchemaRow, schema: &Schema) {
        if !row.values.is_empty() || schema.values.is_empty() {
            return;
        }
        let most = if self.limits.rows > 400 { 1_000 } else { MOST_VALUES };
        let values = schema.values.iter().take(most).map(|one| ValueView {
            value: match &one.value {
                Value::String(text) if text.is_empty() => "\"\"".to_owned(),
                value => text_of(value),
            },
            number: one.number.map(|number| number.to_string()).unwrap_or_default(),
            description: text::line(one.description.as_deref().unwrap_or_default(), 500),
            deprecated: one.deprecated.is_some(),
            reason: text::line(one.deprecated.as_deref().unwrap_or_default(), 500),
            notes: fact_notes(&one.facts).collect(),
        });
        row.values = values.collect();
        row.values_left = schema.values.len().saturating_sub(most);
    }
}

/// Says by which values of the discriminator an alternative is known.
fn told_apart(row: &mut SchemaRow, values: &[&str]) {
    for value in values.iter().take(8) {
        row.notes.insert(0, note("if", &text::cut(value, 120)));
    }
}

fn set_default(row: &mut SchemaRow, default: &Value) {
    let shown = match default {
        Value::String(text) if text.is_empty() => "\"\"".to_owned(),
        value => text_of(value),
    };
    row.notes.retain(|note| note.label != "default");
    row.notes.insert(0, note("default", &shown));
}

fn fact_notes(facts: &[Fact]) -> impl Iterator<Item = NoteView> {
    facts.iter().take(30).map(|fact| match &fact.value {
        Value::Null => note(&text::cut(&fact.label, 80), ""),
        value => note(&text::cut(&fact.label, 80), &text_of(value)),
    })
}

/// What the parts of a line are called.
fn parts(node: &Node<'_>) -> String {
    match (&node.role, node.parts) {
        (_, 0) => String::new(),
        (Role::Field(property), count) if !property.arguments.is_empty() => {
            names::counted(count, "parts")
        }
        (_, count) => names::counted(count, "fields"),
    }
}
