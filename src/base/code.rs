//! Every diagnostic code there is: public, stable, never reused.
//!
//! The reference page `content/diagnostics.md` is generated from this table, so a code cannot be
//! added without its explanation.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Area, Severity};

macro_rules! codes {
    ($( $variant:ident $name:literal $area:ident $severity:ident $meaning:literal $fix:literal )*) => {
        /// A kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub(crate) enum Code {
            $( #[doc = $meaning] #[serde(rename = $name)] $variant, )*
        }

        impl Code {
            /// All codes, in the order of the reference page.
            pub(crate) const ALL: &'static [Code] = &[$( Code::$variant, )*];

            /// The kebab-case name.
            pub(crate) fn as_str(self) -> &'static str {
                match self { $( Code::$variant => $name, )* }
            }

            /// Which part of the world the finding is about.
            pub(crate) fn area(self) -> Area {
                match self { $( Code::$variant => Area::$area, )* }
            }

            /// How much it matters unless configured otherwise.
            pub(crate) fn severity(self) -> Severity {
                match self { $( Code::$variant => Severity::$severity, )* }
            }

            /// One sentence that explains the code.
            pub(crate) fn meaning(self) -> &'static str {
                match self { $( Code::$variant => $meaning, )* }
            }

            /// One sentence on what to do about it.
            pub(crate) fn fix(self) -> &'static str {
                match self { $( Code::$variant => $fix, )* }
            }
        }
    };
}

