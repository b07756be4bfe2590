//! `portolan build`: read, understand, plan, make, publish, remember.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};

use crate::api::LintOptions;
use crate::base::{Code, Diagnostic, Digest, RelPath, nearest};
use crate::catalog::Catalog;
use crate::config::{Audience, Config};
use crate::export;
use crate::model::{Kind, Snapshot};
use crate::page::{self, LinkTemplate, RecordOptions, SiteSettings, World};
use crate::parse::{DescriptorPatterns, ParseOptions};
use crate::render::Theme;
use crate::site::{self, KeptIndex, Manifest, Shrink, Stage};
use crate::source::gitlab::people;
use crate::source::store;

use super::exit::{Exit, Failure};
use super::gitlab::{self, Budget};
use super::lock::Lock;
use super::outside::{Outside, Stop, with_outside};
use super::progress::Progress;
use super::read::{self, Inputs, Reader};
use super::report::{self, Report, Totals};
use super::request::BuildRequest;
use super::settings::{self, Loaded};
use super::state::State;
use super::{Console, index, make};

const SNAPSHOT_FILE: &str = "snapshot.jsonl.zst";
/// Fewer than this may always vanish.
const SHRINK_AT_LEAST: usize = 3;

/// What a build came to.
pub(super) struct Built {
    /// Everything that was found wrong.
    pub findings: Vec<Diagnostic>,
    /// How many files were written.
    pub written: usize,
    /// How many files of the last site are gone.
    pub removed: usize,
    /// The site's numbers.
    pub totals: Totals,
}

/// Runs the command.
pub(super) fn run(request: &BuildRequest, console: &Console) -> Result<Exit> {
    let stop = Stop::on_signals()?;
    let built = with_outside(&stop, |outside| build(request, console, outside))?;
    Ok(report::exit(&built.findings, request.fail_on))
}

/// Builds and publishes the site, and tells about it.
pub(super) fn build(
    request: &BuildRequest,
    console: &Console,
    outside: &Outside<'_>,
) -> Result<Built> {
    let progress = Progress::new(console.log_format, console.is_quiet);
    let loaded = settings::load(&request.inputs, console)?;
    let options = parse_options(&loaded.config)?;

    progress.begin("read", 0);
    let stored = match request.offline {
        true => Some(stored_snapshot(request.snapshot.as_deref(), &loaded)?),
        false => None,
    };
    let is_stored = stored.is_some();
    let _lock = Lock::take(&loaded.cache)?;
    let state = State::recall(&loaded.cache);
    let output = std::path::absolute(&request.output)
        .with_context(|| format!("`{}` is no path", request.output.display()))?;
    // The target is looked at before anything costly is done.
    let before = state.as_ref().filter(|state| state.output == output);
    let stage = Stage::open(&output, before.map(|state| state.manifest.clone()))?;
    let kept = request.keep_index.as_deref().map(KeptIndex::open).transpose()?;
    let budget = Budget { deadline: request.deadline, max_requests: request.max_requests };
    let reader = Reader {
        loaded: &loaded,
        options: &options,
        outside,
        budget,
        console,
        progress: &progress,
    };
    let inputs = read::inputs(&reader, stored)?;
    outside.stop.check()?;
    let settings = site_settings(&loaded.config);
    let theme = Theme::load(&inputs.theme, settings.brand.as_deref())
        .map_err(|error| Failure::usage(error.to_string()))?;
    let input = input_digest(&inputs, &loaded, &theme)?;

    // The index is not remembered: who wants it gets a new one.
    let unchanged = state.as_ref().filter(|state| {
        kept.is_none()
            && state.input == input
            && state.output == output
            && state.manifest.is_untouched(&output)
    });
    let built = match unchanged {
        Some(state) => Built {
            findings: state.findings.clone(),
            written: 0,
            removed: 0,
            totals: state.totals.clone(),
        },
        None => {
            let work = Work {
                request,
                loaded: &loaded,
                options: &options,
                inputs: &inputs,
                settings: &settings,
                theme: &theme,
                stop: outside.stop,
                kept: kept.as_ref(),
            };
            work.publish(stage, input, &output, state.as_ref(), is_stored, &progress)?
        }
    };
    tell(request, console, &progress, &built, &inputs.requests, unchanged.is_some())?;
    Ok(built)
}

