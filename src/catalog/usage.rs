//! Who includes which CI/CD component, at which version.

use std::collections::BTreeMap;

use crate::model::{Include, ProjectIndex};

use super::build::ProjectContents;

/// By project path and component name: the projects that include it and the version they ask for.
pub(super) type Users = BTreeMap<(String, String), Vec<(ProjectIndex, String)>>;

pub(super) fn of_components(contents: &[ProjectContents]) -> Users {
    let mut users = Users::new();
    for (at, contents) in contents.iter().enumerate() {
        let Some(pipeline) = &contents.pipeline else { continue };
        for include in &pipeline.includes {
            if let Include::Component { project, name, version } = include {
                let key = (project.clone(), name.clone());
                users.entry(key).or_default().push((ProjectIndex(at as u32), version.clone()));
            }
        }
    }
    users
}
