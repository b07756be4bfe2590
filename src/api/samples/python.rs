//! Samples for Python with `requests`.

use super::quote::{Literals, double, joined, literal};
use super::request::{Body, Request};

const WORDS: Literals =
    Literals { yes: "True", no: "False", null: "None", indent: "    ", text: double, key: double };

/// The program.
pub(super) fn write(request: &Request) -> String {
    let variable = |name: &str| format!("os.environ[{}]", double(name));
    let url = joined(&request.url, double, variable);
    let mut arguments = String::new();
    let mut headers = String::new();
    for (name, value) in &request.headers {
        headers += &format!("        {}: {},\n", double(name), joined(value, double, variable));
    }
    let says_type = !matches!(&request.body, Body::Form(_))
        && !matches!(&request.body, Body::Json(media_type, _) if media_type == "application/json");
    if let Some(media_type) = request.media_type().filter(|_| says_type) {
        headers += &format!("        \"Content-Type\": {},\n", double(media_type));
    }
    if !headers.is_empty() {
        arguments += &format!("    headers={{\n{headers}    }},\n");
    }
    if request.is_basic {
        arguments += "    auth=(os.environ[\"API_USER\"], os.environ[\"API_PASSWORD\"]),\n";
    }
    arguments += &body(&request.body);
    let method = request.method.to_lowercase();
    let call = match method.as_str() {
        "get" | "post" | "put" | "patch" | "delete" | "head" | "options" => {
            format!("requests.{method}(\n    {url},\n")
        }
        _ => format!("requests.request(\n    {},\n    {url},\n", double(&request.method)),
    };
    let imports = if arguments.contains("os.environ[") || url.contains("os.environ[") {
        "import os\n\n"
    } else {
        ""
    };
    format!(
        "{imports}import requests\n\nresponse = {call}{arguments})\nresponse.raise_for_status()\nprint(response.text)"
    )
}

fn body(body: &Body) -> String {
    match body {
        Body::None => String::new(),
        Body::Json(_, value) => format!("    json={},\n", literal(value, &WORDS, 1)),
        Body::Form(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("        ({}, {}),\n", double(name), double(value)));
            format!("    data=[\n{}    ],\n", fields.collect::<String>())
        }
        Body::Multipart(parts) => {
            let parts = parts.iter().map(|(name, text)| match text {
                Some(text) => format!("        ({}, (None, {})),\n", double(name), double(text)),
                None => format!("        ({}, open(\"file.bin\", \"rb\")),\n", double(name)),
            });
            format!("    files=[\n{}    ],\n", parts.collect::<String>())
        }
        Body::Text(_, text) => format!("    data={}.encode(),\n", double(text)),
        Body::File(_) => "    data=open(\"file.bin\", \"rb\"),\n".to_owned(),
    }
}
