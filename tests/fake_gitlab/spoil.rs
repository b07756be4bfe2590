//! Answers as faults leave them: what is still HTTP, but not what was asked for.

use serde_json::{Value, json};

use super::access::Refusal;
use super::clock;
use super::fault::{Edit, Throttle, What};
use super::http::Response;
use super::record::Recorded;
use super::rest;

/// What the answers need to know.
pub struct Scene<'a> {
    pub request: &'a Recorded,
    /// The address of the instance.
    pub url: &'a str,
    /// The time of the instance.
    pub now: i64,
    /// The limit that throttling names.
    pub limit: u64,
}

impl Scene<'_> {
    fn refuse(&self, status: u16, graphql: &str, rest: Response) -> Response {
        if self.request.is_graphql() {
            let body = json!({ "errors": [{ "message": graphql }] });
            Response::json(status, &body)
        } else {
            rest
        }
    }

    /// The answer that the fault makes of a good one; none if the fault is not of this sort.
    pub fn spoil(&self, what: &What, good: Response) -> Option<Response> {
        let page = |text: &str| format!("<!DOCTYPE html><html><body><h1>{text}</h1></body></html>");
        Some(match what {
            What::Status { code, headers, body } => {
                let plain =
                    Response { status: *code, headers: headers.clone(), body: body.clone().into() };
                if plain.header("content-type").is_some() {
                    plain
                } else {
                    plain.with("Content-Type", "text/plain")
                }
            }
            What::Throttled(throttle) => self.throttle(throttle, good),
            What::Unauthorized => {
                self.refuse(401, "Invalid token", rest::refused(Refusal::Unknown))
            }
            What::Expired => self.refuse(401, "Invalid token", rest::refused(Refusal::Expired)),
            What::InsufficientScope => rest::insufficient_scope(),
            What::ForbiddenPage => Response::html(403, &page("Forbidden")),
            What::NotFound => Response::json(404, &json!({ "message": "404 Project Not Found" })),
            What::InternalError => {
                let rest = Response::json(500, &json!({ "message": "500 Internal Server Error" }));
                self.refuse(500, "Internal server error", rest)
            }
            What::Gateway(status) => Response::html(*status, &page("The gateway got no answer")),
            What::GraphQlErrors { message, null_at, keep_data } => {
                let mut body = parsed(&good);
                let path = null_at.as_deref().unwrap_or("");
                let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
                if !steps.is_empty() {
                    change(&mut body, &steps, &Edit::Null);
                }
                // A list, as REST answers, has no room for errors beside its rows.
                if !body.is_object() {
                    body = json!({});
                }
                let below = steps.iter().filter(|step| **step != "data");
                let path: Vec<Value> = below.map(|step| path_part(step)).collect();
                body["errors"] = json!([{ "message": message, "path": path }]);
                if !keep_data {
                    body["data"] = Value::Null;
                }
                Response::json(200, &body)
            }
            What::ComplexityError => {
                let message = "Query has complexity of 9999, which exceeds max complexity of 250";
                Response::json(200, &json!({ "errors": [{ "message": message }] }))
            }
            What::TimedOut => {
                let body = json!({ "message": { "error": "Request timed out" } });
                self.refuse(503, rest::TIMED_OUT, Response::json(503, &body))
            }
            What::LoginPage => Response::html(200, &page("Sign in")),
            What::Empty(status) => {
                Response { status: *status, headers: Vec::new(), body: Vec::new() }
            }
            What::Partial => {
                let (whole, half) = (good.body.len(), good.body.len() / 2);
                let range = format!("bytes 0-{}/{whole}", half.saturating_sub(1));
                let body = good.body[..half].to_vec();
                Response { status: 206, body, ..good }.with("Content-Range", range)
            }
            What::Redirect { code, location } => {
                let query = &self.request.query;
                let mark = if query.is_empty() { "" } else { "?" };
                let target = format!("{}{mark}{query}", self.request.path);
                let location = match location.strip_suffix('*') {
                    Some(start) => format!("{start}{target}"),
                    None => location.clone(),
                };
                Response::html(*code, "<html><body>You are being redirected.</body></html>")
                    .with("Location", location)
            }
            What::Change { pattern, edit } => {
                let steps: Vec<&str> = pattern.split('/').skip(1).collect();
                edited(good, |body| change(body, &steps, edit))
            }
            What::LinkTo(host) => {
                let url =
                    format!("{host}{}?page=2&per_page=100&page_token=next", self.request.path);
                good.without("link").with("Link", format!("<{url}>; rel=\"next\""))
            }
            What::LinkLoop => {
                let origin = url::Url::parse(self.url).ok();
                let origin =
                    origin.map(|url| url.origin().ascii_serialization()).unwrap_or_default();
                let url = format!("{origin}{}?{}", self.request.path, self.request.query);
                good.without("link").with("Link", format!("<{url}>; rel=\"next\""))
            }
            What::DuplicateRows => edited(good, |body| {
                each_list(body, &mut |rows, _| rows.extend(rows.first().cloned()));
            }),
            What::EmptyListing => {
                let empty = edited(good, |body| {
                    each_list(body, &mut |rows, page| {
                        rows.clear();
                        if let Some(page) = page {
                            page["hasNextPage"] = json!(false);
                        }
                    });
                });
                empty.without("link").without("x-next-page").without("x-total")
            }
            What::EmptyPage => edited(good, |body| {
                each_list(body, &mut |rows, page| {
                    rows.clear();
                    if let Some(page) = page {
                        page["hasNextPage"] = json!(true);
                    }
                });
            }),
            _ => return None,
        })
    }

    fn throttle(&self, throttle: &Throttle, good: Response) -> Response {
        let again = |response: Response, retry_after: &Option<String>| match retry_after {
            Some(value) => response.with("Retry-After", value),
            None => response,
        };
        let message = "This endpoint has been requested too many times. Try again later.";
        match throttle {
            Throttle::Front { retry_after, reset } => {
                let seconds = retry_after.as_ref().and_then(|value| value.parse::<i64>().ok());
                let at = self.now + seconds.unwrap_or(60);
                let reset = reset.clone().unwrap_or_else(|| at.to_string());
                let response = Response::new(429, "text/plain", "Retry later\n")
                    .with("RateLimit-Name", "throttle_authenticated_api")
                    .with("RateLimit-Limit", self.limit)
                    .with("RateLimit-Observed", self.limit + 1)
                    .with("RateLimit-Remaining", 0)
                    .with("RateLimit-Reset", reset)
                    .with("RateLimit-ResetTime", clock::http(at));
                again(response, retry_after)
            }
            Throttle::Application { retry_after } => {
                let body = json!({ "message": { "error": message } });
                again(Response::json(429, &body), retry_after)
            }
            Throttle::GraphQl => edited(good, |body| {
                *body = json!({ "errors": [{ "message": message }], "data": null });
            }),
        }
    }
}

