//! Projects at which GitLab breaks: they cost themselves and nobody else.

use std::time::Duration;

use super::Crawl;
use super::oracle::{file, project, unwhole};
use crate::base::Code;
use crate::fake_gitlab::{Company, Edit, Files, Options, Size, Version, What, Which};
use crate::model::LeftOutWhy;
use crate::source::gitlab::CrawlError;

/// Breaks whatever GraphQL asks of a project beside its listing.
fn poison(crawl: &Crawl, path: &str, what: fn() -> What) {
    for kind in ["Files", "Definitions", "Releases"] {
        crawl.fault(Which::All(vec![Which::kind(kind), Which::project(path)]), what());
    }
}

/// Breaks REST for it too.
fn poison_wholly(crawl: &Crawl, path: &str) {
    poison(crawl, path, || What::InternalError);
    for kind in ["tree", "file", "archive"] {
        let which = Which::All(vec![Which::kind(kind), Which::project(path)]);
        crawl.fault(which, What::InternalError);
    }
}

#[test]
fn projects_that_graphql_breaks_at_are_read_by_rest() {
    let broken: [fn() -> What; 4] =
        [|| What::InternalError, || What::TimedOut, || What::ComplexityError, || What::ResetAtOnce];
    let crawl = Crawl::small();
    let expected = crawl.whole();
    let paths = crawl.paths();
    for what in broken {
        for path in [&paths[0], &paths[9], &paths[20]] {
            crawl.forget();
            crawl.fake.clear_faults();
            poison(&crawl, path, what);
            let crawled = crawl.good();
            assert!(crawled.part == expected.part, "{path}: {:?}", unwhole(&crawled));
        }
    }
}

#[test]
fn projects_that_cannot_be_read_at_all_drag_no_other_along() {
    let mut crawl = Crawl::of(&Size::of(200, 30));
    let expected = crawl.whole();
    let usual = crawl.count();
    crawl.options.max_failed = 20;
    let paths = crawl.paths();
    for poisoned in [&paths[..1], &paths[..2], &paths[60..61], &paths[48..52], &paths[90..110]] {
        crawl.forget();
        crawl.fake.clear_faults();
        for path in poisoned {
            poison_wholly(&crawl, path);
        }
        let crawled = crawl.good();
        let mut expected_unread: Vec<&str> = poisoned.iter().map(String::as_str).collect();
        expected_unread.sort_unstable();
        assert_eq!(unwhole(&crawled), expected_unread);
        for (found, truth) in crawled.part.projects.iter().zip(&expected.part.projects) {
            let is_poisoned = expected_unread.contains(&found.path.as_str());
            assert!(is_poisoned || found == truth, "{} was dragged along", found.path);
        }
        let most = usual + 90 * poisoned.len();
        println!("{} poisoned: {} requests", poisoned.len(), crawl.count());
        assert!(crawl.count() <= most, "{} requests", crawl.count());
    }
}

#[test]
fn when_no_project_can_be_read_the_rest_is_not_tried() {
    let crawl = Crawl::of(&Size::of(300, 30));
    for kind in ["Files", "tree"] {
        crawl.fault(Which::kind(kind), What::InternalError);
    }
    assert!(matches!(crawl.run(), Err(CrawlError::TooManyUnread { .. })));
    let tried = crawl.requests()["tree"] / 5;
    assert!((100..=104).contains(&tried), "{tried} were tried, {} requests", crawl.count());
    crawl.whole();
}

