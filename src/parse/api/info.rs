//! `info`, which OpenAPI and AsyncAPI write alike: what an API is called, and who answers for it.

use crate::model::api::{ApiContent, Fact};
use crate::parse::text::shown;

use super::documents::Spot;
use super::fields::{link_fact, text_fact};
use super::reader::Reader;

/// Reads `info` into the description.
pub(super) fn about<'d>(reader: &mut Reader<'d>, root: Spot<'d>, content: &mut ApiContent) {
    let info = reader.child(root, "info").and_then(|info| reader.follow(info));
    let Some(info) = info else { return };
    if info.node.as_mapping().is_none() {
        reader.tell_type(info, "`info`", "a mapping");
        return;
    }
    content.title = reader.line(info, "title");
    content.version = reader.line(info, "version");
    content.summary = reader.line(info, "summary");
    content.description = reader.markdown(info, "description");
    content.facts = facts(reader, info);
    if content.docs.is_none() {
        content.docs = reader.docs(info, "externalDocs");
    }
}

/// Contact, licence, terms of service, extensions.
fn facts<'d>(reader: &mut Reader<'d>, info: Spot<'d>) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(contact) = reader.child(info, "contact") {
        let name = reader.line(contact, "name");
        let (email, url) = (reader.line(contact, "email"), reader.line(contact, "url"));
        let mail = email.as_ref().map(|email| format!("mailto:{email}"));
        let text = name.or_else(|| email.clone()).or_else(|| url.clone());
        if let Some(text) = text {
            let href = url.or_else(|| mail.clone());
            let is_said = email.as_ref() == Some(&text);
            facts.push(Fact { href, ..text_fact("Contact", text) });
            if let (Some(email), Some(mail), false) = (email, mail, is_said) {
                facts.push(link_fact("Mail", &email, &mail));
            }
        }
    }
    if let Some(license) = reader.child(info, "license") {
        let identifier = reader.line(license, "identifier");
        let name = match (reader.line(license, "name"), identifier) {
            (Some(name), Some(identifier)) if name != identifier => {
                Some(format!("{name} ({identifier})"))
            }
            (name, identifier) => name.or(identifier),
        };
        let url = reader.line(license, "url");
        if let Some(text) = name.or_else(|| url.clone()) {
            facts.push(Fact { href: url, ..text_fact("Licence", text) });
        }
    }
    if let Some(terms) = reader.line(info, "termsOfService") {
        facts.push(link_fact("Terms of service", &shown(&terms), &terms));
    }
    facts.extend(reader.extensions(info, &[]));
    facts
}
