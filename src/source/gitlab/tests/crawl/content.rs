//! Files that are not plain text, and more of them than one answer lists.

use super::Crawl;
use super::oracle::{file, project, says};
use crate::base::{Code, RelPath};
use crate::fake_gitlab::{Company, Edit, Files, Options, Size, Version, What, Which};
use crate::model::{LeftOutWhy, Project};

fn why<'p>(project: &'p Project, path: &str) -> Option<&'p LeftOutWhy> {
    let path = RelPath::new(path).expect("a path");
    project.left_out.iter().find(|left_out| left_out.path == path).map(|left_out| &left_out.why)
}

/// A small company at an instance, with one more project.
fn with(version: Version, files: Files) -> Crawl {
    let options = Options { version, ..Options::default() };
    let crawl = Crawl::at(Company::generate(&Size::of(20, 4), 1), options);
    crawl.fake.change(|company| {
        company.add_project("acme/odd");
        company.force_push("acme/odd", files);
    });
    crawl
}

fn odd() -> Files {
    let mut files = Files::default();
    files.insert("README.md", "# Odd\n");
    files.large_file("docs/index.md", &"a".repeat(64), 12_345);
    files.large_file("docs/kept.png", &"b".repeat(64), 12_345);
    files.link("catalog-info.yaml", "elsewhere.yaml");
    files.link("docs/linked.md", "../README.md");
    files.submodule("docs/module.md", &"c".repeat(40));
    files
}

#[test]
fn f28_links_pointers_and_submodules_are_labelled_and_never_content() {
    for version in [Version::V19_4, Version::V16_3] {
        for is_broken in [false, true] {
            let crawl = with(version, odd());
            if is_broken {
                // What GraphQL does not answer comes by REST, which knows no labels for pointers.
                let which = Which::All(vec![Which::kind("Files"), Which::project("acme/odd")]);
                crawl.fault(which, What::InternalError);
            }
            let crawled = crawl.good();
            crawl.check(&crawled, None);
            let odd = project(&crawled, "acme/odd");
            assert_eq!(odd.files.len(), 1, "{version:?} {is_broken}: {:?}", odd.files.keys());
            assert_eq!(why(odd, "docs/index.md"), Some(&LeftOutWhy::Lfs));
            assert_eq!(why(odd, "docs/kept.png"), Some(&LeftOutWhy::Lfs));
            assert_eq!(why(odd, "catalog-info.yaml"), Some(&LeftOutWhy::NotAFile));
            assert_eq!(why(odd, "docs/linked.md"), Some(&LeftOutWhy::NotAFile));
            assert!(says(&crawled, "acme/odd", Code::StoredInLfs));
            assert!(says(&crawled, "acme/odd", Code::SkippedLink));
        }
    }
}

#[test]
fn f28_what_is_no_base64_is_fetched_as_it_is() {
    let mut files = Files::default();
    let picture = vec![0x89, b'P', b'N', b'G', 0, 0xff, 1];
    files.insert("README.md", "# Odd\n");
    files.insert("docs/picture.png", picture.clone());
    let crawl = with(Version::V19_4, files);
    let at = "/data/*/nodes/*/repository/blobs/nodes/*/base64EncodedBlob";
    crawl.fault(Which::kind("Definitions"), What::change(at, Edit::Set("*not base64*".into())));
    let crawled = crawl.good();
    crawl.check(&crawled, None);
    let found = file(project(&crawled, "acme/odd"), "docs/picture.png").expect("it is there");
    assert_eq!(found.bytes[..], picture);
}

#[test]
fn f29_strange_bytes_cost_nothing() {
    for version in [Version::V19_4, Version::V16_3] {
        let mut files = Files::default();
        let utf_16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("# Wide\n".bytes().flat_map(|byte| [byte, 0])).collect();
        files.insert("README.md", b"# Caf\xe9\n".to_vec());
        files.insert("docs/wide.md", utf_16.clone());
        files.insert("docs/null.md", b"# Null\0\n".to_vec());
        files.insert("docs/bom.md", "\u{feff}# Marked\n");
        files.insert("docs/line.md", "x".repeat(10 << 20));
        files.insert("docs/line.json", "x".repeat(10 << 20));
        let crawl = with(version, files);
        let crawled = crawl.good();
        let odd = project(&crawled, "acme/odd");
        assert_eq!(odd.stale, None);
        let bytes = |path: &str| &file(odd, path).unwrap_or_else(|| panic!("no {path}")).bytes[..];
        // GitLab makes text of what is nearly text.
        assert_eq!(bytes("README.md"), "# Caf\u{fffd}\n".as_bytes());
        assert_eq!(bytes("docs/wide.md"), utf_16);
        assert_eq!(bytes("docs/null.md"), b"# Null\0\n");
        assert_eq!(bytes("docs/bom.md"), "\u{feff}# Marked\n".as_bytes());
        assert_eq!(bytes("docs/line.json").len(), 10 << 20);
        assert!(matches!(why(odd, "docs/line.md"), Some(LeftOutWhy::TooLarge { .. })));
    }
}

