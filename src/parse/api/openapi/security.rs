//! How callers prove who they are: the ways, and which of them an operation asks for.

use crate::base::Code;
use crate::model::api::SecurityNeed;
use crate::parse::api::documents::Spot;
use crate::parse::api::fields::scalar;
use crate::parse::api::schemes::scheme;
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
