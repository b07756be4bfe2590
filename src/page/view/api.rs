//! What a template sees of an API reference.
//!
//! Trees of schemas come flat: rows in reading order, each with whether its `<details>` opens behind it
//! and how many close, so that a template needs a loop and no recursion.

use serde::Serialize;

use super::{EntityLink, TextLink};
use crate::markdown::SafeHtml;

/// What every page of a reference says of the API that it belongs to.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiHead {
    /// The API.
    pub api: EntityLink,
    /// Who owns it.
    pub owner: Option<EntityLink>,
    /// The overview of this edition.
    pub overview: TextLink,
    /// The version of the API, or empty.
    pub version: String,
    /// `OpenAPI 3.1.0`.
    pub format: String,
    /// The tag of the release that is shown; empty for what is in the repository now.
    pub edition: String,
    /// Where the newest edition says the same; of the edition that is now, none.
    pub latest: Option<TextLink>,
    /// All editions, the one of now first; empty if there is only that.
    pub editions: Vec<EditionLink>,
}

/// One edition of an API in the switcher.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EditionLink {
    /// The tag; `now` for what is in the repository.
    pub label: String,
    /// RFC 3339 of its release, or empty.
    pub at: String,
    /// The day of its release, or empty.
    pub date: String,
    /// The same page there, or the overview.
    pub href: String,
    /// Whether it is the one that is shown.
    pub current: bool,
}

/// What the page of an API says beyond what every entity's page does.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiView {
    /// What every page of the reference says.
    pub head: ApiHead,
    /// Its title in the description, where it is not that of the page.
    pub title: String,
    /// Why it could not be understood; or empty.
    pub problem: String,
    /// The description's text, if nothing else can be shown.
    pub code: Option<SafeHtml>,
    /// One sentence, or empty.
    pub summary: SafeHtml,
    /// What it is.
    pub description: SafeHtml,
    /// `12 operations`, `30 schemas`.
    pub counts: Vec<String>,
    /// Where it can be called.
    pub servers: Vec<ServerView>,
    /// How callers prove who they are.
    pub schemes: Vec<SchemeView>,
    /// A call to begin with, in one or several languages.
    pub first_call: Vec<SampleView>,
    /// The operation of `first_call`.
    pub first_operation: Option<OperationLink>,
    /// What the operations are grouped by.
    pub groups: Vec<GroupLink>,
    /// Named schemas that have pages: the first of them.
    pub schemas: Vec<SchemaLink>,
    /// The list of all schemas, if `schemas` are not all.
    pub all_schemas: Option<TextLink>,
    /// What else is defined.
    pub definitions: Vec<DefinitionView>,
    /// Contact, licence and the like.
    pub facts: Vec<ApiFact>,
    /// Where more is written.
    pub docs: Option<TextLink>,
    /// The files it was read from.
    pub files: Vec<TextLink>,
    /// The description itself, to download.
    pub download: Option<TextLink>,
    /// What changed from version to version.
    pub changes: Option<TextLink>,
    /// The page from which readers call it, if there is one.
    pub try_it: Option<TextLink>,
    /// How many findings there are about it; they stand on the same page.
    pub findings: usize,
}

/// The page of an earlier edition: an overview without the entity around it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiEditionView {
    /// The title of the page.
    pub title: String,
    /// The overview.
    pub api: ApiView,
}

/// A label with what it says.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct ApiFact {
    /// What it is.
    pub label: String,
    /// What it says; where it leads if that may be followed.
    pub value: TextLink,
    /// Whether the value is code.
    pub is_code: bool,
    /// A value of many lines, highlighted; then `value` is empty.
    pub code: Option<SafeHtml>,
}

/// Where an API can be called.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct ServerView {
    /// Its name, or empty.
    pub name: String,
    /// Its address as written.
    pub url: String,
    /// Its protocol where the address does not tell; or empty.
    pub protocol: String,
    /// What it is for.
    pub description: SafeHtml,
    /// The parts of the address that callers choose.
    pub variables: Vec<VariableView>,
    /// What else is said.
    pub facts: Vec<ApiFact>,
}

/// A part of a server's address that callers choose.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct VariableView {
    /// Its name.
    pub name: String,
    /// What it is unless chosen; or empty.
    pub default: String,
    /// What it may be; empty if anything.
    pub options: Vec<String>,
    /// What it is for.
    pub description: SafeHtml,
}

/// A way of proving who calls.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct SchemeView {
    /// Its anchor on the overview.
    pub id: String,
    /// Its name in the description.
    pub name: String,
    /// `API key in the header X-Key`, `Bearer token (JWT)`, …
    pub what: String,
    /// What it is.
    pub description: SafeHtml,
    /// Whether nobody should begin to use it.
    pub deprecated: bool,
    /// The flows of OAuth 2.
    pub flows: Vec<FlowView>,
    /// What else is said.
    pub facts: Vec<ApiFact>,
}

