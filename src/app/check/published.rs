//! The components that a portal has published.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use url::Url;

use crate::app::exit::{Exit, Failure};
use crate::app::gitlab::way;
use crate::app::outside::Outside;
use crate::export::components::{self, PublishedComponent};
use crate::source::gitlab;

/// Where the index is below a portal's address.
const INDEX: &str = "data/v1/components.json";

/// Reads the index that a file or an address holds; the address may be the portal's own.
pub(super) fn components(named: &str, outside: &Outside<'_>) -> Result<Vec<PublishedComponent>> {
    let bytes = match Url::parse(named) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => fetch(index_of(url), outside)?,
        _ => read(Path::new(named))?,
    };
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::usage(format!("`{named}` is not a text in UTF-8")))?;
    components::read(&text).map_err(|error| {
        Failure::usage(format!(
            "`{named}` is not the index of a portal's components: {error}\n  help: it is `{INDEX}` of a portal"
        ))
    })
}

fn index_of(mut url: Url) -> Url {
    if !url.path().ends_with(".json") {
        let path = url.path().trim_end_matches("index.html").trim_end_matches('/');
        url.set_path(&format!("{path}/{INDEX}"));
        url.set_query(None);
    }
    url.set_fragment(None);
    url
}

fn fetch(url: Url, outside: &Outside<'_>) -> Result<Vec<u8>> {
    gitlab::published(&url, &way(outside, None)).map_err(|error| {
        let message = format!("`{url}` cannot be read: {error}");
        Failure { exit: Exit::Unavailable, message }.into()
    })
}

fn read(file: &Path) -> Result<Vec<u8>> {
    let file = if file.is_dir() { file.join(INDEX) } else { file.to_owned() };
    if !file.exists() {
        return Err(Failure::usage(format!("`{}` does not exist", file.display())));
    }
    fs::read(&file).with_context(|| format!("`{}` cannot be read", file.display()))
}
