//! From the objects of the model to what the executor wants, guided by the schema.
//!
//! What the schema has and the model lacks answers null, nothing or zero, as its type allows: a query over the schema never fails
//! because the fake is smaller than GitLab.

use std::rc::Rc;

use apollo_compiler::ast::Type;
use apollo_compiler::executable::Selection;
use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::JsonMap;
use apollo_compiler::schema::ExtendedType;
use serde_json::{Map, Value};

use super::Context;
use super::company::{Environment, Group, Project, Release};
use super::connection::Connection;
use super::files::{Commit, File};

/// What a field can be asked on.
#[derive(Clone)]
pub enum Object<'a> {
    Query,
    Group(&'a Group),
    Project(&'a Project),
    Repository(&'a Project),
    Blob {
        project: &'a Project,
        commit: &'a Commit,
        path: &'a str,
        file: &'a File,
    },
    Tree {
        project: &'a Project,
        commit: &'a Commit,
        folder: String,
        recursive: bool,
    },
    Environment {
        project: &'a Project,
        environment: &'a Environment,
    },
    CatalogResource(&'a Project),
    CatalogVersion {
        project: &'a Project,
        release: &'a Release,
    },
    Connection(Rc<Connection<'a>>),
    Edge {
        cursor: String,
        node: Box<Object<'a>>,
    },
    /// Small things, made whole.
    Facts(Map<String, Value>),
}

/// What a field answers.
pub enum Answer<'a> {
    /// A leaf, or small things that are made whole.
    Json(Value),
    One(Object<'a>),
    Many(Vec<Object<'a>>),
    /// The model does not hold it.
    Unmodelled,
}

impl<'a> Answer<'a> {
    pub fn null() -> Answer<'a> {
        Answer::Json(Value::Null)
    }

    pub fn json(value: impl Into<Value>) -> Answer<'a> {
        Answer::Json(value.into())
    }

    pub fn optional(object: Option<Object<'a>>) -> Answer<'a> {
        object.map_or_else(Answer::null, Answer::One)
    }
}

/// A field as it was asked for.
pub struct Call<'c> {
    pub name: &'c str,
    arguments: &'c JsonMap,
    info: &'c ResolveInfo<'c>,
}

impl<'c> Call<'c> {
    pub fn text(&self, name: &str) -> Option<&'c str> {
        self.arguments.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    pub fn flag(&self, name: &str) -> Option<bool> {
        self.arguments.get(name)?.as_bool()
    }

    pub fn number(&self, name: &str) -> Option<usize> {
        self.arguments.get(name)?.as_u64().and_then(|number| usize::try_from(number).ok())
    }

    pub fn list(&self, name: &str) -> Option<Vec<&'c str>> {
        let items = self.arguments.get(name)?.as_array()?;
        Some(items.iter().filter_map(|item| item.as_str()).collect())
    }

    /// Whether the selection below, at any depth, asks for one of these fields. Fragments count too.
    pub fn asks_for(&self, names: &[&str]) -> bool {
        let document = self.info.document();
        let mut open: Vec<&Selection> = Vec::new();
        for field in self.info.field_selections() {
            open.extend(&field.selection_set.selections);
        }
        while let Some(selection) = open.pop() {
            match selection {
                Selection::Field(field) if names.contains(&field.name.as_str()) => return true,
                Selection::Field(field) => open.extend(&field.selection_set.selections),
                Selection::InlineFragment(inline) => open.extend(&inline.selection_set.selections),
                Selection::FragmentSpread(spread) => {
                    let fragment = document.fragments.get(&spread.fragment_name);
                    open.extend(fragment.iter().flat_map(|one| &one.selection_set.selections));
                }
            }
        }
        false
    }
}

/// An object with what it needs to answer for itself.
pub struct Resolver<'a> {
    context: &'a Context<'a>,
    object: Object<'a>,
    type_name: String,
}

impl<'a> Resolver<'a> {
    pub fn root(context: &'a Context<'a>) -> Resolver<'a> {
        Resolver { context, object: Object::Query, type_name: "Query".to_owned() }
    }

    fn field(&self, call: &Call<'_>) -> Result<Answer<'a>, String> {
        let context = self.context;
        match &self.object {
            Object::Query => super::query::field(context, call),
            Object::Group(group) => super::group::field(context, group, call),
            Object::Project(project) => super::project::field(context, project, call),
            Object::Repository(project) => super::repository::field(project, call),
            Object::Blob { project, commit, path, file } => {
                Ok(super::repository::blob(project, commit, path, file, call))
            }
            Object::Tree { project, commit, folder, recursive } => {
                super::repository::tree(project, commit, folder, *recursive, call)
            }
            Object::Environment { project, environment } => {
                Ok(super::project::environment(project, environment, call))
            }
            Object::CatalogResource(project) => super::catalog::resource(context, project, call),
            Object::CatalogVersion { project, release } => {
                super::catalog::version(context, project, release, call)
            }
            Object::Connection(connection) => Ok(connection.field(call)),
            Object::Edge { cursor, node } => Ok(match call.name {
                "cursor" => Answer::json(cursor.as_str()),
                _ => Answer::One(node.as_ref().clone()),
            }),
            Object::Facts(facts) => Ok(match facts.get(call.name) {
                Some(value) => Answer::Json(value.clone()),
                None => Answer::Unmodelled,
            }),
        }
    }
}

impl ObjectValue for Resolver<'_> {
    fn type_name(&self) -> &str {
        &self.type_name
    }

    fn resolve_field<'f>(
        &'f self,
        info: &'f ResolveInfo<'f>,
    ) -> Result<ResolvedValue<'f>, FieldError> {
        let call = Call { name: info.field_name(), arguments: info.arguments(), info };
        let answer = self.field(&call).map_err(|message| FieldError { message })?;
        let shape = Shape { context: self.context, info };
        Ok(shape.resolved(answer, &info.field_definition().ty))
    }
}

