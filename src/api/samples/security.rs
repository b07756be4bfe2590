//! How a sample proves who calls.

use crate::model::api::{ApiContent, Operation, SchemeKind};

use super::quote::Piece;
use super::request::{Request, is_token};

/// Adds what the first way of proof asks for: always variables, never values.
pub(super) fn add(content: &ApiContent, operation: &Operation, request: &mut Request) {
    let Some(needs) = operation.security.iter().flatten().next() else { return };
    for need in needs {
        let Some(scheme) = content.schemes.iter().find(|scheme| scheme.name == need.scheme) else {
            continue;
        };
        match &scheme.kind {
            SchemeKind::ApiKey { place, name } => key(place, name, request),
            SchemeKind::Http { scheme, .. } if scheme == "basic" => request.is_basic = true,
            SchemeKind::Http { scheme, .. } if scheme == "bearer" || !is_token(scheme) => {
                bearer(request)
            }
            SchemeKind::Http { scheme, .. } => {
                let pieces = vec![Piece::Plain(format!("{scheme} ")), Piece::Variable("TOKEN")];
                request.set_header("Authorization", pieces);
            }
            SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) => bearer(request),
            // The certificate of a client is a matter of its connection.
            SchemeKind::MutualTls | SchemeKind::Other(_) => {}
        }
    }
}

fn bearer(request: &mut Request) {
    let pieces = vec![Piece::Plain("Bearer ".to_owned()), Piece::Variable("TOKEN")];
    request.set_header("Authorization", pieces);
}

fn key(place: &str, name: &str, request: &mut Request) {
    match place {
        "query" => {
            let before = if request.has_query() { '&' } else { '?' };
            let name = super::url::part(name);
            let field = format!("{before}{name}=");
            match request.url.last_mut() {
                Some(Piece::Plain(address)) => *address += &field,
                _ => request.url.push(Piece::Plain(field)),
            }
            request.url.push(Piece::Variable("API_KEY"));
        }
        "cookie" => request.add_cookie(name, Piece::Variable("API_KEY")),
        _ => request.set_header(name, vec![Piece::Variable("API_KEY")]),
    }
}