#[test]
fn a_poisoned_project_leaves_the_size_of_other_requests_as_it_was() {
    let crawl = Crawl::of(&Size::of(200, 30));
    crawl.whole();
    crawl.forget();
    poison_wholly(&crawl, &crawl.paths()[0]);
    crawl.good();
    let most = |kind: &str| {
        let sent = crawl.fake.requests();
        let sent =
            sent.iter().filter(|request| request.kind == kind && request.status == Some(200));
        sent.filter_map(|request| request.json()["variables"]["ids"].as_array().map(Vec::len)).max()
    };
    assert_eq!(most("Files"), Some(50));
    let shared = crawl.fake.requests();
    let shared = shared.iter().filter(|request| request.kind == "Files");
    let whole = shared.filter(|request| {
        request.status == Some(200)
            && request.json()["variables"]["ids"].as_array().is_some_and(|ids| ids.len() == 50)
    });
    assert!(whole.count() >= 2, "the chunks without it are read in one go");
}

#[test]
fn a_release_that_breaks_costs_its_project_and_no_other() {
    let mut crawl = Crawl::of(&Size { components: 8, ..Size::of(40, 8) });
    let expected = crawl.whole();
    let with_versions: Vec<&str> = expected
        .part
        .projects
        .iter()
        .filter(|project| !project.versions.is_empty())
        .map(|project| project.path.as_str())
        .collect();
    assert_eq!(with_versions.len(), 8);
    crawl.options.max_failed = 20;
    crawl.forget();
    let path = with_versions[3];
    let which = Which::All(vec![Which::kind("Releases"), Which::project(path)]);
    crawl.fault(which, What::InternalError);
    let crawled = crawl.good();
    assert_eq!(unwhole(&crawled), [path]);
}

#[test]
fn f22_an_error_within_the_answer_about_many_costs_only_whom_it_names() {
    let crawl = Crawl::small();
    let expected = crawl.whole();
    for at in [
        "",
        "/repository",
        "/repository/blobs",
        "/repository/folder0",
        "/repository/folder1",
        "/repository/folder1/blobs",
    ] {
        crawl.forget();
        crawl.fake.clear_faults();
        let broken = What::GraphQlErrors {
            message: "Max blobs size limit exceeded (21 MiB / 20 MiB).".to_owned(),
            null_at: Some(format!("/data/projects/nodes/5{at}")),
            keep_data: true,
        };
        crawl.fault_once(Which::kind("Files"), broken);
        let crawled = crawl.good();
        assert!(crawled.part == expected.part, "{at}: {:?}", unwhole(&crawled));
        let by_rest = crawl.fake.requests();
        let by_rest = by_rest.iter().filter(|request| request.kind == "tree").count();
        assert_eq!(by_rest, 1, "{at}: one project was read by REST");
    }
    // An error that says nothing of where it struck is about everything.
    crawl.forget();
    crawl.fake.clear_faults();
    let broken = What::GraphQlErrors { message: "Oh".to_owned(), null_at: None, keep_data: true };
    crawl.fault_once(Which::kind("Files"), broken);
    assert!(crawl.good().part == expected.part);
    assert!(crawl.requests()["tree"] > 10);
}

#[test]
fn f22_files_that_are_too_large_together_are_read_one_by_one() {
    let crawl = Crawl::small();
    let large = |seed: char| format!("openapi: 3.1.0\n# {}\n", seed.to_string().repeat(6 << 20));
    crawl.fake.change(|company| {
        company.add_project("acme/large");
        let texts: Vec<(String, String)> = ["a", "b", "c", "d"]
            .map(|name| (format!("api/{name}.openapi.yaml"), large('x')))
            .into();
        let mut changes: Vec<(&str, Option<&str>)> =
            texts.iter().map(|(path, text)| (path.as_str(), Some(text.as_str()))).collect();
        changes.push(("README.md", Some("# Large\n")));
        company.push("acme/large", &changes);
    });
    let crawled = crawl.whole();
    assert_eq!(project(&crawled, "acme/large").files.len(), 5);

    // The same with the usual files, which are asked of many projects at once.
    let crawl = Crawl::small();
    crawl.fake.change(|company| {
        company.add_project("acme/large");
        let (one, two) = (large('y'), large('z'));
        let three = large('w');
        let four = large('v');
        company.push(
            "acme/large",
            &[
                ("openapi.yaml", Some(&one)),
                ("openapi.json", Some(&two)),
                ("asyncapi.yaml", Some(&three)),
                ("schema.graphql", Some(&four)),
            ],
        );
    });
    let crawled = crawl.whole();
    assert_eq!(project(&crawled, "acme/large").files.len(), 4);
}

