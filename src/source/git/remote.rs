//! Where a clone came from, as an address that a person can open.

use url::Url;

/// Hosts known to be no GitLab, whose pages have other addresses than ours would link to.
const NOT_GITLAB: &[&str] = &["github.com", "bitbucket.org", "codeberg.org", "git.sr.ht"];

/// Returns the `url` of the remote `origin` in a git configuration.
pub(super) fn origin_url(config: &str) -> Option<String> {
    let mut is_origin = false;
    for line in config.lines().map(str::trim) {
        if line.starts_with('[') {
            is_origin = line.split_whitespace().collect::<String>() == "[remote\"origin\"]";
        } else if is_origin
            && let Some((key, value)) = line.split_once('=')
            && key.trim().eq_ignore_ascii_case("url")
        {
            return Some(value.trim().trim_matches('"').to_owned());
        }
    }
    None
}

/// Returns the web address of a remote, without user, password, query or `.git`; nothing for paths and unknown forms.
pub(super) fn web_url(remote: &str) -> Option<String> {
    let (scheme, host, path) = match remote.split_once("://") {
        Some((scheme, _)) => {
            let url = Url::parse(remote).ok()?;
            let host = url.host_str()?.to_owned();
            match (scheme, url.port()) {
                ("https" | "http", Some(port)) => {
                    (scheme, format!("{host}:{port}"), url.path().to_owned())
                }
                ("https" | "http", None) => (scheme, host, url.path().to_owned()),
                // The port is that of ssh or git, not of the pages.
                ("ssh" | "git+ssh" | "git", _) => ("https", host, url.path().to_owned()),
                _ => return None,
            }
        }
        None => {
            // `git@host:group/project.git`. What stands before the colon of a path or a drive is no host.
            let (place, path) = remote.split_once(':')?;
            let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
            if !host.contains('.') {
                return None;
            }
            ("https", host.to_owned(), path.to_owned())
        }
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    if path.is_empty() || host.contains('/') {
        return None;
    }
    let url = Url::parse(&format!("{scheme}://{host}/{path}")).ok()?;
    let is_plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    let is_gitlab = url.host_str().is_some_and(|host| !NOT_GITLAB.contains(&host));
    (is_plain && is_gitlab).then(|| url.into())
}