/// What a site is made of, all in one place.
struct Work<'a> {
    request: &'a BuildRequest,
    loaded: &'a Loaded,
    options: &'a ParseOptions,
    inputs: &'a Inputs,
    settings: &'a SiteSettings,
    theme: &'a Theme,
    stop: &'a Stop,
    kept: Option<&'a KeptIndex>,
}

impl Work<'_> {
    fn publish(
        &self,
        stage: Stage,
        input: Digest,
        output: &Path,
        state: Option<&State>,
        is_stored: bool,
        progress: &Progress,
    ) -> Result<Built> {
        let snapshot = &self.inputs.snapshot;
        progress.begin("parse", snapshot.projects.len());
        // The snapshot is packed while it is understood: both only read it.
        let (packed, understood) = rayon::join(
            || if is_stored { Ok(()) } else { self.store_snapshot() },
            || make::understand(snapshot, self.options, progress),
        );
        packed?;
        let (catalog, found) = understood;
        let mut findings: Vec<Diagnostic> = self.inputs.findings.clone();
        findings.extend(found);
        findings.sort();
        findings.dedup();
        let entities = report::entities_by_kind(&catalog);
        self.guard(state, snapshot.projects.len(), entities.values().sum())?;

        progress.begin("plan", 0);
        let past = state.map(|state| state.past.clone()).unwrap_or_default();
        let (apis, found) =
            page::records(snapshot, &catalog, &past, &record_options(&self.loaded.config));
        findings.extend(found);
        findings.extend(unknown_try_its(&self.loaded.config, &catalog));
        findings.sort();
        let world = World {
            snapshot,
            catalog: &catalog,
            guides: &self.inputs.guides,
            settings: self.settings,
            findings: &findings,
            past: &past,
            apis: &apis,
        };
        let plan = page::plan(&world);

        progress.begin("render", plan.ids().len());
        let bytes = AtomicU64::new(0);
        let sink = |path: RelPath, content: &[u8]| -> Result<()> {
            self.stop.check()?;
            bytes.fetch_add(content.len() as u64, Ordering::Relaxed);
            Ok(stage.put(path, content)?)
        };
        let mut list = stage.stream(export::entities_path())?;
        let mut write = |piece: &[u8]| Ok(list.write(piece)?);
        let (made, index) = index::beside(progress, |documents| {
            make::emit(&world, &plan, self.theme, &sink, &mut write, documents, progress)
        })?;
        let search = index::publish(&index, &sink, self.kept)?;
        drop(index);
        bytes.fetch_add(list.finish()?, Ordering::Relaxed);

        self.stop.check()?;
        progress.begin("publish", 0);
        let (published, manifest) = stage.publish()?;
        let past = plan.remember(&world);
        let projects = snapshot.projects.len();
        // What the site was made of goes before what the next build needs is put together.
        drop(plan);
        drop(catalog);
        findings.extend(made.findings);
        findings.sort();
        findings.dedup();
        let totals = Totals {
            projects,
            entities,
            pages: made.pages,
            files: published.files,
            bytes: bytes.into_inner(),
            withheld: snapshot.withheld,
            stale: snapshot.projects.iter().filter(|project| project.stale.is_some()).count(),
            search,
        };
        self.remember(input, output, manifest, past, &findings, &totals)?;
        Ok(Built { findings, written: published.written, removed: published.removed, totals })
    }

    fn guard(&self, state: Option<&State>, projects: usize, entities: usize) -> Result<()> {
        let Some(state) = state.filter(|_| !self.request.accept_shrink) else { return Ok(()) };
        let allowed =
            Shrink { percent: self.loaded.config.guard.max_shrink, at_least: SHRINK_AT_LEAST };
        site::check_shrink("projects", state.totals.projects, projects, allowed)?;
        site::check_shrink("entities", state.totals.entities.values().sum(), entities, allowed)?;
        Ok(())
    }

    fn store_snapshot(&self) -> Result<()> {
        let path = snapshot_file(self.request.snapshot.as_deref(), self.loaded);
        let beside = path.with_extension("new");
        fs::create_dir_all(&self.loaded.cache)
            .with_context(|| format!("`{}` cannot be made", self.loaded.cache.display()))?;
        let file = fs::File::create(&beside)
            .with_context(|| format!("`{}` cannot be written", beside.display()))?;
        let mut writer = std::io::BufWriter::new(file);
        store::write(&self.inputs.snapshot, &mut writer)?;
        std::io::Write::flush(&mut writer)?;
        fs::rename(&beside, &path)
            .with_context(|| format!("`{}` cannot be written", path.display()))
    }

    fn remember(
        &self,
        input: Digest,
        output: &Path,
        manifest: Manifest,
        past: page::Past,
        findings: &[Diagnostic],
        totals: &Totals,
    ) -> Result<()> {
        let state =
            State::new(input, output.to_owned(), manifest, past, findings.to_vec(), totals.clone());
        state.remember(&self.loaded.cache)
    }
}

