//! What readers see of each construct, and what nobody may get onto a page.

mod allowed;
mod constructs;
mod corpus;
mod hostile;
mod outlines;
mod properties;
mod said;

use super::destination::Form;
use super::destination::form;
use super::headings::Heading;
use super::*;

/// A site: web addresses and paths below `docs/` lead somewhere; images of one host are shown, others become links.
struct Site;

impl Links for Site {
    fn link(&self, destination: &str) -> LinkTarget {
        match form(destination) {
            Form::Web | Form::Contact => LinkTarget::To(destination.to_owned()),
            _ if destination.starts_with("docs/") => LinkTarget::To(format!("../{destination}")),
            _ => LinkTarget::Text { problem: Some(format!("`{destination}` does not exist")) },
        }
    }

    fn image(&self, destination: &str) -> ImageTarget {
        if destination.starts_with("https://img.acme.example/") || destination.starts_with("docs/")
        {
            ImageTarget::Show(destination.to_owned())
        } else if form(destination) == Form::Web {
            ImageTarget::Link(destination.to_owned())
        } else {
            ImageTarget::Alt { problem: Some(format!("`{destination}` does not exist")) }
        }
    }
}

/// A site on which nothing leads anywhere.
struct Nowhere;

impl Links for Nowhere {
    fn link(&self, _: &str) -> LinkTarget {
        LinkTarget::Text { problem: None }
    }

    fn image(&self, _: &str) -> ImageTarget {
        ImageTarget::Alt { problem: None }
    }
}

const PAGE: RenderOptions<'_> = RenderOptions { first_level: 2, drop_title: None, scope: "" };

fn rendered(source: &str) -> Rendered {
    render(source, &PAGE, &Site)
}

fn html(source: &str) -> String {
    rendered(source).html.to_string()
}

/// The problems of a document as `line:column message`.
fn problems(source: &str) -> Vec<String> {
    let problems = rendered(source).problems;
    problems.iter().map(|p| format!("{}:{} {}", p.line, p.column, p.message)).collect()
}
