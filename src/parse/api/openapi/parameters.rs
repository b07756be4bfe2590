//! What an operation is given beside a body, and the headers of responses.

use std::collections::HashMap;

use crate::base::Code;
use crate::model::api::{Parameter, ParameterPlace};
use crate::parse::api::documents::Spot;
use crate::parse::text::shown;

use super::description::Description;

/// How a parameter is written.
const WRITING: &[&str] =
    &["style", "explode", "allowReserved", "allowEmptyValue", "collectionFormat"];

/// What an operation is given; body and form stand among the parameters in version 2.0.
#[derive(Default)]
pub(super) struct Given<'d> {
    pub parameters: Vec<Parameter>,
    pub body: Option<Spot<'d>>,
    pub form: Vec<Spot<'d>>,
    /// By name and place, where it stands in `parameters`.
    known: HashMap<(String, ParameterPlace), usize>,
}

impl<'d> Description<'d> {
    /// The parameters of the path item, unless the operation has its own of that name, then the operation's.
    pub(super) fn given(&mut self, layers: &[Spot<'d>], operation: Spot<'d>) -> Given<'d> {
        let mut given = Given::default();
        for of in layers.iter().rev().chain([&operation]) {
            for item in self.reader.items(*of, "parameters") {
                self.give(&mut given, of.with(item));
            }
        }
        given
    }

    fn give(&mut self, given: &mut Given<'d>, written: Spot<'d>) {
        let Some(at) = self.reader.follow(written) else { return };
        if at.node.as_mapping().is_none() {
            self.reader.tell_type(at, "a parameter", "a mapping");
            return;
        }
        let place = self.reader.line(at, "in").unwrap_or_default();
        let place = match place.as_str() {
            "path" => ParameterPlace::Path,
            "query" => ParameterPlace::Query,
            "querystring" => ParameterPlace::QueryString,
            "header" => ParameterPlace::Header,
            "cookie" => ParameterPlace::Cookie,
            "body" if self.is_two => {
                given.body = Some(at);
                return;
            }
            "formData" if self.is_two => {
                given.form.push(at);
                return;
            }
            other => {
                let message = format!(
                    "a parameter stands `in` `{}`, which this version does not know",
                    shown(other)
                );
                self.reader.tell(Code::ApiInvalid, at, at.node.position, message);
                return;
            }
        };
        let Some(name) = self.reader.text(at, "name") else {
            let message = "a parameter has no `name`".to_owned();
            self.reader.tell(Code::ApiInvalid, at, at.node.position, message);
            return;
        };
        let mut parameter = self.parameter(at, &name, place);
        if place == ParameterPlace::Path {
            parameter.required = true;
        }
        // Since 3.1 a reference may describe what it refers to in its own words.
        if let Some(own) = self.reader.markdown(written, "description") {
            parameter.description = Some(own);
        }
        let key = (name, place);
        match given.known.get(&key) {
            Some(&known) => given.parameters[known] = parameter,
            None => {
                given.known.insert(key, given.parameters.len());
                given.parameters.push(parameter);
            }
        }
    }

    /// A parameter or a header.
    fn parameter(&mut self, at: Spot<'d>, name: &str, place: ParameterPlace) -> Parameter {
        let reader = &mut self.reader;
        let mut parameter = Parameter {
            name: name.to_owned(),
            place,
            required: reader.flag(at, "required"),
            description: reader.markdown(at, "description"),
            schema: None,
            media_type: None,
            examples: reader.examples(at),
            deprecated: reader.deprecated(at),
            facts: reader.facts(at, WRITING),
            at: at.at(),
        };
        parameter.facts.extend(reader.extensions(at, &[]));
        let is_typed = at.get("type").is_some() && at.get("schema").is_none();
        if is_typed {
            // Version 2.0, and descriptions that were only half moved to version 3.
            parameter.schema = Some(reader.parameter_schema(at));
        } else if let Some(schema) = reader.child(at, "schema") {
            parameter.schema = Some(reader.schema(schema));
        } else if let Some(content) = self.contents(at).into_iter().next() {
            parameter.schema = content.schema;
            parameter.media_type = Some(content.media_type);
            parameter.examples.extend(content.examples);
        }
        parameter
    }

    /// The headers of a response.
    pub(super) fn headers(&mut self, of: Spot<'d>) -> Vec<Parameter> {
        let mut headers = Vec::new();
        for entry in self.reader.entries(of, "headers") {
            let Some(at) = self.reader.follow(of.with(&entry.value)) else { continue };
            if at.node.as_mapping().is_none() {
                self.reader.tell_type(at, "a header", "a mapping");
                continue;
            }
            let mut header = self.parameter(at, &entry.key, ParameterPlace::Header);
            header.at = of.position(entry.position);
            headers.push(header);
        }
        headers
    }
}
