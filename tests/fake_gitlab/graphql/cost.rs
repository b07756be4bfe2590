//! What a query costs, by GitLab's rule (`app/graphql/types/base_field.rb`, `resolvers/base_resolver.rb`).
//!
//! A leaf costs 1, an object 1 and its children, and 1 more when Gitaly is asked. A field with a resolver costs its children and 1,
//! 1 more for a `sort`, given or by default, 5 for a `search`, and what it adds itself. If it is a connection, each row of
//! the page adds one per cent, and the result is cut to an integer. A few fields cost a constant.
//! The schema does not say which fields have a resolver; the tables below do.

use apollo_compiler::ExecutableDocument;
use apollo_compiler::Node;
use apollo_compiler::collections::IndexMap;
use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet, Value as Literal};
use serde_json::{Map, Value, json};

use super::{Version, validate};

const RESOLVER: &[&str] = &[
    "CiCatalogResource.versions",
    "CiCatalogResourceVersion.components",
    "Environment.lastDeployment",
    "Group.descendantGroups",
    "Group.groupMembers",
    "Group.projects",
    "Group.releases",
    "Project.environment",
    "Project.environments",
    "Project.packages",
    "Project.pipeline",
    "Project.pipelines",
    "Project.projectMembers",
    "Project.release",
    "Project.releases",
    "Project.services",
    "Project.vulnerabilitySeveritiesCount",
    "Query.blobSearch",
    "Query.ciCatalogResource",
    "Query.ciCatalogResources",
    "Query.currentUser",
    "Query.group",
    "Query.groups",
    "Query.metadata",
    "Query.project",
    "Query.projects",
    "Repository.blobs",
    "Repository.paginatedTree",
    "Repository.tree",
];

const GITALY: &[&str] = &[
    "Blob.lfsOid",
    "Project.avatarUrl",
    "Project.forksCount",
    "Project.languages",
    "Project.pipeline",
    "Repository.blobs",
    "Repository.branchCount",
    "Repository.commitCount",
    "Repository.empty",
    "Repository.exists",
    "Repository.paginatedTree",
    "Repository.rootRef",
    "Repository.tagCount",
    "Repository.tree",
    "RepositoryBlob.language",
    "RepositoryBlob.lfsOid",
    "RepositoryBlob.permalinkPath",
    "RepositoryBlob.plainData",
    "Tree.blobs",
    "Tree.submodules",
];

/// `Repository.lastCommit` is an upper bound; its definition is not known.
const CONSTANT: &[(&str, u64)] =
    &[("Repository.branchNames", 170), ("Repository.lastCommit", 11), ("Tree.lastCommit", 10)];

/// The largest page.
const PAGE: u64 = 100;

/// The score and depth of a document whose operations are sent as one request.
///
/// # Errors
/// The answer that refuses a document which is not valid.
pub fn cost(document: &str, variables: &Value, version: Version) -> Result<(u64, usize), Value> {
    let document = validate::validate(document, version)?;
    let empty = Map::new();
    let variables = variables.as_object().unwrap_or(&empty);
    let costs = document.operations.iter().map(|one| of_operation(&document, one, variables, 1));
    Ok(costs.fold((0, 0), |all, one| (all.0 + one.0, all.1.max(one.1))))
}

/// The score and depth of one operation, each path of `Repository.blobs` charged as the instance does.
pub fn of_operation(
    document: &ExecutableDocument,
    operation: &Operation,
    given: &Map<String, Value>,
    charge_per_path: u32,
) -> (u64, usize) {
    let mut variables = Map::new();
    for variable in &operation.variables {
        if let Some(default) = &variable.default_value {
            variables.insert(variable.name.to_string(), literal(default, &Map::new()));
        }
    }
    variables.extend(given.clone());
    let charge = Charge { document, variables, per_path: u64::from(charge_per_path) };
    charge.selection(&[&operation.selection_set])
}

