//! One operation.

use crate::model::api::{CodeSample, Operation, OperationKind, SecurityNeed};
use crate::parse::api::documents::Spot;

use super::description::Description;
use super::parameters::Given;
use super::paths::Method;

/// Where authors write samples of their own.
const SAMPLES: &[&str] = &["x-codeSamples", "x-code-samples"];

impl<'d> Description<'d> {
    /// An operation of a path or a webhook, with what it calls in return.
    pub(super) fn operation(
        &mut self,
        kind: OperationKind,
        address: &str,
        method: &Method<'d>,
        layers: &[Spot<'d>],
        number: usize,
    ) -> Operation {
        let mut operation = self.operation_within(kind, address, method, layers, number);
        operation.callbacks = self.callbacks(method.at, 0);
        operation
    }

    /// The `number`th operation of a path item, without its callbacks.
    pub(super) fn operation_within(
        &mut self,
        kind: OperationKind,
        address: &str,
        method: &Method<'d>,
        layers: &[Spot<'d>],
        number: usize,
    ) -> Operation {
        let at = method.at;
        let mut operation = Operation::new(kind, &method.verb, address);
        operation.at = at.position(method.key);
        // What an item's operations share is read again for each of them.
        let shared: Vec<Spot<'d>> = layers
            .iter()
            .copied()
            .filter(|layer| number == 0 || self.affords_shared(*layer))
            .collect();
        let reader = &mut self.reader;
        operation.id = reader.line(at, "operationId");
        operation.summary = reader.line(at, "summary");
        operation.description = reader.markdown(at, "description");
        for layer in &shared {
            let said = operation.summary.take();
            operation.summary = said.or_else(|| reader.line(*layer, "summary"));
            let said = operation.description.take();
            operation.description = said.or_else(|| reader.markdown(*layer, "description"));
        }
        operation.deprecated = reader.deprecated(at);
        operation.docs = reader.docs(at, "externalDocs");
        operation.facts = reader.extensions(at, SAMPLES);
        operation.samples = self.samples(at);
        let given = self.given(&shared, at);
        self.fill_request(&mut operation, at, given);
        operation.responses = self.responses(at);
        operation.security = self.needs(at);
        if kind == OperationKind::Http && operation.security.is_none() {
            operation.security = self.global_needs();
        }
        operation.servers = self.operation_servers(at);
        for layer in &shared {
            if operation.servers.is_empty() && !self.is_two {
                operation.servers = self.servers(*layer);
            }
        }
        operation
    }

    fn affords_shared(&mut self, layer: Spot<'d>) -> bool {
        ["parameters", "servers", "description"].iter().all(|key| {
            let shared = self.reader.child(layer, key);
            shared.is_none_or(|shared| self.reader.repeats(shared))
        })
    }

    /// What holds for operations that say nothing of their own.
    fn global_needs(&mut self) -> Option<Vec<Vec<SecurityNeed>>> {
        let written = self.reader.child(self.root, "security")?;
        self.global.clone().filter(|_| self.reader.repeats(written))
    }

    fn fill_request(&mut self, operation: &mut Operation, at: Spot<'d>, given: Given<'d>) {
        operation.parameters = given.parameters;
        if self.is_two {
            self.two_bodies(operation, at, given.body, &given.form);
            return;
        }
        let Some(body) = self.reader.child(at, "requestBody") else { return };
        let Some(body) = self.reader.follow(body) else { return };
        operation.body_description = self.reader.markdown(body, "description");
        operation.body_required = self.reader.flag(body, "required");
        operation.bodies = self.contents(body);
    }

    fn samples(&mut self, at: Spot<'d>) -> Vec<CodeSample> {
        let mut samples = Vec::new();
        for key in SAMPLES {
            for item in self.reader.items(at, key) {
                let item = at.with(item);
                let language = self.reader.line(item, "lang");
                let label = self.reader.line(item, "label");
                let Some(code) = self.reader.text(item, "source") else { continue };
                let language = language.or_else(|| label.clone()).unwrap_or_default();
                let label = label.filter(|label| *label != language);
                samples.push(CodeSample { language, label, code });
            }
        }
        samples
    }
}
