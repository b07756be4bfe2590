//! Every GraphQL document that we send, written for what the instance knows.
//!
//! GitLab charges a document by its fields, the rows of a page and the paths asked for, and refuses it above 250 points, 20
//! levels or 10,000 characters. Paths, ids and commits go into variables, which cost no characters. Whatever asks for
//! several things at once is put together from aliases, each of which knows what it costs.

use serde_json::{Map, Value, json};

use super::schema::Schema;

/// A document with its variables.
#[derive(Clone, Debug)]
pub(super) struct Query {
    pub document: String,
    pub variables: Value,
}

/// A page of the groups below one, and that group itself.
pub(super) fn groups(group: &str, after: Option<&str>, size: usize) -> Query {
    let document = "\
query Groups($group: ID!, $after: String, $size: Int!) {
  group(fullPath: $group) {
    fullPath name description
    descendantGroups(first: $size, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { fullPath name description }
    }
  }
}
";
    Query {
        document: document.to_owned(),
        variables: json!({ "group": group, "after": after, "size": size }),
    }
}

/// What is asked of a group's listing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listing<'a> {
    pub group: &'a str,
    pub after: Option<&'a str>,
    pub size: usize,
    /// Archived projects too.
    pub archived: bool,
}

/// A page of the projects below a group, with their facts and the commit at their head.
pub(super) fn projects(schema: &Schema, listing: Listing<'_>) -> Query {
    let mut filters = String::new();
    if schema.takes("Group", "projects", "includeArchived") {
        filters.push_str(&format!(", includeArchived: {}", listing.archived));
    }
    if schema.takes("Group", "projects", "notAimedForDeletion") {
        filters.push_str(", notAimedForDeletion: true");
    }
    let count = schema.of("ProjectConnection", &["count"]);
    let facts = schema.of(
        "Project",
        &[
            "id",
            "fullPath",
            "name",
            "description",
            "topics",
            "visibility",
            "archived",
            "isForked",
            "importStatus",
            "markedForDeletion",
            "webUrl",
            "openMergeRequestsCount",
            "isCatalogResource",
        ],
    );
    let head = head(schema, "sha committedDate authoredDate");
    let document = format!(
        "\
query Projects($group: ID!, $after: String, $size: Int!) {{
  group(fullPath: $group) {{
    projects(first: $size, after: $after, includeSubgroups: true{filters}) {{
      {count}
      pageInfo {{ hasNextPage endCursor }}
      nodes {{
        {facts}
        languages {{ name share }}
        repository {{ rootRef {head} }}
        pipeline {{ status ref finishedAt }}
        releases(first: 1) {{ nodes {{ tagName name releasedAt }} }}
      }}
    }}
  }}
}}
"
    );
    Query {
        document,
        variables: json!({ "group": listing.group, "after": listing.after, "size": listing.size }),
    }
}

/// How the head commit is asked for: `Repository.lastCommit` where it is known, which costs less.
fn head(schema: &Schema, fields: &str) -> String {
    let fields: Vec<&str> = fields.split(' ').collect();
    let fields = schema.of("Commit", &fields);
    match schema.has("Repository", "lastCommit") {
        true => format!("lastCommit {{ {fields} }}"),
        false => format!("tree {{ lastCommit {{ {fields} }} }}"),
    }
}

/// What is read of a file; text where it is text.
const BLOB: &str = "path size mode rawTextBlob lfsOid";

/// What is read of a folder, at most 100 entries.
const ENTRIES: &str = "blobs(first: 100) { pageInfo { hasNextPage } nodes { path mode } }";

