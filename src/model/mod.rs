//! The nouns: plain data with public fields, no I/O, no foreign format.
//!
//! Everything inward of the two edges speaks in these types. Nothing here knows where a value came
//! from but what its [`Provenance`] says.

pub(crate) mod api;
mod ci;
mod doc;
mod entity;
mod entity_ref;
mod kind;
mod location_ref;
mod name;
mod parsed;
mod relation;
mod snapshot;

pub(crate) use api::{ApiDoc, ApiFormat};
pub(crate) use ci::{
    CiComponent, CiFile, CiInput, CiJob, ComponentVersion, Deprecation, Deprecations, GivenInput,
    Include, IncludeTarget, IncludeVia, InputRule, InputType, Section,
};
pub(crate) use doc::Doc;
pub(crate) use entity::{DeclaredRelation, Entity, Link, Metadata, Origin, Provenance};
pub(crate) use entity_ref::{EntityRef, RefDefaults, group_reference};
pub(crate) use kind::{Kind, RelationField};
pub(crate) use location_ref::LocationRef;
pub(crate) use name::{to_name, to_namespace};
pub(crate) use parsed::{CodeOwner, CodeOwners, Outward, Parsed, ProjectSettings};
pub(crate) use relation::RelationKind;
pub(crate) use snapshot::{
    Access, Deployment, Environment, FileRef, Group, Head, LeftOut, LeftOutWhy, Member,
    PipelineRun, Project, ProjectIndex, RawFile, Release, Repository, Snapshot, Stale, UNLISTED,
    Version, Visibility, Withheld, is_unlisted,
};

#[cfg(test)]
mod tests;
