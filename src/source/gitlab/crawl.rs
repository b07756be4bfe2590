//! A run: list, leave out what readers may not see, read what changed, keep what could not be read.

use std::collections::BTreeMap;
use std::path::Path;

use super::asker::Asker;
use super::clock::Clock;
use super::files::Work;
use super::listing::{self, Listed};
use super::reading::Reading;
use super::schema::Schema;
use super::transport::Transport;
use super::versions::wanted_versions;
use super::{CrawlError, Crawled, GitLabOptions, audience, people, query};
use crate::base::{Code, Diagnostic, Digest, Place, Timestamp};
use crate::model::{FileRef, Group, Project, Repository, Stale, Visibility};
use crate::source::cache::{Cache, Kept, Scope};
use crate::source::findings;
use crate::source::merge::{Part, groups_above};

/// Projects that are read before they are kept: what a killed run may lose.
const LOT: usize = 500;

/// Counts up when the same bytes of GitLab would be read differently.
const READER: &str = "2";

/// Returns the files that the files of a project refer to; asked again until it names nothing new.
pub(crate) type References<'a> = &'a (dyn Fn(&Project) -> Vec<FileRef> + Sync);

/// What a crawl needs of the world.
pub(crate) struct Hands<'a> {
    pub transport: &'a Transport<'a>,
    pub clock: &'a dyn Clock,
    /// The file that keeps what was read.
    pub cache: &'a Path,
    /// Told how many projects there are to read, and each that is done.
    pub progress: &'a (dyn Fn(Step) + Sync),
}

/// How far a crawl is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// So many projects are to be read.
    Begun(usize),
    /// One more is done.
    Done,
}

/// Reads the configured groups.
pub(crate) fn read(
    options: &GitLabOptions,
    hands: &Hands<'_>,
    references: References<'_>,
) -> Result<Crawled, CrawlError> {
    let asker = Asker::new(hands.transport);
    let schema = schema(&asker)?;
    let user = schema.user.clone().ok_or_else(anonymous)?;
    let groups = listing::groups(&asker, options)?;
    let listing::Found { projects: mut listed, findings: mut hidden } =
        listing::projects(&asker, &schema, options)?;
    let withheld = audience::withhold(&asker, &schema, options, &mut listed)?;

    let scope = Scope { host: options.url.to_string(), user };
    let (cache, mut kept) = Cache::open(hands.cache, scope).map_err(unwritable)?;
    let wanted = options.wanted_digest();
    let total = listed.len();
    let gone = drop_invisible(&mut kept, &listed);
    if gone {
        cache.rewrite(&kept).map_err(unwritable)?;
    }

    let mut run = Run {
        options,
        clock: hands.clock,
        wanted,
        projects: Vec::new(),
        unread: Vec::new(),
        vanished: Vec::new(),
    };
    let to_read = run.sort_out(listed, &mut kept);
    (hands.progress)(Step::Begun(to_read.len()));
    let work = Work { asker: &asker, schema: &schema, options, references };
    let mut to_read = to_read.into_iter();
    loop {
        let mut lot: Vec<Begun> = to_read.by_ref().take(LOT).collect();
        if lot.is_empty() {
            break;
        }
        let mut readings: Vec<Reading> =
            lot.iter_mut().filter_map(|begun| begun.reading.take()).collect();
        let result = work.read(&mut readings);
        let is_cut_short = result.is_err();
        for (mut reading, begun) in readings.into_iter().zip(lot) {
            // Whatever ends the run, what was read to its end need not be read again.
            if !is_cut_short || work.has_finished(&mut reading) {
                run.end(reading, begun.before, &cache)?;
            }
            (hands.progress)(Step::Done);
        }
        result?;
    }

    cache.forget(&run.vanished).map_err(unwritable)?;
    run.check_failed(total)?;
    for at in work.borrow(&mut run.projects)? {
        let (current_at, wanted) = (run.clock.now(), run.wanted);
        let kept = Kept { current_at, wanted, project: content_of(&run.projects[at]) };
        cache.keep(&kept).map_err(unwritable)?;
    }
    let now = hands.clock.now();
    let stale: Vec<u64> = run.unread.iter().map(|(id, _)| *id).collect();
    cache.is_current(now, &stale).map_err(unwritable)?;
    let mut findings = run.findings();
    findings.append(&mut hidden);
    let mut projects = run.projects;
    if options.environments {
        findings.extend(people::environments(&asker, options.audience, &mut projects)?);
    }
    let mut groups = shown_groups(groups, &projects, options.audience);
    if options.members {
        findings.extend(people::members(&asker, &mut groups)?);
    }
    projects.sort_by(|a, b| a.path.cmp(&b.path));
    let part = Part { groups: groups.into_values().collect(), projects, findings, withheld };
    Ok(Crawled { part, taken: now, version: schema.version })
}