/// The files of the same paths in many projects at once, with the listings of the usual folders.
pub(super) fn files(schema: &Schema, ids: &[u64], paths: &[&str], folders: &[&str]) -> Query {
    let head = head(schema, "sha committedDate authoredDate");
    let listings: String = folders
        .iter()
        .enumerate()
        .map(|(at, folder)| match *folder {
            "" => format!("        folder{at}: tree {{ trees(first: 100) {{ nodes {{ path }} }} {ENTRIES} }}\n"),
            folder => format!(
                "        folder{at}: tree(path: \"{folder}\", recursive: true) {{ {ENTRIES} }}\n"
            ),
        })
        .collect();
    let document = format!(
        "\
query Files($ids: [ID!]!, $size: Int!, $paths: [String!]!, $count: Int!) {{
  projects(ids: $ids, first: $size) {{
    nodes {{
      id
      repository {{
        rootRef
        {head}
        blobs(paths: $paths, first: $count) {{ nodes {{ {BLOB} }} }}
{listings}      }}
    }}
  }}
}}
"
    );
    let ids: Vec<String> = ids.iter().map(|id| global("Project", *id)).collect();
    let size = ids.len();
    Query {
        document,
        variables: json!({ "ids": ids, "size": size, "paths": paths, "count": paths.len().max(1) }),
    }
}

/// What is wanted of one project at one commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Text files.
    Text(Vec<String>),
    /// Files that are not text, as base64.
    Bytes(Vec<String>),
    /// Everything below a folder; the root by the empty path.
    Folder(String),
}

impl Ask {
    /// Whether it asks for nothing.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Ask::Text(paths) | Ask::Bytes(paths) => paths.is_empty(),
            Ask::Folder(_) => false,
        }
    }

    /// GitLab's price, if it charges `per_path` for each path.
    fn cost(&self, per_path: usize) -> usize {
        match self {
            // Five fields, one of which asks Gitaly, the list of them, and the call itself.
            Ask::Text(paths) | Ask::Bytes(paths) => {
                let once = 9 + per_path * paths.len();
                once + once * paths.len().min(100) / 100
            }
            Ask::Folder(_) => 9,
        }
    }
}

/// What is asked of one project, under an alias of its own.
#[derive(Clone, Debug)]
pub(super) struct Portion {
    /// The project.
    pub project: u64,
    /// The commit.
    pub sha: String,
    /// What.
    pub ask: Ask,
}

impl Portion {
    /// What the alias adds to the price of its document.
    pub(super) fn cost(&self, per_path: usize) -> usize {
        4 + self.ask.cost(per_path)
    }
}

/// Puts portions into one document; the answer to the n-th stands below `pn`.
pub(super) fn portions(portions: &[Portion]) -> Query {
    let mut declared = String::new();
    let mut body = String::new();
    let mut variables = Map::new();
    for (at, Portion { project, sha, ask }) in portions.iter().enumerate() {
        declared.push_str(&format!(" $i{at}: [ID!] $r{at}: String"));
        variables.insert(format!("i{at}"), json!([global("Project", *project)]));
        variables.insert(format!("r{at}"), json!(sha));
        let field = match ask {
            Ask::Text(paths) | Ask::Bytes(paths) => {
                let blob = match ask {
                    Ask::Bytes(_) => "path size mode base64EncodedBlob lfsOid",
                    _ => BLOB,
                };
                declared.push_str(&format!(" $p{at}: [String!]!"));
                variables.insert(format!("p{at}"), json!(paths));
                let count = paths.len().max(1);
                format!(
                    "blobs(paths: $p{at}, ref: $r{at}, first: {count}) {{ nodes {{ {blob} }} }}"
                )
            }
            Ask::Folder(folder) => {
                declared.push_str(&format!(" $p{at}: String"));
                variables.insert(format!("p{at}"), json!(folder));
                format!("tree(path: $p{at}, recursive: true, ref: $r{at}) {{ {ENTRIES} }}")
            }
        };
        body.push_str(&format!(
            "  p{at}: projects(ids: $i{at}, first: 1) {{ nodes {{ id repository {{ {field} }} }} }}\n"
        ));
    }
    let document = format!("query Definitions({}) {{\n{body}}}\n", declared.trim_start());
    Query { document, variables: Value::Object(variables) }
}