/// Where the snapshot is.
fn snapshot_file(named: Option<&Path>, loaded: &Loaded) -> PathBuf {
    named.map_or_else(|| loaded.cache.join(SNAPSHOT_FILE), Path::to_owned)
}

/// The snapshot of an earlier run.
pub(super) fn stored_snapshot(named: Option<&Path>, loaded: &Loaded) -> Result<Snapshot> {
    let path = snapshot_file(named, loaded);
    if !path.is_file() {
        return Err(Failure::usage(format!(
            "there is no snapshot to build from: `{}` does not exist\n  help: build once without `--offline`, or name the cache of an earlier run with `--cache`",
            path.display()
        )));
    }
    let snapshot = store::load(&path).map_err(|error| {
        Failure::usage(format!("{error}\n  help: build once without `--offline` to write it anew"))
    })?;
    check_audience(&snapshot, &path, loaded.config.site.audience)?;
    Ok(snapshot)
}

/// Refuses a snapshot that was read for fewer people than the site is for: only the source can tell what else may be shown.
fn check_audience(snapshot: &Snapshot, path: &Path, audience: Audience) -> Result<()> {
    let readers = gitlab::visibility(audience);
    if readers <= snapshot.audience {
        return Ok(());
    }
    let message = format!(
        "`{}` was read for {}, and the site is for {}; nothing is published\n  help: build once without `--offline`",
        path.display(),
        people(snapshot.audience),
        people(readers)
    );
    Err(Failure { exit: Exit::Refused, message }.into())
}

/// The hash of everything that a site is made of.
fn input_digest(inputs: &Inputs, loaded: &Loaded, theme: &Theme) -> Result<Digest> {
    use rayon::prelude::*;
    let guides = inputs.guides.iter().map(|guide| &guide.project);
    let projects: Vec<_> = inputs.snapshot.projects.iter().chain(guides).collect();
    let digests: Vec<Digest> = projects
        .par_iter()
        .map(|project| -> Result<Digest> {
            let facts = serde_json::to_vec(project)?;
            let files = project
                .files
                .iter()
                .flat_map(|(path, file)| [path.as_str().as_bytes(), &file.bytes]);
            let versions = project.versions.iter().flat_map(|version| {
                let files = version.files.iter();
                let files = files.flat_map(|(path, file)| [path.as_str().as_bytes(), &file.bytes]);
                let sha = version.sha.as_deref().unwrap_or_default();
                [version.tag.as_bytes(), sha.as_bytes()].into_iter().chain(files)
            });
            Ok(Digest::of_parts(std::iter::once(facts.as_slice()).chain(files).chain(versions)))
        })
        .collect::<Result<_>>()?;
    let groups = serde_json::to_vec(&(&inputs.snapshot.groups, inputs.snapshot.withheld))?;
    let findings = serde_json::to_vec(&inputs.findings)?;
    let taken = inputs.snapshot.taken.map(|taken| taken.to_string()).unwrap_or_default();
    let titles: Vec<u8> =
        inputs.guides.iter().flat_map(|guide| guide.title.bytes().chain([0])).collect();
    let theme = theme.digest();
    let program = build_id();
    let head = [
        env!("CARGO_PKG_VERSION").as_bytes(),
        program.as_bytes(),
        loaded.text.as_bytes(),
        loaded.environment.as_bytes(),
        theme.as_bytes(),
        groups.as_slice(),
        findings.as_slice(),
        taken.as_bytes(),
        titles.as_slice(),
    ];
    Ok(Digest::of_parts(head.into_iter().chain(digests.iter().map(Digest::as_bytes))))
}

