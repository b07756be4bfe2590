//! CI/CD as files say it: what a configuration defines, includes and asks for, and what `templates/` offers.
//!
//! Nothing here is resolved: an include names its target as it was written, and who that is, is the catalog's to say.

mod component;
mod file;
mod include;
mod input;

pub(crate) use component::{CiComponent, ComponentVersion, Deprecation, Deprecations, Section};
pub(crate) use file::{CiFile, CiJob};
pub(crate) use include::{GivenInput, Include, IncludeTarget, IncludeVia};
pub(crate) use input::{CiInput, InputRule, InputType};
