//! The one table of configuration keys.
//!
//! Unknown keys, near names, required keys, defaults, the JSON Schema and the reference page are all
//! read from [`KEYS`]; a key that is not here does not exist.

use std::borrow::Cow;

use crate::base::yaml::Value;

/// One key of `portolan.yaml`.
#[derive(Debug)]
pub(crate) struct Key {
    /// Where it stands, items of lists as `[]`: `sources[].gitlab.token_env`.
    pub path: &'static str,
    /// What may be written there.
    pub shape: Shape,
    /// What holds if nothing is written, as YAML; empty if nothing does.
    pub default: &'static str,
    /// Whether the mapping that holds it is incomplete without it.
    pub required: bool,
    /// The version that brought it.
    pub since: &'static str,
    /// What it does, in a few sentences.
    pub text: &'static str,
    /// A value as one would write it, as YAML.
    pub example: &'static str,
}

/// What may be written as the value of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A mapping of further keys.
    Section,
    /// A list; its items are the key `path[]`.
    List,
    /// Any text.
    Text,
    /// A path, relative to the folder of `portolan.yaml`.
    Path,
    /// A glob over paths.
    Glob,
    /// An `http:` or `https:` address.
    Url,
    /// An address that may hold `{value}`.
    UrlTemplate,
    /// The name of a host.
    Host,
    /// The name of an environment variable.
    Variable,
    /// A colour, `#rgb` or `#rrggbb`.
    Color,
    /// A language tag.
    Language,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A size with a unit, or a number of bytes.
    Size,
    /// A whole number from 1.
    Count,
    /// A whole number from the first to the second.
    Between(u64, u64),
    /// `true` or `false`.
    Bool,
}

impl Shape {
    /// What a message and the reference page call it.
    pub(crate) fn name(self) -> Cow<'static, str> {
        let name = match self {
            Shape::Section => "a mapping",
            Shape::List => "a list",
            Shape::Text => "text",
            Shape::Path => "a path",
            Shape::Glob => "a glob",
            Shape::Url => "an address",
            Shape::UrlTemplate => "an address with `{value}`",
            Shape::Host => "a host name",
            Shape::Variable => "the name of an environment variable",
            Shape::Color => "a colour",
            Shape::Language => "a language tag",
            Shape::Choice(_) => "a word",
            Shape::Size => "a size",
            Shape::Count => "a whole number from 1",
            Shape::Between(from, to) => {
                return format!("a whole number from {from} to {to}").into();
            }
            Shape::Bool => "`true` or `false`",
        };
        name.into()
    }

    /// Whether a value of this type can be read at all; mappings and lists are read item by item.
    pub(crate) fn takes(self, value: &Value) -> bool {
        match self {
            Shape::Section => matches!(value, Value::Mapping(_)),
            Shape::List => matches!(value, Value::Sequence(_)),
            Shape::Size => matches!(value, Value::Number(_) | Value::String(_)),
            Shape::Count | Shape::Between(..) => matches!(value, Value::Number(_)),
            Shape::Bool => matches!(value, Value::Bool(_)),
            _ => matches!(value, Value::String(_)),
        }
    }
}

impl Key {
    /// The last part of the path, without `[]`.
    pub(crate) fn name(&self) -> &'static str {
        let path = self.path.trim_end_matches("[]");
        path.rsplit_once('.').map_or(path, |(_, name)| name)
    }

    /// The path of the mapping or list that holds it; empty at the root.
    pub(crate) fn parent(&self) -> &'static str {
        match self.path.strip_suffix("[]") {
            Some(list) => list,
            None => self.path.rsplit_once('.').map_or("", |(parent, _)| parent),
        }
    }

    /// Whether it stands for the items of a list.
    pub(crate) fn is_item(&self) -> bool {
        self.path.ends_with("[]")
    }
}

