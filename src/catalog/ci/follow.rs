//! Every CI file with where its includes lead, and the way through them from one file on.

use std::collections::BTreeMap;

use crate::model::ProjectIndex;

use super::inclusion::{Inclusion, LeadsTo};
use super::projects::{Projects, Source};
use super::target::{Budget, Link, links};

/// How many inclusions of one pipeline are told; GitLab refuses more than 150.
const INCLUSIONS: usize = 500;
/// How deep includes are followed.
const DEPTH: usize = 100;

/// All CI files and where each of their includes leads. Every file is looked at once, however often it is included.
pub(super) struct Graph<'a> {
    /// By file and state.
    pub links: BTreeMap<Source<'a>, Vec<Link<'a>>>,
}

impl<'a> Graph<'a> {
    /// Looks at each project's files, and at the states of components that they lead to.
    pub(super) fn new(projects: &Projects<'a>) -> Graph<'a> {
        let mut graph = Graph { links: BTreeMap::new() };
        let mut open: Vec<Source<'a>> =
            projects.shown().flat_map(|project| sources(projects, project)).collect();
        let mut budgets: BTreeMap<ProjectIndex, Budget> = BTreeMap::new();
        while let Some(source) = open.pop() {
            if graph.links.contains_key(&source) {
                continue;
            }
            let found = links(projects, source, budgets.entry(source.project).or_default());
            open.extend(found.iter().filter_map(|link| link.file));
            graph.links.insert(source, found);
        }
        graph
    }

    /// The includes of a file.
    pub(super) fn of(&self, source: Source<'a>) -> &[Link<'a>] {
        self.links.get(&source).map_or(&[], Vec::as_slice)
    }

    /// What a file includes, directly or not: each include at every place to which it comes, nearer ones first.
    ///
    /// Nearer ones first, so that what a project writes itself is told even where something below has no end.
    pub(super) fn walk(&self, root: Source<'a>) -> Vec<Step<'_, 'a>> {
        let mut steps: Vec<Step<'_, 'a>> = Vec::new();
        self.extend(&mut steps, None, root, 0);
        let mut at = 0;
        while at < steps.len() {
            let step = &steps[at];
            let (depth, file) = (step.depth, step.follows());
            if let Some(file) = file.filter(|_| depth < DEPTH) {
                self.extend(&mut steps, Some(at), file, depth + 1);
            }
            at += 1;
        }
        steps
    }

    fn extend<'g>(
        &'g self,
        steps: &mut Vec<Step<'g, 'a>>,
        parent: Option<usize>,
        from: Source<'a>,
        depth: usize,
    ) {
        let Some((from, links)) = self.links.get_key_value(&from) else { return };
        for link in links.iter().take(INCLUSIONS.saturating_sub(steps.len())) {
            let is_cycle = link.file.is_some_and(|file| is_on_the_way(steps, parent, *from, file));
            steps.push(Step { parent, from: *from, link, is_cycle, depth });
        }
    }
}

/// Whether one has come through `file` to the includes of `from`, the file to which `parent` leads.
fn is_on_the_way(
    steps: &[Step<'_, '_>],
    mut parent: Option<usize>,
    from: Source<'_>,
    file: Source<'_>,
) -> bool {
    let mut here = from;
    loop {
        if here == file {
            return true;
        }
        let Some(step) = parent.map(|at| &steps[at]) else { return false };
        (here, parent) = (step.from, step.parent);
    }
}

/// One include on the way through a pipeline.
pub(super) struct Step<'g, 'a> {
    /// The step whose file says it.
    pub parent: Option<usize>,
    /// The file that says it.
    pub from: Source<'a>,
    /// What it says and where that leads.
    pub link: &'g Link<'a>,
    is_cycle: bool,
    depth: usize,
}

impl<'a> Step<'_, 'a> {
    fn follows(&self) -> Option<Source<'a>> {
        self.link.file.filter(|_| !self.is_cycle && self.link.is_followed())
    }

    /// The same as readers see it.
    pub(super) fn inclusion(&self) -> Inclusion {
        let leads_to = if self.is_cycle { LeadsTo::Cycle } else { self.link.leads_to.clone() };
        Inclusion {
            parent: self.parent,
            project: self.from.project,
            path: self.from.path.clone(),
            include: self.link.include.clone(),
            leads_to,
            version: self.link.version.clone(),
        }
    }
}

/// The CI files of a project's default branch: its pipeline first, then its components, then what others may include.
pub(super) fn sources<'a>(
    projects: &Projects<'a>,
    project: ProjectIndex,
) -> impl Iterator<Item = Source<'a>> + use<'a> {
    let contents = projects.contents(project);
    let (own, others): (Vec<_>, Vec<_>) =
        contents.pipeline.keys().partition(|path| path.as_str() == ".gitlab-ci.yml");
    let components = contents.components.iter().map(|component| &component.path);
    let paths = own.into_iter().chain(components).chain(others);
    paths.map(move |path| Source { project, path, version: None })
}
