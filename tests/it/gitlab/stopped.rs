//! Runs that somebody ends, at whatever instant: the site is the old one or the new one, and the next run goes on.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::crawl::Crawl;
use crate::fake_gitlab::{Company, Fault, Options, Recorded, Size, What, Which};

/// How many instants are tried.
fn instants() -> u64 {
    if std::env::var_os("PORTOLAN_LONG").is_some() { 50 } else { 8 }
}

/// A number below a limit that looks random and is the same in every run.
fn drawn(seed: u64, limit: u64) -> u64 {
    let mixed = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) % limit.max(1)
}

fn start(crawl: &Crawl) -> Child {
    crawl
        .command(&["build", "-o", "site", "--cache", "cache"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program can be started")
}

/// Sends a signal by the system's own program: there is no safe way in the standard library.
fn send(child: &Child, signal: &str) {
    let status = Command::new("kill").args([signal, &child.id().to_string()]).status();
    assert!(status.expect("`kill` is there").success());
}

/// Waits for a run to end; fails if it has not after five seconds.
fn ended(mut child: Child) -> ExitStatus {
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            return status;
        }
        if Instant::now() > deadline {
            child.kill().expect("it can be killed");
            panic!("it goes on after five seconds");
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// The code as a shell tells it: of a run that ended by a signal before it listened for any, 128 and its number.
fn code(status: ExitStatus) -> i32 {
    status.code().or_else(|| status.signal().map(|signal| 128 + signal)).expect("one or the other")
}

/// Changes every fourth project.
fn change(company: &mut Company, to: &str) {
    let paths: Vec<String> =
        company.projects.values().step_by(4).map(|project| project.path.clone()).collect();
    for path in paths {
        company.push(&path, &[("README.md", Some(to))]);
    }
}

/// The folders of unfinished runs.
fn leftovers(crawl: &Crawl) -> Vec<String> {
    let names = |folder: &str| {
        let entries = std::fs::read_dir(crawl.path(folder)).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    let mut all = names("");
    all.extend(names("cache"));
    all.retain(|name| name.contains("portolan-stage") || name.ends_with(".new"));
    all
}

/// Ends runs at drawn instants by a signal, first runs and later ones in turn.
fn check_stopped(signal: &str, expected: i32, seed: u64) {
    let latency = Duration::from_millis(3);
    let crawl = Crawl::of(40, Options { latency, ..Options::default() });
    let reference = |crawl: &Crawl| {
        remove(crawl);
        let began = Instant::now();
        crawl.build();
        (crawl.pages(), u64::try_from(began.elapsed().as_millis()).expect("a short time"))
    };
    let mut stopped = 0;
    for round in 0..instants() {
        crawl.fake.change(|company| change(company, &format!("# Round {round}\n")));
        let (_, time) = reference(&crawl);
        let before = if round % 2 == 0 {
            remove(&crawl);
            BTreeMap::new()
        } else {
            crawl.fake.change(|company| change(company, &format!("# Round {round}, changed\n")));
            crawl.pages()
        };
        let child = start(&crawl);
        thread::sleep(Duration::from_millis(drawn(seed + round, time)));
        send(&child, signal);
        let code = code(ended(child));
        assert!(code == expected || code == 0, "{code} in round {round}");
        stopped += usize::from(code == expected);
        let left = leftovers(&crawl);
        assert!(left.len() <= 2, "{left:?}");
        let found = if crawl.path("site").exists() { crawl.pages() } else { BTreeMap::new() };
        let was_published = found != before;
        crawl.build();
        let after = crawl.pages();
        assert!(!was_published || found == after, "round {round}: neither old nor new");
        assert_eq!(leftovers(&crawl), Vec::<String>::new());
        // What an undisturbed run makes of this state.
        let (undisturbed, _) = reference(&crawl);
        assert!(after == undisturbed, "round {round}: the next run makes another site");
    }
    assert!(stopped > 0, "every run had ended before the signal");
}

/// As if there had been no run.
fn remove(crawl: &Crawl) {
    for folder in ["site", "cache"] {
        let folder = crawl.path(folder);
        if folder.exists() {
            std::fs::remove_dir_all(folder).expect("removable");
        }
    }
}

#[test]
fn f33_a_job_that_is_ended_at_any_instant_leaves_the_old_site_or_the_new_one() {
    check_stopped("-TERM", 143, 100);
}

#[test]
fn f32_a_run_that_is_killed_at_any_instant_leaves_the_old_site_or_the_new_one() {
    check_stopped("-KILL", 137, 200);
}

/// A run that waits for the answer to such a request, which does not come.
fn waiting(
    crawl: &Crawl,
    is_met: impl Fn(&Recorded) -> bool + Clone + Send + Sync + 'static,
) -> Child {
    crawl.fake.fault(Fault::new(Which::if_request(is_met.clone()), What::Stall));
    crawl.fake.clear_requests();
    let child = start(crawl);
    let deadline = Instant::now() + Duration::from_secs(20);
    while !crawl.fake.requests().iter().any(&is_met) {
        assert!(Instant::now() < deadline, "it never asks");
        thread::sleep(Duration::from_millis(5));
    }
    child
}

#[test]
fn f33_a_run_that_waits_for_an_answer_ends_at_once_with_the_code_of_the_signal() {
    for (signal, expected) in [("-TERM", 143), ("-INT", 130)] {
        let crawl = Crawl::small();
        crawl.build();
        let before = crawl.site();
        crawl.fake.change(|company| change(company, "# Changed\n"));
        let child = waiting(&crawl, |request| request.kind == "Files");
        send(&child, signal);
        assert_eq!(code(ended(child)), expected);
        assert!(before == crawl.site());
        crawl.fake.clear_faults();
        crawl.build();
    }
}

#[test]
fn f33_what_was_read_before_the_end_is_not_asked_for_again() {
    // Projects are kept in lots of five hundred.
    let size = Size { archived: 0, forks: 0, empty: 0, components: 0, ..Size::of(560, 20) };
    let crawl = Crawl::at(Company::generate(&size, 1), Options::default());
    crawl.build();
    let whole = crawl.fake.requests().len();
    remove(&crawl);
    let last = *crawl.fake.company().projects.keys().next_back().expect("a project");
    let last = format!("gid://gitlab/Project/{last}");
    let child = waiting(&crawl, move |request| request.kind == "Files" && request.names(&last));
    send(&child, "-TERM");
    assert_eq!(code(ended(child)), 143);
    assert!(!crawl.path("site").exists());
    crawl.fake.clear_faults();
    crawl.fake.clear_requests();
    crawl.build();
    let resumed = crawl.fake.requests();
    assert!(resumed.len() < whole / 2, "{} of {whole}", resumed.len());
}