codes! {
    // The file by itself.
    YamlSyntax "yaml-syntax" Document Error
        "The file is not YAML 1.2." "Mend the syntax at the place named; tabs and unclosed quotes are the usual causes."
    YamlBudget "yaml-budget" Document Error
        "The file is larger, deeper or expands to more than a descriptor may." "Split the file, or raise `limits` if it is honest."
    NotUtf8 "not-utf8" Document Error
        "The file is not UTF-8 text." "Save the file as UTF-8."
    NotAnObject "not-an-object" Document Error
        "A document's root is not a mapping." "Begin the document with `apiVersion:`, `kind:`, `metadata:` and `spec:`."
    MissingField "missing-field" Document Error
        "A required field is missing." "Add the field."
    InvalidField "invalid-field" Document Error
        "A field's value is of the wrong type or shape." "Write the value in the form that the message names."
    UnknownField "unknown-field" Document Error
        "A field stands at the root of a document that has no such field." "Move it below `metadata` or `spec`, or remove it."
    UnknownKind "unknown-kind" Document Error
        "The document's kind or its version is not one we know." "Use one of the known kinds, spelled exactly."
    InvalidName "invalid-name" Document Error
        "A name, namespace, label, annotation key or tag has characters that it may not have." "Use letters, digits and `-_.`; at most 63 characters."
    UnsafeLink "unsafe-link" Document Warning
        "A link has a scheme that a browser would run or that we do not show." "Use `https:`, `http:` or `mailto:`."
    Substitution "substitution" Document Error
        "A `$text`, `$json` or `$yaml` placeholder could not be replaced." "Point it at a file of the same repository."
    LocationTarget "location-target" Document Warning
        "A Location names a file that is not there or may not be read." "Mend the path, or set `presence: optional`."
    ApiUnreadable "api-unreadable" Document Warning
        "An API description could not be read." "Mend the file at the place named."
    ComponentUnreadable "component-unreadable" Pipeline Warning
        "A CI/CD component's `spec:inputs` could not be read." "Mend the file at the place named."
    PipelineUnreadable "pipeline-unreadable" Pipeline Warning
        "A project's CI configuration could not be read." "Mend the file at the place named."
    ComponentSpec "component-spec" Pipeline Warning
        "An input's specification contradicts itself, or says what GitLab refuses." "Mend the input at the place named."
    FloatingVersion "floating-version" Pipeline Warning
        "A pipeline includes a component at `~latest`, or something at a branch: it changes without anybody changing the pipeline." "Name a version, or a range such as `1` or `1.2`."
    RemoteIntegrity "remote-integrity" Pipeline Warning
        "A pipeline includes a file from elsewhere without a checksum: whoever changes that file changes the pipeline." "Add `integrity: sha256-…`, or keep a copy in a project."
    DocsUnreadable "docs-unreadable" Document Warning
        "The navigation of `mkdocs.yml` could not be read; pages stand in the order of their paths." "Mend the file at the place named."
    SettingsInvalid "settings-invalid" Document Warning
        "A project's `.portolan.yaml` holds something we do not know." "Remove or mend the key; the rest of the file still counts."
    // Between files.
    InvalidReference "invalid-reference" Catalog Error
        "A reference to an entity cannot be understood, so this relation is left out." "Write `[kind:][namespace/]name`; `dependsOn` and `dependencyOf` need the kind."
    DanglingReference "dangling-reference" Catalog Warning
        "A reference names an entity that does not exist." "Mend the name, or describe the entity."
    DanglingOwner "dangling-owner" Catalog Warning
        "An owner names a group or user that does not exist." "Mend the name, or describe the group."
    WrongKind "wrong-kind" Catalog Warning
        "A reference names an entity of a kind that this field cannot hold." "Refer to an entity of one of the kinds named."
    DuplicateEntity "duplicate-entity" Catalog Error
        "Two documents describe the same entity; the first in order of project and file is kept." "Rename or remove one of them."
    NoOwner "no-owner" Catalog Info
        "Nobody is named as the owner of an entity." "Add `spec.owner`, or a CODEOWNERS file."
    // Between pipelines and what they include.
    UnknownComponent "unknown-component" Pipeline Error
        "A pipeline includes a component that its project does not have." "Mend the name; the message tells the nearest one."
    UnknownVersion "unknown-version" Pipeline Warning
        "A pipeline asks for a version of which no release is known; a tag without a release may have that name." "Name a release of the component."
    MissingInclude "missing-include" Pipeline Error
        "A pipeline includes a file that is not there." "Mend the path, or remove the include."
    CircularInclude "circular-include" Pipeline Error
        "CI files include one another in a circle." "Remove one of the includes."
    MissingInput "missing-input" Pipeline Error
        "An include does not give an input that must be given." "Add the input below `inputs:`."
    UnknownInput "unknown-input" Pipeline Error
        "An include gives an input that what it includes does not have." "Mend the name, or remove the input."
    InvalidInput "invalid-input" Pipeline Error
        "An include gives an input a value of the wrong type, or one that its options or its pattern do not allow." "Give a value that the message names."
    OutdatedComponent "outdated-component" Pipeline Warning
        "A pipeline includes a component at a version that is behind by a major one." "Read what changed, and move to the newest version."
    DeprecatedComponent "deprecated-component" Pipeline Warning
        "A pipeline includes a component that its authors have deprecated." "Move to its replacement."
    // In API descriptions.
    ApiReference "api-reference" Api Warning
        "An API description refers to something that is not there, or that may not be read." "Mend the reference; only files of the same repository can be referred to."
    ApiInvalid "api-invalid" Api Warning
        "A part of an API description is not what its format asks for; the rest is shown." "Mend the part at the place named."
    ApiDuplicateId "api-duplicate-id" Api Warning
        "Two operations have the same id, so generated clients cannot tell them apart." "Give each operation an id of its own."
    ApiOperationId "api-operation-id" Api Info
        "An operation has no id: generated clients name it as they like." "Add `operationId`."
    ApiSummary "api-summary" Api Info
        "An operation has no summary." "Say in one line what it does."
    ApiDescription "api-description" Api Info
        "An API, a message, a field or a method is not described." "Say what it is for."
    ApiExample "api-example" Api Info
        "A body has neither an example nor a schema from which one could be made." "Add an example."
    ApiErrors "api-errors" Api Info
        "An operation does not say what comes back when it goes wrong." "Describe a response of 4XX, or `default`."
    ApiSecurity "api-security" Api Info
        "An operation does not say how callers prove who they are." "Add `security`; `[]` says that anybody may call."
    ApiPaths "api-paths" Api Info
        "A path is written unlike the others: with a slash at its end, in other letters, or with a variable of another name." "Write all paths in one way."
    ApiBreaking "api-breaking" Api Warning
        "An API changed such that callers may break, and its major version is the same." "Undo the change, or publish a new major version."
    ApiTryIt "api-try-it" Api Warning
        "An API that readers should be able to call has no console." "Name a server with an absolute address in the description, or mend `apis.try_it`."
    // Pages.
    BrokenLink "broken-link" Page Warning
        "A link leads nowhere." "Mend the target, or remove the link."
    BrokenFragment "broken-fragment" Page Warning
        "A link names a heading that the page does not have." "Use the heading's id, lower-case with dashes."
    BrokenImage "broken-image" Page Warning
        "An image cannot be shown." "Commit the image as PNG, JPEG, GIF, WebP or AVIF, or list its host in `site.images`."
    MarkdownNesting "markdown-nesting" Page Warning
        "A document nests deeper, or grows larger, than a page can hold; it is shown as text." "Make the document simpler."
    ProjectPanicked "project-panicked" Source Error
        "Reading one project ran into a defect of ours; the project is shown without its descriptors." "Report it with the file named."
    // The source.
    SourceEmpty "source-empty" Source Warning
        "A source holds no projects." "Check the path, or set `depth`."
    DuplicateProject "duplicate-project" Source Warning
        "Two sources hold a project of the same path." "Remove one of the two, or place it in another group."
    FileTooLarge "file-too-large" Source Warning
        "A file is larger than its limit and was left out." "Make it smaller, or raise the limit."
    FileUnreadable "file-unreadable" Source Warning
        "A file or folder could not be read." "Check its permissions."
    TooManyFiles "too-many-files" Source Warning
        "A project has more files than are read; the rest was left out." "Keep generated files out of the repository, or raise `limits.files`."
    SkippedLink "skipped-link" Source Info
        "A wanted file is a symbolic link, a device or a pipe, and was not read." "Commit the file itself."
    ProjectStale "project-stale" Source Warning
        "A project could not be read in this run, so the content of an earlier one is shown." "The message names the cause; the next run begins with this project."
    ProjectUnread "project-unread" Source Warning
        "A project could not be read in this run, and no earlier one had read it." "The message names the cause; the next run begins with this project."
    NoRepositoryAccess "no-repository-access" Source Info
        "The token sees a project but not its files." "Give the token's user the role Reporter there, or leave the project out with `exclude`."
    StoredInLfs "stored-in-lfs" Source Info
        "A wanted file is kept in Git LFS and was not read." "Commit the file itself; text belongs in Git."
    TokenExpires "token-expires" Source Warning
        "The token expires within 30 days." "Make a new token and change the CI/CD variable that holds it."
    DetailsUnread "details-unread" Source Warning
        "GitLab did not say who is in a group or where a project runs, or counts more projects than it shows." "The message names the cause; the rest is complete."
    // The configuration.
    ConfigSyntax "config-syntax" Config Error
        "The configuration is not YAML." "Mend the syntax at the place named."
    ConfigUnknownKey "config-unknown-key" Config Error
        "The configuration has a key that does not exist." "Use the nearest name, or remove the key."
    ConfigInvalid "config-invalid" Config Error
        "A value of the configuration cannot be used." "Write the value in the form that the message names."
    ConfigMissing "config-missing" Config Error
        "The configuration lacks a key that it needs." "Add the key."
    ConfigSecret "config-secret" Config Error
        "A secret stands in the configuration." "Name the environment variable that holds it in `token_env`, and revoke what was written."
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}
