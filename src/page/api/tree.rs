//! What a tree shows of a schema: which lines, how deep, and where it is cut.
//!
//! The plan asks which schemas are cut, because those need pages; the pages ask for the lines. Both get
//! the same answer. There are no words here.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::api::{Additional, ApiContent, ApiFormat, Parameter, Property, Schema, SchemaId};

/// How many lists, references and wrappers may stand around a value.
const MOST_LAYERS: usize = 16;
/// How many parts of `allOf` are looked at.
const MOST_PARTS: usize = 1_000;
/// Schemas without a name are followed so far, because nothing else shows them.
const DEEPEST: usize = 6;
/// An object with more fields is not shown within another one.
const WIDEST: usize = 60;

/// How much a page may show.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// How many levels of named schemas are shown below the first.
    pub depth: usize,
    /// How many lines one tree may have.
    pub rows: usize,
}

impl Limits {
    /// Those of a page of an operation.
    pub(super) fn of_operation(format: ApiFormat) -> Limits {
        // Every type of GraphQL has a page, and types hold each other without end.
        Limits { depth: if format == ApiFormat::GraphQl { 1 } else { 2 }, rows: 400 }
    }

    /// Those of a page of a schema.
    pub(super) fn of_schema(format: ApiFormat) -> Limits {
        let every_type_has_a_page = matches!(format, ApiFormat::GraphQl | ApiFormat::Protobuf);
        Limits { depth: if every_type_has_a_page { 0 } else { 2 }, rows: 1_000 }
    }
}

/// What a line is.
#[derive(Clone, Debug)]
pub(super) enum Role<'a> {
    /// A field.
    Field(&'a Property),
    /// An argument of a field.
    Argument(&'a Parameter),
    /// What a list begins with, from 1.
    Item(usize),
    /// Fields whose names match a pattern.
    Pattern(&'a str),
    /// Any other field.
    Other,
    /// The names of fields.
    Names,
    /// At least one item.
    Contains,
    /// What it must not be.
    Not,
    /// A condition, by its keyword.
    Condition(&'a str),
    /// One of several forms: which keyword says so, and by which values it is known.
    Alternative(&'static str, Vec<&'a str>),
    /// The rest, which is not shown.
    Rest,
}

/// One line.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    /// What it is.
    pub role: Role<'a>,
    /// Its form; of the rest that of which it is the rest.
    pub schema: SchemaId,
    /// How many of its parts follow.
    pub parts: usize,
    /// Whether there is more to it than follows.
    pub is_cut: bool,
    /// Whether that is because it is within itself.
    pub is_recursive: bool,
    /// How many lines with parts end behind this one.
    pub closes: usize,
    /// The way to it, if it is cut and has no name.
    pub trail: String,
}

/// The lines of a schema, and whether not even the first of them are shown.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    /// The lines.
    pub nodes: Vec<Node<'a>>,
    /// Whether there would be some.
    pub is_cut: bool,
}

/// What is behind lists, references and wrappers.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// All schemas on the way, outermost first, each with how many lists and maps are around it.
    pub chain: Vec<(SchemaId, usize)>,
    /// `array of `, `map of `: outermost first.
    pub layers: Vec<&'static str>,
}

impl Shape {
    /// The schema behind everything.
    pub(super) fn core(&self) -> SchemaId {
        self.chain.last().map_or(SchemaId(0), |(id, _)| *id)
    }
}

/// Looks behind lists, references and wrappers.
pub(super) fn shape(content: &ApiContent, id: SchemaId) -> Shape {
    let mut shape = Shape { chain: vec![(id, 0)], layers: Vec::new() };
    let mut at = id;
    for _ in 0..MOST_LAYERS {
        let schema = content.schema(at);
        let (next, layer) = match wrapped(schema) {
            Some(wrapped) => wrapped,
            None => break,
        };
        if shape.chain.iter().any(|(seen, _)| *seen == next) {
            break;
        }
        shape.layers.extend(layer);
        shape.chain.push((next, shape.layers.len()));
        at = next;
    }
    shape
}

/// The schema that this one is a list, a map or another word of.
fn wrapped(schema: &Schema) -> Option<(SchemaId, Option<&'static str>)> {
    let is_bare = schema.properties.is_empty()
        && schema.prefix_items.is_empty()
        && schema.patterns.is_empty()
        && schema.conditions.is_empty()
        && schema.not.is_none()
        && schema.contains.is_none()
        && schema.property_names.is_none();
    if !is_bare {
        return None;
    }
    let alternatives = [&schema.all_of, &schema.any_of, &schema.one_of];
    let mut single = alternatives.iter().filter(|list| !list.is_empty());
    match (schema.refers, schema.items, schema.additional, single.next(), single.next()) {
        (Some(to), None, Additional::Unsaid, None, None) => Some((to, None)),
        (None, Some(items), _, None, None) => Some((items, Some("array of "))),
        (None, None, Additional::Of(value), None, None) => Some((value, Some("map of "))),
        (None, None, Additional::Unsaid, Some(list), None)
            if list.len() == 1 && schema.discriminator.is_none() =>
        {
            Some((list[0], None))
        }
        _ => None,
    }
}

