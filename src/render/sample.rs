//! One filled view of every page type, for the tests of this module.

mod api;
mod ci;

use crate::markdown::SafeHtml;
use crate::page::view::*;

/// A page with everything on it, and its frame.
pub(super) struct Sample {
    pub name: &'static str,
    pub frame: Frame,
    pub view: View,
}

/// Every page type at least once, with every field filled.
pub(super) fn samples() -> Vec<Sample> {
    let sample = |name, frame, view| Sample { name, frame, view };
    vec![
        sample("home", frame("home", "Acme developer portal", 0), View::Home(home())),
        sample("list", frame("list", "Components", 1), View::List(list())),
        sample("entity", frame("entity", "Checkout", 3), View::Entity(Box::new(component()))),
        sample("inferred", frame("entity", "coupon-import", 3), View::Entity(Box::new(inferred()))),
        sample("withheld", frame("entity", "vault", 3), View::Entity(Box::new(withheld()))),
        sample("team", frame("entity", "Payments", 2), View::Entity(Box::new(team()))),
        sample("offer", frame("entity", "Pipeline parts", 2), View::Entity(Box::new(offer()))),
        sample("ci-list", frame("list", "CI/CD components", 1), View::List(ci_list())),
        sample("ci", frame("entity", "kubernetes", 3), View::Entity(Box::new(ci_component()))),
        sample("api", frame("entity", "Orders API", 3), View::Entity(Box::new(api_entity()))),
        sample("api-operation", frame("api-operation", "Create an order", 4), api::operation()),
        sample("api-group", frame("api-group", "Orders", 4), api::group()),
        sample("api-schema", frame("api-schema", "Order", 4), api::schema()),
        sample("api-schemas", frame("api-schemas", "Schemas", 3), api::schemas()),
        sample("api-edition", frame("api-edition", "Orders API v2.0.0", 4), api::edition()),
        sample("api-changes", frame("api-changes", "Changes of the Orders API", 3), api::changes()),
        sample("api-try", console_frame(), api::console()),
        sample("doc", frame("doc", "Refunds", 3), View::Doc(Box::new(doc()))),
        sample("search", frame("search", "Search", 1), View::Search(search())),
        sample("health", frame("health", "Portal health", 1), View::Health(health())),
        sample("gone", frame("gone", "Old basket", 2), View::Gone(gone(None))),
        sample(
            "moved",
            frame("moved", "Basket", 2),
            View::Gone(gone(Some(entity("component", "Cart")))),
        ),
        sample("404", frame("not-found", "Page not found", 0), View::NotFound(not_found(true))),
        sample(
            "404-bare",
            frame("not-found", "Page not found", 0),
            View::NotFound(not_found(false)),
        ),
    ]
}

fn html(text: &str) -> SafeHtml {
    SafeHtml::for_test(text)
}

fn console_frame() -> Frame {
    let connect_origins = "https://eu.api.example.com https://us.api.example.com".to_owned();
    Frame { connect_origins, ..frame("api-try", "Try Orders API", 3) }
}

pub(super) fn frame(page: &'static str, title: &str, depth: usize) -> Frame {
    let nav = |label: &'static str, address: &str, count, current| NavItem {
        label,
        address: address.to_owned(),
        count,
        current,
    };
    let crumb = |label: &str, href: Option<&str>| Crumb {
        label: label.to_owned(),
        href: href.map(str::to_owned),
    };
    let root = "../".repeat(depth);
    Frame {
        site_title: "Acme developer portal".to_owned(),
        title: title.to_owned(),
        description: "Takes a basket & turns it into an order".to_owned(),
        page,
        address: format!("component/shop/{page}.html"),
        breadcrumb: match depth {
            0 => vec![crumb("Home", None)],
            _ => vec![
                crumb("Home", Some(&format!("{root}index.html"))),
                crumb("Commerce", Some("../../domain/commerce/index.html")),
                crumb("Ordering", Some("../../system/ordering/index.html")),
                crumb(title, None),
            ],
        },
        root,
        nav: vec![
            nav("Components", "component/index.html", Some(62), page == "entity" || page == "list"),
            nav("APIs", "api/index.html", Some(14), false),
            nav("Resources", "resource/index.html", Some(9), false),
            nav("Systems", "system/index.html", Some(12), false),
            nav("Domains", "domain/index.html", Some(4), false),
            nav("Teams", "group/index.html", Some(13), false),
            nav("Templates", "template/index.html", Some(3), false),
            nav("People", "user/index.html", Some(31), false),
            nav("Health", "health/index.html", None, page == "health"),
        ],
        language: "en".to_owned(),
        connect_origins: String::new(),
        image_hosts: "https://img.example.com".to_owned(),
        brand: None,
        data_href: Some("index.json".to_owned()),
        health_href: format!("{}health/index.html", "../".repeat(depth)),
        search_href: format!("{}search.html", "../".repeat(depth)),
        noindex: true,
    }
}