struct Charge<'a> {
    document: &'a ExecutableDocument,
    variables: Map<String, Value>,
    per_path: u64,
}

/// Fields that one answer merges, by the type that was selected on and the name in the answer.
type Merged<'a> = IndexMap<(&'a str, &'a str), Vec<&'a Node<Field>>>;

impl<'a> Charge<'a> {
    fn selection(&self, sets: &[&'a SelectionSet]) -> (u64, usize) {
        let mut merged = Merged::default();
        for set in sets {
            self.collect(set, &mut merged);
        }
        let costs = merged.iter().map(|((owner, _), fields)| self.field(owner, fields));
        costs.fold((0, 0), |all, one| (all.0 + one.0, all.1.max(one.1)))
    }

    fn collect(&self, set: &'a SelectionSet, merged: &mut Merged<'a>) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    let key = (set.ty.as_str(), field.response_key().as_str());
                    merged.entry(key).or_default().push(field);
                }
                Selection::InlineFragment(inline) => self.collect(&inline.selection_set, merged),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.fragment_name) {
                        self.collect(&fragment.selection_set, merged);
                    }
                }
            }
        }
    }

    fn field(&self, owner: &str, fields: &[&'a Node<Field>]) -> (u64, usize) {
        let field = fields[0];
        let sets: Vec<_> = fields.iter().map(|field| &field.selection_set).collect();
        let (children, depth) = self.selection(&sets);
        let depth = depth + 1;
        let key = format!("{owner}.{}", field.name);
        let key = key.as_str();
        if let Some((_, constant)) = CONSTANT.iter().find(|(name, _)| *name == key) {
            return (children + constant, depth);
        }
        let score = 1 + children + u64::from(GITALY.contains(&key));
        if !RESOLVER.contains(&key) {
            return (score, depth);
        }
        let mut score = score + self.extra(key, field);
        score += u64::from(given(&self.argument(field, "sort")));
        score += if given(&self.argument(field, "search")) { 5 } else { 0 };
        if field.definition.ty.inner_named_type().as_str().ends_with("Connection") {
            let sizes = ["first", "last"].map(|name| self.argument(field, name).as_u64());
            let page = sizes.into_iter().flatten().fold(PAGE, u64::min);
            score = score * (100 + page) / 100;
        }
        (score, depth)
    }

    /// What a resolver adds of its own.
    fn extra(&self, key: &str, field: &Field) -> u64 {
        match key {
            "Group.projects" => 10,
            "Repository.blobs" => {
                let paths = self.argument(field, "paths");
                paths.as_array().map_or(0, |paths| paths.len() as u64) * self.per_path
            }
            _ => 0,
        }
    }

    /// The value of an argument, given or by default.
    fn argument(&self, field: &Field, name: &str) -> Value {
        match field.specified_argument_by_name(name) {
            Some(value) => literal(value, &self.variables),
            None => {
                let default = field.definition.argument_by_name(name);
                let default = default.and_then(|argument| argument.default_value.as_ref());
                default.map_or(Value::Null, |value| literal(value, &Map::new()))
            }
        }
    }
}

/// Whether an argument has a value that counts.
fn given(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false)) && value.as_str() != Some("")
}

fn literal(value: &Literal, variables: &Map<String, Value>) -> Value {
    match value {
        Literal::Null => Value::Null,
        Literal::Enum(name) => json!(name.as_str()),
        Literal::Variable(name) => variables.get(name.as_str()).cloned().unwrap_or(Value::Null),
        Literal::String(text) => json!(text),
        Literal::Float(number) => number.try_to_f64().map_or(Value::Null, |number| json!(number)),
        Literal::Int(number) => number.try_to_i32().map_or(Value::Null, |number| json!(number)),
        Literal::Boolean(flag) => json!(flag),
        Literal::List(items) => items.iter().map(|item| literal(item, variables)).collect(),
        Literal::Object(fields) => {
            fields.iter().map(|(key, value)| (key.to_string(), literal(value, variables))).collect()
        }
    }
}
