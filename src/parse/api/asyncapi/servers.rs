//! Where an application can be reached; host and path of version 3 are put together as an address.

use crate::base::yaml::Node;
use crate::model::api::{Server, ServerVariable};
use crate::parse::api::documents::Spot;
use crate::parse::api::fields::{scalar, text_fact};

use super::description::Description;
use super::facts::docs_fact;

impl<'d> Description<'d> {
    pub(super) fn all_servers(&mut self) {
        for entry in self.reader.entries(self.root, "servers") {
            let Some(at) = self.reader.follow(self.root.with(&entry.value)) else { continue };
            if at.node.as_mapping().is_none() {
                self.reader.tell_type(at, "a server", "a mapping");
                continue;
            }
            let server = self.server(at, &entry.key);
            self.servers.insert(at.address(), server.clone());
            self.content.servers.push(server);
        }
    }

    fn server(&mut self, at: Spot<'d>, name: &str) -> Server {
        let protocol = self.reader.line(at, "protocol");
        let mut facts = self.reader.facts(at, &["protocolVersion"]);
        if let Some(needs) = self.needs(at) {
            let alternative = |needs: &Vec<_>| {
                let names: Vec<&str> = needs.iter().map(scheme_name).collect();
                names.join(" + ")
            };
            let texts: Vec<String> = needs.iter().map(alternative).collect();
            facts.push(text_fact("security", texts.join(", ")));
        }
        facts.extend(self.tags(at));
        facts.extend(self.bindings(at));
        facts.extend(self.reader.extensions(at, &[]));
        let url = match self.reader.line(at, "host") {
            Some(host) => {
                let path = self.reader.line(at, "pathname").unwrap_or_default();
                let scheme = protocol.as_ref().map(|protocol| format!("{protocol}://"));
                format!("{}{host}{path}", scheme.unwrap_or_default())
            }
            None => self.reader.line(at, "url").unwrap_or_default(),
        };
        let mut texts = ["description", "summary", "title"]
            .into_iter()
            .filter_map(|key| Some((key, self.reader.text(at, key)?)))
            .collect::<Vec<_>>()
            .into_iter();
        let description = texts.next().map(|(_, text)| text);
        facts.extend(texts.map(|(key, text)| text_fact(key, text)));
        let docs = self.reader.docs(at, "externalDocs");
        facts.extend(docs.map(|docs| docs_fact("documentation", &docs)));
        Server {
            name: Some(name.to_owned()),
            url,
            protocol,
            description,
            variables: self.variables(at),
            facts,
        }
    }

    fn variables(&mut self, at: Spot<'d>) -> Vec<ServerVariable> {
        let mut variables = Vec::new();
        for entry in self.reader.entries(at, "variables") {
            let Some(inner) = self.reader.follow(at.with(&entry.value)) else { continue };
            let list = |key: &str| inner.node.get(key).and_then(Node::as_sequence);
            let options = list("enum").unwrap_or_default();
            let examples: Vec<String> =
                list("examples").unwrap_or_default().iter().filter_map(scalar).collect();
            let mut description = self.reader.markdown(inner, "description").unwrap_or_default();
            if !examples.is_empty() {
                description += &format!(" For example: {}", examples.join(", "));
            }
            variables.push(ServerVariable {
                name: entry.key.clone(),
                default: inner.node.get("default").and_then(scalar),
                options: options.iter().filter_map(scalar).collect(),
                description: Some(description).filter(|text| !text.is_empty()),
            });
        }
        variables
    }

    /// The servers that a channel is on, by reference or by name; none if it is on all.
    pub(super) fn channel_servers(&mut self, channel: Spot<'d>) -> Vec<Server> {
        let mut servers = Vec::new();
        for item in self.reader.items(channel, "servers") {
            if let Some(name) = scalar(item) {
                let known = |server: &&Server| server.name.as_deref() == Some(name.as_str());
                servers.extend(self.content.servers.iter().find(known).cloned());
            } else if let Some(at) = self.reader.follow(channel.with(item)) {
                servers.extend(self.servers.get(&at.address()).cloned());
            }
        }
        servers
    }
}

fn scheme_name(need: &crate::model::api::SecurityNeed) -> &str {
    &need.scheme
}
