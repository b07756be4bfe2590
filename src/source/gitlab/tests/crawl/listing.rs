//! A listing is complete or has failed: pages that break, repeat, lead astray or move meanwhile.

use std::fs;

use super::Crawl;
use super::oracle::says;
use crate::base::Code;
use crate::fake_gitlab::{Company, Edit, Fault, Options, Size, What, Which};
use crate::model::Visibility;
use crate::source::gitlab::CrawlError;

/// A company whose listing takes several pages.
fn paged() -> Crawl {
    let options = Options { time_out_above: Some(10), ..Options::default() };
    Crawl::at(Company::generate(&Size::of(40, 8), 1), options)
}

/// A portal for everybody who is signed in: their sight is listed by REST.
fn for_colleagues(projects: usize) -> Crawl {
    let mut crawl = Crawl::of(&Size::of(projects, 8));
    crawl.options.audience = Visibility::Internal;
    crawl.fake.change(|company| {
        for project in company.projects.values_mut() {
            project.visibility = crate::fake_gitlab::Visibility::Internal;
        }
    });
    crawl
}

#[test]
fn f07_a_page_that_stays_broken_fails_the_listing_whichever_it_is() {
    let crawl = paged();
    let expected = crawl.whole();
    let kept = fs::read(crawl.cache()).expect("a cache");
    let pages = crawl.requests()["Projects"];
    assert!(pages > 5);
    for page in 0..pages {
        crawl.fake.clear_faults();
        crawl.fake.fault(Fault::new(Which::kind("Projects"), What::InternalError).after(page));
        assert!(matches!(crawl.run(), Err(CrawlError::Unavailable(_))), "page {page}");
        assert!(fs::read(crawl.cache()).expect("a cache") == kept, "page {page}");
    }
    assert!(crawl.whole().part == expected.part);
}

#[test]
fn f07_a_page_of_levels_that_stays_broken_fails_the_run() {
    let crawl = for_colleagues(230);
    let expected = crawl.good();
    let pages = crawl.requests()["group projects"];
    assert_eq!(pages, 3);
    for page in 0..pages {
        crawl.fake.clear_faults();
        let broken = What::Gateway(502);
        crawl.fake.fault(Fault::new(Which::kind("group projects"), broken).after(page));
        assert!(matches!(crawl.run(), Err(CrawlError::Unavailable(_))), "page {page}");
    }
    crawl.fake.clear_faults();
    assert!(crawl.good().part == expected.part);
}

#[test]
fn f08_rows_that_come_twice_are_one() {
    let crawl = paged();
    let expected = crawl.whole();
    crawl.fault(Which::kind("Projects"), What::DuplicateRows);
    assert!(crawl.good().part == expected.part);

    let crawl = for_colleagues(40);
    let expected = crawl.good();
    crawl.fault(Which::kind("group projects"), What::DuplicateRows);
    assert!(crawl.good().part == expected.part);
}

#[test]
fn f08_projects_that_come_and_go_between_the_pages_cost_no_other() {
    for after in 4..9 {
        let crawl = paged();
        let going = crawl.paths()[20].clone();
        let hook = What::hook(move |company| {
            company.remove(&going);
            company.add_project("acme/late");
            company.push("acme/late", &[("README.md", Some("# Late\n"))]);
        });
        crawl.fake.fault(Fault::new(Which::kind("Projects"), hook).after(after).times(1));
        let mut found = crawl.good();
        // A project that went or came within the run may be seen or not; all others have to be there.
        let late = |path: &str| path == "acme/late";
        let company = crawl.fake.company().clone();
        let ids: Vec<u64> = company.projects.keys().copied().collect();
        found.part.projects.retain(|project| ids.contains(&project.id.unwrap_or_default()));
        let seen = found.part.projects.iter().filter(|project| !late(&project.path)).count();
        let there = company.projects.values();
        let there = there.filter(|project| !project.archived && !late(&project.path)).count();
        assert_eq!(seen, there, "after {after}");
        crawl.whole();
    }
}