/// Returns the lines of a schema. `left` is how many the page may still have.
pub(super) fn tree<'a>(
    content: &'a ApiContent,
    root: SchemaId,
    limits: &Limits,
    left: &mut usize,
) -> Tree<'a> {
    let core = shape(content, root).core();
    if *left == 0 {
        let is_cut = !children(content, core, 1).is_empty();
        return Tree { nodes: Vec::new(), is_cut };
    }
    let mut rows = limits.rows.min(*left);
    let before = rows;
    let mut walk = Walk {
        content,
        limits,
        nodes: Vec::new(),
        open: vec![core],
        names: Vec::new(),
        left: &mut rows,
    };
    let children = children(content, core, limits.rows + 1);
    walk.visit(children, core, 0);
    let nodes = walk.nodes;
    *left -= before - rows;
    Tree { nodes, is_cut: false }
}

/// Returns the lines of one parameter, without one for itself.
pub(super) fn parameter<'a>(
    content: &'a ApiContent,
    schema: SchemaId,
    limits: &Limits,
    left: &mut usize,
) -> Tree<'a> {
    tree(content, schema, &Limits { rows: WIDEST, ..*limits }, left)
}

struct Walk<'a, 'w> {
    content: &'a ApiContent,
    limits: &'w Limits,
    nodes: Vec<Node<'a>>,
    /// The schemas that are being shown.
    open: Vec<SchemaId>,
    /// The way from the root.
    names: Vec<&'a str>,
    left: &'w mut usize,
}

impl<'a> Walk<'a, '_> {
    fn visit(&mut self, children: Vec<(Role<'a>, SchemaId)>, owner: SchemaId, level: usize) {
        for (role, schema) in children {
            if *self.left == 0 {
                let trail = self.trail(owner);
                self.nodes.push(Node { role: Role::Rest, trail, is_cut: true, ..node(owner) });
                return;
            }
            *self.left -= 1;
            self.line(role, schema, level);
        }
    }

    fn line(&mut self, role: Role<'a>, schema: SchemaId, level: usize) {
        let core = shape(self.content, schema).core();
        let mut parts: Vec<(Role<'a>, SchemaId)> = arguments(&role);
        let own = children(self.content, core, WIDEST + 1);
        let is_recursive = !own.is_empty() && self.open.contains(&core);
        let deepest = match self.content.schema(core).name {
            Some(_) => self.limits.depth.min(DEEPEST),
            None => DEEPEST,
        };
        let is_cut = !own.is_empty() && (is_recursive || level >= deepest || own.len() > WIDEST);
        if !is_cut {
            parts.extend(own);
        }
        self.names.push(name(&role));
        let trail = if is_cut { self.trail(core) } else { String::new() };
        let count = parts.len();
        self.nodes.push(Node { role, parts: count, is_cut, is_recursive, trail, ..node(schema) });
        if count > 0 {
            self.open.push(core);
            self.visit(parts, core, level + 1);
            self.open.pop();
            if let Some(last) = self.nodes.last_mut() {
                last.closes += 1;
            }
        }
        self.names.pop();
    }

    fn trail(&self, schema: SchemaId) -> String {
        match self.content.schema(schema).name {
            Some(_) => String::new(),
            None => self.names.join("."),
        }
    }
}

fn node<'a>(schema: SchemaId) -> Node<'a> {
    Node {
        role: Role::Rest,
        schema,
        parts: 0,
        is_cut: false,
        is_recursive: false,
        closes: 0,
        trail: String::new(),
    }
}

/// What stands for a line in the way to its parts.
pub(super) fn name<'a>(role: &Role<'a>) -> &'a str {
    match role {
        Role::Field(property) => &property.name,
        Role::Argument(argument) => &argument.name,
        Role::Pattern(pattern) => pattern,
        Role::Condition(keyword) => keyword,
        Role::Item(_) => "item",
        Role::Other => "any",
        Role::Names => "names",
        Role::Contains => "contains",
        Role::Not => "not",
        Role::Alternative(_, values) => values.first().copied().unwrap_or("option"),
        Role::Rest => "",
    }
}

fn arguments<'a>(role: &Role<'a>) -> Vec<(Role<'a>, SchemaId)> {
    let Role::Field(property) = role else { return Vec::new() };
    let arguments = property.arguments.iter();
    arguments.filter_map(|argument| Some((Role::Argument(argument), argument.schema?))).collect()
}

