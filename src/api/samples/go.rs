//! Samples for Go with `net/http`.

use super::quote::{double, is_invisible, joined, json};
use super::request::{Body, Request};
use super::url;

const CHECK: &str = "\tif err != nil {\n\t\tpanic(err)\n\t}\n";

/// The program.
pub(super) fn write(request: &Request) -> String {
    let variable = |name: &str| format!("os.Getenv({})", double(name));
    let mut imports = vec!["fmt", "io", "net/http"];
    let (before, body) = body(&request.body, &mut imports);
    let address = joined(&request.url, double, variable);
    let mut lines = before;
    lines += &format!(
        "\trequest, err := http.NewRequest({}, {address}, {body})\n{CHECK}",
        double(&request.method)
    );
    for (name, value) in &request.headers {
        lines += &format!(
            "\trequest.Header.Set({}, {})\n",
            double(name),
            joined(value, double, variable)
        );
    }
    if let Some(media_type) = request.media_type() {
        lines += &format!("\trequest.Header.Set(\"Content-Type\", {})\n", double(media_type));
    }
    if matches!(request.body, Body::Multipart(_)) {
        lines += "\trequest.Header.Set(\"Content-Type\", form.FormDataContentType())\n";
    }
    if request.is_basic {
        lines += "\trequest.SetBasicAuth(os.Getenv(\"API_USER\"), os.Getenv(\"API_PASSWORD\"))\n";
    }
    let has_variable =
        request.headers.iter().map(|(_, value)| value).chain([&request.url]).flatten();
    let has_variable =
        has_variable.into_iter().any(|piece| matches!(piece, super::quote::Piece::Variable(_)));
    if request.is_basic || has_variable {
        imports.push("os");
    }
    imports.sort_unstable();
    imports.dedup();
    let imports: String = imports.iter().map(|name| format!("\t\"{name}\"\n")).collect();
    format!(
        "package main\n\nimport (\n{imports})\n\nfunc main() {{\n{lines}\tresponse, err := http.DefaultClient.Do(request)\n{CHECK}\tdefer response.Body.Close()\n\tanswer, err := io.ReadAll(response.Body)\n{CHECK}\tfmt.Println(response.Status, string(answer))\n}}"
    )
}

/// What stands before the request, and the name of the body.
fn body(body: &Body, imports: &mut Vec<&'static str>) -> (String, &'static str) {
    let reader = |text: String| (format!("\tbody := strings.NewReader({text})\n"), "body");
    match body {
        Body::None => (String::new(), "nil"),
        Body::Json(_, value) => {
            imports.push("strings");
            reader(text(&json(value)))
        }
        Body::Form(fields) => {
            imports.push("strings");
            reader(double(&url::form(fields)))
        }
        Body::Text(_, plain) => {
            imports.push("strings");
            reader(text(plain))
        }
        Body::File(_) => {
            imports.push("os");
            (format!("\tbody, err := os.Open(\"file.bin\")\n{CHECK}"), "body")
        }
        Body::Multipart(parts) => {
            imports.extend(["bytes", "mime/multipart"]);
            let mut lines =
                "\tvar body bytes.Buffer\n\tform := multipart.NewWriter(&body)\n".to_owned();
            for (name, text) in parts {
                lines += &match text {
                    Some(text) => {
                        format!("\tform.WriteField({}, {})\n", double(name), double(text))
                    }
                    None => {
                        imports.push("os");
                        format!(
                            "\tif part, err := form.CreateFormFile({}, \"file.bin\"); err == nil {{\n\t\tif file, err := os.Open(\"file.bin\"); err == nil {{\n\t\t\tio.Copy(part, file)\n\t\t}}\n\t}}\n",
                            double(name)
                        )
                    }
                };
            }
            (lines + "\tform.Close()\n", "&body")
        }
    }
}

/// As it is between backticks where that can be; a carriage return or a backtick cannot stand there.
fn text(text: &str) -> String {
    let is_raw = text.contains('\n') || text.contains('"');
    let can_be =
        !text.contains('`') && !text.chars().any(|c| is_invisible(c) && c != '\n' && c != '\t');
    if is_raw && can_be { format!("`{text}`") } else { double(text) }
}
