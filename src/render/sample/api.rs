//! The filled views of API references.

use super::{entity, html, link};
use crate::page::view::*;

fn plain(label: &str) -> TextLink {
    TextLink { label: label.to_owned(), href: None }
}

fn fact(label: &str, value: TextLink, is_code: bool) -> ApiFact {
    ApiFact { label: label.to_owned(), value, is_code, code: None }
}

fn head() -> ApiHead {
    let edition = |label: &str, date: &str, current| EditionLink {
        label: label.to_owned(),
        at: date.to_owned(),
        date: date.to_owned(),
        href: "create.html".to_owned(),
        current,
    };
    ApiHead {
        api: entity("api", "Orders API"),
        owner: Some(entity("group", "Checkout")),
        overview: link("Orders API", "../orders.html"),
        version: "2.3.0".to_owned(),
        format: "OpenAPI 3.1.0".to_owned(),
        edition: "v2.0.0".to_owned(),
        latest: Some(link("now", "../../op/create.html")),
        editions: vec![edition("now", "", false), edition("v2.0.0", "2026-10-02", true)],
    }
}

fn operation_link(verb: &str, tone: &'static str, current: bool) -> OperationLink {
    OperationLink {
        verb: verb.to_owned(),
        tone,
        address: "/orders/{id}".to_owned(),
        title: "An order".to_owned(),
        href: "order.html".to_owned(),
        current,
        deprecated: !current,
        note: "webhook",
    }
}

fn server() -> ServerView {
    ServerView {
        name: "live".to_owned(),
        url: "https://{region}.api.example.com".to_owned(),
        protocol: "kafka".to_owned(),
        description: html("Where <em>customers</em> are."),
        variables: vec![VariableView {
            name: "region".to_owned(),
            default: "eu".to_owned(),
            options: vec!["eu".to_owned(), "us".to_owned()],
            description: html("Where."),
        }],
        facts: vec![fact("binding", plain("1"), true)],
    }
}

fn row(id: &str, name: &str) -> SchemaRow {
    SchemaRow {
        id: id.to_owned(),
        name: name.to_owned(),
        value_type: TypeView {
            before: "array of ".to_owned(),
            name: link("Line", "../schema/line.html"),
            after: " or null".to_owned(),
        },
        required: true,
        marks: vec!["read-only", "deprecated"],
        notes: vec![NoteView { label: "at most".to_owned(), code: "5".to_owned(), after: "items" }],
        values: vec![ValueView {
            value: "open".to_owned(),
            number: "1".to_owned(),
            description: html("Nobody paid."),
            deprecated: true,
            reason: html("Everybody pays at once."),
            notes: vec![NoteView { label: "paid".to_owned(), code: "no".to_owned(), after: "" }],
        }],
        values_left: 2,
        description: html("<p>What was bought.</p>"),
        deprecated: html("Use <code>items</code>."),
        docs: Some(plain("javascript:alert(1)")),
        broken: "`#/gone` does not exist".to_owned(),
        more: Some(link("Line", "../schema/line.html")),
        is_recursive: true,
        parts: "2 fields".to_owned(),
        ..SchemaRow::default()
    }
}

/// Two levels, of which both end with the last row.
fn tree(prefix: &str) -> TreeView {
    let id = |name: &str| format!("{prefix}{name}");
    let role = |row: SchemaRow, role: &str| SchemaRow { role: role.to_owned(), ..row };
    TreeView {
        root: row("", ""),
        rows: vec![
            SchemaRow { opens: true, is_open: true, ..row(&id("lines"), "lines") },
            SchemaRow { opens: true, ..role(row(&id("lines.a"), ""), "one of") },
            SchemaRow { closes: 2, ..row(&id("lines.a.sku"), "sku") },
            SchemaRow { role: "…".to_owned(), ..SchemaRow::default() },
        ],
    }
}

fn example(title: &str) -> ExampleView {
    ExampleView {
        title: title.to_owned(),
        description: html("Small."),
        code: Some(html("<pre tabindex=\"0\"><code>{}</code></pre>")),
        elsewhere: Some(link("elsewhere", "https://example.com/order.json")),
        is_generated: true,
    }
}

fn content(prefix: &str) -> ContentView {
    ContentView {
        media_types: vec!["application/json".to_owned(), "application/xml".to_owned()],
        title: "Order".to_owned(),
        name: "order".to_owned(),
        summary: "An order.".to_owned(),
        description: html("<h4 id=\"x\">About</h4>").clone(),
        deprecated: Some(html("Old.")),
        is_item: true,
        tree: Some(tree(prefix)),
        headers: Some(tree(&format!("{prefix}header-"))),
        examples: vec![example("Example"), example("Large")],
        facts: vec![fact("encoding", plain("gzip"), false)],
    }
}

