//! How API descriptions are found, shown and judged.

use crate::base::yaml::Node;
use crate::base::{Area, Code, Place, nearest};
use crate::config::valid::Apis;
use crate::model::{EntityRef, Kind, RefDefaults};

use super::{Reader, Section, shown};

impl Reader<'_, '_> {
    pub(super) fn apis(&mut self, apis: Section<'_>) -> Option<Apis> {
        let infer = self.bool(apis, "apis.infer");
        let versions = self.between(apis, "apis.versions");
        let lint = self.bool(apis, "apis.lint");
        let ignore = self.each(apis, "apis.ignore", &mut code);
        let try_it = self.each(apis, "apis.try_it", &mut reference);
        Some(Apis {
            infer: infer?,
            versions: versions?,
            lint: lint?,
            ignore: ignore?.into_iter().map(|(code, _)| code).collect(),
            try_it: try_it?,
        })
    }

    /// Reads the texts of a list, each with its place; what cannot be read is reported with what is expected.
    fn each<T>(
        &mut self,
        section: Section<'_>,
        path: &'static str,
        read: &mut dyn FnMut(&str) -> Result<T, String>,
    ) -> Option<Vec<(T, Place)>> {
        let written = section.value(path)?;
        let mut values = Vec::new();
        for node in written.node.as_sequence().unwrap_or_default() {
            let text = Node::as_str(node).unwrap_or_default();
            match read(text) {
                Ok(value) => values.push((value, self.findings.place(node.position))),
                Err(help) => self.findings.push_with_help(
                    Code::ConfigInvalid,
                    node.position,
                    format!("`{path}[]` cannot be `{}`", shown(text)),
                    help,
                ),
            }
        }
        Some(values)
    }
}

/// A code of findings about API descriptions.
fn code(text: &str) -> Result<Code, String> {
    let codes = || Code::ALL.iter().copied().filter(|code| code.area() == Area::Api);
    codes().find(|code| code.as_str() == text).ok_or_else(|| {
        match nearest(text, codes().map(Code::as_str)) {
            Some(near) => format!("the nearest code is `{near}`"),
            None => "write a code that begins with `api-`, such as `api-summary`".to_owned(),
        }
    })
}

/// A reference to an API in canonical form, or `*`.
fn reference(text: &str) -> Result<String, String> {
    if text == "*" {
        return Ok(text.to_owned());
    }
    let help = || "write a reference such as `api:acme/orders`, or `*`".to_owned();
    let defaults = RefDefaults { kind: Some(Kind::Api.as_str()), ..RefDefaults::default() };
    let reference = EntityRef::parse(text, defaults).map_err(|_| help())?;
    if !reference.kind.eq_ignore_ascii_case(Kind::Api.as_str()) {
        return Err(help());
    }
    Ok(reference.canonical())
}
