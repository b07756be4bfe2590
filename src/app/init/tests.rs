use super::*;
use crate::app::{Color, LogFormat, Output, Verbosity};
use crate::base::RelPath;
use crate::base::yaml::{self, Budget};
use crate::config::Source;
use crate::model::{Project, ProjectIndex, RawFile};
use crate::parse::{self, ParseOptions};

fn console() -> Console {
    let (log_format, verbosity, color) = (LogFormat::Plain, Verbosity::Quiet, Color::Never);
    Console::new(Output { log_format, verbosity, color })
}

fn gitlab(url: Option<&str>, groups: &[&str]) -> InitSource {
    let groups = groups.iter().map(|group| (*group).to_owned()).collect();
    InitSource::GitLab { url: url.map(str::to_owned), groups }
}

#[test]
fn what_is_written_is_a_configuration_without_findings() {
    let sources = [
        InitSource::Directory,
        gitlab(None, &["acme"]),
        gitlab(Some("https://gitlab.example.com/git"), &["acme/payments", "partners"]),
    ];
    for source in sources {
        let text = configuration(&source).expect("a configuration");
        let (config, findings) = config::parse(&text, "");
        assert_eq!(findings, []);
        assert_eq!(config.expect("a configuration").sources.len(), 1);
    }
}

#[test]
fn an_instance_and_its_groups_arrive() {
    let text = configuration(&gitlab(Some("https://gitlab.example.com"), &["a/b", "c"]));
    let (config, _) = config::parse(&text.expect("a configuration"), "");
    let sources = config.expect("a configuration").sources;
    let [Source::GitLab(source)] = sources.as_slice() else { panic!("an instance") };
    assert_eq!(source.url.as_str(), "https://gitlab.example.com/");
    assert_eq!(
        (&*source.groups, &*source.token_env),
        (&["a/b".into(), "c".into()][..], "GITLAB_TOKEN")
    );
}

#[test]
fn what_no_configuration_may_hold_is_not_written() {
    for source in [
        gitlab(Some("http://gitlab.example.com"), &["acme"]),
        gitlab(Some("gitlab.example.com"), &["acme"]),
        gitlab(None, &["https://gitlab.example.com/acme"]),
        gitlab(None, &["acme\"]\nsite: {}"]),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let directory = folder.path().to_owned();
        let request = InitRequest { directory, source, pipeline: InitPipeline::Plain };
        let error = run(&request, &console()).expect_err("a refusal");
        assert_eq!(crate::app::exit::exit_of(&error), Exit::Usage);
        assert!(!folder.path().join(CONFIG_FILE).exists());
    }
}

#[test]
fn files_that_exist_stay_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(PIPELINE_FILE);
    fs::write(&path, "mine").expect("a file");
    let request = |pipeline| InitRequest {
        directory: folder.path().to_owned(),
        source: InitSource::Directory,
        pipeline,
    };
    run(&request(InitPipeline::Component), &console()).expect("done");
    assert_eq!(fs::read_to_string(&path).expect("a file"), "mine");
    assert!(folder.path().join(CONFIG_FILE).exists());

    fs::remove_file(&path).expect("it was there");
    run(&request(InitPipeline::None), &console()).expect("done");
    assert!(!path.exists());
    run(&request(InitPipeline::Plain), &console()).expect("done");
    assert_eq!(fs::read_to_string(&path).expect("a file"), PLAIN);
}

/// A file of this repository.
fn own(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file of ours")
}

#[test]
fn the_readme_shows_the_pipeline_that_is_written() {
    assert!(own("README.md").contains(&format!("```yaml\n{PLAIN}```\n")));
}

#[test]
fn every_pipeline_that_we_ship_is_yaml_that_we_read() {
    let folders = ["examples/ci", "templates"].into_iter();
    let files = folders.flat_map(|folder| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let entries = fs::read_dir(folder).expect("a folder of ours");
        entries.map(|entry| entry.expect("a readable folder").path())
    });
    let is_yaml = |path: &std::path::PathBuf| path.extension().is_some_and(|name| name == "yml");
    let files: Vec<_> = files.filter(is_yaml).collect();
    assert!(files.len() > 5, "{files:?}");
    for file in files {
        let text = fs::read_to_string(&file).expect("a readable file");
        let documents = yaml::documents(&text, Budget::DESCRIPTOR);
        let problems: Vec<_> =
            documents.iter().filter_map(|document| document.as_ref().err()).collect();
        assert!(problems.is_empty(), "{}: {problems:?}", file.display());
    }
}

#[test]
fn our_components_are_understood_as_those_of_any_project() {
    let file = |path: &str| {
        let bytes = own(path).into_bytes().into();
        (RelPath::new(path).expect("a path"), RawFile { bytes })
    };
    let files = ["templates/portolan.yml", "templates/preview.yml", "templates/check.yml"];
    let files = files.map(file).into();
    let project = Project { path: "acme/portolan".to_owned(), files, ..Project::default() };
    let parsed = parse::project(ProjectIndex(0), &project, &ParseOptions::default());
    assert_eq!(parsed.diagnostics, []);
    let names: Vec<&str> = parsed.components.iter().map(|component| &*component.name).collect();
    assert_eq!(names, ["check", "portolan", "preview"]);
    for input in parsed.components.iter().flat_map(|component| &component.file.inputs) {
        assert!(input.default.is_some() && input.description.is_some(), "{input:?}");
    }
}