fn said(prefix: &str) -> OperationView {
    let id = |name: &str| format!("{prefix}{name}");
    let body = ContentView { description: html(""), ..content(&id("body-")) };
    let answer = ContentView { description: html(""), ..content(&id("res-200-")) };
    OperationView {
        id: prefix.trim_end_matches('-').to_owned(),
        verb: "POST".to_owned(),
        tone: "post",
        address: "/orders".to_owned(),
        what: "Webhook: the API calls this",
        operation_id: "createOrder".to_owned(),
        summary: "Create".to_owned(),
        description: html("<p>Creates.</p>"),
        deprecated: Some(html("Use v3.")),
        security: Some(SecurityView {
            is_optional: true,
            alternatives: vec![vec![NeedView {
                scheme: link("oauth", "../orders.html#scheme-oauth-0"),
                what: "OAuth 2".to_owned(),
                scopes: vec!["orders:write".to_owned()],
            }]],
        }),
        servers: vec![server()],
        parameters: vec![ParameterGroup {
            label: "Query parameters",
            place: "query",
            rows: vec![row(&id("param-query-limit"), "limit")],
        }],
        body_label: "Request body",
        body_required: true,
        body_description: html("<p>An order.</p>"),
        bodies: vec![body],
        responses_label: "Responses",
        responses: vec![ResponseView {
            id: id("res-200"),
            status: "200".to_owned(),
            tone: "good",
            title: "Created".to_owned(),
            description: html("<p>It is there.</p>"),
            headers: vec![row(&id("res-200-header-etag"), "ETag")],
            contents: vec![answer],
            links: vec![NextView {
                name: "read".to_owned(),
                operation: link("An order", "order.html"),
                description: html("Read it."),
                facts: vec![fact("id", plain("$response.body#/id"), true)],
            }],
            facts: vec![fact("x-rate", plain("10"), true)],
        }],
        callbacks: vec![],
        docs: Some(link("More", "https://example.com/docs")),
        facts: vec![fact("x-team", plain("orders"), false)],
    }
}

pub(super) fn operation() -> View {
    let callbacks =
        vec![CallbackView { name: "paid".to_owned(), operations: vec![said("callback-paid-")] }];
    View::ApiOperation(Box::new(ApiOperationView {
        head: head(),
        title: "Create an order".to_owned(),
        operation: OperationView { callbacks, ..said("") },
        list: OperationList {
            group: link("Orders", "../tag/orders.html"),
            total: 90,
            items: vec![operation_link("POST", "post", true), operation_link("GET", "get", false)],
        },
        samples: samples(),
        try_it: Some(link("Try it", "../try.html#op-create")),
        previous: Some(link("List", "list.html")),
        next: Some(link("Delete", "delete.html")),
        source: Some(link("api/openapi.yaml:12", "https://gitlab.example.com/acme")),
    }))
}

fn samples() -> Vec<SampleView> {
    let sample = |language: &str, label: &str| SampleView {
        language: language.to_owned(),
        label: label.to_owned(),
        code: html("<pre tabindex=\"0\"><code>curl</code></pre>"),
    };
    vec![sample("curl", "curl"), sample("python", "Python")]
}

fn group_link(operations: Vec<OperationLink>) -> GroupLink {
    GroupLink {
        title: "Orders".to_owned(),
        href: "../tag/orders.html".to_owned(),
        sort: "tag",
        summary: "What was bought".to_owned(),
        count: 12,
        operations,
    }
}

fn pages() -> Vec<PageLink> {
    let page =
        |number, current| PageLink { number, href: format!("orders-{number}.html"), current };
    vec![page(1, true), page(2, false)]
}

pub(super) fn group() -> View {
    View::ApiGroup(Box::new(ApiGroupView {
        head: head(),
        title: "Orders".to_owned(),
        sort: "tag",
        description: html("<p>What was bought.</p>"),
        docs: Some(plain("ftp://example.com")),
        facts: vec![fact("binding", plain("1"), true)],
        total: 130,
        operations: vec![operation_link("GET", "get", false)],
        pages: pages(),
        groups: vec![group_link(vec![]), group_link(vec![])],
        source: Some(plain("api/openapi.yaml:3")),
    }))
}

fn schema_link(href: &str) -> SchemaLink {
    SchemaLink {
        name: "Order".to_owned(),
        href: href.to_owned(),
        sort: "message".to_owned(),
        summary: "What was bought".to_owned(),
    }
}

pub(super) fn schema() -> View {
    View::ApiSchema(Box::new(ApiSchemaView {
        head: head(),
        title: "Order".to_owned(),
        subtitle: "An order".to_owned(),
        sort: "schema",
        tree: tree("field-"),
        examples: vec![example("Example")],
        operations: vec![operation_link("GET", "get", false)],
        schemas: vec![schema_link("basket.html"), schema_link("")],
        left_out: 3,
        source: Some(plain("api/openapi.yaml:80")),
    }))
}