/// A flow of OAuth 2.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct FlowView {
    /// `Authorization code`.
    pub name: String,
    /// Addresses of it.
    pub addresses: Vec<ApiFact>,
    /// What may be asked for.
    pub scopes: Vec<ScopeView>,
}

/// A right that a caller may ask for.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct ScopeView {
    /// Its name.
    pub name: String,
    /// What it allows.
    pub description: SafeHtml,
}

/// An operation as lists name it.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct OperationLink {
    /// `GET`, `SEND`, `QUERY`, …
    pub verb: String,
    /// The class of the verb: `get`, `post`, `put`, `patch`, `delete`, `send`, `receive`, `query`, `rpc`, `other`.
    pub tone: &'static str,
    /// The path, the channel's address, the field, the procedure.
    pub address: String,
    /// What it is called.
    pub title: String,
    /// Where its page is.
    pub href: String,
    /// Whether it is the page at hand.
    pub current: bool,
    /// Whether nobody should begin to use it.
    pub deprecated: bool,
    /// `webhook`, or empty.
    pub note: &'static str,
}

/// A group on the overview.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct GroupLink {
    /// What it is called.
    pub title: String,
    /// Where its page is.
    pub href: String,
    /// `tag`, `channel`, `service`, …
    pub sort: &'static str,
    /// One line, or empty.
    pub summary: String,
    /// How many operations it has.
    pub count: usize,
    /// They, if there are few in all.
    pub operations: Vec<OperationLink>,
}

/// A named schema as lists name it.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct SchemaLink {
    /// Its name.
    pub name: String,
    /// Where its page is.
    pub href: String,
    /// `enum`, `interface`, … or empty.
    pub sort: String,
    /// One line, or empty.
    pub summary: String,
}

/// Something that is defined beside operations and schemas.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct DefinitionView {
    /// Its anchor.
    pub id: String,
    /// `directive`, `extension`.
    pub sort: &'static str,
    /// Its name.
    pub name: String,
    /// Its text.
    pub code: SafeHtml,
    /// What it is for.
    pub description: SafeHtml,
}

/// The list of the operations of one group.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiGroupView {
    /// What every page of the reference says.
    pub head: ApiHead,
    /// What it is called.
    pub title: String,
    /// `tag`, `channel`, `service`, …
    pub sort: &'static str,
    /// What it is for.
    pub description: SafeHtml,
    /// Where more is written.
    pub docs: Option<TextLink>,
    /// What else is said.
    pub facts: Vec<ApiFact>,
    /// How many operations there are in all.
    pub total: usize,
    /// Those of this page of the list.
    pub operations: Vec<OperationLink>,
    /// Other pages of a long list.
    pub pages: Vec<super::PageLink>,
    /// The other groups.
    pub groups: Vec<GroupLink>,
    /// Where it stands.
    pub source: Option<TextLink>,
}

/// The list of all schemas.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiSchemasView {
    /// What every page of the reference says.
    pub head: ApiHead,
    /// The title of the page.
    pub title: String,
    /// How many there are in all.
    pub total: usize,
    /// Those of this page of the list.
    pub schemas: Vec<SchemaLink>,
    /// Other pages of a long list.
    pub pages: Vec<super::PageLink>,
}

/// The page of one schema.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiSchemaView {
    /// What every page of the reference says.
    pub head: ApiHead,
    /// Its name.
    pub title: String,
    /// What it is called besides, or empty.
    pub subtitle: String,
    /// `message`, `enum`, `interface`, …; `schema` where the format does not tell.
    pub sort: &'static str,
    /// Its form.
    pub tree: TreeView,
    /// Examples, those of its author first.
    pub examples: Vec<ExampleView>,
    /// Operations that use it.
    pub operations: Vec<OperationLink>,
    /// Schemas that use it.
    pub schemas: Vec<SchemaLink>,
    /// How many users are not listed.
    pub left_out: usize,
    /// Where it stands.
    pub source: Option<TextLink>,
}

/// The page of one operation: an HTTP operation, a message, a GraphQL field, a remote procedure.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiOperationView {
    /// What every page of the reference says.
    pub head: ApiHead,
    /// The title of the page.
    pub title: String,
    /// What can be called, with its answers.
    pub operation: OperationView,
    /// The operations of the same group around this one.
    pub list: OperationList,
    /// Calls in several languages.
    pub samples: Vec<SampleView>,
    /// The page from which readers call it, if there is one.
    pub try_it: Option<TextLink>,
    /// The operation before in its group.
    pub previous: Option<TextLink>,
    /// The operation behind.
    pub next: Option<TextLink>,
    /// Where it stands.
    pub source: Option<TextLink>,
}

