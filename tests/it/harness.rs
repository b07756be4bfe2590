//! Makes a tree of repositories, runs the program on it, and looks at what came out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with repositories, a configuration and the site made of them.
pub(crate) struct Portal {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// How a run ended and what it said.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Portal {
    /// An empty folder.
    pub(crate) fn new() -> Portal {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("repositories")).expect("an empty folder");
        Portal { folder, environment: Vec::new() }
    }

    /// Sets a variable for every run.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Portal {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Writes a file of a project, and the mark that makes its folder one.
    pub(crate) fn file(self, project: &str, path: &str, content: impl AsRef<[u8]>) -> Portal {
        let folder = self.path("repositories").join(project);
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a writable folder");
        let mark = folder.join(".portolan.yaml");
        if !mark.exists() {
            fs::write(mark, "{}\n").expect("a writable folder");
        }
        fs::write(file, content).expect("a writable folder");
        self
    }

    /// A path below the portal's folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the program in the portal's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ran(command(self.folder.path(), arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .output())
    }

    /// Builds the repositories into `public`, which must go well.
    pub(crate) fn build(&self) -> Ran {
        self.build_with(&[])
    }

    /// The same with further flags.
    pub(crate) fn build_with(&self, flags: &[&str]) -> Ran {
        let mut arguments = vec!["build", "repositories", "-o", "public", "--cache", "cache"];
        arguments.extend(flags);
        let ran = self.run(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran
    }

    /// A file of the site as text.
    pub(crate) fn page(&self, address: &str) -> String {
        let path = self.path("public").join(address);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Every file of the site.
    pub(crate) fn site(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path("public"))
    }

    /// The findings of the last build, as `code place`.
    pub(crate) fn findings(&self) -> Vec<String> {
        let text = self.page("data/v1/findings.json");
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let findings = json["findings"].as_array().expect("a list").iter();
        findings
            .map(|finding| {
                let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
                format!("{} {}:{}", word("code"), word("path"), finding["line"])
            })
            .collect()
    }
}

/// The program in a folder, in an environment that holds nothing of ours.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    command.args(arguments).current_dir(folder);
    for name in ["CI", "CI_PAGES_URL", "SOURCE_DATE_EPOCH", "RAYON_NUM_THREADS", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
}

pub(crate) fn ran(output: std::io::Result<Output>) -> Ran {
    let output = output.expect("the program can be started");
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Every file below a folder, by path.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("a readable tree");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("below the folder");
            let bytes = fs::read(entry.path()).expect("a readable file");
            files.insert(path.to_string_lossy().into_owned(), bytes);
        }
    }
    files
}

/// The root of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A descriptor of a component.
pub(crate) fn component(name: &str, more: &str) -> String {
    format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\nspec:\n  type: service\n  lifecycle: production\n  owner: group:robots\n{more}"
    )
}
