//! Names of fields in JSON.

use std::borrow::Cow;

use crate::model::api::{ApiFormat, Property};

/// The name of a field in JSON: that of the field, but for protocol buffers.
pub(super) fn json_name(format: ApiFormat, property: &Property) -> Cow<'_, str> {
    if format != ApiFormat::Protobuf {
        return Cow::Borrowed(&property.name);
    }
    let own = property.facts.iter().find(|fact| fact.label == "JSON name");
    let own = own.and_then(|fact| fact.value.as_str());
    own.map_or_else(|| Cow::Owned(usual_json_name(&property.name)), Cow::Borrowed)
}

/// The name of a field of protocol buffers that is given no other one (protobuf.dev, ProtoJSON Format).
pub(super) fn usual_json_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut is_after_line = false;
    for c in name.chars() {
        if c == '_' {
            is_after_line = true;
        } else {
            out.push(if is_after_line { c.to_ascii_uppercase() } else { c });
            is_after_line = false;
        }
    }
    out
}