pub(super) fn entity(kind: &'static str, title: &str) -> EntityLink {
    let kind_label = match kind {
        "api" => "API",
        "resource" => "Resource",
        "system" => "System",
        "domain" => "Domain",
        "group" => "Team",
        "user" => "Person",
        _ => "Component",
    };
    let subtype = match kind {
        "api" => "openapi",
        "component" => "service",
        "resource" => "database",
        _ => "",
    };
    let slug = title.to_lowercase().replace(' ', "-");
    EntityLink {
        title: title.to_owned(),
        href: Some(format!("../../{kind}/shop/{slug}/index.html")),
        reference: format!("{kind}:{slug}"),
        kind,
        kind_label,
        subtype: subtype.to_owned(),
        summary: format!("What {title} is for, in a sentence that somebody wrote with care."),
    }
}

fn missing(kind: &'static str, title: &str) -> EntityLink {
    EntityLink { href: None, summary: String::new(), ..entity(kind, title) }
}

fn link(label: &str, href: &str) -> TextLink {
    TextLink { label: label.to_owned(), href: Some(href.to_owned()) }
}

fn summary() -> HealthSummary {
    HealthSummary {
        projects: 60,
        described: 54,
        ownable: 83,
        owned: 79,
        errors: 2,
        warnings: 5,
        infos: 11,
        stale: 1,
        withheld: vec!["3 projects".to_owned(), "1 repository".to_owned()],
    }
}

fn home() -> HomeView {
    let tile = |kind, label, count, meaning| KindTile {
        kind,
        label,
        href: format!("{kind}/index.html"),
        count,
        meaning,
    };
    let domain = |title: &str, systems: &[&str], parts| DomainTile {
        domain: entity("domain", title),
        systems: systems.iter().map(|system| entity("system", system)).collect(),
        parts,
    };
    let team = |title: &str, owns| TeamTile { team: entity("group", title), owns };
    let recent = |kind, title: &str, what: &str, date: &str| RecentItem {
        entity: entity(kind, title),
        what: what.to_owned(),
        at: format!("{date}T09:30:00Z"),
        date: date.to_owned(),
    };
    HomeView {
        description: "Everything Acme runs, who looks after it, and how to use it.".to_owned(),
        kinds: vec![
            tile("component", "Components", 62, "Software that a team builds and runs."),
            tile("api", "APIs", 14, "Interfaces between components."),
            tile("resource", "Resources", 9, "Databases, queues and buckets that components need."),
            tile("system", "Systems", 12, "Components and resources that do one thing together."),
            tile("domain", "Domains", 4, "Systems that serve one part of the business."),
            tile("group", "Teams", 13, "Who owns what."),
            tile("user", "People", 31, "Members of the teams."),
            tile("template", "Templates", 3, "Recipes for new projects."),
            tile("airesource", "AI resources", 2, "Skills and rules for coding agents."),
            tile("location", "Locations", 1, "Pointers to further descriptors."),
        ],
        domains: vec![
            domain("Commerce", &["Ordering", "Catalogue", "Promotions"], 21),
            domain("Logistics", &["Warehouse", "Delivery"], 15),
            domain("Money", &["Payments", "Accounting", "Fraud"], 18),
            domain("Platform", &["Build", "Observability"], 1),
        ],
        teams: vec![
            team("Payments", 9),
            team("Checkout", 8),
            team("Warehouse", 7),
            team("Platform", 1),
        ],
        recent: vec![
            recent("component", "Checkout", "release v2.3.0", "2026-10-28"),
            recent("api", "Orders API", "commit 1a2b3c4d", "2026-10-27"),
            recent("component", "Invoice worker", "commit 9f8e7d6c", "2026-10-20"),
        ],
        guides: vec![
            link("First steps at Acme", "docs/guide/first.html"),
            link("Add your service", "docs/guide/add.html"),
        ],
        health: summary(),
    }
}

