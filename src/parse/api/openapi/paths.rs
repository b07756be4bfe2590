//! Paths, webhooks and callbacks: which methods each of their items has.

use crate::base::yaml::Position;
use crate::model::api::{Callback, Operation, OperationKind};
use crate::parse::api::documents::Spot;

use super::description::Description;

/// The methods that count; `query` since 3.2.
const METHODS: &[&str] =
    &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// How deep callbacks of callbacks are read.
const CALLBACKS: usize = 3;

/// A method of a path item.
pub(super) struct Method<'d> {
    pub verb: String,
    pub at: Spot<'d>,
    pub key: Position,
    /// Whether it is one of the nine.
    pub counts: bool,
}

/// What the methods of a path item share: the item itself, and what it refers to.
pub(super) type Layers<'d> = Vec<Spot<'d>>;

impl<'d> Description<'d> {
    pub(super) fn paths(&mut self) {
        let Some(paths) = self.reader.child(self.root, "paths") else { return };
        let Some(paths) = self.reader.follow(paths) else { return };
        for entry in self.reader.own_entries(paths, "paths") {
            if !entry.key.starts_with("x-") {
                let at = paths.with(&entry.value);
                self.content.counts.operations += self.item(OperationKind::Http, &entry.key, at);
            }
        }
    }

    /// Webhooks, and what they were called before 3.1 had them.
    pub(super) fn webhooks(&mut self) {
        for key in ["webhooks", "x-webhooks"] {
            for entry in self.reader.entries(self.root, key) {
                let at = self.root.with(&entry.value);
                self.content.counts.webhooks += self.item(OperationKind::Webhook, &entry.key, at);
            }
        }
    }

    /// Reads the operations of an item; how many of them count.
    fn item(&mut self, kind: OperationKind, address: &str, at: Spot<'d>) -> usize {
        let layers = self.layers(at);
        let mut counted = 0;
        for (number, method) in self.methods(&layers).into_iter().enumerate() {
            counted += usize::from(method.counts);
            let operation = self.operation(kind, address, &method, &layers, number);
            self.linkable(&operation, method.at);
            let tags = self.reader.texts(method.at, "tags");
            self.tagged(tags);
            self.content.operations.push(operation);
        }
        counted
    }

    fn layers(&mut self, item: Spot<'d>) -> Layers<'d> {
        if item.node.as_mapping().is_none() {
            self.reader.tell_type(item, "a path item", "a mapping");
            return Vec::new();
        }
        let end = self.reader.follow(item).filter(|end| end.address() != item.address());
        std::iter::once(item).chain(end).collect()
    }

    /// The methods of an item; what it says itself comes before what it refers to.
    fn methods(&mut self, layers: &[Spot<'d>]) -> Vec<Method<'d>> {
        let mut methods: Vec<Method<'d>> = Vec::new();
        for layer in layers {
            for entry in layer.node.as_mapping().unwrap_or_default() {
                let verb = entry.key.to_ascii_uppercase();
                if METHODS.contains(&entry.key.as_str())
                    && methods.iter().all(|known| known.verb != verb)
                {
                    let at = layer.with(&entry.value);
                    methods.push(Method { verb, at, key: entry.position, counts: true });
                }
            }
        }
        for layer in layers {
            for entry in self.reader.entries(*layer, "additionalOperations") {
                let (verb, at) = (entry.key.clone(), layer.with(&entry.value));
                methods.push(Method { verb, at, key: entry.position, counts: false });
            }
        }
        // What is no operation still counts as a method; it is read as one of which nothing is known.
        for method in &methods {
            if method.at.node.as_mapping().is_none() {
                self.reader.tell_type(method.at, "an operation", "a mapping");
            }
        }
        methods
    }

    /// What an operation calls in return.
    pub(super) fn callbacks(&mut self, of: Spot<'d>, depth: usize) -> Vec<Callback> {
        if depth >= CALLBACKS {
            return Vec::new();
        }
        let mut callbacks = Vec::new();
        for entry in self.reader.entries(of, "callbacks") {
            let Some(at) = self.reader.follow(of.with(&entry.value)) else { continue };
            let mut operations: Vec<Operation> = Vec::new();
            for expression in self.reader.own_entries(at, &entry.key) {
                if expression.key.starts_with("x-") {
                    continue;
                }
                let layers = self.layers(at.with(&expression.value));
                for (number, method) in self.methods(&layers).into_iter().enumerate() {
                    self.content.counts.callbacks += usize::from(method.counts);
                    let kind = OperationKind::Callback;
                    let mut operation =
                        self.operation_within(kind, &expression.key, &method, &layers, number);
                    operation.callbacks = self.callbacks(method.at, depth + 1);
                    operations.push(operation);
                }
            }
            callbacks.push(Callback { name: entry.key.clone(), operations });
        }
        callbacks
    }
}