/// A project with a picture, at an instance that does not send pictures by GraphQL.
fn pictured() -> Crawl {
    let options = Options { version: Version::V16_3, ..Options::default() };
    let crawl =
        Crawl::at(Company::generate(&Size { documented: 0, ..Size::of(40, 8) }, 1), options);
    crawl.fake.change(|company| {
        company.add_project("acme/pictured");
        let mut files = Files::default();
        files.insert("README.md", "# Pictured\n");
        files.insert("docs/one.png", vec![0x89, b'P', b'N', b'G', 0, 1, 2, 3]);
        company.force_push("acme/pictured", files);
    });
    crawl
}

#[test]
fn f18_an_answer_that_does_not_end_costs_one_project() {
    let slow: [fn() -> What; 3] = [
        || What::Drip { every: Duration::from_millis(400) },
        || What::EndlessChunked,
        || What::StallAfterHead,
    ];
    for what in slow {
        let mut crawl = pictured();
        let before = crawl.whole();
        crawl.request_timeout = Duration::from_millis(250);
        crawl
            .fake
            .change(|company| company.push("acme/pictured", &[("README.md", Some("# Later\n"))]));
        crawl.fault(Which::kind("file"), what());
        let crawled = crawl.good();
        assert_eq!(unwhole(&crawled), ["acme/pictured"]);
        crawl.check(&crawled, Some(&before));
    }
}

#[test]
fn f19_an_answer_that_is_too_long_costs_one_file() {
    let long: [fn() -> What; 3] =
        [|| What::GzipBomb { bytes: 64 << 20 }, || What::HugeContentLength, || What::InfiniteBody];
    for what in long {
        let crawl = pictured();
        crawl.fault(Which::kind("file"), what());
        let crawled = crawl.good();
        crawl.check(&crawled, None);
        let pictured = project(&crawled, "acme/pictured");
        assert!(file(pictured, "docs/one.png").is_none() && unwhole(&crawled).is_empty());
        assert!(matches!(pictured.left_out[0].why, LeftOutWhy::TooLarge { .. }));
        assert!(super::oracle::says(&crawled, "acme/pictured", Code::FileTooLarge));
    }
}

#[test]
fn a_group_whose_members_cannot_be_read_costs_no_other_group_its_members() {
    let mut crawl = Crawl::small();
    crawl.options.members = true;
    let expected = crawl.whole();
    let groups: Vec<String> = expected.part.groups.iter().map(|group| group.path.clone()).collect();
    let path = groups[2].clone();
    let named = path.clone();
    let names_it = Which::if_request(move |request| request.names(&named));
    crawl.fault(Which::All(vec![Which::kind("Members"), names_it]), What::InternalError);
    let crawled = crawl.good();
    for (found, truth) in crawled.part.groups.iter().zip(&expected.part.groups) {
        assert!(found.path == path || found.members == truth.members, "{}", found.path);
    }
    assert!(super::oracle::says(&crawled, &path, Code::DetailsUnread));
    assert_eq!(crawled.part.findings.len(), expected.part.findings.len() + 1);

    // A list of members that never ends is given up.
    crawl.fake.clear_faults();
    let page = serde_json::json!({ "hasNextPage": true, "endCursor": "MQ==" });
    crawl.fault(
        Which::kind("Members"),
        What::change("/data/*/groupMembers/pageInfo", Edit::Set(page)),
    );
    let crawled = crawl.good();
    assert!(crawl.requests()["Members"] < 10);
    assert!(super::oracle::says(&crawled, &path, Code::DetailsUnread));
}
