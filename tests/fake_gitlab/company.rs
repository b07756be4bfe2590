//! The truth that the fake serves: a model company of groups, projects, people and tokens.
//!
//! Plain data with public fields, so that a test states exactly the case it is about, and the few changes that need more
//! than one field. Knows nothing of HTTP, GraphQL or who asks.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::clock;
use super::repository::{Commit, Files, identity};

/// Everything that there is.
#[derive(Clone, Debug, Default)]
pub struct Company {
    /// Groups by full path.
    pub groups: BTreeMap<String, Group>,
    /// Projects by number.
    pub projects: BTreeMap<u64, Project>,
    /// People and bots by user name.
    pub users: BTreeMap<String, User>,
    /// What opens the doors.
    pub tokens: Vec<Token>,
    /// Where projects were before they moved: the path of then to the number.
    pub moved: BTreeMap<String, u64>,
    /// Seconds since 1970; every change takes a minute.
    pub now: i64,
}

/// A group or subgroup.
#[derive(Clone, Debug, Default)]
pub struct Group {
    pub id: u64,
    pub path: String,
    pub name: String,
    pub description: String,
    pub visibility: Visibility,
    pub members: BTreeMap<String, Role>,
}

/// Who may know of a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visibility {
    #[default]
    Private,
    Internal,
    Public,
}

impl Visibility {
    pub fn word(self) -> &'static str {
        match self {
            Visibility::Private => "private",
            Visibility::Internal => "internal",
            Visibility::Public => "public",
        }
    }
}

/// How far one feature of a project is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Disabled,
    Private,
    Enabled,
}

impl Level {
    pub fn word(self) -> &'static str {
        match self {
            Level::Disabled => "disabled",
            Level::Private => "private",
            Level::Enabled => "enabled",
        }
    }
}

/// What may be closed on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    Repository,
    Issues,
    MergeRequests,
    Builds,
    Releases,
    Environments,
}

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Guest,
    Reporter,
    Developer,
    Maintainer,
    Owner,
}

impl Role {
    /// GitLab's number of the level.
    pub fn number(self) -> u64 {
        match self {
            Role::Guest => 10,
            Role::Reporter => 20,
            Role::Developer => 30,
            Role::Maintainer => 40,
            Role::Owner => 50,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Role::Guest => "guest",
            Role::Reporter => "reporter",
            Role::Developer => "developer",
            Role::Maintainer => "maintainer",
            Role::Owner => "owner",
        }
    }
}

/// A person or a bot.
#[derive(Clone, Debug)]
pub struct User {
    pub id: u64,
    pub username: String,
    pub name: String,
    pub bot: bool,
}

/// A token and what it opens.
#[derive(Clone, Debug)]
pub struct Token {
    /// What is sent.
    pub value: String,
    pub name: String,
    /// As whom it acts.
    pub username: String,
    pub scopes: Vec<String>,
    /// The first day on which it no longer works, `2027-01-01`.
    pub expires_on: Option<String>,
    pub revoked: bool,
    /// Roles that come with the token, as those of a group access token do.
    pub groups: BTreeMap<String, Role>,
}

/// One project.
#[derive(Clone, Debug)]
pub struct Project {
    pub id: u64,
    /// The whole path, `acme/payments/checkout`.
    pub path: String,
    pub name: String,
    pub description: Option<String>,
    pub topics: Vec<String>,
    pub visibility: Visibility,
    /// Features that are not open to everybody who sees the project.
    pub levels: BTreeMap<Feature, Level>,
    pub archived: bool,
    pub forked_from: Option<u64>,
    /// The day on which it will be deleted.
    pub marked_for_deletion_on: Option<String>,
    pub stars: u64,
    pub created_at: String,
    pub updated_at: String,
    pub last_activity_at: String,
    /// None for a repository without commits.
    pub default_branch: Option<String>,
    /// Heads by branch.
    pub branches: BTreeMap<String, String>,
    /// Every commit that was ever there, by its id.
    pub commits: BTreeMap<String, Commit>,
    /// Commits by tag.
    pub tags: BTreeMap<String, String>,
    /// False when the repository is missing on GitLab's disk.
    pub repository_exists: bool,
    pub languages: Vec<(String, f64)>,
    pub pipeline: Option<Pipeline>,
    /// Newest first.
    pub releases: Vec<Release>,
    pub environments: Vec<Environment>,
    pub members: BTreeMap<String, Role>,
    /// Groups that the project is shared with.
    pub shared_with: Vec<String>,
    pub catalog_resource: bool,
    pub open_merge_requests: u64,
    pub open_issues: u64,
    /// `disabled`, `private`, `enabled` or `public`.
    pub pages_access_level: String,
    pub pages_unique_domain: bool,
    pub import_status: String,
}

/// The latest pipeline of the default branch.
#[derive(Clone, Debug)]
pub struct Pipeline {
    pub id: u64,
    /// Lower case, as REST says it.
    pub status: String,
    pub finished_at: Option<String>,
}

/// A release; its tag is in [`Project::tags`].
#[derive(Clone, Debug)]
pub struct Release {
    pub tag: String,
    pub name: String,
    pub description: String,
    pub released_at: String,
    pub author: String,
}