fn list() -> ListView {
    let row = |title: &str, owner: &str, system: Option<&str>, lifecycle: &str| ListRow {
        entity: entity("component", title),
        owner: Some(if owner == "nobody" {
            missing("group", owner)
        } else {
            entity("group", owner)
        }),
        system: system.map(|system| entity("system", system)),
        lifecycle: lifecycle.to_owned(),
        inferred: system.is_none(),
        stale: title == "Checkout",
        ci: None,
    };
    let page = |number, current| PageLink { number, href: format!("page-{number}.html"), current };
    ListView {
        kind: "component",
        label: "Components",
        meaning: "Software that a team builds and runs.",
        total: 412,
        rows: vec![
            row("Basket", "Checkout", Some("Ordering"), "production"),
            row("Checkout", "Checkout", Some("Ordering"), "production"),
            row("coupon-import", "nobody", None, ""),
            row("Delivery planner", "Logistics", Some("Delivery"), "experimental"),
            row("Fraud scoring", "Payments", Some("Fraud"), "production"),
            row("Legacy invoices", "Payments", Some("Accounting"), "deprecated"),
        ],
        pages: vec![page(1, true), page(2, false), page(3, false)],
        has_owner: true,
        has_system: true,
        has_lifecycle: true,
        has_subtype: true,
    }
}

fn ci_list() -> ListView {
    let row = |title: &str, deprecated| ListRow {
        entity: entity("cicomponent", title),
        owner: Some(entity("group", "Platform")),
        system: None,
        lifecycle: "production".to_owned(),
        inferred: false,
        stale: false,
        ci: Some(ci::listing(deprecated)),
    };
    ListView {
        kind: "cicomponent",
        label: "CI/CD components",
        meaning: "Pieces of pipelines that other pipelines include.",
        total: 2,
        rows: vec![row("kubernetes", false), row("rollback", true)],
        pages: vec![],
        has_owner: true,
        has_system: false,
        has_lifecycle: false,
        has_subtype: false,
    }
}

fn ci_component() -> EntityView {
    EntityView {
        kind: "cicomponent",
        kind_label: "CI/CD component",
        title: "kubernetes".to_owned(),
        reference: "cicomponent:acme/deploy-kubernetes".to_owned(),
        subtype: "ci-component".to_owned(),
        readme: None,
        apis: vec![],
        environments: vec![],
        docs: vec![],
        pipeline: None,
        findings: vec![],
        ci: Some(ci::component()),
        ..component()
    }
}

fn api_entity() -> EntityView {
    EntityView {
        kind: "api",
        kind_label: "API",
        title: "Orders API".to_owned(),
        subtype: "openapi".to_owned(),
        readme: None,
        apis: vec![],
        environments: vec![],
        docs: vec![],
        pipeline: None,
        api: Some(api::overview()),
        ..component()
    }
}

