//! A company made up from a size and a seed: the same two numbers give the same company, byte for byte.

mod files;

use super::clock::iso;
use super::company::{
    Company, Deployment, Environment, Feature, Level, Pipeline, Project, Role, Visibility,
};
use super::repository::Files;

/// The token of every generated company.
pub const TOKEN: &str = "glpat-acme-portal-for-tests";

/// Friday, 20 November 2026, noon.
const NOW: i64 = 1_795_176_000;
const DAY: i64 = 86_400;

/// How much of what there is. The kinds overlap where that is natural: documented projects may be described ones.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub projects: usize,
    pub groups: usize,
    /// With a descriptor, APIs, systems and relations.
    pub described: usize,
    /// With pages of documentation.
    pub documented: usize,
    /// Publishing CI/CD components, with releases.
    pub components: usize,
    pub archived: usize,
    pub forks: usize,
    /// Without a commit.
    pub empty: usize,
}

impl Default for Size {
    fn default() -> Size {
        Size::of(60, 12)
    }
}

impl Size {
    /// The usual mixture for a number of projects and groups.
    pub fn of(projects: usize, groups: usize) -> Size {
        Size {
            projects,
            groups,
            described: projects / 2,
            documented: projects / 4,
            components: projects.div_ceil(20),
            archived: projects / 20,
            forks: projects / 30,
            empty: projects / 40,
        }
    }
}

const GROUPS: &[&str] = &[
    "platform",
    "runtime",
    "edge",
    "cache",
    "payments",
    "shop",
    "logistics",
    "care",
    "identity",
    "search",
    "mobile",
    "data",
    "finance",
    "research",
    "tools",
    "print",
];
const FIRST: &[&str] = &[
    "basket",
    "invoice",
    "ledger",
    "parcel",
    "ticket",
    "stock",
    "tariff",
    "voucher",
    "label",
    "route",
    "claim",
    "rating",
    "session",
    "profile",
    "catalogue",
    "refund",
    "meter",
    "forecast",
    "calendar",
];
const SECOND: &[&str] = &["service", "gateway", "worker", "console", "sync", "store", "library"];
const PEOPLE: &[&str] =
    &["robin", "sam", "kim", "noor", "alex", "jules", "mika", "toni", "charlie", "sasha", "luca"];
const LANGUAGES: &[&str] = &["Rust", "Go", "TypeScript", "Python", "Java", "Ruby"];

/// SplitMix64: small, and the same on every machine.
pub struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below a limit.
    fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// True once in so many times.
    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// What a project is, by its place in the company.
#[derive(Clone, Copy, Debug)]
struct Nature {
    described: bool,
    documented: bool,
    component: bool,
    empty: bool,
    archived: bool,
    fork: bool,
}

impl Size {
    fn nature(&self, at: usize) -> Nature {
        let from_end = self.projects - at;
        let component = from_end <= self.components;
        let empty = !component && from_end <= self.components + self.empty;
        let full = self.projects.saturating_sub(self.components + self.empty);
        let rest = full.saturating_sub(at);
        let plain = !component && !empty;
        // Documentation begins within the described projects, so that some have both.
        let first_documented = self.described / 2;
        Nature {
            described: plain && at < self.described,
            documented: plain
                && (first_documented..first_documented + self.documented).contains(&at),
            component,
            empty,
            archived: plain && rest <= self.archived,
            fork: plain && rest > self.archived && rest <= self.archived + self.forks,
        }
    }
}

impl Company {
    /// Makes up a company whose root group is `acme` and whose first token is [`TOKEN`].
    pub fn generate(size: &Size, seed: u64) -> Company {
        let mut dice = Dice(seed);
        let mut company = Company { now: NOW, ..Company::default() };
        for name in PEOPLE {
            company.add_user(name, &format!("{} Example", capital(name)));
        }
        company.add_token(TOKEN, &["read_api", "read_repository"], &[("acme", Role::Reporter)]);
        let groups = add_groups(&mut company, size, &mut dice);
        let paths: Vec<String> = (0..size.projects)
            .map(|at| {
                let slug = slug(at);
                if size.nature(at).component {
                    format!("acme/components/{slug}")
                } else {
                    format!("{}/{slug}", dice.pick(&groups))
                }
            })
            .collect();
        company.add_group("acme/components");
        for (at, path) in paths.iter().enumerate() {
            add_project(&mut company, size, &paths, at, path, &mut dice);
        }
        company.now = NOW;
        company
    }
}

fn add_groups(company: &mut Company, size: &Size, dice: &mut Dice) -> Vec<String> {
    let mut groups = vec!["acme".to_owned()];
    for at in 1..size.groups {
        let name = match GROUPS.get(at - 1) {
            Some(name) => (*name).to_owned(),
            None => format!("{}-{at}", GROUPS[at % GROUPS.len()]),
        };
        // The first go down to the fifth level, the others anywhere above it.
        let above = if at < 5 {
            groups.last().cloned().unwrap_or_default()
        } else {
            let shallow: Vec<_> =
                groups.iter().filter(|path| path.matches('/').count() < 4).cloned().collect();
            dice.pick(&shallow).clone()
        };
        groups.push(format!("{above}/{name}"));
    }
    for path in &groups {
        company.add_group(path);
        let group = company.groups.get_mut(path).expect("it was just added");
        group.name = capital(&group.name);
        group.description = format!("Everything about {}.", group.name.to_lowercase());
        group.members.insert((*dice.pick(PEOPLE)).to_owned(), Role::Owner);
        group.members.insert((*dice.pick(PEOPLE)).to_owned(), Role::Developer);
    }
    groups
}