#[test]
fn long_folders_are_read_whole_with_every_picture_as_it_is() {
    for version in [Version::V19_4, Version::V16_3] {
        for (pages, pictures) in [(120, 40), (95, 3), (10, 4)] {
            let mut files = Files::default();
            files.insert("README.md", "# Long\n");
            files.insert(
                "templates/build.yml",
                "spec:\n  inputs: {}\n---\nbuild:\n  script: [make]\n",
            );
            files.insert("api/deep/v1.openapi.yaml", "openapi: 3.1.0\n");
            for page in 0..pages {
                files.insert(
                    &format!("docs/part-{}/page-{page}.md", page % 7),
                    format!("# Page {page}\n"),
                );
            }
            for picture in 0..pictures {
                let bytes: Vec<u8> = (0..2_000).map(|at: u32| (at * 7 + picture) as u8).collect();
                files.insert(&format!("docs/images/{picture}.png"), bytes);
            }
            for other in 0..150 {
                files.insert(&format!("docs/data/{other}.bin"), vec![0, 1, 2]);
            }
            let crawl = with(version, files.clone());
            let crawled = crawl.whole();
            let long = project(&crawled, "acme/odd");
            assert_eq!(long.files.len(), pages + pictures as usize + 3, "{version:?}");
            println!("{version:?} {pages} + {pictures}: {:?}", crawl.requests());
            assert!(crawl.requests().get("file").copied().unwrap_or_default() <= 4);
        }
    }
}

#[test]
fn a_long_root_and_globs_over_everything_are_read_whole() {
    let mut files = Files::default();
    files.insert(
        "catalog-info.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: all\nspec:\n  targets: ['./*/entity.yaml']\n",
    );
    for at in 0..130 {
        files.insert(&format!("a{at}.txt"), "filler\n");
        files.insert(
            &format!("part-{at}/entity.yaml"),
            format!("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: part-{at}\nspec:\n  type: service\n  lifecycle: production\n  owner: group:acme\n"),
        );
    }
    files.insert("zz.openapi.yaml", "openapi: 3.1.0\n");
    files.insert("spec/zz.openapi.yaml", "openapi: 3.1.0\n");
    let crawl = with(Version::V19_4, files);
    let crawled = crawl.whole();
    let long = project(&crawled, "acme/odd");
    assert_eq!(long.files.len(), 133, "{:?}", crawl.requests());
}

#[test]
fn what_projects_include_from_one_another_is_fetched_and_kept() {
    let crawl = Crawl::at(Company::generate(&Size::of(20, 4), 1), Options::default());
    crawl.fake.change(|company| {
        let repository = |pairs: &[(&str, &str)]| {
            let mut files = Files::default();
            pairs.iter().for_each(|(path, text)| files.insert(path, *text));
            files
        };
        company.add_project("acme/jobs");
        let jobs = [
            ("jobs/build.yml", "include: [{local: parts/base.yml}, {local: parts/gone.yml}]\n"),
            ("parts/base.yml", ".base: {script: [make]}\n"),
            ("parts/other.yml", ".other: {script: [make]}\n"),
        ];
        company.force_push("acme/jobs", repository(&jobs));
        company.add_project("acme/user");
        let text = "include:\n  - {project: Acme/Jobs, file: [/jobs/build.yml, jobs/gone.yml]}\n";
        company.force_push("acme/user", repository(&[(".gitlab-ci.yml", text)]));
    });
    let check = |crawled: &crate::source::gitlab::Crawled| {
        let jobs = project(crawled, "acme/jobs");
        let files: Vec<&str> = jobs.files.keys().map(RelPath::as_str).collect();
        assert_eq!(files, ["jobs/build.yml", "parts/base.yml"]);
        let absent: Vec<&str> = jobs.absent.iter().map(RelPath::as_str).collect();
        assert_eq!(absent, ["jobs/gone.yml", "parts/gone.yml"]);
    };
    check(&crawl.good());
    check(&crawl.good());
    assert_eq!(crawl.requests().get("definitions"), None, "nothing is asked for twice");
}
