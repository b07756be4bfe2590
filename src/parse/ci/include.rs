//! `include:` in its five kinds.

use crate::base::yaml::{Node, Value};
use crate::model::{GivenInput, Include, IncludeTarget, IncludeVia};

/// Reads what one item of `include:` names.
pub(super) fn item(item: &Node, via: &IncludeVia) -> Vec<Include> {
    let given = item.get("inputs").and_then(Node::as_mapping).unwrap_or_default();
    let inputs: Vec<GivenInput> = given
        .iter()
        .map(|entry| GivenInput {
            name: entry.key.clone(),
            value: entry.value.to_json(),
            at: entry.position,
            value_at: entry.value.position,
        })
        .collect();
    let include = |target: IncludeTarget, at| Include {
        target,
        via: via.clone(),
        inputs: inputs.clone(),
        rules: Vec::new(),
        has_integrity: item.get("integrity").is_some(),
        at,
    };
    targets(item).into_iter().map(|(target, at)| include(target, at)).collect()
}

type Found = (IncludeTarget, crate::base::yaml::Position);

fn targets(item: &Node) -> Vec<Found> {
    let text = |key: &str| item.get(key).and_then(|node| Some((node.as_str()?, node.position)));
    if let Some(text) = item.as_str() {
        let target =
            if is_remote(text) { IncludeTarget::Remote(text.to_owned()) } else { local(text) };
        return vec![(target, item.position)];
    }
    if let Some((project, _)) = text("project") {
        let ref_name = text("ref").map(|(name, _)| name.to_owned());
        let file = |(file, at): (&str, _)| {
            let target = IncludeTarget::Project {
                project: project.to_owned(),
                file: file.trim_start_matches('/').to_owned(),
                ref_name: ref_name.clone(),
            };
            (target, at)
        };
        return texts(item.get("file")).into_iter().map(file).collect();
    }
    if let Some((address, at)) = text("component") {
        return component(address).map(|target| (target, at)).into_iter().collect();
    }
    if let Some((name, at)) = text("template") {
        return vec![(IncludeTarget::Template(name.to_owned()), at)];
    }
    if let Some((url, at)) = text("remote") {
        return vec![(IncludeTarget::Remote(url.to_owned()), at)];
    }
    texts(item.get("local")).into_iter().map(|(path, at)| (local(path), at)).collect()
}

fn local(path: &str) -> IncludeTarget {
    IncludeTarget::Local(path.trim_start_matches('/').to_owned())
}

fn is_remote(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn texts(node: Option<&Node>) -> Vec<(&str, crate::base::yaml::Position)> {
    let items = match node.map(|node| &node.value) {
        Some(Value::Sequence(items)) => items.as_slice(),
        Some(_) => node.map(std::slice::from_ref).unwrap_or_default(),
        None => &[],
    };
    items.iter().filter_map(|node| Some((node.as_str()?, node.position))).collect()
}

/// Reads `host/group/project/name@version`; the host is often `$CI_SERVER_FQDN`.
fn component(text: &str) -> Option<IncludeTarget> {
    let (address, version) = text.rsplit_once('@').unwrap_or((text, ""));
    let (host, path) = address.split_once('/')?;
    let (project, name) = path.rsplit_once('/')?;
    Some(IncludeTarget::Component {
        host: Some(host).filter(|host| !host.starts_with('$')).map(str::to_owned),
        project: project.to_owned(),
        name: name.to_owned(),
        version: version.to_owned(),
    })
}
