//! What stands between a configuration and a portal: questions put to GitLab, each with its answer and what to do.

use serde_json::Value;

use super::asker::Asker;
use super::clock::Clock;
use super::error::TransportError;
use super::options::GitLabOptions;
use super::rest::{RestAnswer, segment};
use super::schema::Schema;
use super::transport::Transport;
use super::{crawl, query, wire};
use crate::base::Timestamp;
use crate::model::Visibility;

/// Days before its end at which a token is worth a warning.
pub(crate) const TOKEN_WARNING_DAYS: i64 = 30;

/// The oldest release that is tested against.
const OLDEST: (u32, u32) = (16, 3);

/// How a question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// As it should be.
    Good,
    /// It works, but something will be missing or will end.
    Warning,
    /// It does not work.
    Bad,
}

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    /// What was looked at, in a word or two.
    pub subject: &'static str,
    /// How it is.
    pub verdict: Verdict,
    /// What was seen.
    pub message: String,
    /// What to do; empty if nothing.
    pub help: String,
}

fn check(subject: &'static str, verdict: Verdict, message: impl Into<String>) -> Check {
    Check { subject, verdict, message: message.into(), help: String::new() }
}

impl Check {
    fn help(mut self, help: impl Into<String>) -> Check {
        self.help = help.into();
        self
    }
}

/// Asks everything. `portal` is the number or path of the project whose Pages show the portal.
pub(crate) fn examine(
    options: &GitLabOptions,
    transport: &Transport<'_>,
    clock: &dyn Clock,
    portal: Option<&str>,
) -> Vec<Check> {
    let mut checks = Vec::new();
    let own = transport.rest("token", "personal_access_tokens/self", &[]);
    let is_usable = token(&own, clock.now(), &mut checks);
    if !is_usable {
        return checks;
    }
    let asker = Asker::new(transport);
    let schema = match crawl::schema(&asker) {
        Ok(schema) => {
            checks.push(release(schema.version.as_deref()));
            checks.push(fields(&schema.missing()));
            schema
        }
        Err(error) => {
            checks.push(
                check("GraphQL", Verdict::Bad, error.to_string())
                    .help("the portal is read by GraphQL; ask the administrators whether `/api/graphql` is blocked"),
            );
            Schema::default()
        }
    };
    for group in &options.groups {
        checks.push(sees(transport, group));
    }
    checks.push(rate(&own));
    match portal {
        Some(portal) => {
            let number = pages(transport, portal, options.audience, &mut checks);
            if let Some(number) = number.filter(|_| schema.has("Project", "pagesUseUniqueDomain")) {
                checks.extend(domain(&asker, number));
            }
        }
        None => checks.push(
            check(
                "Pages",
                Verdict::Warning,
                "not looked at: this does not run in the pipeline of the portal's project",
            )
            .help("run `portolan doctor` in the pipeline, where `CI_PROJECT_ID` names the project"),
        ),
    }
    checks
}

/// Token kind, scopes and end; whether it is worth asking on.
fn token(
    own: &Result<RestAnswer, TransportError>,
    now: Timestamp,
    checks: &mut Vec<Check>,
) -> bool {
    let answer = match own {
        Ok(answer) => &answer.json,
        Err(TransportError::NotFound { .. } | TransportError::Rejected { .. }) => {
            checks.push(
                check(
                    "token",
                    Verdict::Warning,
                    "GitLab accepts it, but says nothing about its scopes and its end",
                )
                .help(
                    "use a group access token, or a personal access token of a user made for this",
                ),
            );
            return true;
        }
        Err(error) if !error.is_about_access() => {
            checks.push(
                check("instance", Verdict::Bad, error.to_string())
                    .help("check `url`, and whether this machine reaches it; a proxy is named by `HTTPS_PROXY`, a certificate by `ca_file`"),
            );
            return false;
        }
        Err(error) => {
            checks.push(
                check("token", Verdict::Bad, error.to_string())
                    .help("make a group access token with the role Reporter and the scope `read_api`, and store it as a masked CI/CD variable"),
            );
            return false;
        }
    };
    let name = wire::text(answer, "name").unwrap_or_default();
    let scopes: Vec<&str> = answer
        .get("scopes")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    checks.push(check("token", Verdict::Good, format!("GitLab accepts the token `{name}`")));
    let listed = scopes.join("`, `");
    checks.push(if !scopes.iter().any(|scope| matches!(*scope, "read_api" | "api")) {
        check("scopes", Verdict::Bad, format!("the token has `{listed}`, but not `read_api`"))
            .help("make a token with the scope `read_api`")
    } else if scopes.contains(&"api") {
        check("scopes", Verdict::Warning, "the token may write: it has the scope `api`")
            .help("`read_api` is enough; a token that cannot write is safer in a pipeline")
    } else {
        check("scopes", Verdict::Good, format!("`{listed}`"))
    });
    checks.push(expiry(wire::text(answer, "expires_at").as_deref(), now));
    scopes.is_empty() || scopes.iter().any(|scope| matches!(*scope, "read_api" | "api"))
}

fn expiry(date: Option<&str>, now: Timestamp) -> Check {
    match days_left(date, now) {
        Some(days) if days < 0 => check("expiry", Verdict::Bad, "the token has expired")
            .help("make a new token and change the CI/CD variable"),
        Some(days) if days < TOKEN_WARNING_DAYS => {
            check("expiry", Verdict::Warning, format!("the token expires in {days} days"))
                .help("make a new token and change the CI/CD variable in time")
        }
        Some(days) => check("expiry", Verdict::Good, format!("the token expires in {days} days")),
        None => check("expiry", Verdict::Good, "the token does not expire"),
    }
}