/// Fits answers to the types that the schema promises.
#[derive(Clone, Copy)]
struct Shape<'f> {
    context: &'f Context<'f>,
    info: &'f ResolveInfo<'f>,
}

impl<'f> Shape<'f> {
    fn resolved(self, answer: Answer<'f>, ty: &Type) -> ResolvedValue<'f> {
        match answer {
            Answer::Json(value) => self.json(value, ty),
            Answer::One(object) => self.object(object, ty),
            Answer::Many(objects) => {
                let objects: Vec<_> =
                    objects.into_iter().map(|object| self.object(object, ty)).collect();
                ResolvedValue::list(objects)
            }
            Answer::Unmodelled => self.absent(ty),
        }
    }

    fn json(self, value: Value, ty: &Type) -> ResolvedValue<'f> {
        match value {
            Value::Null if ty.is_non_null() => self.absent(ty),
            Value::Array(items) if ty.is_list() => {
                let items: Vec<_> =
                    items.into_iter().map(|item| self.json(item, ty.item_type())).collect();
                ResolvedValue::list(items)
            }
            Value::Object(facts) if self.is_composite(ty) => self.object(Object::Facts(facts), ty),
            Value::Number(number) if ty.inner_named_type() == "Float" => {
                ResolvedValue::leaf(number.as_f64().unwrap_or_default())
            }
            other => ResolvedValue::leaf(other),
        }
    }

    fn object(self, object: Object<'f>, ty: &Type) -> ResolvedValue<'f> {
        let type_name = match ty.inner_named_type().as_str() {
            "MemberInterface" => "ProjectMember",
            "Service" => "BaseService",
            name => name,
        };
        let type_name = type_name.to_owned();
        ResolvedValue::object(Resolver { context: self.context, object, type_name })
    }

    fn is_composite(self, ty: &Type) -> bool {
        matches!(
            self.info.schema().types.get(ty.inner_named_type()),
            Some(ExtendedType::Object(_) | ExtendedType::Interface(_))
        )
    }

    /// Nothing, as the type allows it.
    fn absent(self, ty: &Type) -> ResolvedValue<'f> {
        let name = ty.inner_named_type();
        if name.ends_with("Connection") {
            return self.object(Object::Connection(Rc::new(Connection::empty())), ty);
        }
        if !ty.is_non_null() {
            return ResolvedValue::null();
        }
        if ty.is_list() {
            return ResolvedValue::list(Vec::new());
        }
        match self.info.schema().types.get(name) {
            Some(ExtendedType::Enum(kind)) => {
                let first = kind.values.keys().next().map(|value| value.as_str());
                ResolvedValue::leaf(first.unwrap_or_default())
            }
            Some(ExtendedType::Object(_) | ExtendedType::Interface(_)) => {
                self.object(Object::Facts(Map::new()), ty)
            }
            _ => match name.as_str() {
                "Int" => ResolvedValue::leaf(0),
                "Float" => ResolvedValue::leaf(0.0),
                "Boolean" => ResolvedValue::leaf(false),
                _ => ResolvedValue::leaf(""),
            },
        }
    }
}