#[test]
fn f08_levels_that_slip_between_numbered_pages_are_read_again() {
    let crawl = for_colleagues(230);
    // The first of the list goes before the second page is read: the row behind the first page slips onto it.
    let first = crawl.fake.company().projects.values().next().expect("a project").path.clone();
    let remove = What::hook(move |company| company.remove(&first));
    crawl.fake.fault(Fault::new(Which::kind("group projects"), remove).after(1).times(1));
    let crawled = crawl.good();
    assert_eq!(crawled.part.withheld.repositories, 0, "nothing is hidden for want of an answer");
    assert!(crawl.requests()["group projects"] > 3);
}

#[test]
fn f09_pages_elsewhere_are_not_followed() {
    let crawl = for_colleagues(40);
    let other = crate::fake_gitlab::Fake::start(Company::default(), Options::default());
    crawl.fault(Which::kind("group projects"), What::LinkTo(other.url().to_owned()));
    assert!(matches!(crawl.run(), Err(CrawlError::Unavailable(_))));
    assert!(other.requests().is_empty(), "nothing was sent there, let alone the token");
}

#[test]
fn f10_pages_that_lead_back_are_noticed() {
    let crawl = for_colleagues(40);
    crawl.fault(Which::kind("group projects"), What::LinkLoop);
    assert!(matches!(crawl.run(), Err(CrawlError::Unavailable(_))));
    assert!(crawl.requests()["group projects"] <= 2);

    // By cursors: the same one again, and two that lead to each other.
    let cursors = ["eyJpZCI6IjEyMCJ9", "eyJpZCI6IjExMCJ9"];
    for (kind, list) in [("Projects", "projects"), ("Groups", "descendantGroups")] {
        for length in [1, 2] {
            let crawl = Crawl::small();
            for at in 0..length {
                let (from, to) = (cursors[at], cursors[(at + 1) % length]);
                let stands_there = Which::if_request(move |request| {
                    let after = request.json()["variables"]["after"].as_str().map(str::to_owned);
                    after.as_deref().unwrap_or(cursors[0]) == from
                });
                let page = serde_json::json!({ "hasNextPage": true, "endCursor": to });
                let edit = Edit::Set(page);
                let turn = What::change(&format!("/data/group/{list}/pageInfo"), edit);
                crawl.fault(Which::All(vec![Which::kind(kind), stands_there]), turn);
            }
            assert!(matches!(crawl.run(), Err(CrawlError::Unavailable(_))), "{kind}");
            assert!(crawl.requests()[kind] <= 4, "{kind}: {:?}", crawl.requests());
        }
    }
}

#[test]
fn f22_a_listing_that_lost_rows_to_an_error_has_failed() {
    let crawl = Crawl::small();
    let expected = crawl.whole();
    let lost = |at: &str| What::GraphQlErrors {
        message: "Something broke".to_owned(),
        null_at: Some(at.to_owned()),
        keep_data: true,
    };
    for kind in ["Projects", "Groups"] {
        let list = if kind == "Projects" { "projects" } else { "descendantGroups" };
        for at in [
            format!("/data/group/{list}/nodes/3"),
            format!("/data/group/{list}/nodes"),
            format!("/data/group/{list}"),
            format!("/data/group/{list}/pageInfo"),
        ] {
            crawl.fake.clear_faults();
            crawl.fault(Which::kind(kind), lost(&at));
            assert!(matches!(crawl.run(), Err(CrawlError::Unavailable(_))), "{at}");
            crawl.fake.clear_faults();
            crawl.fault_once(Which::kind(kind), lost(&at));
            assert!(crawl.good().part == expected.part, "{at} once");
        }
    }
}

#[test]
fn what_gitlab_counts_and_does_not_show_is_said() {
    let crawl = Crawl::small();
    crawl.whole();
    crawl
        .fault(Which::kind("Projects"), What::change("/data/group/projects/nodes/3", Edit::Remove));
    let crawled = crawl.good();
    assert!(says(&crawled, "acme", Code::DetailsUnread));
}