pub(super) fn schemas() -> View {
    View::ApiSchemas(Box::new(ApiSchemasView {
        head: head(),
        title: "Schemas".to_owned(),
        total: 300,
        schemas: vec![schema_link("schema/order.html")],
        pages: pages(),
    }))
}

pub(super) fn overview() -> ApiView {
    ApiView {
        head: head(),
        title: "Orders of Acme".to_owned(),
        problem: "line 3 is no YAML".to_owned(),
        code: Some(html("<pre tabindex=\"0\"><code>openapi</code></pre>")),
        summary: html("All <em>orders</em>."),
        description: html("<p>Everything.</p>"),
        counts: vec!["12 operations".to_owned(), "30 schemas".to_owned()],
        servers: vec![server()],
        schemes: vec![SchemeView {
            id: "scheme-oauth-0".to_owned(),
            name: "oauth".to_owned(),
            what: "OAuth 2".to_owned(),
            description: html("<p>Ask us.</p>"),
            deprecated: true,
            flows: vec![FlowView {
                name: "Client credentials".to_owned(),
                addresses: vec![fact("Tokens", link("token", "https://id.example.com"), false)],
                scopes: vec![ScopeView {
                    name: "orders:write".to_owned(),
                    description: html("Write."),
                }],
            }],
            facts: vec![fact("x", plain("y"), false)],
        }],
        first_call: samples(),
        first_operation: Some(operation_link("GET", "get", false)),
        groups: vec![group_link(vec![operation_link("GET", "get", false)])],
        schemas: vec![schema_link("orders/schema/order.html")],
        all_schemas: Some(link("All 300 schemas", "orders/schemas.html")),
        definitions: vec![DefinitionView {
            id: "definition-cost-0".to_owned(),
            sort: "directive",
            name: "cost".to_owned(),
            code: html("<pre tabindex=\"0\"><code>directive</code></pre>"),
            description: html("What it costs."),
        }],
        facts: vec![ApiFact {
            label: "Licence".to_owned(),
            code: Some(html("<pre tabindex=\"0\"><code>{}</code></pre>")),
            ..ApiFact::default()
        }],
        docs: Some(link("More", "https://example.com/docs")),
        files: vec![link("api/openapi.yaml", "https://gitlab.example.com/acme")],
        download: Some(link("Download openapi.yaml", "https://gitlab.example.com/acme")),
        changes: Some(link("Changelog", "orders/changes.html")),
        try_it: Some(link("Try it", "orders/try.html")),
        findings: 1,
    }
}

pub(super) fn edition() -> View {
    let api = ApiView { groups: vec![group_link(vec![])], findings: 0, ..overview() };
    View::ApiEdition(Box::new(ApiEditionView { title: "Orders API v2.0.0".to_owned(), api }))
}

pub(super) fn console() -> View {
    let origin = |region: &str| format!("https://{region}.api.example.com");
    let operation = |id: &str, verb: &str, tone| TryOperation {
        id: id.to_owned(),
        link: OperationLink { title: String::new(), ..operation_link(verb, tone, false) },
    };
    let group = |title: &str, operations| TryGroup { title: title.to_owned(), operations };
    View::ApiTry(Box::new(ApiTryView {
        head: head(),
        data: r#"{"servers":[{"url":"https://a.example.com/\"}],"origins":["</div><script>"]}"#
            .to_owned(),
        origins: ["eu", "us", "ap", "af"].map(origin).to_vec(),
        groups: vec![
            group("Orders", vec![operation("op-read", "GET", "get")]),
            group("", vec![operation("op-create", "POST", "post")]),
        ],
    }))
}

pub(super) fn changes() -> View {
    let change = |text: &str| ApiChangeRow {
        text: text.to_owned(),
        target: Some(link("Create an order", "op/create.html")),
    };
    let step = |id: &str, breaking| ApiStep {
        id: id.to_owned(),
        from: plain("v1.0.0"),
        to: link("v2.0.0", "at/v2.0.0.html"),
        at: "2026-10-02T09:20:00Z".to_owned(),
        date: "2026-10-02".to_owned(),
        breaking,
        risky: vec![],
        safe: vec![],
        left_out: 1,
    };
    View::ApiChanges(Box::new(ApiChangesView {
        feed: "changes.atom".to_owned(),
        head: head(),
        consumers: vec![entity("component", "Storefront")],
        steps: vec![step("v2.0.0", vec![change("`GET /orders` is gone")]), step("v1.1.0", vec![])],
    }))
}
