//! Samples for JavaScript with `fetch`.

use super::quote::{Literals, javascript, joined, literal};
use super::request::{Body, Request};

const WORDS: Literals =
    Literals { yes: "true", no: "false", null: "null", indent: "  ", text: javascript, key };

/// `"__proto__": …` would set the prototype instead of a field.
fn key(name: &str) -> String {
    let quoted = javascript(name);
    if name == "__proto__" { format!("[{quoted}]") } else { quoted }
}

/// The program: a module, for Node.
pub(super) fn write(request: &Request) -> String {
    let variable = |name: &str| format!("process.env.{name}");
    let url = joined(&request.url, javascript, variable);
    let mut headers = String::new();
    for (name, value) in &request.headers {
        headers += &format!("    {}: {},\n", key(name), joined(value, javascript, variable));
    }
    if request.is_basic {
        headers += "    \"Authorization\": \"Basic \" + btoa(process.env.API_USER + \":\" + process.env.API_PASSWORD),\n";
    }
    if let Some(media_type) =
        request.media_type().filter(|_| !matches!(request.body, Body::Form(_)))
    {
        headers += &format!("    \"Content-Type\": {},\n", javascript(media_type));
    }
    let mut options = String::new();
    if request.method != "GET" {
        options += &format!("  method: {},\n", javascript(&request.method));
    }
    if !headers.is_empty() {
        options += &format!("  headers: {{\n{headers}  }},\n");
    }
    let (before, body) = body(&request.body);
    options += &body;
    let call = if options.is_empty() {
        format!("fetch({url})")
    } else {
        format!("fetch({url}, {{\n{options}}})")
    };
    format!(
        "{before}const response = await {call};\nconsole.log(response.status, await response.text());"
    )
}

/// What stands before the call, and what stands in it.
fn body(body: &Body) -> (String, String) {
    match body {
        Body::None => Default::default(),
        Body::Json(_, value) => {
            (String::new(), format!("  body: JSON.stringify({}),\n", literal(value, &WORDS, 1)))
        }
        Body::Form(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                format!("    [{}, {}],\n", javascript(name), javascript(value))
            });
            (
                String::new(),
                format!("  body: new URLSearchParams([\n{}  ]),\n", fields.collect::<String>()),
            )
        }
        Body::Multipart(parts) => {
            let parts = parts.iter().map(|(name, text)| {
                let name = javascript(name);
                match text {
                    Some(text) => format!("form.append({name}, {});\n", javascript(text)),
                    None => format!(
                        "form.append({name}, await openAsBlob(\"file.bin\"), \"file.bin\");\n"
                    ),
                }
            });
            let parts = parts.collect::<String>();
            let import = if parts.contains("openAsBlob") { IMPORT } else { "" };
            (
                format!("{import}const form = new FormData();\n{parts}\n"),
                "  body: form,\n".to_owned(),
            )
        }
        Body::Text(_, text) => (String::new(), format!("  body: {},\n", javascript(text))),
        Body::File(_) => {
            (IMPORT.to_owned(), "  body: await openAsBlob(\"file.bin\"),\n".to_owned())
        }
    }
}

const IMPORT: &str = "import { openAsBlob } from \"node:fs\";\n\n";
