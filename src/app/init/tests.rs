use super::*;
use crate::app::{Color, LogFormat, Output, Verbosity};
use crate::config::Source;

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