/// The days until a date.
pub(crate) fn days_left(date: Option<&str>, now: Timestamp) -> Option<i64> {
    let end = Timestamp::parse(&format!("{}T00:00:00Z", date?))?;
    Some((end.0 - now.0).div_euclid(86_400))
}

fn release(version: Option<&str>) -> Check {
    let Some(version) = version else {
        return check("instance", Verdict::Warning, "GitLab does not say its release");
    };
    let mut numbers = version.split(['.', '-']).map_while(|part| part.parse::<u32>().ok());
    let number = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    if number < OLDEST {
        let (major, minor) = OLDEST;
        return check("instance", Verdict::Warning, format!("GitLab {version}"))
            .help(format!("releases before {major}.{minor} are not tested against"));
    }
    check("instance", Verdict::Good, format!("GitLab {version}"))
}

fn fields(missing: &[(&str, &str)]) -> Check {
    if missing.is_empty() {
        return check("fields", Verdict::Good, "the instance knows all that is asked for");
    }
    let told: Vec<String> =
        missing.iter().map(|(field, without)| format!("`{field}` ({without})")).collect();
    check("fields", Verdict::Warning, format!("the instance lacks {}", told.join(", ")))
        .help("nothing is broken by that; a newer GitLab has them")
}

fn sees(transport: &Transport<'_>, group: &str) -> Check {
    let path = format!("groups/{}", segment(group));
    match transport.rest("group", &path, &[("with_projects", "false")]) {
        Ok(_) => check("group", Verdict::Good, format!("the token sees `{group}`")),
        Err(TransportError::NotFound { .. }) => {
            check("group", Verdict::Bad, format!("the token does not see `{group}`"))
                .help("check the path, and make the token's user a Reporter there")
        }
        Err(error) => check("group", Verdict::Bad, error.to_string()),
    }
}

fn rate(own: &Result<RestAnswer, TransportError>) -> Check {
    let header = |name: &str| own.as_ref().ok().and_then(|answer| answer.headers.get(name));
    match (header("ratelimit-limit"), header("ratelimit-remaining")) {
        (Some(limit), Some(remaining)) => {
            let is_low = remaining.parse::<u64>().is_ok_and(|left| left < 20);
            let message = format!("{remaining} of {limit} requests are left in this minute");
            match is_low {
                true => check("rate limit", Verdict::Warning, message)
                    .help("something else uses up the limit of this token's user; give the portal a token of its own"),
                false => check("rate limit", Verdict::Good, message),
            }
        }
        _ => check("rate limit", Verdict::Good, "the instance announces none"),
    }
}

/// Who can open the portal; the number of its project, if that can be read.
fn pages(
    transport: &Transport<'_>,
    portal: &str,
    audience: Visibility,
    checks: &mut Vec<Check>,
) -> Option<u64> {
    let row = match transport.rest("portal", &format!("projects/{}", segment(portal)), &[]) {
        Ok(answer) => answer.json,
        Err(error) => {
            checks.push(
                check("Pages", Verdict::Warning, format!("who can open the portal cannot be read: {error}"))
                    .help("let the token see the portal's own project, or compare `site.audience` with Settings > General > Visibility > Pages by hand"),
            );
            return None;
        }
    };
    checks.push(match reach(&row) {
        None => check("Pages", Verdict::Warning, "Pages are switched off in the portal's project")
            .help("switch them on in Settings > General > Visibility"),
        Some(reach) if reach > audience => check(
            "Pages",
            Verdict::Bad,
            format!(
                "{} can open the portal, but it is made for {}",
                people(reach),
                people(audience)
            ),
        )
        .help("change Settings > General > Visibility > Pages, or `site.audience`"),
        Some(reach) => check(
            "Pages",
            Verdict::Good,
            format!("{} can open the portal; it is made for {}", people(reach), people(audience)),
        ),
    });
    wire::id(&row)
}

/// Whether other sites of the group share the portal's origin; nothing if GitLab does not say.
fn domain(asker: &Asker<'_>, portal: u64) -> Option<Check> {
    let answer = asker.ask("domain", &query::domain(portal)).ok()?;
    let row = answer.data.get("projects").and_then(|list| wire::rows(list).next())?;
    Some(match row.get("pagesUseUniqueDomain")?.as_bool()? {
        true => check("domain", Verdict::Good, "the portal has a domain of its own"),
        false => check(
            "domain",
            Verdict::Warning,
            "the portal shares its domain with other Pages of the group, whose scripts can read it",
        )
        .help("switch on Deploy > Pages > Use unique domain"),
    })
}

/// Who can open the Pages of a project; none if they are switched off.
pub(crate) fn reach(project: &Value) -> Option<Visibility> {
    match project.get("pages_access_level")?.as_str()? {
        "disabled" => None,
        "public" => Some(Visibility::Public),
        "enabled" => Some(wire::visibility(project)),
        _ => Some(Visibility::Private),
    }
}

/// A visibility as people.
pub(crate) fn people(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "everybody",
        Visibility::Internal => "everybody who is signed in",
        Visibility::Private => "members",
    }
}
