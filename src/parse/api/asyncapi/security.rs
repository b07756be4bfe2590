//! Which proof is asked for: names with scopes in version 2, the schemes themselves in version 3.

use crate::base::Code;
use crate::base::yaml::Node;
use crate::model::api::SecurityNeed;
use crate::parse::api::documents::Spot;
use crate::parse::api::fields::scalar;
use crate::parse::api::reader::reference;
use crate::parse::api::schemes::scheme;
use crate::parse::text::shown;

use super::description::Description;

impl<'d> Description<'d> {
    /// The alternatives of proof that are asked for here; none if nothing is said.
    pub(super) fn needs(&mut self, of: Spot<'d>) -> Option<Vec<Vec<SecurityNeed>>> {
        self.reader.child(of, "security")?;
        let mut needs = Vec::new();
        for item in self.reader.items(of, "security") {
            let at = of.with(item);
            if self.is_two {
                needs.push(self.named_needs(at));
            } else {
                needs.extend(self.need(at).map(|need| vec![need]));
            }
        }
        if needs.is_empty() {
            needs.push(Vec::new());
        }
        Some(needs)
    }

    fn named_needs(&mut self, at: Spot<'d>) -> Vec<SecurityNeed> {
        let mut needs = Vec::new();
        for entry in self.reader.own_entries(at, "security") {
            if !self.schemes.contains(&entry.key) {
                let message = format!("`{}` is no security scheme", shown(&entry.key));
                self.reader.tell(Code::ApiReference, at, entry.position, message);
            }
            let scopes = entry.value.as_sequence().unwrap_or_default();
            let scopes = scopes.iter().filter_map(scalar).collect();
            needs.push(SecurityNeed { scheme: entry.key.clone(), scopes });
        }
        needs
    }

    fn need(&mut self, at: Spot<'d>) -> Option<SecurityNeed> {
        let name = reference(at.node).and_then(|(text, _)| text.rsplit('/').next());
        let name = name.map(str::to_owned);
        let Some(end) = self.reader.follow(at) else {
            return name.map(|scheme| SecurityNeed { scheme, scopes: Vec::new() });
        };
        let scheme = name.or_else(|| self.inline_scheme(end))?;
        let scopes = end.node.get("scopes").and_then(Node::as_sequence).unwrap_or_default();
        Some(SecurityNeed { scheme, scopes: scopes.iter().filter_map(scalar).collect() })
    }

    /// The name of a way of proof that has none, since it stands where it is asked for: its type.
    fn inline_scheme(&mut self, at: Spot<'d>) -> Option<String> {
        if let Some(name) = self.inline_schemes.get(&at.address()) {
            return Some(name.clone());
        }
        let sort = self.reader.line(at, "type")?;
        let first = self.inline_schemes.len() + 2;
        let mut numbered = (first..).map(|number| format!("{sort}-{number}"));
        let mut name = sort.clone();
        while self.schemes.contains(&name) {
            name = numbered.next()?;
        }
        self.schemes.insert(name.clone());
        self.inline_schemes.insert(at.address(), name.clone());
        self.content.schemes.extend(scheme(&mut self.reader, at, &name));
        Some(name)
    }
}
