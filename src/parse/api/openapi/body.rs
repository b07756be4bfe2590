//! Bodies: one for each media type.

use crate::model::api::Content;
use crate::parse::api::documents::Spot;
use crate::parse::api::fields::fact;

use super::description::Description;

impl<'d> Description<'d> {
    /// The bodies below `content`.
    pub(super) fn contents(&mut self, of: Spot<'d>) -> Vec<Content> {
        let mut contents = Vec::new();
        for entry in self.reader.entries(of, "content") {
            let Some(at) = self.reader.follow(of.with(&entry.value)) else { continue };
            let mut content = Content {
                media_type: entry.key.clone(),
                at: of.position(entry.position),
                ..Content::default()
            };
            if at.node.as_mapping().is_some() {
                self.fill_content(&mut content, at);
            } else if self.reader.child(of, "content").is_some() {
                self.reader.tell_type(at, "a media type", "a mapping");
            }
            contents.push(content);
        }
        contents
    }

    fn fill_content(&mut self, content: &mut Content, at: Spot<'d>) {
        let reader = &mut self.reader;
        content.examples = reader.examples(at);
        content.schema = reader.child(at, "schema").map(|schema| reader.schema(schema));
        if let Some(item) = reader.child(at, "itemSchema") {
            content.schema = Some(reader.schema(item));
            content.is_item = true;
        }
        for entry in reader.entries(at, "encoding") {
            let label = format!("encoding of `{}`", entry.key);
            content.facts.extend(fact(&label, &entry.value));
        }
        content.facts.extend(reader.facts(at, &["itemEncoding", "prefixEncoding"]));
        content.facts.extend(reader.extensions(at, &[]));
    }
}
