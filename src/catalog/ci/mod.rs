//! Who includes what: pipelines followed through files and components, versions resolved, users counted.
//!
//! In: what each project's CI files say. Out: [`Inclusion`]s by project, [`Usage`]s by component and by file, the entities
//! and relations that stand for them, and findings. Reads no YAML and touches nothing outside of what was crawled.

mod changes;
mod circles;
mod condition;
mod entities;
mod findings;
mod follow;
mod inclusion;
mod pattern;
mod projects;
mod relations;
mod target;
mod usage;
pub(crate) mod values;
mod version;
mod wanted;

pub(crate) use changes::{Change, ChangeKind, changes};
pub(super) use entities::add_components;
pub(crate) use inclusion::{Behind, Inclusion, LeadsTo, Pin, Usage, VersionUse};
pub(crate) use pattern::Pattern;
pub(super) use relations::relate;
pub(super) use usage::{CiUses, follow};
pub(crate) use values::form_input;
pub(crate) use wanted::wanted_ci;

#[cfg(test)]
mod tests;
