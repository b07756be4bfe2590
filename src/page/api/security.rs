//! Servers, ways of proving who calls, and which of them an operation needs.

use super::reference::{Reference, facts};
use super::text;
use crate::markdown::is_safe_url;
use crate::model::api::{Flow, Operation, OperationKind, Scheme, SchemeKind, Server};
use crate::page::urls;
use crate::page::view::{
    ApiFact, FlowView, NeedView, SchemeView, ScopeView, SecurityView, ServerView, TextLink,
    VariableView,
};

/// How many servers are shown.
const MOST_SERVERS: usize = 50;

/// Where something can be called.
pub(super) fn servers(servers: &[Server]) -> Vec<ServerView> {
    servers.iter().take(MOST_SERVERS).map(server).collect()
}

fn server(server: &Server) -> ServerView {
    let protocol = server.protocol.as_deref().unwrap_or_default();
    let is_told = server.url.starts_with(&format!("{protocol}:"));
    let description = server.description.as_deref().unwrap_or_default();
    ServerView {
        name: text::cut(server.name.as_deref().unwrap_or_default(), 120),
        url: text::cut(&server.url, 400),
        protocol: if is_told { String::new() } else { text::cut(protocol, 40) },
        description: text::line(description, 1_000),
        variables: server
            .variables
            .iter()
            .take(30)
            .map(|variable| VariableView {
                name: text::cut(&variable.name, 120),
                default: text::cut(variable.default.as_deref().unwrap_or_default(), 200),
                options: variable.options.iter().take(50).map(|it| text::cut(it, 120)).collect(),
                description: text::line(variable.description.as_deref().unwrap_or_default(), 600),
            })
            .collect(),
        facts: facts(&server.facts),
    }
}

/// The ways of proving who calls, each with an anchor on the overview.
pub(super) fn schemes(reference: &Reference<'_>) -> Vec<SchemeView> {
    let schemes = reference.content.schemes.iter().enumerate().take(100);
    schemes
        .map(|(at, scheme)| SchemeView {
            id: urls::api_scheme(at, &scheme.name),
            name: text::cut(&scheme.name, 120),
            what: what(scheme),
            description: text::block(
                scheme.description.as_deref().unwrap_or_default(),
                4,
                &format!("scheme-{at}-"),
                8_000,
            ),
            deprecated: scheme.deprecated,
            flows: match &scheme.kind {
                SchemeKind::OAuth2(flows) => flows.iter().map(flow).collect(),
                _ => Vec::new(),
            },
            facts: scheme_facts(scheme),
        })
        .collect()
}

fn scheme_facts(scheme: &Scheme) -> Vec<ApiFact> {
    let mut shown = Vec::new();
    if let SchemeKind::OpenIdConnect(url) = &scheme.kind {
        shown.push(address("Discovered at", url));
    }
    shown.extend(facts(&scheme.facts));
    shown
}

fn address(label: &str, url: &str) -> ApiFact {
    ApiFact {
        label: label.to_owned(),
        value: TextLink {
            label: text::cut(url, 400),
            href: is_safe_url(url).then(|| url.to_owned()),
        },
        is_code: !is_safe_url(url),
        code: None,
    }
}

fn flow(flow: &Flow) -> FlowView {
    let addresses = [
        ("Consent", &flow.authorization_url),
        ("Tokens", &flow.token_url),
        ("Renewal", &flow.refresh_url),
    ];
    let addresses = addresses.into_iter().filter_map(|(label, url)| Some((label, url.as_ref()?)));
    FlowView {
        name: match flow.name.as_str() {
            "authorizationCode" | "accessCode" => "Authorization code".to_owned(),
            "clientCredentials" | "application" => "Client credentials".to_owned(),
            "implicit" => "Implicit".to_owned(),
            "password" => "Password".to_owned(),
            "deviceAuthorization" => "Device authorization".to_owned(),
            other => text::cut(other, 60),
        },
        addresses: addresses.map(|(label, url)| address(label, url)).collect(),
        scopes: flow
            .scopes
            .iter()
            .take(500)
            .map(|scope| ScopeView {
                name: text::cut(&scope.name, 200),
                description: text::line(&scope.description, 600),
            })
            .collect(),
    }
}

/// `API key in the header X-Key`, `Bearer token (JWT)`, …
pub(super) fn what(scheme: &Scheme) -> String {
    match &scheme.kind {
        SchemeKind::ApiKey { place, name } if name.is_empty() => format!("API key as {place}"),
        SchemeKind::ApiKey { place, name } => {
            format!("API key in the {place} {}", text::cut(name, 120))
        }
        SchemeKind::Http { scheme, format } => {
            let format = format.as_deref().map(|format| format!(" ({})", text::cut(format, 60)));
            let name = match scheme.as_str() {
                "bearer" => "Bearer token".to_owned(),
                "basic" => "User name and password (Basic)".to_owned(),
                other => format!("HTTP {}", text::cut(other, 60)),
            };
            format!("{name}{}", format.unwrap_or_default())
        }
        SchemeKind::OAuth2(_) => "OAuth 2".to_owned(),
        SchemeKind::OpenIdConnect(_) => "OpenID Connect".to_owned(),
        SchemeKind::MutualTls => "A certificate of the client (mutual TLS)".to_owned(),
        SchemeKind::Other(word) => text::cut(word, 80),
    }
}

/// Which proof an operation needs; nothing where that means nothing.
pub(super) fn needs(reference: &Reference<'_>, operation: &Operation) -> Option<SecurityView> {
    let alternatives = match &operation.security {
        Some(alternatives) => alternatives.as_slice(),
        // Nothing is said: then HTTP asks for nothing, while messages are safe by the server that carries them.
        None if operation.kind != OperationKind::Http => return None,
        // That is worth a word only where others say something.
        None if reference.content.schemes.is_empty() => return None,
        None => &[],
    };
    let schemes = &reference.content.schemes;
    let overview = reference.plan.page(reference.pages.overview);
    let views = alternatives.iter().filter(|needs| !needs.is_empty()).take(20).map(|needs| {
        let needs = needs.iter().map(|need| {
            let known = schemes.iter().position(|scheme| scheme.name == need.scheme);
            let href = known.map(|at| {
                let id = urls::api_scheme(at, &need.scheme);
                format!("{}#{id}", reference.to(overview))
            });
            NeedView {
                scheme: TextLink { label: text::cut(&need.scheme, 120), href },
                what: known.map(|at| what(&schemes[at])).unwrap_or_default(),
                scopes: need.scopes.iter().take(50).map(|scope| text::cut(scope, 200)).collect(),
            }
        });
        needs.collect()
    });
    let views: Vec<Vec<NeedView>> = views.collect();
    let is_optional = views.is_empty() || alternatives.iter().any(Vec::is_empty);
    Some(SecurityView { is_optional, alternatives: views })
}