/// Asks what the instance knows.
pub(super) fn schema(asker: &Asker<'_>) -> Result<Schema, CrawlError> {
    let query = query::Query { document: Schema::document(), variables: serde_json::json!({}) };
    let answer = asker
        .ask("schema", &query)
        .or_else(|refusal| Err(CrawlError::Unavailable(refusal.cause()?)))?;
    Schema::read(&answer.data).ok_or_else(|| {
        CrawlError::Unavailable("GitLab does not say what its GraphQL schema holds".to_owned())
    })
}

/// What is shown to nobody in particular is less than what the token's user sees, and looks just as complete.
fn anonymous() -> CrawlError {
    CrawlError::Access(
        "GitLab does not say whose token this is\n  help: check that it belongs to a user or a group, and that no proxy takes it out of the requests"
            .to_owned(),
    )
}

/// Takes out of the cache whatever a complete listing no longer shows, or shows to fewer people.
fn drop_invisible(kept: &mut BTreeMap<u64, Kept>, listed: &BTreeMap<u64, Listed>) -> bool {
    let before = kept.len();
    let mut is_changed = false;
    kept.retain(|id, kept| {
        let Some(listed) = listed.get(id) else { return false };
        let has_releases = !listed.project.releases.is_empty() || listed.failed.is_some();
        if !has_releases && !kept.project.releases.is_empty() {
            kept.project.releases.clear();
            kept.project.versions.clear();
            is_changed = true;
        }
        matches!(listed.project.repository, Repository::Readable | Repository::Unread)
    });
    is_changed || kept.len() < before
}

/// Groups that may be shown: those above a project that is shown; members see them all.
fn shown_groups(
    mut groups: BTreeMap<String, Group>,
    projects: &[Project],
    audience: Visibility,
) -> BTreeMap<String, Group> {
    let above = groups_above(projects);
    if audience != Visibility::Private {
        groups.retain(|path, _| above.contains(path.as_str()));
    }
    for path in above {
        let group = || Group { path: path.to_owned(), ..Group::default() };
        groups.entry(path.to_owned()).or_insert_with(group);
    }
    groups
}

/// A project that is to be read.
struct Begun {
    reading: Option<Reading>,
    before: Option<Kept>,
}

/// What a run has come to.
struct Run<'a> {
    options: &'a GitLabOptions,
    clock: &'a dyn Clock,
    wanted: Digest,
    projects: Vec<Project>,
    /// Projects that could not be read, and why.
    unread: Vec<(u64, String)>,
    /// Projects whose repository the listing showed and that was no longer to be seen when it was read.
    vanished: Vec<u64>,
}