/// The parts of a schema, at most about `most`; parts of `allOf` are its own.
pub(super) fn children(
    content: &ApiContent,
    id: SchemaId,
    most: usize,
) -> Vec<(Role<'_>, SchemaId)> {
    let mut gathered = Gathered { content, most, ..Gathered::default_of(content) };
    gathered.add(id, 0);
    gathered.children
}

struct Gathered<'a> {
    content: &'a ApiContent,
    most: usize,
    seen: BTreeSet<SchemaId>,
    fields: BTreeMap<&'a str, usize>,
    children: Vec<(Role<'a>, SchemaId)>,
}

impl<'a> Gathered<'a> {
    fn default_of(content: &'a ApiContent) -> Gathered<'a> {
        Gathered {
            content,
            most: 0,
            seen: BTreeSet::new(),
            fields: BTreeMap::new(),
            children: Vec::new(),
        }
    }

    fn add(&mut self, id: SchemaId, depth: usize) {
        if self.seen.len() > MOST_PARTS || depth > MOST_LAYERS * 4 || !self.seen.insert(id) {
            return;
        }
        let schema = self.content.schema(id);
        for part in schema.refers.iter().chain(&schema.all_of) {
            self.add(*part, depth + 1);
        }
        for property in &schema.properties {
            let child = (Role::Field(property), property.schema);
            // What a part says again, it says of the same field.
            match self.fields.get(property.name.as_str()) {
                Some(at) => self.children[*at] = child,
                None if self.children.len() >= self.most => return,
                None => {
                    self.fields.insert(&property.name, self.children.len());
                    self.children.push(child);
                }
            }
        }
        self.add_others(schema);
        self.add_alternatives(schema);
    }

    fn add_others(&mut self, schema: &'a Schema) {
        let mut push = |role, id: SchemaId| {
            if self.children.len() < self.most {
                self.children.push((role, id));
            }
        };
        for (at, item) in schema.prefix_items.iter().enumerate() {
            push(Role::Item(at + 1), *item);
        }
        // What every further item is, if the first ones differ.
        if let (Some(items), false) = (schema.items, schema.prefix_items.is_empty()) {
            push(Role::Other, items);
        }
        for (pattern, id) in &schema.patterns {
            push(Role::Pattern(pattern), *id);
        }
        if let Additional::Of(id) = schema.additional {
            push(Role::Other, id);
        }
        for (role, id) in [
            (Role::Names, schema.property_names),
            (Role::Contains, schema.contains),
            (Role::Not, schema.not),
        ] {
            if let Some(id) = id {
                push(role, id);
            }
        }
        for (keyword, id) in &schema.conditions {
            push(Role::Condition(keyword), *id);
        }
    }

    fn add_alternatives(&mut self, schema: &'a Schema) {
        for (keyword, list) in [("one of", &schema.one_of), ("any of", &schema.any_of)] {
            if list.iter().all(|id| is_plain(self.content.schema(*id))) {
                continue;
            }
            for id in list {
                if self.children.len() >= self.most {
                    return;
                }
                let values = values_for(self.content, schema, *id);
                self.children.push((Role::Alternative(keyword, values), *id));
            }
        }
    }
}

/// Whether the word for its type says everything.
pub(super) fn is_plain(schema: &Schema) -> bool {
    let Schema { name, refers, properties, items, prefix_items, all_of, any_of, one_of, .. } =
        schema;
    name.is_none()
        && refers.is_none()
        && properties.is_empty()
        && items.is_none()
        && prefix_items.is_empty()
        && all_of.is_empty()
        && any_of.is_empty()
        && one_of.is_empty()
        && schema.patterns.is_empty()
        && !matches!(schema.additional, Additional::Of(_))
        && schema.values.is_empty()
        && schema.constant.is_none()
        && schema.constraints.is_empty()
        && schema.description.is_none()
        && schema.title.is_none()
        && schema.not.is_none()
        && schema.broken.is_none()
        && schema.deprecated.is_none()
        && schema.default.is_none()
        && schema.facts.is_empty()
}

/// The values of the discriminator that mean this alternative.
fn values_for<'a>(content: &'a ApiContent, schema: &'a Schema, id: SchemaId) -> Vec<&'a str> {
    let Some(discriminator) = &schema.discriminator else { return Vec::new() };
    let mapped = discriminator.mapping.iter().filter(|(_, to)| *to == Some(id));
    let mut values: Vec<&str> = mapped.map(|(value, _)| value.as_str()).collect();
    if values.is_empty() {
        // Without a mapping the value is the schema's name.
        values.extend(content.schema(id).name.as_deref());
    }
    values
}
