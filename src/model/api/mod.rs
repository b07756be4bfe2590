//! API descriptions of every format as one model: what can be called, with what, and what comes back.
//!
//! A description is an arena of [`Schema`]s that refer to each other by [`SchemaId`], so that recursion is
//! an edge and nothing is copied; operations, parameters and bodies point into it.

mod content;
mod document;
mod operation;
mod schema;

pub(crate) use content::{
    ApiContent, Definition, ExternalDocs, Fact, Flow, Group, Scheme, SchemeKind, Scope, Server,
    ServerVariable, SourcePosition, Text,
};
pub(crate) use document::{ApiCounts, ApiDoc, ApiEdition, ApiFormat};
pub(crate) use operation::{
    Callback, CodeSample, Content, Example, Operation, OperationKind, Parameter, ParameterPlace,
    Response, ResponseLink, SecurityNeed,
};
pub(crate) use schema::{
    Additional, Constraint, Discriminator, EnumValue, Property, Schema, SchemaId, SchemaType,
};
