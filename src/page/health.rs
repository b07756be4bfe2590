//! The health page: every finding with its place and its fix.

use std::collections::BTreeMap;

use crate::base::{Code, Diagnostic, RelPath, Severity};
use crate::catalog::Target;
use crate::model::{Kind, ProjectIndex, RelationKind, Withheld};

use super::plan::{PageKind, SitePlan};
use super::view::{FindingGroup, FindingView, HealthSummary, HealthView, TextLink, View};
use super::world::World;
use super::{PageView, frame, names};

/// How many findings of one code are listed; the data file has all of them.
const MOST_LISTED: usize = 500;

/// Makes the health page; `findings` are all of the build.
pub(crate) fn view(
    world: &World<'_>,
    plan: &SitePlan,
    findings: &[Diagnostic],
) -> Option<PageView> {
    let id = plan.ids().find(|id| plan.page(*id).kind == PageKind::Health)?;
    let page = plan.page(id);
    let mut by_code: BTreeMap<(std::cmp::Reverse<Severity>, Code), Vec<&Diagnostic>> =
        BTreeMap::new();
    for finding in findings {
        by_code
            .entry((std::cmp::Reverse(finding.severity), finding.code))
            .or_default()
            .push(finding);
    }
    let groups = by_code.into_iter().map(|((severity, code), found)| FindingGroup {
        code: code.as_str(),
        severity: severity.0.as_str(),
        meaning: code.meaning(),
        fix: code.fix(),
        total: found.len(),
        findings: found
            .into_iter()
            .take(MOST_LISTED)
            .map(|finding| finding_view(world, plan, &page.address, finding))
            .collect(),
    });
    let view = View::Health(HealthView {
        summary: summary(world, findings),
        taken: world.snapshot.taken.map(|taken| taken.to_string()).unwrap_or_default(),
        groups: groups.collect(),
    });
    let frame = frame::frame(world, plan, page, &view);
    Some(PageView { frame, view, findings: Vec::new(), media: Vec::new() })
}

/// The state of the portal in numbers.
pub(super) fn summary(world: &World<'_>, findings: &[Diagnostic]) -> HealthSummary {
    let catalog = world.catalog;
    let projects = world.snapshot.projects.len();
    let described = (0..projects as u32).filter(|at| {
        let ids = catalog.of_project(ProjectIndex(*at));
        ids.iter().any(|id| !catalog.entity(*id).origin.is_inferred())
    });
    let ownable: Vec<_> = catalog
        .ids()
        .filter(|id| {
            let kind = catalog.entity(*id).kind;
            matches!(
                kind,
                Kind::Component | Kind::Api | Kind::Resource | Kind::System | Kind::Domain
            )
        })
        .collect();
    let owned = ownable.iter().filter(|id| {
        catalog.edges(**id).iter().any(|edge| {
            edge.relation == RelationKind::OwnedBy && matches!(edge.target, Target::Known(_))
        })
    });
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    HealthSummary {
        projects,
        described: described.count(),
        owned: owned.count(),
        ownable: ownable.len(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
        stale: world.snapshot.projects.iter().filter(|project| project.stale.is_some()).count(),
        withheld: withheld(world.snapshot.withheld),
    }
}

/// What was left out, as counts: a name would tell what readers may not know.
fn withheld(withheld: Withheld) -> Vec<String> {
    let Withheld { projects, repositories, features } = withheld;
    let counts = [(projects, "projects"), (repositories, "repositories"), (features, "features")];
    let some = counts.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(count, what)| names::counted(count, what)).collect()
}

/// A finding as the page at `here` shows it.
pub(super) fn finding_view(
    world: &World<'_>,
    plan: &SitePlan,
    here: &RelPath,
    finding: &Diagnostic,
) -> FindingView {
    let place = &finding.place;
    let projects = &world.snapshot.projects;
    let project = projects.binary_search_by(|project| project.path.cmp(&place.project)).ok();
    let href = project
        .zip(RelPath::new(&place.path).filter(|path| !path.as_str().is_empty()))
        .and_then(|(at, path)| projects[at].blob_url(&path))
        .map(|url| if place.line > 0 { format!("{url}#L{}", place.line) } else { url });
    let entity = world.catalog.concerned(world.snapshot, finding).map(|id| {
        let page = plan.of_entity(id);
        TextLink { label: page.title.clone(), href: Some(here.link_to(&page.address)) }
    });
    FindingView {
        severity: finding.severity.as_str(),
        code: finding.code.as_str(),
        message: finding.message.clone(),
        help: finding.help.clone().unwrap_or_default(),
        place: TextLink { label: place.to_string(), href },
        entity,
    }
}