/// The operations of a group around one of them.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct OperationList {
    /// The group.
    pub group: TextLink,
    /// How many there are in all.
    pub total: usize,
    /// Those around the current one.
    pub items: Vec<OperationLink>,
}

/// What can be called, with its answers. Callbacks are such too.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct OperationView {
    /// What its anchors begin with; empty for the operation of the page itself.
    pub id: String,
    /// `GET`, `SEND`, `QUERY`, …
    pub verb: String,
    /// The class of the verb.
    pub tone: &'static str,
    /// The path, the channel's address, the field, the procedure.
    pub address: String,
    /// `Webhook`, `Sends messages`, `Mutation`, `Remote procedure`, … or empty for an HTTP operation.
    pub what: &'static str,
    /// The id as written, or empty.
    pub operation_id: String,
    /// One line, where it is not the title of the page; or empty.
    pub summary: String,
    /// What it does.
    pub description: SafeHtml,
    /// Why nobody should begin to use it.
    pub deprecated: Option<SafeHtml>,
    /// Which proof is needed; none where that means nothing.
    pub security: Option<SecurityView>,
    /// Where it can be called, if not at the servers of the API.
    pub servers: Vec<ServerView>,
    /// What it is given beside a body, by place.
    pub parameters: Vec<ParameterGroup>,
    /// The heading of the bodies: `Request body`, `Message`, `Request`.
    pub body_label: &'static str,
    /// Whether there must be a body.
    pub body_required: bool,
    /// What the body is for.
    pub body_description: SafeHtml,
    /// The bodies that it takes.
    pub bodies: Vec<ContentView>,
    /// The heading of the answers: `Responses`, `Result`, `Reply`.
    pub responses_label: &'static str,
    /// What may come back.
    pub responses: Vec<ResponseView>,
    /// What the API calls in return.
    pub callbacks: Vec<CallbackView>,
    /// Where more is written.
    pub docs: Option<TextLink>,
    /// What else is said.
    pub facts: Vec<ApiFact>,
}

/// Which proof an operation needs.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct SecurityView {
    /// Whether it can be called without any.
    pub is_optional: bool,
    /// The alternatives, of which one suffices; of each all are needed.
    pub alternatives: Vec<Vec<NeedView>>,
}

/// A proof that is needed.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct NeedView {
    /// The scheme, with a link to what it is.
    pub scheme: TextLink,
    /// `Bearer token (JWT)`, or empty.
    pub what: String,
    /// The rights that are needed.
    pub scopes: Vec<String>,
}

/// Parameters of one place.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct ParameterGroup {
    /// `Path parameters`, `Arguments`, …
    pub label: &'static str,
    /// The part of ids that means the place: `path`, `query`, …
    pub place: &'static str,
    /// They.
    pub rows: Vec<SchemaRow>,
}

/// A body of one or several media types, or a message.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct ContentView {
    /// The media types, of which all have the same form; or empty.
    pub media_types: Vec<String>,
    /// What it is called, if it is a message; or empty.
    pub title: String,
    /// Its name where that is not the title; or empty.
    pub name: String,
    /// One line, or empty.
    pub summary: String,
    /// What it is.
    pub description: SafeHtml,
    /// Why nobody should begin to use it.
    pub deprecated: Option<SafeHtml>,
    /// Whether `tree` is the form of each item of a stream.
    pub is_item: bool,
    /// Its form.
    pub tree: Option<TreeView>,
    /// The form of a message's headers.
    pub headers: Option<TreeView>,
    /// Examples.
    pub examples: Vec<ExampleView>,
    /// What else is said.
    pub facts: Vec<ApiFact>,
}

/// An example.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct ExampleView {
    /// What it is called.
    pub title: String,
    /// What it shows.
    pub description: SafeHtml,
    /// The example; none if it stands elsewhere.
    pub code: Option<SafeHtml>,
    /// Where it stands, if not here.
    pub elsewhere: Option<TextLink>,
    /// Whether it was made from the schema.
    pub is_generated: bool,
}

/// What may come back.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct ResponseView {
    /// Its anchor.
    pub id: String,
    /// `200`, `default`; or empty.
    pub status: String,
    /// `good`, `moved`, `bad`, or empty.
    pub tone: &'static str,
    /// What the status means, or the summary: one line.
    pub title: String,
    /// What it means.
    pub description: SafeHtml,
    /// Its headers.
    pub headers: Vec<SchemaRow>,
    /// Its bodies.
    pub contents: Vec<ContentView>,
    /// What can be called next.
    pub links: Vec<NextView>,
    /// What else is said.
    pub facts: Vec<ApiFact>,
}

/// What can be called next.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct NextView {
    /// Its name.
    pub name: String,
    /// The operation.
    pub operation: TextLink,
    /// What it is for.
    pub description: SafeHtml,
    /// Parameters and body.
    pub facts: Vec<ApiFact>,
}

