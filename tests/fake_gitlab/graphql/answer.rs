//! From a body to an answer: what is refused whole, what is charged, and the run of each query.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::OnceLock;

use apollo_compiler::executable::Operation;
use apollo_compiler::resolvers::Execution;
use apollo_compiler::response::JsonMap;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use serde_json::{Value, json};

use super::access::Viewer;
use super::rest::TIMED_OUT;
use super::{Options, Version, cost, resolve, validate};

/// How deep a query may be.
const DEPTH: usize = 20;
/// How deep a query without a token may be.
const ANONYMOUS_DEPTH: usize = 15;
/// How long the texts of one request may be.
const CHARACTERS: usize = 10_000;

/// The schema of a version, read once.
pub fn schema(version: Version) -> &'static Valid<Schema> {
    static NEW: OnceLock<Valid<Schema>> = OnceLock::new();
    static OLD: OnceLock<Valid<Schema>> = OnceLock::new();
    let (cell, text) = match version {
        Version::V19_4 => (&NEW, include_str!("../schema-19.4.graphql")),
        Version::V16_3 => (&OLD, include_str!("../schema-16.3.graphql")),
    };
    cell.get_or_init(|| {
        Schema::parse_and_validate(text, "schema.graphql").expect("the schema file is valid")
    })
}

/// What one query knows while it runs.
pub struct Context<'a> {
    pub viewer: Viewer<'a>,
    pub options: &'a Options,
    pub score: u64,
    pub limit: u64,
    /// Fields that GitLab resolves for one parent in a request: how often each was asked for.
    pub once: RefCell<BTreeMap<&'static str, usize>>,
    /// How often each project was forked, counted when first asked for.
    pub forks: OnceCell<BTreeMap<u64, usize>>,
    /// Set when a page would have taken too long.
    pub timed_out: Cell<bool>,
}

/// What goes back: the status and the JSON.
pub type Answer = (u16, Value);

/// One query of a request, understood.
struct Query {
    document: Valid<ExecutableDocument>,
    operation: Option<String>,
    variables: JsonMap,
    cost: (u64, usize),
}

impl Query {
    fn operation(&self) -> Option<&Operation> {
        let operation = self.document.operations.get(self.operation.as_deref()).ok()?;
        Some(operation.as_ref())
    }
}

/// Answers a body, which is one query or an array of them.
pub fn answer(viewer: Viewer<'_>, options: &Options, body: &Value) -> Answer {
    let bodies: Vec<&Value> = match body {
        Value::Array(bodies) => bodies.iter().collect(),
        single => vec![single],
    };
    let text = |body: &Value| body.get("query").and_then(Value::as_str).unwrap_or("").to_owned();
    if bodies.iter().map(|body| text(body).chars().count()).sum::<usize>() > CHARACTERS {
        return (422, errors(["Query too large".to_owned()]));
    }
    let mut queries: Vec<Result<Query, Value>> =
        bodies.iter().map(|body| understand(body, options)).collect();
    let limit = if viewer.token.is_some() { 250 } else { 200 };
    // The score of an array counts as a whole.
    let score: u64 = queries.iter().flatten().map(|query| query.cost.0).sum();
    let most = if viewer.token.is_some() { DEPTH } else { ANONYMOUS_DEPTH };
    for query in &mut queries {
        let Ok(Query { cost: (_, depth), .. }) = query else { continue };
        if score > limit {
            let message =
                format!("Query has complexity of {score}, which exceeds max complexity of {limit}");
            *query = Err(errors([message]));
        } else if *depth > most {
            let message = format!("Query has depth of {depth}, which exceeds max depth of {most}");
            *query = Err(errors([message]));
        }
    }
    let mut answers = Vec::new();
    for query in queries {
        match query {
            Err(refusal) => answers.push(refusal),
            Ok(query) => match execute(viewer, options, &query, limit) {
                Some(data) => answers.push(data),
                None => return (503, errors([TIMED_OUT.to_owned()])),
            },
        }
    }
    match body {
        Value::Array(_) => (200, Value::Array(answers)),
        _ => (200, answers.pop().unwrap_or_else(|| errors(["No query".to_owned()]))),
    }
}

/// A refusal of a whole document.
pub fn errors(messages: impl IntoIterator<Item = String>) -> Value {
    let errors: Vec<Value> =
        messages.into_iter().map(|message| json!({ "message": message })).collect();
    json!({ "errors": errors })
}

fn understand(body: &Value, options: &Options) -> Result<Query, Value> {
    let text = body.get("query").and_then(Value::as_str).unwrap_or("");
    if text.trim().is_empty() {
        return Err(errors(["No query string was present".to_owned()]));
    }
    let document = validate::validate(text, options.version)?;
    let name = body.get("operationName").and_then(Value::as_str).map(str::to_owned);
    let operation = match document.operations.get(name.as_deref()) {
        Ok(operation) => operation,
        Err(_) => {
            let name = name.unwrap_or_default();
            return Err(errors([format!("No operation named \"{name}\"")]));
        }
    };
    let variables = body.get("variables").cloned().unwrap_or(Value::Null);
    let variables = match variables {
        // GitLab also takes variables as text.
        Value::String(text) => serde_json::from_str(&text).unwrap_or(Value::Null),
        other => other,
    };
    let Value::Object(given) = &variables else {
        let empty = serde_json::Map::new();
        return finish(&document, operation, &empty, name.clone(), options);
    };
    finish(&document, operation, given, name.clone(), options)
}

fn finish(
    document: &Valid<ExecutableDocument>,
    operation: &Operation,
    variables: &serde_json::Map<String, Value>,
    name: Option<String>,
    options: &Options,
) -> Result<Query, Value> {
    for variable in &operation.variables {
        let missing = variables.get(variable.name.as_str()).is_none_or(Value::is_null);
        if missing && variable.ty.is_non_null() && variable.default_value.is_none() {
            let (name, ty) = (&variable.name, &variable.ty);
            return Err(errors([format!(
                "Variable ${name} of type {ty} was provided invalid value"
            )]));
        }
    }
    let cost = cost::of_operation(document, operation, variables, options.charge_per_path);
    let variables =
        variables.iter().map(|(key, value)| (key.as_str().into(), value.clone().into())).collect();
    Ok(Query { document: document.clone(), operation: name, variables, cost })
}

/// Runs one query; none when GitLab would have given up.
fn execute(viewer: Viewer<'_>, options: &Options, query: &Query, limit: u64) -> Option<Value> {
    let context = Context {
        viewer,
        options,
        score: query.cost.0,
        limit,
        once: RefCell::default(),
        forks: OnceCell::new(),
        timed_out: Cell::new(false),
    };
    let root = resolve::Resolver::root(&context);
    let Some(operation) = query.operation() else {
        return Some(errors(["No operation".to_owned()]));
    };
    let response = Execution::new(schema(options.version), &query.document)
        .operation(operation)
        .raw_variable_values(&query.variables)
        .enable_schema_introspection(true)
        .execute_sync(&root);
    if context.timed_out.get() {
        return None;
    }
    let answer = match response {
        Ok(response) => response,
        Err(error) => return Some(errors([error.message().to_string()])),
    };
    let mut value = serde_json::to_value(&answer).unwrap_or(Value::Null);
    if let Some(errors) = value.get_mut("errors").and_then(Value::as_array_mut) {
        for error in errors {
            let message = error["message"].as_str().unwrap_or_default();
            error["message"] = message.trim_start_matches("resolver error: ").into();
        }
    }
    Some(value)
}