/// The entity page of which there are most: a component with a README.
pub(super) fn component() -> EntityView {
    let fact = |label, value: &str, href: Option<&str>, at: Option<&str>, state| Fact {
        label,
        value: value.to_owned(),
        href: href.map(str::to_owned),
        at: at.map(str::to_owned),
        state,
        because: String::new(),
    };
    let group = |label, items| RelationGroup { label, items };
    EntityView {
        kind: "component",
        kind_label: "Component",
        title: "Checkout".to_owned(),
        title_id: "checkout".to_owned(),
        reference: "component:checkout".to_owned(),
        subtype: "service".to_owned(),
        lifecycle: "production".to_owned(),
        summary: html(
            "Takes a basket, asks for <em>address and payment</em>, and turns it into an order.",
        ),
        inferred: false,
        archived: false,
        stale: None,
        facts: vec![
            fact("Owner", "Checkout", Some("../../group/checkout/index.html"), None, ""),
            fact("System", "Ordering", Some("../../system/ordering/index.html"), None, ""),
            fact(
                "Repository",
                "acme/shop/checkout",
                Some("https://gitlab.example.com/acme/shop/checkout"),
                None,
                "",
            ),
            fact("Last commit", "2026-10-28", None, Some("2026-10-28T09:30:00Z"), ""),
            fact("Release", "v2.3.0", None, None, ""),
            fact("Pipeline", "passed", None, None, "good"),
        ],
        tags: ["kotlin", "tier-1", "payments"].map(str::to_owned).to_vec(),
        links: vec![
            link("Dashboard", "https://grafana.example.com/d/checkout"),
            link("Runbook", "https://wiki.example.com/checkout"),
        ],
        relations: vec![
            group("Provides APIs", vec![entity("api", "Orders API")]),
            group(
                "Consumes APIs",
                vec![
                    entity("api", "Payments API"),
                    entity("api", "Address API"),
                    entity("api", "Stock API"),
                    entity("api", "Tax API"),
                ],
            ),
            group(
                "Depends on",
                vec![entity("resource", "Orders database"), missing("resource", "session-cache")],
            ),
            group(
                "Used by",
                vec![entity("component", "Storefront"), entity("component", "Mobile app")],
            ),
        ],
        parts: vec![],
        parts_label: "",
        people: vec![],
        environments: environments(),
        apis: vec![ApiSummary {
            title: "Orders API".to_owned(),
            format: "OpenAPI 3.1.0".to_owned(),
            version: "2.3.0".to_owned(),
            counts: vec!["12 operations".to_owned(), "30 schemas".to_owned()],
            source: link(
                "api/openapi.yaml",
                "https://gitlab.example.com/acme/shop/checkout/-/blob/1a2b/api/openapi.yaml",
            ),
            page: Some(link("Orders API", "../../api/shop/orders.html")),
        }],
        definition: None,
        api: None,
        ci: None,
        components: vec![],
        pipeline: Some(ci::pipeline()),
        used_files: vec![],
        docs: docs(),
        readme: Some(Prose {
            html: html(README),
            toc: vec![
                toc("Getting started", "#getting-started", 0),
                toc("Configuration", "#configuration", 0),
                toc("Secrets", "#secrets", 1),
                toc("On call", "#on-call", 0),
            ],
            source: link(
                "README.md",
                "https://gitlab.example.com/acme/shop/checkout/-/blob/1a2b/README.md",
            ),
        }),
        readme_elsewhere: None,
        repository_note: "",
        parameters: vec![],
        provenance: vec![
            provenance("spec.owner", "group:checkout", ""),
            provenance("spec.lifecycle", "production", ""),
            provenance("metadata.description", "Takes a basket …", "the README begins with it"),
        ],
        findings: vec![FindingView {
            severity: "warning",
            code: "dangling-relation",
            message: "`resource:session-cache` does not exist".to_owned(),
            help: "the nearest name is `resource:session-store`".to_owned(),
            place: link(
                "acme/shop/checkout/catalog-info.yaml:22:7",
                "https://gitlab.example.com/acme/shop/checkout",
            ),
            entity: None,
        }],
        descriptor_hint: String::new(),
    }
}

