//! A company at a fake GitLab, and the program that makes a portal of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::fake_gitlab::{Company, Fake, Options, Size, TOKEN};
use crate::harness::{Ran, command, ran, tree};

/// The variable that holds the token.
pub(crate) const VARIABLE: &str = "ACME_TOKEN";

/// Files that say when the site was made; all others are the same for the same state.
pub(crate) const DATED: [&str; 2] = ["data/v1/build.json", "health.html"];

/// A folder with a configuration that names a fake GitLab, and the site made of it.
pub(crate) struct Crawl {
    pub(crate) fake: Fake,
    folder: TempDir,
    environment: BTreeMap<String, String>,
}

impl Crawl {
    /// A small company of the usual mixture.
    pub(crate) fn small() -> Crawl {
        Crawl::of(40, Options::default())
    }

    /// A company of so many projects at an instance.
    pub(crate) fn of(projects: usize, options: Options) -> Crawl {
        Crawl::at(Company::generate(&Size::of(projects, projects.div_ceil(5)), 1), options)
    }

    /// A company at an instance, to be shown to its members.
    pub(crate) fn at(company: Company, options: Options) -> Crawl {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let fake = Fake::start(company, options);
        let environment = BTreeMap::from([(VARIABLE.to_owned(), TOKEN.to_owned())]);
        let crawl = Crawl { fake, folder, environment };
        crawl.configure(&crawl.source(""), "members");
        crawl
    }

    /// The source that reads all of the company, with further settings of it.
    pub(crate) fn source(&self, more: &str) -> String {
        source(self.fake.url(), VARIABLE, "acme", more)
    }

    /// Writes the configuration.
    pub(crate) fn configure(&self, sources: &str, audience: &str) {
        let text = format!("site:\n  title: Acme\n  audience: {audience}\nsources:\n{sources}");
        self.configure_as(&text);
    }

    /// Writes the configuration as it stands here.
    pub(crate) fn configure_as(&self, text: &str) {
        fs::write(self.path("portolan.yaml"), text).expect("a writable folder");
    }

    /// Sets a variable for every run.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Crawl {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Takes a variable away.
    pub(crate) fn without(mut self, name: &str) -> Crawl {
        self.environment.remove(name);
        self
    }

    /// As in a pipeline of this project of the instance.
    pub(crate) fn in_pipeline_of(self, project: &str) -> Crawl {
        let id = self.fake.company().project(project).expect("a project").id.to_string();
        let server = self.fake.url().to_owned();
        self.with("CI_SERVER_URL", &server).with("CI_PROJECT_ID", &id)
    }

    /// A path below the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The program, in an environment that holds nothing but what was set here.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(self.folder.path(), arguments);
        command.env_clear().envs(&self.environment);
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ran(self.command(arguments).output())
    }

    /// Builds into `site`, however that ends.
    pub(crate) fn try_build(&self, flags: &[&str]) -> Ran {
        let mut arguments =
            vec!["build", "-o", "site", "--cache", "cache", "--report", "report.json"];
        arguments.extend(flags);
        self.run(&arguments)
    }

    /// Builds into `site`, which must go well.
    pub(crate) fn build(&self) -> Ran {
        let ran = self.try_build(&[]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran
    }

    /// Every file of the site.
    pub(crate) fn site(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path("site"))
    }

    /// Every file of the site but those that say when it was made.
    pub(crate) fn pages(&self) -> BTreeMap<String, Vec<u8>> {
        let mut site = self.site();
        site.retain(|path, _| !DATED.contains(&path.as_str()));
        site
    }

    /// A file of the site as JSON.
    pub(crate) fn data(&self, path: &str) -> Value {
        self.json(&format!("site/{path}"))
    }

    /// What the last build said for machines.
    pub(crate) fn report(&self) -> Value {
        self.json("report.json")
    }

    fn json(&self, path: &str) -> Value {
        let path = self.path(path);
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_json::from_slice(&bytes).expect("JSON")
    }
}

/// A source of the configuration.
pub(crate) fn source(url: &str, variable: &str, group: &str, more: &str) -> String {
    format!(
        "  - gitlab:\n      url: {url}/\n      token_env: {variable}\n      groups: [{group}]\n      allow_http: true\n{more}"
    )
}

/// The bytes, and behind them whatever compressed frames among them hold.
pub(crate) fn unpacked(bytes: &[u8]) -> Vec<u8> {
    const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
    let mut all = bytes.to_vec();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut all).expect("a whole stream");
    }
    for at in memchr::memmem::find_iter(bytes, &MAGIC) {
        let Ok(decoder) = zstd::stream::Decoder::new(&bytes[at..]) else { continue };
        // What follows the frame is no frame, so that an error at its end is expected.
        let _ = decoder.single_frame().read_to_end(&mut all);
    }
    all
}