/// Keys of which a mapping must hold exactly one.
#[derive(Debug)]
pub(crate) struct OneOf {
    /// The mapping.
    pub path: &'static str,
    /// What messages call the mapping.
    pub noun: &'static str,
    /// The keys.
    pub names: &'static [&'static str],
    /// The usual one, as one would write it.
    pub example: &'static str,
}

/// Every choice between keys.
pub(crate) const ONE_OF: &[OneOf] = &[OneOf {
    path: "sources[]",
    noun: "a source",
    names: &["directory", "gitlab"],
    example: "directory: ./repositories",
}];

/// Returns the key at this path.
pub(crate) fn find(path: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.path == path)
}

/// Returns the keys that stand directly below this path, in the order of the table.
pub(crate) fn children(path: &str) -> impl Iterator<Item = &'static Key> {
    KEYS.iter().filter(move |key| key.parent() == path && key.path != path)
}

/// What every key has unless its row says otherwise.
const KEY: Key = Key {
    path: "",
    shape: Shape::Text,
    default: "",
    required: false,
    since: "0.1.0",
    text: "",
    example: "",
};

/// Every key, sections before what they hold, in the order of the reference page.
pub(crate) const KEYS: &[Key] = &[
    Key {
        path: "site",
        shape: Shape::Section,
        text: "What the portal as a whole is called, where it is served and how it looks.",
        ..KEY
    },
    Key {
        path: "site.title",
        default: "Developer portal",
        text: "The name of the portal, at the top of each page and in the browser's tab.",
        example: "Acme developer portal",
        ..KEY
    },
    Key {
        path: "site.url",
        shape: Shape::Url,
        text: "Where the portal will be served. Links between pages are relative and do not need it; \
               only the page for missing addresses does. \
               In a GitLab pipeline the variable `CI_PAGES_URL` is used if the key is not written.",
        example: "https://portal.acme.example/",
        ..KEY
    },
    Key {
        path: "site.audience",
        shape: Shape::Choice(&["public", "internal", "members"]),
        default: "public",
        text: "Who can open the portal: everybody, everybody who is signed in, or members only. \
               What is less visible on GitLab than the portal is left out. \
               Directories have no visibility of their own and are shown whole.",
        example: "members",
        ..KEY
    },
    Key {
        path: "site.description",
        text: "One or two sentences below the title of the home page, and what search engines show.",
        example: "Services, APIs and teams of Acme",
        ..KEY
    },
    Key {
        path: "site.language",
        shape: Shape::Language,
        default: "en",
        text: "The language in which the projects are written, for browsers and screen readers.",
        example: "en-GB",
        ..KEY
    },
    Key {
        path: "site.images",
        shape: Shape::List,
        default: "[]",
        text: "Hosts whose images pages may show. An image of any other host becomes a link with its \
               alternative text, so that no reader's address is sent to a host nobody chose.",
        example: "[img.shields.io]",
        ..KEY
    },
    Key { path: "site.images[]", shape: Shape::Host, ..KEY },
    Key {
        path: "site.theme",
        shape: Shape::Path,
        text: "A folder whose files replace or add to those of the default theme.",
        example: "./theme",
        ..KEY
    },
    Key {
        path: "site.brand",
        shape: Shape::Color,
        text: "The accent colour of links and buttons. \
               Write it in quotes: a `#` behind a space begins a comment in YAML.",
        example: "\"#2f5d8a\"",
        ..KEY
    },
    Key {
        path: "sources",
        shape: Shape::List,
        default: "[]",
        text: "Where projects are read from. Several sources make one catalog. \
               Each item is either a `directory` or a `gitlab`. \
               A folder named on the command line takes the place of the whole list.",
        example: "[{ directory: ./repositories }]",
        ..KEY
    },
    Key { path: "sources[]", shape: Shape::Section, ..KEY },
    Key {
        path: "sources[].directory",
        shape: Shape::Path,
        text: "A folder whose tree mirrors `group/subgroup/project`. \
               A project is the topmost folder that holds `.git` or `.portolan.yaml`; \
               if there is none at all, each folder directly below that holds a README or a descriptor.",
        example: "./repositories",
        ..KEY
    },
    Key {
        path: "sources[].depth",
        shape: Shape::Count,
        text: "Takes every folder this many levels below the directory as a project, \
               whether or not it holds `.git` or `.portolan.yaml`. Only beside `directory`.",
        example: "2",
        ..KEY
    },
    Key {
        path: "sources[].files",
        shape: Shape::List,
        default: "[]",
        text: "Further files that are wanted of each project, beside those that portolan wants anyway. \
               Globs over paths within the project; `*` stops at a slash, `**` does not.",
        example: "[\"deploy/*.yaml\"]",
        ..KEY
    },
    Key { path: "sources[].files[]", shape: Shape::Glob, ..KEY },
    Key {
        path: "sources[].exclude",
        shape: Shape::List,
        default: "[]",
        text: "Projects and folders that are left out. \
               Globs over paths below the directory; of a `gitlab`, over whole project paths such as \
               `acme/payments/checkout`. `*` stops at a slash, `**` does not.",
        example: "[\"sandbox/**\", \"*/playground\"]",
        ..KEY
    },
    Key { path: "sources[].exclude[]", shape: Shape::Glob, ..KEY },
    Key {
        path: "sources[].gitlab",
        shape: Shape::Section,
        text: "Groups of a GitLab instance, read through its API with a token. \
               The guide's page on GitLab says which token, and what is asked for.",
        ..KEY
    },
    Key {
        path: "sources[].gitlab.url",
        shape: Shape::Url,
        default: "https://gitlab.com/",
        text: "The address of the instance. One that is served below a path, say \
               `https://acme.example/gitlab/`, is written with the path. \
               It begins with `https:` unless the instance is on this machine; see `allow_http`.",
        example: "https://gitlab.acme.example/",
        ..KEY
    },
    Key {
        path: "sources[].gitlab.token_env",
        shape: Shape::Variable,
        default: "GITLAB_TOKEN",
        text: "The name of the environment variable that holds the token. \
               The token itself never stands in the file.",
        example: "PORTAL_TOKEN",
        ..KEY
    },
    Key {
        path: "sources[].gitlab.groups",
        shape: Shape::List,
        required: true,
        text: "Paths of the groups to read, with all that is below them.",
        example: "[acme, partners/shared]",
        ..KEY
    },
    Key { path: "sources[].gitlab.groups[]", shape: Shape::Text, ..KEY },
    Key {
        path: "sources[].gitlab.include",
        shape: Shape::List,
        default: "[]",
        text: "Projects of these groups that are read; without it all of them. \
               Globs over whole project paths such as `acme/payments/checkout`; \
               `*` stops at a slash, `**` does not.",
        example: "[\"acme/payments/**\", \"acme/*/web\"]",
        ..KEY
    },
    Key { path: "sources[].gitlab.include[]", shape: Shape::Glob, ..KEY },
    Key {
        path: "sources[].gitlab.topics",
        shape: Shape::List,
        default: "[]",
        text: "Only projects with at least one of these topics are read; without it all of them.",
        example: "[service, library]",
        ..KEY
    },
    Key { path: "sources[].gitlab.topics[]", shape: Shape::Text, ..KEY },
    Key {
        path: "sources[].gitlab.exclude_topics",
        shape: Shape::List,
        default: "[]",
        text: "Projects with one of these topics are left out.",
        example: "[experiment]",
        ..KEY
    },
    Key { path: "sources[].gitlab.exclude_topics[]", shape: Shape::Text, ..KEY },
    Key {
        path: "sources[].gitlab.archived",
        shape: Shape::Bool,
        default: "false",
        text: "Whether archived projects are read.",
        example: "true",
        ..KEY
    },
    Key {
        path: "sources[].gitlab.forks",
        shape: Shape::Bool,
        default: "true",
        text: "Whether projects that are forks of others are read.",
        example: "false",
        ..KEY
    },
    Key {
        path: "sources[].gitlab.docs",
        shape: Shape::Bool,
        default: "true",
        text: "Whether trees of documentation are read, at the price of one request more for each \
               project that has one and has changed.",
        example: "false",
        ..KEY
    },
    Key {
        path: "sources[].gitlab.versions",
        shape: Shape::Between(0, 100),
        default: "10",
        text: "Of how many releases the templates of a CI/CD component project are read, the newest \
               first; 0 reads those of the default branch alone.",
        example: "3",
        ..KEY
    },
    Key {
        path: "sources[].gitlab.members",
        shape: Shape::Bool,
        default: "false",
        text: "Whether the people in groups become users of the catalog. \
               Their names are then shown to everybody who can open the portal.",
        example: "true",
        ..KEY
    },
    Key {
        path: "sources[].gitlab.environments",
        shape: Shape::Bool,
        default: "false",
        text: "Whether pages show where a project is deployed, at the price of one request more for \
               each project.",
        example: "true",
        ..KEY
    },
    Key {
        path: "sources[].gitlab.ca_file",
        shape: Shape::Path,
        text: "A file of certificates in PEM that are trusted beside those of the system, \
               for an instance whose certificate is signed by an authority of your own.",
        example: "./acme-ca.pem",
        ..KEY
    },
    Key {
        path: "sources[].gitlab.allow_http",
        shape: Shape::Bool,
        default: "false",
        text: "Whether `url` may begin with `http:`. \
               The token then crosses the network where others can read it.",
        example: "true",
        ..KEY
    },
    Key {
        path: "sources[].gitlab.concurrency",
        shape: Shape::Between(1, 16),
        default: "4",
        text: "How many requests are under way at the same time.",
        example: "2",
        ..KEY
    },
    Key {
        path: "catalog",
        shape: Shape::Section,
        text: "How the projects' descriptors become a catalog.",
        ..KEY
    },
    Key {
        path: "catalog.descriptors",
        shape: Shape::List,
        default: "[\"catalog-info.yaml\", \"catalog-info.yml\", \".backstage/*.yaml\", \".backstage/*.yml\"]",
        text: "Which files of a project describe entities. \
               Globs over paths within the project; what is written takes the place of the default.",
        example: "[\"catalog-info.yaml\", \"docs/entities/*.yaml\"]",
        ..KEY
    },
    Key { path: "catalog.descriptors[]", shape: Shape::Glob, ..KEY },
    Key {
        path: "catalog.links",
        shape: Shape::List,
        default: "[]",
        text: "Links that each entity with a certain annotation gets.",
        example: "[{ annotation: pagerduty.com/service-id, title: On call, url: \"https://acme.pagerduty.example/services/{value}\" }]",
        ..KEY
    },
    Key { path: "catalog.links[]", shape: Shape::Section, ..KEY },
    Key {
        path: "catalog.links[].annotation",
        required: true,
        text: "The annotation whose presence makes the link.",
        example: "grafana/dashboard-selector",
        ..KEY
    },
    Key {
        path: "catalog.links[].title",
        required: true,
        text: "What the link is called.",
        example: "Dashboard",
        ..KEY
    },
    Key {
        path: "catalog.links[].url",
        shape: Shape::UrlTemplate,
        required: true,
        text: "Where it leads; `{value}` stands for the annotation's value.",
        example: "\"https://grafana.acme.example/dashboards?tag={value}\"",
        ..KEY
    },
    Key {
        path: "content",
        shape: Shape::List,
        default: "[]",
        text: "Folders of Markdown that become pages of the portal beside those of the projects.",
        example: "[{ directory: ./handbook, title: Handbook }]",
        ..KEY
    },
    Key { path: "content[]", shape: Shape::Section, ..KEY },
    Key {
        path: "content[].directory",
        shape: Shape::Path,
        required: true,
        text: "The folder.",
        example: "./handbook",
        ..KEY
    },
    Key {
        path: "content[].title",
        text: "What the navigation calls it; without it the folder's name.",
        example: "Handbook",
        ..KEY
    },
    Key {
        path: "limits",
        shape: Shape::Section,
        text: "What is too large to be read. What is left out is named on the health page. \
               Sizes are bytes or have a unit: `kB`, `MB`, `GB` count in thousands, `KiB`, `MiB`, `GiB` in 1024.",
        ..KEY
    },
    Key {
        path: "limits.descriptor",
        shape: Shape::Size,
        default: "1 MiB",
        text: "The largest descriptor, settings or pipeline file.",
        example: "500 kB",
        ..KEY
    },
    Key {
        path: "limits.readme",
        shape: Shape::Size,
        default: "1 MiB",
        text: "The largest README or page of documentation.",
        example: "2 MiB",
        ..KEY
    },
    Key {
        path: "limits.api_file",
        shape: Shape::Size,
        default: "20 MiB",
        text: "The largest API description.",
        example: "50 MiB",
        ..KEY
    },
    Key {
        path: "limits.image",
        shape: Shape::Size,
        default: "2 MiB",
        text: "The largest image that a page shows.",
        example: "500 kB",
        ..KEY
    },
    Key {
        path: "limits.files",
        shape: Shape::Count,
        default: "50000",
        text: "How many files of one project are looked at.",
        example: "100000",
        ..KEY
    },
    Key {
        path: "apis",
        shape: Shape::Section,
        text: "How descriptions of APIs are found, shown and judged.",
        ..KEY
    },
    Key {
        path: "apis.infer",
        shape: Shape::Bool,
        default: "true",
        text: "Whether a description that no descriptor names becomes an API of the catalog, owned by \
               whoever owns its project.",
        example: "false",
        ..KEY
    },
    Key {
        path: "apis.versions",
        shape: Shape::Between(0, 20),
        default: "3",
        text: "At how many releases each description is shown beside that of the default branch, the newest \
               first; 0 shows the default branch alone.",
        example: "1",
        ..KEY
    },
    Key {
        path: "apis.lint",
        shape: Shape::Bool,
        default: "true",
        text: "Whether descriptions are judged: operations without an id, a summary, errors, and the like. \
               What is found is of severity `info`.",
        example: "false",
        ..KEY
    },
    Key {
        path: "apis.ignore",
        shape: Shape::List,
        default: "[]",
        text: "Codes of findings about API descriptions that nobody is told of.",
        example: "[api-operation-id, api-example]",
        ..KEY
    },
    Key { path: "apis.ignore[]", shape: Shape::Text, ..KEY },
    Key {
        path: "apis.try_it",
        shape: Shape::List,
        default: "[]",
        text: "The APIs that readers may call from their browser, as references such as \
               `api:acme/orders`, or `*` for all. Each gets a console on a page of its own, which sends what \
               the reader types to the servers that the description names and stores nothing. The API has to \
               allow requests from the portal's address (CORS).",
        example: "[\"api:acme/orders\"]",
        ..KEY
    },
    Key { path: "apis.try_it[]", shape: Shape::Text, ..KEY },
    Key {
        path: "guard",
        shape: Shape::Section,
        text: "When a build is refused rather than published, because it looks like an accident.",
        ..KEY
    },
    Key {
        path: "guard.max_shrink",
        shape: Shape::Between(0, 100),
        default: "5",
        text: "How many per cent of the projects, and separately of the entities, may be gone since the \
               past build; fewer than three missing ones are always accepted. \
               `--accept-shrink` accepts any number once.",
        example: "20",
        ..KEY
    },
    Key {
        path: "guard.max_failed",
        shape: Shape::Between(0, 100),
        default: "10",
        text: "How many per cent of the projects of a GitLab instance may be unreadable in one run. \
               If there are more, nothing is published and the exit code is 4.",
        example: "25",
        ..KEY
    },
    Key {
        path: "guard.max_stale",
        shape: Shape::Count,
        default: "7",
        text: "For how many days the last good content of a project is shown in place of what could not \
               be read. The page says that it is old, and from when it is.",
        example: "2",
        ..KEY
    },
];