impl Run<'_> {
    /// Tells what is current from what is to be read; what waited longest for it comes first.
    fn sort_out(
        &mut self,
        listed: BTreeMap<u64, Listed>,
        kept: &mut BTreeMap<u64, Kept>,
    ) -> Vec<Begun> {
        let mut to_read: Vec<(Option<Timestamp>, Begun)> = Vec::new();
        for (id, Listed { project, failed }) in listed {
            let before = kept.remove(&id);
            match (project.repository, failed) {
                (Repository::Readable, _) => {}
                (Repository::Unread, Some(cause)) => {
                    self.fail(project, before, cause);
                    continue;
                }
                _ => {
                    self.projects.push(project);
                    continue;
                }
            }
            let is_current = before.as_ref().is_some_and(|before| {
                before.wanted == self.wanted
                    && before.project.head.as_ref().map(|head| &head.sha)
                        == project.head.as_ref().map(|head| &head.sha)
            });
            match before {
                Some(before) if is_current => {
                    let has_new_release = before.project.releases.first()
                        != project.releases.first()
                        && wanted_versions(&before.project, self.options) > 0;
                    let project = with_content(project, before.project.clone());
                    if has_new_release {
                        let mut reading = Reading::new(project);
                        reading.wants_files = false;
                        to_read.push((
                            Some(before.current_at),
                            Begun { reading: Some(reading), before: Some(before) },
                        ));
                    } else {
                        self.projects.push(project);
                    }
                }
                before => {
                    let waits_since = before.as_ref().map(|before| before.current_at);
                    to_read.push((
                        waits_since,
                        Begun { reading: Some(Reading::new(project)), before },
                    ));
                }
            }
        }
        to_read.sort_by_key(|(since, begun)| (*since, begun.reading.as_ref().map(Reading::id)));
        to_read.into_iter().map(|(_, begun)| begun).collect()
    }

    /// Takes a project that was read, or what is left of it.
    fn end(
        &mut self,
        reading: Reading,
        before: Option<Kept>,
        cache: &Cache,
    ) -> Result<(), CrawlError> {
        if let Some(cause) = reading.failed.clone() {
            self.fail(reading.finish(), before, cause);
            return Ok(());
        }
        let project = reading.finish();
        if project.repository == Repository::Readable {
            let (current_at, wanted) = (self.clock.now(), self.wanted);
            let kept = Kept { current_at, wanted, project: content_of(&project) };
            cache.keep(&kept).map_err(unwritable)?;
            self.projects.push(project);
        } else {
            self.vanished.extend(project.id);
            self.projects.push(without_content(project));
        }
        Ok(())
    }

    /// Keeps the last good content of a project that could not be read, unless it is too old.
    fn fail(&mut self, project: Project, before: Option<Kept>, cause: String) {
        self.unread.push((project.id.unwrap_or_default(), cause.clone()));
        let now = self.clock.now();
        let fresh = without_content(project);
        let fresh_enough = |before: &Kept| {
            now.0.saturating_sub(before.current_at.0) <= i64::from(self.options.max_stale) * 86_400
        };
        let project = match before.filter(fresh_enough) {
            Some(before) => {
                let since = before.current_at.min(now);
                let head = before.project.head.clone();
                let branch = before.project.default_branch.clone();
                let mut project = with_content(fresh, before.project);
                project.head = head;
                project.default_branch = branch;
                project.repository = Repository::Readable;
                project.stale = Some(Stale { since, cause });
                project
            }
            None => Project { repository: Repository::Unread, ..fresh },
        };
        self.projects.push(project);
    }

    /// Ends the run if too much could not be read: yesterday's site is better than half of today's.
    fn check_failed(&self, total: usize) -> Result<(), CrawlError> {
        let failed = self.unread.len();
        if failed * 100 <= total * usize::from(self.options.max_failed) {
            return Ok(());
        }
        let cause = self.unread.first().map(|(_, cause)| cause.clone()).unwrap_or_default();
        Err(CrawlError::TooManyUnread { failed, total, limit: self.options.max_failed, cause })
    }

    fn findings(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let causes: BTreeMap<u64, &String> =
            self.unread.iter().map(|(id, cause)| (*id, cause)).collect();
        for project in &self.projects {
            found.extend(findings::of_left_out(project));
            let place = Place::file(project.path.as_str(), "");
            let cause = project.id.and_then(|id| causes.get(&id).copied());
            let (code, message) = match (&project.stale, project.repository, cause) {
                (Some(stale), _, _) => (
                    Code::ProjectStale,
                    format!("shown as it was on {}: {}", stale.since.date(), stale.cause),
                ),
                (None, Repository::Unread, Some(cause)) => {
                    (Code::ProjectUnread, format!("could not be read: {cause}"))
                }
                (None, Repository::NoAccess, _) => {
                    (Code::NoRepositoryAccess, "the token does not see the repository".to_owned())
                }
                _ => continue,
            };
            found.push(Diagnostic::new(code, place, message).help(code.fix()));
        }
        found
    }
}

/// Today's facts with the content of an earlier reading.
fn with_content(fresh: Project, before: Project) -> Project {
    // Where today's facts know of no release there is none any more, or none that readers may see.
    let (releases, versions) = match (fresh.releases.is_empty(), before.versions.is_empty()) {
        (true, _) => (Vec::new(), Vec::new()),
        (false, true) => (fresh.releases, Vec::new()),
        (false, false) => (before.releases, before.versions),
    };
    Project {
        releases,
        tree: before.tree,
        absent: before.absent,
        files: before.files,
        left_out: before.left_out,
        versions,
        ..fresh
    }
}

/// What is kept of a project: facts are asked for in every run, and yesterday's may be nobody's business today.
fn content_of(project: &Project) -> Project {
    Project {
        id: project.id,
        head: project.head.clone(),
        default_branch: project.default_branch.clone(),
        tree: project.tree.clone(),
        absent: project.absent.clone(),
        files: project.files.clone(),
        left_out: project.left_out.clone(),
        releases: match project.versions.is_empty() {
            true => Vec::new(),
            false => project.releases.clone(),
        },
        versions: project.versions.clone(),
        ..Project::default()
    }
}

/// Today's facts alone.
fn without_content(project: Project) -> Project {
    Project {
        tree: None,
        absent: Default::default(),
        files: BTreeMap::new(),
        left_out: Vec::new(),
        versions: Vec::new(),
        ..project
    }
}

fn unwritable(error: std::io::Error) -> CrawlError {
    CrawlError::Cache(error)
}

impl GitLabOptions {
    /// Tells whether what was read before is what would be read now.
    fn wanted_digest(&self) -> Digest {
        let patterns = self.patterns.iter().chain(&self.files).map(|pattern| pattern.as_bytes());
        let limits = format!(
            "{:?} {} {} {} {}",
            self.limits, self.entries, self.docs, self.versions, self.api_versions
        );
        // What files refer to is found out by the parser, which changes with the program.
        let reader = [env!("CARGO_PKG_VERSION").as_bytes(), READER.as_bytes(), limits.as_bytes()];
        Digest::of_parts(reader.into_iter().chain(patterns))
    }
}