/// An environment with its last successful deployment.
#[derive(Clone, Debug)]
pub struct Environment {
    pub id: u64,
    pub name: String,
    pub state: String,
    pub tier: String,
    pub external_url: Option<String>,
    pub deployed: Option<Deployment>,
}

/// What is running somewhere.
#[derive(Clone, Debug)]
pub struct Deployment {
    pub id: u64,
    pub sha: String,
    pub reference: String,
    pub finished_at: String,
}

impl Project {
    /// Returns an empty, private project.
    pub fn new(id: u64, path: &str, at: &str) -> Project {
        Project {
            id,
            path: path.to_owned(),
            name: last(path).to_owned(),
            description: None,
            topics: Vec::new(),
            visibility: Visibility::Private,
            levels: BTreeMap::new(),
            archived: false,
            forked_from: None,
            marked_for_deletion_on: None,
            stars: 0,
            created_at: at.to_owned(),
            updated_at: at.to_owned(),
            last_activity_at: at.to_owned(),
            default_branch: None,
            branches: BTreeMap::new(),
            commits: BTreeMap::new(),
            tags: BTreeMap::new(),
            repository_exists: true,
            languages: Vec::new(),
            pipeline: None,
            releases: Vec::new(),
            environments: Vec::new(),
            members: BTreeMap::new(),
            shared_with: Vec::new(),
            catalog_resource: false,
            open_merge_requests: 0,
            open_issues: 0,
            pages_access_level: "private".to_owned(),
            pages_unique_domain: true,
            import_status: "none".to_owned(),
        }
    }

    /// The last part of the path.
    pub fn slug(&self) -> &str {
        last(&self.path)
    }

    /// The path of the group that holds it.
    pub fn group(&self) -> &str {
        parent(&self.path).unwrap_or("")
    }

    /// The level of a feature; open unless said otherwise.
    pub fn level(&self, feature: Feature) -> Level {
        self.levels.get(&feature).copied().unwrap_or(Level::Enabled)
    }

    /// The head of the default branch.
    pub fn head(&self) -> Option<&Commit> {
        self.commits.get(self.branches.get(self.default_branch.as_deref()?)?)
    }

    /// The commit that a branch, a tag, a (short) id or `HEAD` names; none is the default branch.
    pub fn commit(&self, reference: Option<&str>) -> Option<&Commit> {
        let Some(name) = reference.filter(|name| !name.is_empty() && *name != "HEAD") else {
            return self.head();
        };
        let short = name.trim_start_matches("refs/heads/").trim_start_matches("refs/tags/");
        let sha = self.branches.get(short).or_else(|| self.tags.get(short));
        if let Some(commit) = sha.and_then(|sha| self.commits.get(sha)) {
            return Some(commit);
        }
        let hexadecimal = name.len() >= 7 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let found = self.commits.range(name.to_owned()..).next().map(|(_, commit)| commit);
        found.filter(|commit| hexadecimal && commit.sha.starts_with(name))
    }

    /// Writes a commit onto a branch, which becomes the default one if there is none.
    pub fn write(&mut self, branch: &str, files: Files, title: &str, at: &str) -> String {
        let parent = self.branches.get(branch).cloned();
        let sha =
            identity(&format!("{}\n{parent:?}\n{title}\n{at}\n{:?}", self.id, files.digest()));
        let commit = Commit {
            sha: sha.clone(),
            parent,
            title: title.to_owned(),
            author: "Robin Example".to_owned(),
            committed_at: at.to_owned(),
            files: Arc::new(files),
        };
        self.commits.insert(sha.clone(), commit);
        self.branches.insert(branch.to_owned(), sha.clone());
        self.default_branch.get_or_insert_with(|| branch.to_owned());
        self.last_activity_at = at.to_owned();
        sha
    }
}

/// The changes that happen to a company while somebody reads it.
impl Company {
    /// The project of a full path or number.
    pub fn project(&self, path: &str) -> Option<&Project> {
        match path.parse() {
            Ok(id) => self.projects.get(&id),
            Err(_) => {
                self.projects.values().find(|project| project.path.eq_ignore_ascii_case(path))
            }
        }
    }

    /// The project of a full path or number, to change it.
    ///
    /// # Panics
    /// When there is none: a test that changes what is not there is wrong.
    pub fn edit(&mut self, path: &str) -> &mut Project {
        let id = self.project(path).unwrap_or_else(|| panic!("no project `{path}`")).id;
        self.projects.get_mut(&id).expect("it was just found")
    }

    /// The time now, one minute after the last change.
    pub fn tick(&mut self) -> String {
        self.now += 60;
        clock::iso(self.now)
    }

    /// Commits changes to the default branch: new contents, or none to remove a file. Returns the new head.
    pub fn push(&mut self, path: &str, changes: &[(&str, Option<&str>)]) -> String {
        let at = self.tick();
        let project = self.edit(path);
        let mut files = project.head().map(|head| Files::clone(&head.files)).unwrap_or_default();
        for (name, text) in changes {
            match text {
                Some(text) => files.insert(name, *text),
                None => files.remove(name),
            }
        }
        let branch = project.default_branch.clone().unwrap_or_else(|| "main".to_owned());
        project.write(&branch, files, "Change files", &at)
    }