/// The releases of many projects, newest first.
pub(super) fn releases(ids: &[u64], count: usize) -> Query {
    let document = "\
query Releases($ids: [ID!]!, $size: Int!, $count: Int!) {
  projects(ids: $ids, first: $size) {
    nodes {
      id
      releases(first: $count) { nodes { tagName name releasedAt commit { sha } } }
    }
  }
}
";
    let ids: Vec<String> = ids.iter().map(|id| global("Project", *id)).collect();
    let size = ids.len();
    Query {
        document: document.to_owned(),
        variables: json!({ "ids": ids, "size": size, "count": count }),
    }
}

/// How many projects one document can ask about what everybody sees of them.
pub(super) const SEEN_AT_ONCE: usize = 500;

/// Projects that one alias asks about.
const SEEN_BY_ALIAS: usize = 100;

/// How many lists the answer about these projects has: `p0`, `p1` and so on.
pub(super) fn lists_of_seen(ids: &[u64]) -> usize {
    ids.len().div_ceil(SEEN_BY_ALIAS)
}

/// What whoever asks can see of projects, a hundred an alias: sent without a token it is what everybody sees.
pub(super) fn seen(schema: &Schema, ids: &[u64]) -> Query {
    let mut declared = String::new();
    let mut body = String::new();
    let mut variables = Map::new();
    let merge_requests = schema.of("Project", &["openMergeRequestsCount"]);
    for (at, ids) in ids.chunks(SEEN_BY_ALIAS).enumerate() {
        let size = ids.len();
        let ids: Vec<String> = ids.iter().map(|id| global("Project", *id)).collect();
        declared.push_str(&format!(" $i{at}: [ID!]"));
        variables.insert(format!("i{at}"), json!(ids));
        body.push_str(&format!(
            "  p{at}: projects(ids: $i{at}, first: {size}) {{ nodes {{ id visibility {merge_requests} \
             repository {{ __typename }} pipeline {{ status }} \
             releases(first: 1) {{ nodes {{ tagName }} }} }} }}\n"
        ));
    }
    let document = format!("query Seen({}) {{\n{body}}}\n", declared.trim_start());
    Query { document, variables: Value::Object(variables) }
}

/// The people in groups, a page each; `after` is the cursor within each.
pub(super) fn members(groups: &[(&str, Option<&str>)]) -> Query {
    let mut declared = String::new();
    let mut body = String::new();
    let mut variables = Map::new();
    for (at, (group, after)) in groups.iter().enumerate() {
        declared.push_str(&format!(" $g{at}: ID! $a{at}: String"));
        variables.insert(format!("g{at}"), json!(group));
        variables.insert(format!("a{at}"), json!(after));
        body.push_str(&format!(
            "  g{at}: group(fullPath: $g{at}) {{ groupMembers(first: 100, after: $a{at}, relations: [DIRECT]) {{ \
             pageInfo {{ hasNextPage endCursor }} \
             nodes {{ accessLevel {{ stringValue }} user {{ username name bot state }} }} }} }}\n"
        ));
    }
    let document = format!("query Members({}) {{\n{body}}}\n", declared.trim_start());
    Query { document, variables: Value::Object(variables) }
}

/// Where a project runs. GitLab answers this for one project a request.
pub(super) fn environments(path: &str) -> Query {
    let document = "\
query Environments($project: ID!) {
  project(fullPath: $project) {
    environments(first: 50, states: [\"available\"]) {
      nodes {
        name tier externalUrl
        lastDeployment(status: SUCCESS) { ref sha finishedAt createdAt }
      }
    }
  }
}
";
    Query { document: document.to_owned(), variables: json!({ "project": path }) }
}

/// Whether the Pages of a project have a host of their own.
pub(super) fn domain(project: u64) -> Query {
    let document = "\
query Domain($ids: [ID!]!) {
  projects(ids: $ids, first: 1) { nodes { pagesUseUniqueDomain } }
}
";
    let variables = json!({ "ids": [global("Project", project)] });
    Query { document: document.to_owned(), variables }
}

/// GitLab's global id.
fn global(kind: &str, id: u64) -> String {
    format!("gid://gitlab/{kind}/{id}")
}