fn environments() -> Vec<EnvironmentRow> {
    let row = |name: TextLink, tier: &str, date: &str, ref_name: &str| EnvironmentRow {
        name,
        tier: tier.to_owned(),
        at: if date.is_empty() { String::new() } else { format!("{date}T09:30:00Z") },
        date: date.to_owned(),
        ref_name: ref_name.to_owned(),
        commit: (!date.is_empty()).then(|| link("1a2b3c4d", "https://gitlab.example.com/acme")),
    };
    vec![
        row(
            link("production", "https://checkout.example.com/"),
            "production",
            "2026-10-28",
            "v2.3.0",
        ),
        row(
            link("review/cart", "https://review.example.com/"),
            "development",
            "2026-11-02",
            "main",
        ),
        row(TextLink { label: "staging".to_owned(), href: None }, "staging", "", ""),
    ]
}

/// Why a page is not current.
fn stale() -> Option<StaleView> {
    Some(StaleView {
        at: "2026-11-18T04:00:00Z".to_owned(),
        date: "2026-11-18".to_owned(),
        cause: "GitLab answered 502 to each of four requests".to_owned(),
    })
}

fn provenance(field: &str, value: &str, because: &str) -> ProvenanceRow {
    ProvenanceRow {
        field: field.to_owned(),
        value: value.to_owned(),
        source: if because.is_empty() {
            link("catalog-info.yaml:14", "https://gitlab.example.com/acme")
        } else {
            TextLink { label: "inferred".to_owned(), href: None }
        },
        because: because.to_owned(),
    }
}

fn toc(text: &str, href: &str, depth: u8) -> TocItem {
    TocItem { text: text.to_owned(), href: href.to_owned(), depth }
}

fn docs() -> Vec<DocLink> {
    let doc = |title: &str, depth, current| DocLink {
        title: title.to_owned(),
        href: format!("docs/{}.html", title.to_lowercase()),
        depth,
        current,
    };
    vec![
        doc("Overview", 0, false),
        doc("Payments", 0, false),
        doc("Refunds", 1, true),
        doc("Operations", 0, false),
    ]
}

fn inferred() -> EntityView {
    let because = "CODEOWNERS names them for `*`".to_owned();
    let owner = Fact {
        label: "Owner",
        value: "Promotions".to_owned(),
        href: Some("../../group/promotions/index.html".to_owned()),
        at: None,
        state: "",
        because,
    };
    let pipeline = Fact {
        label: "Pipeline",
        value: "failed".to_owned(),
        state: "bad",
        href: None,
        at: None,
        because: String::new(),
    };
    EntityView {
        title: "coupon-import".to_owned(),
        title_id: String::new(),
        lifecycle: "deprecated".to_owned(),
        inferred: true,
        archived: true,
        stale: stale(),
        environments: vec![],
        facts: vec![owner, pipeline],
        links: vec![],
        relations: vec![],
        tags: vec![],
        apis: vec![],
        pipeline: None,
        docs: vec![],
        readme: None,
        readme_elsewhere: Some(entity("component", "Promotions")),
        findings: vec![],
        descriptor_hint: "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: coupon-import\nspec:\n  type: service\n".to_owned(),
        ..component()
    }
}

fn withheld() -> EntityView {
    EntityView {
        stale: None,
        readme_elsewhere: None,
        repository_note: "The repository is not shown to the readers of this portal.",
        descriptor_hint: String::new(),
        ..inferred()
    }
}

fn team() -> EntityView {
    let group = |label, items| KindGroup { label, items };
    EntityView {
        kind: "group",
        kind_label: "Team",
        title: "Payments".to_owned(),
        title_id: String::new(),
        reference: "group:payments".to_owned(),
        subtype: "team".to_owned(),
        lifecycle: String::new(),
        summary: html("Moves money from customers to Acme, and sometimes back."),
        facts: vec![],
        people: ["Ada Quill", "Bo Marsh", "Cy Tran"].map(|name| entity("user", name)).to_vec(),
        environments: vec![],
        parts_label: "Owns",
        parts: vec![
            group(
                "Components",
                vec![
                    entity("component", "Fraud scoring"),
                    entity("component", "Invoice worker"),
                    entity("component", "Payments gateway"),
                ],
            ),
            group("APIs", vec![entity("api", "Payments API")]),
        ],
        apis: vec![],
        readme: None,
        findings: vec![],
        docs: vec![],
        pipeline: None,
        ..component()
    }
}