/// Tells two builds of the same version apart while portolan itself is worked on.
fn build_id() -> String {
    let executable = std::env::current_exe().and_then(fs::metadata);
    let modified = executable.and_then(|metadata| Ok((metadata.len(), metadata.modified()?)));
    modified.map(|(size, time)| format!("{size} {time:?}")).unwrap_or_default()
}

pub(super) fn parse_options(config: &Config) -> Result<ParseOptions> {
    let patterns = config.catalog.descriptors.patterns().iter().map(String::as_str);
    let descriptors = DescriptorPatterns::new(patterns).map_err(Failure::usage)?;
    Ok(ParseOptions {
        descriptors,
        reads_unclaimed_apis: config.apis.infer,
        api_versions: config.apis.versions,
        ..ParseOptions::default()
    })
}

/// How API descriptions are judged.
pub(super) fn record_options(config: &Config) -> RecordOptions {
    let off = config.apis.ignore.clone();
    RecordOptions { lints: config.apis.lint, lint: LintOptions { off } }
}

pub(super) fn site_settings(config: &Config) -> SiteSettings {
    let links = config.catalog.links.iter().map(|link| LinkTemplate {
        annotation: link.annotation.clone(),
        title: link.title.clone(),
        url: link.url.clone(),
    });
    SiteSettings {
        title: config.site.title.clone(),
        description: config.site.description.clone().unwrap_or_default(),
        url: config.site.url.as_ref().map(ToString::to_string),
        language: config.site.language.clone(),
        images: config.site.images.clone(),
        brand: config.site.brand.map(|brand| brand.to_string()),
        is_public: config.site.audience == Audience::Public,
        try_it: config.apis.try_it.iter().map(|(reference, _)| reference.clone()).collect(),
        links: links.collect(),
    }
}

/// The findings about APIs that readers should be able to call and that do not exist.
fn unknown_try_its(config: &Config, catalog: &Catalog) -> Vec<Diagnostic> {
    let names: Vec<String> = catalog
        .of_kind(Kind::Api)
        .into_iter()
        .map(|id| catalog.entity(id).reference.canonical())
        .collect();
    let unknown = config
        .apis
        .try_it
        .iter()
        .filter(|(reference, _)| reference != "*" && !names.contains(reference));
    let findings = unknown.map(|(reference, place)| {
        let message = format!("`{reference}` of `apis.try_it` is no API of the catalog");
        let finding = Diagnostic::new(Code::ApiTryIt, place.clone(), message);
        match nearest(reference, names.iter().map(String::as_str)) {
            Some(near) => finding.help(format!("the nearest API is `{near}`")),
            None => finding,
        }
    });
    findings.collect()
}

/// The closing words, and the report for machines.
fn tell(
    request: &BuildRequest,
    console: &Console,
    progress: &Progress,
    built: &Built,
    requests: &BTreeMap<String, usize>,
    unchanged: bool,
) -> Result<()> {
    const MOST_TOLD: usize = 20;
    let stages = progress.finish();
    let counts = (built.written, built.removed);
    let report = Report::new(&built.totals, counts, &built.findings, &stages, requests, unchanged);
    console.diagnostics(progress, &built.findings, MOST_TOLD);
    progress.say("done", &report.table(&request.output.display().to_string()));
    if let Some(path) = &request.report {
        let mut json = serde_json::to_vec_pretty(&report)?;
        json.push(b'\n');
        write(path, &json)?;
    }
    Ok(())
}

pub(super) fn write(path: &PathBuf, bytes: &[u8]) -> Result<()> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent)
            .with_context(|| format!("`{}` cannot be made", parent.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("`{}` cannot be written", path.display()))
}