fn add_project(
    company: &mut Company,
    size: &Size,
    paths: &[String],
    at: usize,
    path: &str,
    dice: &mut Dice,
) {
    let nature = size.nature(at);
    let created = NOW - DAY * (30 + dice.below(900) as i64);
    company.now = created;
    let origin = company.projects.keys().next().copied();
    let project = company.add_project(path);
    project.name = capital(project.slug()).replace('-', " ");
    project.description =
        (!dice.one_in(8)).then(|| format!("Takes care of the {}.", slug(at).replace('-', " ")));
    project.topics = (0..dice.below(3)).map(|_| (*dice.pick(GROUPS)).to_owned()).collect();
    project.topics.sort();
    project.topics.dedup();
    project.visibility = match dice.below(20) {
        0..3 => Visibility::Public,
        3..8 => Visibility::Internal,
        _ => Visibility::Private,
    };
    project.stars = dice.below(40) as u64;
    project.open_issues = dice.below(30) as u64;
    project.open_merge_requests = dice.below(9) as u64;
    project.members.insert((*dice.pick(PEOPLE)).to_owned(), Role::Maintainer);
    project.archived = nature.archived;
    project.forked_from = origin.filter(|_| nature.fork);
    if nature.fork {
        project.levels.insert(Feature::Issues, Level::Disabled);
    }
    if nature.empty {
        return;
    }
    project.languages = languages(dice);
    if nature.component {
        project.visibility = Visibility::Internal;
        project.catalog_resource = true;
        components(project, created, at, dice);
    } else {
        let written = Written { size, paths, at, path, nature };
        let files = written.files(dice);
        project.write("main", files, "Begin", &iso(created + DAY));
        for tag in 0..dice.below(3) {
            release(project, &format!("v0.{tag}.0"), created + DAY * (2 + tag as i64));
        }
    }
    run(project, at, created, dice);
}

/// What the files of a project are written from.
struct Written<'a> {
    size: &'a Size,
    paths: &'a [String],
    at: usize,
    path: &'a str,
    nature: Nature,
}

/// Pipelines and, for some, environments.
fn run(project: &mut Project, at: usize, created: i64, dice: &mut Dice) {
    let time = iso(created + 3 * DAY);
    let status = *dice.pick(&["success", "success", "success", "failed", "running", "canceled"]);
    project.pipeline = Some(Pipeline {
        id: 9_000 + at as u64,
        status: status.to_owned(),
        finished_at: (status != "running").then(|| time.clone()),
    });
    let Some(head) = project.head().map(|head| head.sha.clone()).filter(|_| at.is_multiple_of(4))
    else {
        return;
    };
    for (number, name) in (0..).zip(["production", "staging"]) {
        let id = 4 * at as u64 + number;
        project.environments.push(Environment {
            id,
            name: name.to_owned(),
            state: "available".to_owned(),
            tier: name.to_owned(),
            external_url: Some(format!("https://{}.{name}.acme.example", project.slug())),
            deployed: Some(Deployment {
                id: 10_000 + id,
                sha: head.clone(),
                reference: "main".to_owned(),
                finished_at: time.clone(),
            }),
        });
    }
}

/// A history of releases whose components differ.
fn components(project: &mut Project, created: i64, at: usize, dice: &mut Dice) {
    let last = 2 + dice.below(4);
    for version in 0..last {
        let time = created + DAY * (1 + 2 * version as i64);
        let files = files::components(project.slug(), &project.path, version);
        project.write("main", files, &format!("Prepare 1.{version}.0"), &iso(time));
        release(project, &format!("1.{version}.0"), time + DAY);
    }
    if at.is_multiple_of(2) {
        // Something that no release has yet.
        let mut files = project.head().map(|head| Files::clone(&head.files)).unwrap_or_default();
        files.insert("templates/draft.yml", files::component("draft", last));
        project.write("main", files, "Draft a component", &iso(created + 20 * DAY));
    }
}

fn release(project: &mut Project, tag: &str, time: i64) {
    let head = project.head().map(|head| head.sha.clone());
    project.tags.extend(head.map(|sha| (tag.to_owned(), sha)));
    project.releases.insert(
        0,
        super::company::Release {
            tag: tag.to_owned(),
            name: format!("Release {tag}"),
            description: format!("What is new in {tag}."),
            released_at: iso(time),
            author: "robin".to_owned(),
        },
    );
}

fn languages(dice: &mut Dice) -> Vec<(String, f64)> {
    let first = dice.below(LANGUAGES.len());
    let share = 60 + dice.below(40);
    let mut languages = vec![(LANGUAGES[first].to_owned(), share as f64)];
    if share < 100 {
        let second = LANGUAGES[(first + 1) % LANGUAGES.len()].to_owned();
        languages.push((second, (100 - share) as f64));
    }
    languages
}

/// The name of the project in this place; no two are the same.
fn slug(at: usize) -> String {
    let (first, second) = (FIRST[at % FIRST.len()], SECOND[at / FIRST.len() % SECOND.len()]);
    match at / (FIRST.len() * SECOND.len()) {
        0 => format!("{first}-{second}"),
        round => format!("{first}-{second}-{}", round + 1),
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