/// What the API calls in return.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct CallbackView {
    /// Its name.
    pub name: String,
    /// What is called.
    pub operations: Vec<OperationView>,
}

/// A sample in one language.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct SampleView {
    /// What the choice is remembered by: the language in lower case.
    pub language: String,
    /// What it is called.
    pub label: String,
    /// The code.
    pub code: SafeHtml,
}

/// The form of a value.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct TreeView {
    /// The value itself; its name is empty.
    pub root: SchemaRow,
    /// What it is made of.
    pub rows: Vec<SchemaRow>,
}

/// One line of a tree, or one parameter.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct SchemaRow {
    /// Its anchor, or empty.
    pub id: String,
    /// Its name; or empty.
    pub name: String,
    /// What it is if it is no field: `one of`, `any other field`, `if`, …; or empty.
    pub role: String,
    /// What its type is.
    pub value_type: TypeView,
    /// Whether it must be given.
    pub required: bool,
    /// Words about it: `read-only`, `write-only`, `deprecated`.
    pub marks: Vec<&'static str>,
    /// What it must keep to and what else is said: `default`, `at least`, …
    pub notes: Vec<NoteView>,
    /// The values that it may be.
    pub values: Vec<ValueView>,
    /// How many values are not listed.
    pub values_left: usize,
    /// What it is for.
    pub description: SafeHtml,
    /// Why nobody should begin to use it; or empty.
    pub deprecated: SafeHtml,
    /// Where more is written.
    pub docs: Option<TextLink>,
    /// What is wrong with it; or empty.
    pub broken: String,
    /// The page that shows what is not shown here.
    pub more: Option<TextLink>,
    /// Whether `more` leads to something that this is a part of.
    pub is_recursive: bool,
    /// Whether the rows behind it, until they close, are its parts.
    pub opens: bool,
    /// What its parts are called: `5 fields`; or empty.
    pub parts: String,
    /// Whether its parts are shown at once.
    pub is_open: bool,
    /// How many rows with parts end behind this one.
    pub closes: usize,
}

/// What a type is called, part of it with a link.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct TypeView {
    /// What comes before the name: `list of `.
    pub before: String,
    /// The name, with a link to its page if it has one.
    pub name: TextLink,
    /// What comes behind.
    pub after: String,
}

/// A short remark on a value.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct NoteView {
    /// What it is: `default`, `at least`; or empty.
    pub label: String,
    /// The value, as code; or empty.
    pub code: String,
    /// What comes behind: `characters`; or empty.
    pub after: &'static str,
}

/// A value that something may be.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct ValueView {
    /// The value.
    pub value: String,
    /// Its number, or empty.
    pub number: String,
    /// What it means.
    pub description: SafeHtml,
    /// Whether nobody should begin to use it.
    pub deprecated: bool,
    /// Why, or empty.
    pub reason: SafeHtml,
    /// What else is said.
    pub notes: Vec<NoteView>,
}

/// What changed between the versions of an API.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiChangesView {
    /// What every page of the reference says.
    pub head: ApiHead,
    /// Who calls the API.
    pub consumers: Vec<EntityLink>,
    /// The same as an Atom feed.
    pub feed: String,
    /// Each step from one version to the next, newest first.
    pub steps: Vec<ApiStep>,
}

/// What changed from one version of an API to the next.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiStep {
    /// Its anchor.
    pub id: String,
    /// The older version.
    pub from: TextLink,
    /// The newer version.
    pub to: TextLink,
    /// RFC 3339 of the newer one, or empty.
    pub at: String,
    /// `2026-10-28`, or empty.
    pub date: String,
    /// What makes callers fail.
    pub breaking: Vec<ApiChangeRow>,
    /// What may make callers fail.
    pub risky: Vec<ApiChangeRow>,
    /// What no caller notices who does not want to.
    pub safe: Vec<ApiChangeRow>,
    /// How many changes are not listed.
    pub left_out: usize,
}

/// One change.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiChangeRow {
    /// What changed, names in backticks.
    pub text: String,
    /// The page that shows it.
    pub target: Option<TextLink>,
}

/// The page from which readers call an API.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ApiTryView {
    /// What every page of the reference says.
    pub head: ApiHead,
    /// What the form begins with: `servers` and `origins`, as JSON.
    pub data: String,
    /// The origins that the page may speak with: `https://api.example.com`.
    pub origins: Vec<String>,
    /// The operations that can be called, each once.
    pub groups: Vec<TryGroup>,
}

/// Operations of one group that can be called.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TryGroup {
    /// What the group is called, or empty.
    pub title: String,
    /// They.
    pub operations: Vec<TryOperation>,
}

/// An operation that can be called.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TryOperation {
    /// Its anchor. What the form asks for is beside the operation's page, with the ending `.json`.
    pub id: String,
    /// Its page.
    pub link: OperationLink,
}