/// A step as GraphQL names it in the path of an error: the places in lists are numbers.
fn path_part(step: &str) -> Value {
    step.parse::<usize>().map_or_else(|_| json!(step), |place| json!(place))
}

fn parsed(response: &Response) -> Value {
    serde_json::from_slice(&response.body).unwrap_or(Value::Null)
}

fn edited(mut response: Response, edit: impl FnOnce(&mut Value)) -> Response {
    let mut body = parsed(&response);
    edit(&mut body);
    response.body = body.to_string().into_bytes();
    response
}

/// Edits every value that the steps name.
fn change(value: &mut Value, steps: &[&str], edit: &Edit) {
    let Some((step, rest)) = steps.split_first() else {
        match edit {
            Edit::Remove => {}
            Edit::Null => *value = Value::Null,
            Edit::WrongType => *value = other_type(value),
            Edit::Set(new) => *value = new.clone(),
        }
        return;
    };
    let removes = rest.is_empty() && matches!(edit, Edit::Remove);
    match value {
        Value::Object(fields) if removes => fields.retain(|key, _| *step != "*" && key != step),
        Value::Array(items) if removes => {
            let mut at = 0;
            items.retain(|_| {
                at += 1;
                *step != "*" && *step != (at - 1).to_string()
            });
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                if *step == "*" || key == step {
                    change(value, rest, edit);
                }
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter_mut().enumerate() {
                if *step == "*" || *step == at.to_string() {
                    change(value, rest, edit);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn other_type(value: &Value) -> Value {
    match value {
        Value::Null => json!(7),
        Value::Bool(_) => json!("yes"),
        Value::Number(_) => json!("seven"),
        Value::String(_) => json!(7),
        Value::Array(_) => json!({}),
        Value::Object(_) => json!([]),
    }
}

/// Every outermost list of rows: the answer itself, or `nodes` with the `pageInfo` beside it.
fn each_list(value: &mut Value, edit: &mut impl FnMut(&mut Vec<Value>, Option<&mut Value>)) {
    match value {
        Value::Array(rows) => edit(rows, None),
        Value::Object(fields) => {
            let mut page = fields.remove("pageInfo");
            if let Some(rows) = fields.get_mut("nodes").and_then(Value::as_array_mut) {
                edit(rows, page.as_mut());
            } else {
                for (_, value) in fields.iter_mut().filter(|(_, value)| value.is_object()) {
                    each_list(value, edit);
                }
            }
            fields.extend(page.map(|page| ("pageInfo".to_owned(), page)));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
