//! Tokens that end, projects that close, and what must then be gone.

use std::fs;

use super::Crawl;
use super::oracle::{project, says};
use crate::base::Code;
use crate::fake_gitlab::{Feature, Level, Visibility as Open, What, Which};
use crate::model::{Repository, Visibility};
use crate::source::cache::{Cache, Scope};
use crate::source::gitlab::CrawlError;

/// Whether a text stands anywhere in the cache: the records are compressed, so they are read as a run reads them, and
/// the file is as long as what they hold.
fn cache_holds(crawl: &Crawl, text: &str) -> bool {
    let bytes = fs::read(crawl.cache()).expect("a cache");
    let end = bytes.iter().position(|byte| *byte == b'\n').expect("a header");
    let mut rest = &bytes[end + 1..];
    while let Some((length, behind)) = rest.split_first_chunk::<4>() {
        let (record, behind) = behind[32..].split_at(u32::from_le_bytes(*length) as usize);
        let json = zstd::stream::decode_all(record).expect("a record");
        if String::from_utf8_lossy(&json).contains(text) {
            return true;
        }
        rest = behind;
    }
    false
}

#[test]
fn f02_a_token_revoked_on_the_way_ends_the_run_and_keeps_what_was_finished() {
    let crawl = Crawl::small();
    let expected = crawl.whole();
    let (whole, read) = (crawl.count(), crawl.requests()["Files"]);
    let mut spared = 0;
    for after in [1, whole / 2, whole - 1] {
        crawl.forget();
        crawl.fault(Which::From(after + 1), What::Unauthorized);
        assert!(matches!(crawl.run(), Err(CrawlError::Access(_))), "after {after}");
        assert!(crawl.count() <= after + 4, "a refused token is not tried again");
        let again = crawl.whole();
        assert!(again.part == expected.part, "after {after}");
        spared = whole - crawl.count();
    }
    assert!(spared > 0 && read > 0, "what was finished before the last request is not asked again");
}

#[test]
fn f02_what_a_cut_run_finished_is_in_the_cache() {
    let crawl = Crawl::small();
    crawl.fault(Which::kind("Definitions"), What::Unauthorized);
    assert!(matches!(crawl.run(), Err(CrawlError::Access(_))));
    let scope = Scope { host: crawl.options.url.to_string(), user: "bot_11".to_owned() };
    let (_, kept) = Cache::open(&crawl.cache(), scope).expect("a cache");
    let plain = crawl.paths().len() - kept.len();
    assert!(kept.len() >= 5 && plain > 0, "{} of {}", kept.len(), crawl.paths().len());
    for kept in kept.values() {
        let company = crawl.fake.company();
        let head = company.projects[&kept.project.id.expect("a number")].head().expect("a head");
        for (path, file) in &kept.project.files {
            assert!(file.bytes == head.files.get(path.as_str()).expect("it is there").bytes);
        }
    }
}

#[test]
fn f03_a_repository_that_closes_is_counted_and_gone_from_everywhere() {
    let crawl = Crawl::small();
    let path = crawl.paths()[0].clone();
    crawl.fake.change(|company| company.push(&path, &[("README.md", Some("# MARKER-OF-THIS\n"))]));
    crawl.whole();
    assert!(cache_holds(&crawl, "MARKER-OF-THIS"));
    crawl.fake.change(|company| company.set_level(&path, Feature::Repository, Level::Disabled));
    let crawled = crawl.good();
    let closed = project(&crawled, &path);
    assert_eq!(closed.repository, Repository::NoAccess);
    assert!(closed.files.is_empty() && closed.stale.is_none());
    assert!(says(&crawled, &path, Code::NoRepositoryAccess));
    assert!(!cache_holds(&crawl, "MARKER-OF-THIS"));
}

#[test]
fn f03_a_repository_that_closes_between_the_listing_and_its_files_is_gone_at_once() {
    let crawl = Crawl::small();
    let path = crawl.paths()[0].clone();
    let marked = [("README.md", Some("# MARKER-OF-THIS\n"))];
    crawl.fake.change(|company| company.push(&path, &marked));
    crawl.whole();
    crawl.fake.change(|company| company.push(&path, &[("README.md", Some("# Later\n"))]));
    let closed = path.clone();
    let close = What::hook(move |company| {
        company.set_level(&closed, Feature::Repository, Level::Disabled);
    });
    crawl.fault_once(Which::kind("Files"), close);
    let crawled = crawl.good();
    assert_eq!(project(&crawled, &path).repository, Repository::NoAccess);
    assert!(project(&crawled, &path).files.is_empty());
    assert!(!cache_holds(&crawl, "MARKER-OF-THIS"));
}

#[test]
fn f05_a_project_that_a_complete_listing_lacks_is_gone_at_once() {
    let crawl = Crawl::small();
    let path = crawl.paths()[0].clone();
    crawl.fake.change(|company| company.push(&path, &[("README.md", Some("# MARKER-OF-THIS\n"))]));
    let before = crawl.whole();
    crawl.fake.change(|company| company.remove(&path));
    let crawled = crawl.whole();
    assert_eq!(crawled.part.projects.len() + 1, before.part.projects.len());
    assert!(!cache_holds(&crawl, "MARKER-OF-THIS"));
}

