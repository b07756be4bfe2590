//! The ways in which callers prove who they are, as OpenAPI and AsyncAPI write them.

use crate::base::yaml::Value;
use crate::model::api::{Flow, Scheme, SchemeKind, Scope};

use super::documents::Spot;
use super::fields::scalar;
use super::reader::Reader;

/// A way of proof, of any version.
pub(super) fn scheme<'d>(reader: &mut Reader<'d>, at: Spot<'d>, name: &str) -> Option<Scheme> {
    let at = reader.follow(at)?;
    if at.node.as_mapping().is_none() {
        reader.tell_type(at, "a security scheme", "a mapping");
        return None;
    }
    let sort = reader.line(at, "type").unwrap_or_default();
    let kind = match sort.as_str() {
        "basic" => SchemeKind::Http { scheme: "basic".to_owned(), format: None },
        "http" => SchemeKind::Http {
            scheme: reader.line(at, "scheme").unwrap_or_default().to_ascii_lowercase(),
            format: reader.line(at, "bearerFormat"),
        },
        "apiKey" | "httpApiKey" => SchemeKind::ApiKey {
            place: reader.line(at, "in").unwrap_or_default(),
            name: reader.line(at, "name").unwrap_or_default(),
        },
        "oauth2" => SchemeKind::OAuth2(flows(reader, at)),
        "openIdConnect" => {
            SchemeKind::OpenIdConnect(reader.line(at, "openIdConnectUrl").unwrap_or_default())
        }
        "mutualTLS" => SchemeKind::MutualTls,
        other => SchemeKind::Other(other.to_owned()),
    };
    let mut facts = reader.facts(at, &["oauth2MetadataUrl"]);
    // AsyncAPI 3: those that are needed by whoever refers to the scheme.
    if at.get("scopes").is_some_and(|scopes| scopes.node.as_sequence().is_some()) {
        facts.extend(reader.facts(at, &["scopes"]));
    }
    facts.extend(reader.extensions(at, &[]));
    Some(Scheme {
        name: name.to_owned(),
        kind,
        description: reader.markdown(at, "description"),
        facts,
        deprecated: reader.flag(at, "deprecated"),
    })
}

fn flows<'d>(reader: &mut Reader<'d>, at: Spot<'d>) -> Vec<Flow> {
    // Version 2.0 has one flow, with names of its own.
    if let Some(name) = at.get("flow").and_then(|flow| scalar(flow.node)) {
        let name = match name.as_str() {
            "application" => "clientCredentials",
            "accessCode" => "authorizationCode",
            other => other,
        };
        return vec![flow(reader, at, name)];
    }
    let Some(flows) = reader.child(at, "flows") else { return Vec::new() };
    let entries = reader.own_entries(flows, "flows").iter();
    let entries = entries.filter(|entry| matches!(entry.value.value, Value::Mapping(_)));
    entries.map(|entry| flow(reader, flows.with(&entry.value), &entry.key)).collect()
}

fn flow<'d>(reader: &mut Reader<'d>, at: Spot<'d>, name: &str) -> Flow {
    // AsyncAPI 3 calls them available, since an operation names those that it needs.
    let key = if at.get("availableScopes").is_some() { "availableScopes" } else { "scopes" };
    let mut scopes = Vec::new();
    for entry in reader.entries(at, key).iter().filter(|entry| !entry.key.starts_with("x-")) {
        let description = scalar(&entry.value).unwrap_or_default();
        scopes.push(Scope { name: entry.key.clone(), description });
    }
    Flow {
        name: name.to_owned(),
        authorization_url: reader
            .line(at, "authorizationUrl")
            .or_else(|| reader.line(at, "deviceAuthorizationUrl")),
        token_url: reader.line(at, "tokenUrl"),
        refresh_url: reader.line(at, "refreshUrl"),
        scopes,
    }
}
