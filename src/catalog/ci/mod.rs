//! Who includes what: pipelines followed through files and components, versions resolved, users counted.
//!
//! In: what each project's CI files say. Out: [`Inclusion`]s by project, [`Usage`]s by component and by file, the entities
//! and relations that stand for them, and findings. Reads no YAML and touches nothing outside of what was crawled.

mod condition;
mod entities;
mod inclusion;
mod pattern;
mod usage;
pub(crate) mod values;

pub(super) use entities::add_components;
pub(crate) use inclusion::{Behind, Inclusion, LeadsTo, Pin, Usage, VersionUse};
pub(crate) use pattern::Pattern;
pub(super) use usage::{CiUses, follow};
pub(crate) use values::form_input;