#[test]
fn f05_a_project_that_is_listed_and_not_found_stays_as_it_was() {
    let crawl = Crawl::small();
    let before = crawl.whole();
    let path = crawl.paths()[0].clone();
    crawl.fake.change(|company| company.push(&path, &[("README.md", Some("# Later\n"))]));
    crawl.fault(Which::All(vec![Which::kind("Files"), Which::project(&path)]), absent());
    crawl.fault(Which::All(vec![Which::kind("tree"), Which::project(&path)]), What::NotFound);
    let crawled = crawl.good();
    crawl.check(&crawled, Some(&before));
    assert_eq!(super::oracle::unwhole(&crawled), [path.as_str()]);
    crawl.whole();
}

/// An answer about one project that does not hold it.
fn absent() -> What {
    What::change("/data/projects/nodes/*", crate::fake_gitlab::Edit::Remove)
}

#[test]
fn f06_an_empty_listing_is_no_project_for_the_guard_to_refuse() {
    let crawl = Crawl::small();
    let expected = crawl.whole();
    crawl.fault(Which::kind("Projects"), What::EmptyListing);
    let crawled = crawl.good();
    assert!(crawled.part.projects.is_empty());
    assert!(says(&crawled, "acme", Code::DetailsUnread), "GitLab counts more than it shows");
    assert!(crawl.whole().part == expected.part);
}

#[test]
fn f44_what_is_no_longer_public_is_gone_with_its_last_good_content() {
    let mut crawl = Crawl::small();
    crawl.options.audience = Visibility::Public;
    let path = crawl.paths()[0].clone();
    crawl.fake.change(|company| {
        company.set_visibility(&path, Open::Public);
        company.push(&path, &[("README.md", Some("# MARKER-OF-THIS\n"))]);
    });
    assert!(!project(&crawl.good(), &path).files.is_empty());
    assert!(cache_holds(&crawl, "MARKER-OF-THIS"));
    crawl.fake.change(|company| company.set_visibility(&path, Open::Private));
    crawl.fault(Which::All(vec![Which::kind("Files"), Which::project(&path)]), What::NotFound);
    crawl.fault(Which::All(vec![Which::kind("tree"), Which::project(&path)]), What::NotFound);
    let crawled = crawl.good();
    assert!(crawled.part.projects.iter().all(|project| project.path != path));
    assert!(crawled.part.findings.iter().all(|finding| finding.place.project != path));
    assert!(!cache_holds(&crawl, "MARKER-OF-THIS"));
}

#[test]
fn f44_a_repository_that_closed_to_readers_does_not_come_back_because_it_cannot_be_read() {
    for audience in [Visibility::Public, Visibility::Internal] {
        let mut crawl = Crawl::small();
        crawl.options.audience = audience;
        crawl.options.max_failed = 100;
        let path = crawl.paths()[0].clone();
        crawl.fake.change(|company| {
            company.set_visibility(&path, Open::Public);
            company.push(&path, &[("README.md", Some("# MARKER-OF-THIS\n"))]);
        });
        assert!(!project(&crawl.good(), &path).files.is_empty());
        // The token still sees it, the readers do not, and on top of that the listing cannot say what it holds.
        crawl.fake.change(|company| company.set_level(&path, Feature::Repository, Level::Private));
        let company = crawl.fake.company();
        let newest_first = company.projects.values().rev().filter(|project| !project.archived);
        let at = newest_first.map(|project| project.path.as_str()).position(|other| other == path);
        let row = format!("/data/group/projects/nodes/{}/repository", at.expect("it is listed"));
        drop(company);
        let broken = What::GraphQlErrors {
            message: "no repository for such path".to_owned(),
            null_at: Some(row),
            keep_data: true,
        };
        crawl.fault(Which::kind("Projects"), broken);
        let crawled = crawl.good();
        let closed = project(&crawled, &path);
        assert_eq!((closed.repository, &closed.stale), (Repository::Withheld, &None));
        assert!(closed.files.is_empty() && closed.head.is_none());
        assert!(!cache_holds(&crawl, "MARKER-OF-THIS"));
    }
}

#[test]
fn f44_releases_that_closed_to_readers_do_not_come_back_from_the_cache() {
    let mut crawl = Crawl::small();
    crawl.options.audience = Visibility::Internal;
    let first = crawl.good();
    let component = first.part.projects.iter().find(|project| !project.versions.is_empty());
    let path = component.expect("a project with components").path.clone();
    crawl.fake.change(|company| company.set_level(&path, Feature::Releases, Level::Private));
    let crawled = crawl.good();
    let closed = project(&crawled, &path);
    assert!(closed.releases.is_empty() && closed.versions.is_empty());
    assert!(!closed.files.is_empty());
}

#[test]
fn a_token_that_gets_lost_on_the_way_is_no_reason_to_publish_what_everybody_sees() {
    let crawl = Crawl::small();
    let nobody = What::change("/data/currentUser", crate::fake_gitlab::Edit::Null);
    crawl.whole();
    let kept = fs::read(crawl.cache()).expect("a cache");
    crawl.fault(Which::kind("Schema"), nobody);
    assert!(matches!(crawl.run(), Err(CrawlError::Access(_))));
    assert!(fs::read(crawl.cache()).expect("a cache") == kept);
}
