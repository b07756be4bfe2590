//! How a project came to be shown as it is: fresh or not, whole or not, and where it runs.

use crate::markdown;
use crate::model::{Environment, Project, Repository};

use super::facts::on_gitlab;
use super::view::{EnvironmentRow, StaleView, TextLink};

/// Why the project is shown as an earlier run read it, if it is.
pub(super) fn stale(project: &Project) -> Option<StaleView> {
    let stale = project.stale.as_ref()?;
    Some(StaleView {
        at: stale.since.to_string(),
        date: stale.since.date(),
        cause: stale.cause.clone(),
    })
}

/// Why nothing of the repository is shown; empty if there is one to show.
///
/// One sentence for each case, so that it cannot tell anything of the project at hand.
pub(super) fn repository_note(repository: Repository) -> &'static str {
    match repository {
        Repository::Readable => "",
        Repository::Empty => "The repository is empty.",
        Repository::Withheld => "The repository is not shown to the readers of this portal.",
        Repository::NoAccess => "This portal has no access to the repository.",
        Repository::Unread => "The repository could not be read yet.",
    }
}

/// Where the project runs, in the order of the source.
pub(super) fn environments(project: &Project) -> Vec<EnvironmentRow> {
    project.environments.iter().map(|environment| row(project, environment)).collect()
}

fn row(project: &Project, environment: &Environment) -> EnvironmentRow {
    let deployment = environment.deployment.as_ref();
    let at = deployment.and_then(|deployment| deployment.finished_at);
    let commit = deployment.and_then(|deployment| deployment.sha.as_ref()).map(|sha| TextLink {
        label: sha.chars().take(8).collect(),
        href: on_gitlab(project, &format!("/-/commit/{sha}")),
    });
    EnvironmentRow {
        name: TextLink {
            label: environment.name.clone(),
            href: environment.url.clone().filter(|url| markdown::is_safe_url(url)),
        },
        tier: environment.tier.clone().unwrap_or_default(),
        at: at.map(|at| at.to_string()).unwrap_or_default(),
        date: at.map(|at| at.date()).unwrap_or_default(),
        ref_name: deployment.and_then(|it| it.ref_name.clone()).unwrap_or_default(),
        commit,
    }
}