    /// Replaces the history of the default branch. What was there stays readable by its id, as in GitLab.
    pub fn force_push(&mut self, path: &str, files: Files) -> String {
        let at = self.tick();
        let project = self.edit(path);
        let branch = project.default_branch.clone().unwrap_or_else(|| "main".to_owned());
        project.branches.remove(&branch);
        project.write(&branch, files, "Start again", &at)
    }

    /// Renames the default branch.
    pub fn rename_branch(&mut self, path: &str, name: &str) {
        let project = self.edit(path);
        if let Some(old) = project.default_branch.replace(name.to_owned())
            && let Some(head) = project.branches.remove(&old)
        {
            project.branches.insert(name.to_owned(), head);
        }
    }

    /// Moves a project, leaving a redirect; its number stays.
    pub fn rename(&mut self, path: &str, new: &str) {
        let project = self.edit(path);
        let (id, old) = (project.id, std::mem::replace(&mut project.path, new.to_owned()));
        self.moved.insert(old, id);
        self.moved.remove(new);
    }

    /// Removes a project for good.
    pub fn remove(&mut self, path: &str) {
        let id = self.edit(path).id;
        self.projects.remove(&id);
        self.moved.retain(|_, target| *target != id);
    }

    /// Marks a project for deletion, which changes its path.
    pub fn mark_for_deletion(&mut self, path: &str) {
        let day = self.tick()[..10].to_owned();
        let project = self.edit(path);
        project.marked_for_deletion_on = Some(day);
        project.path = format!("{}-deletion_scheduled-{}", project.path, project.id);
    }

    pub fn set_visibility(&mut self, path: &str, visibility: Visibility) {
        self.edit(path).visibility = visibility;
    }

    pub fn set_level(&mut self, path: &str, feature: Feature, level: Level) {
        self.edit(path).levels.insert(feature, level);
    }

    pub fn archive(&mut self, path: &str) {
        self.edit(path).archived = true;
    }

    /// Adds an empty project and returns it to be filled. Missing groups above it are made.
    pub fn add_project(&mut self, path: &str) -> &mut Project {
        let at = self.tick();
        self.add_group(parent(path).unwrap_or(""));
        let id = self.projects.keys().next_back().map_or(101, |id| id + 1);
        self.projects.entry(id).or_insert_with(|| Project::new(id, path, &at))
    }

    /// Adds a group and those above it.
    pub fn add_group(&mut self, path: &str) {
        if path.is_empty() || self.groups.contains_key(path) {
            return;
        }
        self.add_group(parent(path).unwrap_or(""));
        let group = Group {
            id: 11 + self.groups.len() as u64,
            path: path.to_owned(),
            name: last(path).to_owned(),
            visibility: Visibility::Public,
            ..Group::default()
        };
        self.groups.insert(path.to_owned(), group);
    }

    /// Tags the head and releases it.
    pub fn add_release(&mut self, path: &str, tag: &str) {
        let at = self.tick();
        let project = self.edit(path);
        let head = project.head().map(|head| head.sha.clone());
        project.tags.extend(head.map(|sha| (tag.to_owned(), sha)));
        let release = Release {
            tag: tag.to_owned(),
            name: format!("Release {tag}"),
            description: format!("What is new in {tag}."),
            released_at: at,
            author: "robin".to_owned(),
        };
        project.releases.insert(0, release);
    }

    /// Gives a person a role in a project or group, or takes it away.
    pub fn set_member(&mut self, path: &str, username: &str, role: Option<Role>) {
        let members = match self.groups.get_mut(path) {
            Some(group) => &mut group.members,
            None => &mut self.edit(path).members,
        };
        match role {
            Some(role) => members.insert(username.to_owned(), role),
            None => members.remove(username),
        };
    }

    /// Adds a token that acts as a bot with a role in each of these groups.
    pub fn add_token(&mut self, value: &str, scopes: &[&str], groups: &[(&str, Role)]) {
        let username = format!("bot_{}", self.users.len());
        let id = 1 + self.users.len() as u64;
        let user =
            User { id, username: username.clone(), name: "Portal robot".to_owned(), bot: true };
        self.users.insert(username.clone(), user);
        self.tokens.push(Token {
            value: value.to_owned(),
            name: "portal".to_owned(),
            username,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            expires_on: Some("2027-06-30".to_owned()),
            revoked: false,
            groups: groups.iter().map(|(path, role)| ((*path).to_owned(), *role)).collect(),
        });
    }

    /// Adds a person.
    pub fn add_user(&mut self, username: &str, name: &str) {
        let id = 1 + self.users.len() as u64;
        let user = User { id, username: username.to_owned(), name: name.to_owned(), bot: false };
        self.users.insert(username.to_owned(), user);
    }
}

/// The last part of a path.
pub fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What is above.
pub fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(above, _)| above)
}

/// Whether a path is a group or lies below it.
pub fn within(path: &str, group: &str) -> bool {
    path.strip_prefix(group).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
