//! How callers prove who they are: the ways, and which of them an operation asks for.

use crate::base::Code;
use crate::base::yaml::Value;
use crate::model::api::{Flow, Scheme, SchemeKind, Scope, SecurityNeed};
use crate::parse::api::documents::Spot;
use crate::parse::api::fields::scalar;
use crate::parse::api::reader::Reader;
use crate::parse::text::shown;

use super::description::Description;

impl<'d> Description<'d> {
    pub(super) fn security_schemes(&mut self) {
        let below = match self.is_two {
            true => Some(self.root),
            false => self.reader.child(self.root, "components"),
        };
        let key = if self.is_two { "securityDefinitions" } else { "securitySchemes" };
        let Some(below) = below else { return };
        for entry in self.reader.entries(below, key) {
            self.schemes.insert(entry.key.clone());
            let at = below.with(&entry.value);
            self.content.schemes.extend(scheme(&mut self.reader, at, &entry.key));
        }
    }

    /// The proofs that are asked for here; none if nothing is said.
    pub(super) fn needs(&mut self, of: Spot<'d>) -> Option<Vec<Vec<SecurityNeed>>> {
        self.reader.child(of, "security")?;
        let mut needs = Vec::new();
        for item in self.reader.items(of, "security") {
            let alternative = of.with(item);
            let entries = self.reader.own_entries(alternative, "security");
            let mut all = Vec::new();
            for entry in entries {
                if !self.is_known(alternative, &entry.key) {
                    let message = format!("`{}` is no security scheme", shown(&entry.key));
                    self.reader.tell(Code::ApiReference, of, entry.position, message);
                }
                let scopes = entry.value.as_sequence().unwrap_or_default();
                let scopes = scopes.iter().filter_map(scalar).collect();
                all.push(SecurityNeed { scheme: entry.key.clone(), scopes });
            }
            needs.push(all);
        }
        if needs.is_empty() {
            // An empty list asks for nothing, which is one alternative: no proof.
            needs.push(Vec::new());
        }
        Some(needs)
    }

    /// Whether a scheme is there, by its name or, since 3.2, by its address.
    fn is_known(&mut self, at: Spot<'d>, name: &str) -> bool {
        self.schemes.contains(name)
            || (name.contains(['#', '/', '.']) && self.reader.target(at, name).is_ok())
    }
}

/// A way of proof, of any version.
pub(in crate::parse::api) fn scheme<'d>(
    reader: &mut Reader<'d>,
    at: Spot<'d>,
    name: &str,
) -> Option<Scheme> {
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