fn offer() -> EntityView {
    let parameter = TemplateParameter {
        name: "name".to_owned(),
        title: "Name".to_owned(),
        value_type: "string".to_owned(),
        required: true,
        description: "What the service is called".to_owned(),
    };
    EntityView {
        title: "Pipeline parts".to_owned(),
        apis: vec![],
        definition: Some(html(
            "<pre tabindex=\"0\"><code class=\"language-yaml\"><span class=\"ha\">openapi</span>: <span class=\"hn\">3.1.0</span>\n</code></pre>",
        )),
        components: ci::components(),
        used_files: ci::used_files(),
        parameters: vec![parameter],
        findings: vec![],
        ..component()
    }
}

fn doc() -> DocView {
    DocView {
        title: "Refunds".to_owned(),
        title_id: "refunds".to_owned(),
        owner: Some(entity("component", "Checkout")),
        stale: stale(),
        tree_title: "Checkout".to_owned(),
        tree: docs(),
        prose: Prose {
            html: html(README),
            toc: vec![
                toc("Getting started", "#getting-started", 0),
                toc("Configuration", "#configuration", 0),
            ],
            source: link("docs/refunds.md", "https://gitlab.example.com/acme"),
        },
        previous: Some(link("Payments", "payments.html")),
        next: Some(link("Operations", "operations.html")),
    }
}

fn search() -> SearchView {
    let HomeView { kinds, guides, .. } = home();
    SearchView {
        kinds,
        guides,
        docs: vec![link("Checkout", "docs/shop/checkout/index.html")],
        has_more_docs: true,
    }
}

fn health() -> HealthView {
    let finding = |severity, message: &str| FindingView {
        severity,
        code: "dangling-owner",
        message: message.to_owned(),
        help: "groups come from GitLab; the nearest name is `group:payment`".to_owned(),
        place: link("acme/checkout/catalog-info.yaml:14:10", "https://gitlab.example.com/acme"),
        entity: Some(link("Checkout", "../component/checkout/index.html")),
    };
    let group = |code, severity, findings: Vec<FindingView>, total| FindingGroup {
        code,
        severity,
        meaning: "The owner that a descriptor names does not exist.",
        fix: "Name a group that exists, or a user with `user:`.",
        findings,
        total,
    };
    HealthView {
        summary: summary(),
        taken: "2026-11-20T04:00:00Z".to_owned(),
        groups: vec![
            group("yaml-syntax", "error", vec![finding("error", "the mapping never ends")], 1),
            group(
                "dangling-owner",
                "warning",
                vec![
                    finding("warning", "owner `group:payments` does not exist"),
                    finding("warning", "owner `group:stock` does not exist"),
                ],
                700,
            ),
            group(
                "no-descriptor",
                "info",
                vec![finding("info", "the project describes nothing")],
                1,
            ),
        ],
    }
}

fn gone(moved_to: Option<EntityLink>) -> GoneView {
    let list = link("All components", "../../component/index.html");
    GoneView {
        title: "Basket".to_owned(),
        reference: "component:basket".to_owned(),
        target: moved_to
            .as_ref()
            .map(|entity| link(&entity.title, entity.href.as_deref().unwrap_or_default())),
        moved_to,
        list,
    }
}

fn not_found(known: bool) -> NotFoundView {
    let url = "https://acme.example.com/portal/";
    NotFoundView {
        site_url: known.then(|| url.to_owned()),
        search_href: known.then(|| format!("{url}search.html")),
        nav: if known {
            vec![
                link("Home", url),
                link("Components", "https://acme.example.com/portal/component/"),
            ]
        } else {
            vec![]
        },
    }
}

const README: &str = include_str!("sample_readme.html");
