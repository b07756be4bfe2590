#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use super::sample::{Sample, component, frame, samples};
use super::{Theme, page};
use crate::base::RelPath;
use crate::markdown::SafeHtml;
use crate::page::view::{EntityView, View};

fn theme() -> Theme {
    Theme::load(&BTreeMap::new(), None).unwrap()
}

fn overlaid(files: &[(&str, &str)]) -> Result<Theme, crate::render::theme::ThemeError> {
    let files = files.iter();
    let overlay = files.map(|(path, text)| (RelPath::new(path).unwrap(), text.as_bytes().to_vec()));
    Theme::load(&overlay.collect(), None)
}

fn rendered(sample: &Sample) -> String {
    let bytes = page(&theme(), &sample.frame, &sample.view)
        .unwrap_or_else(|error| panic!("{}: {error}", sample.name));
    String::from_utf8(bytes).unwrap()
}

fn entity_page(theme: &Theme, view: EntityView) -> String {
    let frame = frame("entity", &view.title, 3);
    String::from_utf8(page(theme, &frame, &View::Entity(Box::new(view))).unwrap()).unwrap()
}

/// The tags of a page without their angle brackets.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter_map(|rest| rest.split('>').next())
}

/// Where the assets are.
fn folder(theme: &Theme) -> RelPath {
    theme.assets().find(|(path, _)| path.name() == "portolan.css").unwrap().0.parent()
}

fn stylesheet(theme: &Theme) -> String {
    let (_, bytes) = theme.assets().find(|(path, _)| path.name() == "portolan.css").unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn every_page_has_one_h1_which_is_its_first_heading_and_no_gap_below() {
    for sample in samples() {
        let html = rendered(&sample);
        let mut level = 0;
        for tag in tags(&html) {
            let Some(next) = tag.strip_prefix('h').and_then(|tag| tag.get(..1)?.parse::<u8>().ok())
            else {
                continue;
            };
            assert!(next <= level + 1, "{}: h{next} after h{level}", sample.name);
            assert_eq!(next == 1, level == 0, "{}: one h1, and it comes first", sample.name);
            level = next;
        }
        assert!(level > 0, "{}", sample.name);
    }
}

#[test]
fn the_policy_is_the_first_child_of_the_head() {
    for sample in samples() {
        let html = rendered(&sample);
        let (_, head) = html.split_once("<head>\n").unwrap();
        assert!(
            head.starts_with(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
            ),
            "{}",
            sample.name
        );
    }
}

#[test]
fn only_the_console_of_an_api_may_speak_with_other_hosts() {
    for sample in samples() {
        let html = rendered(&sample);
        let (_, policy) = html.split_once("connect-src ").unwrap();
        let (speaks_with, _) = policy.split_once(';').unwrap();
        let wanted = match sample.name {
            "api-try" => "'self' https://eu.api.example.com https://us.api.example.com",
            _ => "'self'",
        };
        assert_eq!(speaks_with, wanted, "{}", sample.name);
    }
}

#[test]
fn nothing_on_a_page_is_a_script_or_style_of_its_own() {
    for sample in samples() {
        let html = rendered(&sample);
        for tag in tags(&html) {
            let tag = tag.to_ascii_lowercase();
            assert!(!tag.contains(" style="), "{}: {tag}", sample.name);
            assert!(!tag.starts_with("style"), "{}: {tag}", sample.name);
            assert!(
                !tag.split_whitespace().any(|word| word.starts_with("on") && word.contains('=')),
                "{}: {tag}",
                sample.name
            );
            let runs = tag.starts_with("script") && !tag.contains("speculationrules");
            assert!(!runs || tag.contains(" src="), "{}: {tag}", sample.name);
        }
    }
}

#[test]
fn ids_are_unique() {
    for sample in samples() {
        let html = rendered(&sample);
        let mut ids: Vec<&str> =
            tags(&html).filter_map(|tag| tag.split_once(" id=\"")?.1.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{}", sample.name);
    }
}

#[test]
fn nothing_prints_as_none_or_undefined() {
    for sample in samples() {
        let html = rendered(&sample);
        for word in [">None<", "\"None\"", "undefined", ">True<", ">False<"] {
            assert!(!html.contains(word), "{}: {word}", sample.name);
        }
    }
}

#[test]
fn an_empty_entity_has_no_empty_section() {
    let view = EntityView {
        summary: SafeHtml::default(),
        subtype: String::new(),
        lifecycle: String::new(),
        facts: vec![],
        tags: vec![],
        links: vec![],
        relations: vec![],
        environments: vec![],
        apis: vec![],
        pipeline: None,
        docs: vec![],
        readme: None,
        provenance: vec![],
        findings: vec![],
        ..component()
    };
    let html = entity_page(&theme(), view);
    let (_, main) = html.split_once("<main").unwrap();
    assert!(!main.contains("<h2") && !main.contains("<section") && !main.contains("<dl"), "{main}");
}

#[test]
fn text_is_escaped_and_safe_html_is_not() {
    let view = EntityView {
        title: "<b title=\"x\">'&".to_owned(),
        summary: SafeHtml::for_test("<em>fine</em>"),
        ..component()
    };
    let html = entity_page(&theme(), view);
    assert!(html.contains("&lt;b title=&quot;x&quot;&gt;&#39;&amp;</h1>"), "{html}");
    assert!(html.contains("<div class=\"lead\"><em>fine</em></div>"), "{html}");
}

#[test]
fn names_in_messages_are_code() {
    let theme = overlaid(&[("templates/entity.html", "{{ view.title|names }}")]).unwrap();
    let shown =
        |title: &str| entity_page(&theme, EntityView { title: title.to_owned(), ..component() });
    assert_eq!(shown("owner `<b>` is `x`"), "owner <code>&lt;b&gt;</code> is <code>x</code>");
    assert_eq!(shown("a `lone one & all"), "a `lone one &amp; all");
}

#[test]
fn no_template_can_print_without_escaping() {
    let error = overlaid(&[("templates/entity.html", "{{ view.title|safe }}")]).and_then(|theme| {
        page(&theme, &frame("entity", "x", 1), &View::Entity(Box::new(component())))
    });
    assert!(error.unwrap_err().to_string().contains("filter"));
    let theme = overlaid(&[(
        "templates/entity.html",
        "{% autoescape false %}{{ view.title }}{% endautoescape %}",
    )])
    .unwrap();
    let html = entity_page(&theme, EntityView { title: "<b>".to_owned(), ..component() });
    assert_eq!(html, "&lt;b&gt;");
}

#[test]
fn a_page_without_a_known_address_loads_nothing() {
    let samples = samples();
    let bare = rendered(samples.iter().find(|sample| sample.name == "404-bare").unwrap());
    assert!(
        !bare.contains("href=\"")
            || bare.matches("href=\"").count() == bare.matches("href=\"#").count(),
        "{bare}"
    );
    assert!(!bare.contains(" src="), "{bare}");
    let known = rendered(samples.iter().find(|sample| sample.name == "404").unwrap());
    assert!(known.contains("href=\"https://acme.example.com/portal/assets/"), "{known}");
}

#[test]
fn a_file_of_the_user_takes_the_place_of_the_embedded_one_which_stays_reachable() {
    let text =
        "{% extends \"default/gone.html\" %}{% block main %}<p>ours</p>{{ super() }}{% endblock %}";
    let theme = overlaid(&[("templates/gone.html", text)]).unwrap();
    let samples = samples();
    let sample = samples.iter().find(|sample| sample.name == "gone").unwrap();
    let html = String::from_utf8(page(&theme, &sample.frame, &sample.view).unwrap()).unwrap();
    assert!(html.contains("<p>ours</p><header class=\"lone\">"), "{html}");
}

#[test]
fn a_mistake_in_a_template_is_named_with_its_line() {
    let broken = overlaid(&[("templates/home.html", "<p>\n\n  {% if %}</p>")]).unwrap_err();
    assert_eq!((broken.file.as_str(), broken.line), ("templates/home.html", 3));
    let theme = overlaid(&[("templates/gone.html", "\n{{ view.titel }}")]).unwrap();
    let samples = samples();
    let sample = samples.iter().find(|sample| sample.name == "gone").unwrap();
    let error = page(&theme, &sample.frame, &sample.view).unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("templates/gone.html", 2));
}

#[test]
fn an_endless_template_ends() {
    let text = "{% for a in range(9999) %}{% for b in range(9999) %}{% set c = a %}{% endfor %}{% endfor %}";
    let theme = overlaid(&[("templates/gone.html", text)]).unwrap();
    let samples = samples();
    let sample = samples.iter().find(|sample| sample.name == "gone").unwrap();
    assert!(page(&theme, &sample.frame, &sample.view).unwrap_err().to_string().contains("fuel"));
}

#[test]
fn a_theme_for_another_contract_is_refused() {
    let error = overlaid(&[("theme.yaml", "name: old\nview: 99\n")]).unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("theme.yaml", 2));
}

#[test]
fn the_accent_colour_reaches_the_stylesheet_and_nothing_else_does() {
    let theme = Theme::load(&BTreeMap::new(), Some("#7a1fa2")).unwrap();
    assert!(stylesheet(&theme).ends_with(":root{--brand:#7a1fa2}}"));
    assert!(Theme::load(&BTreeMap::new(), Some("red;}")).is_err());
}

#[test]
fn stylesheets_of_the_user_stand_outside_the_layer() {
    let theme = overlaid(&[("css/zz.css", "h1 { color: red }")]).unwrap();
    let css = stylesheet(&theme);
    assert!(css.starts_with("@layer portolan{:root{color-scheme:light dark;"), "{css}");
    assert!(css.ends_with("}h1{color:red}"), "{css}");
}

#[test]
fn strings_in_stylesheets_stay_as_they_are() {
    let theme =
        overlaid(&[("css/zz.css", "a::before { content: \" /* > */ \"; /* gone */ }\n.a  .b { }")])
            .unwrap();
    assert!(stylesheet(&theme).ends_with("a::before{content:\" /* > */ \"}.a .b{}"));
}

#[test]
fn assets_change_their_address_with_their_content() {
    let changed = overlaid(&[("js/main.js", "")]).unwrap();
    assert_ne!(folder(&theme()), folder(&changed));
    assert_ne!(theme().digest(), changed.digest());
    let other_text = overlaid(&[("templates/gone.html", "")]).unwrap();
    assert_eq!(folder(&theme()), folder(&other_text));
    assert_ne!(theme().digest(), other_text.digest());
}

#[test]
fn every_colour_is_a_token() {
    let own = Theme::load(&BTreeMap::new(), None).unwrap();
    let css = stylesheet(&own);
    let (_, rest) = css.split_once(":root[data-theme=\"dark\"]").unwrap();
    for word in ["oklch(", "rgb(", "light-dark(", "hsl("] {
        assert!(!rest.contains(word), "{word} outside tokens.css");
    }
}

#[test]
fn head_of_an_entity_page() {
    let html = entity_page(&theme(), component());
    let (head, _) = html.split_once("</head>").unwrap();
    let folder = folder(&theme());
    insta::assert_snapshot!(head.replace(folder.as_str(), "assets/DIGEST"));
}

#[test]
fn a_page_that_is_not_current_says_so_in_words_and_with_its_date() {
    for sample in samples().iter().filter(|sample| matches!(sample.name, "inferred" | "doc")) {
        let html = rendered(sample);
        let (_, banner) = html.split_once("<p class=\"stale\">").expect("a banner");
        let (banner, _) = banner.split_once("</p>").expect("an end");
        assert!(banner.contains("Not current."), "{banner}");
        assert!(banner.contains("GitLab answered 502"), "{banner}");
        assert!(
            banner.contains("<time datetime=\"2026-11-18T04:00:00Z\">2026-11-18</time>"),
            "{banner}"
        );
    }
    assert!(!entity_page(&theme(), component()).contains("class=\"stale\""));
}

#[test]
fn a_sign_leads_on_without_a_script() {
    let samples = samples();
    let moved = samples.iter().find(|sample| sample.name == "moved").unwrap();
    let html = rendered(moved);
    let href = "../../component/shop/cart/index.html";
    assert!(html.contains(&format!("http-equiv=\"refresh\" content=\"0; url={href}\"")), "{html}");
    assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{href}\">")), "{html}");
    let gone = samples.iter().find(|sample| sample.name == "gone").unwrap();
    let html = rendered(gone);
    assert!(!html.contains("refresh") && !html.contains("canonical"), "{html}");
}

fn script(theme: &Theme, name: &str) -> String {
    let path = folder(theme).join(name).unwrap();
    let (_, bytes) = theme.assets().find(|(at, _)| *at == path).unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn what_a_search_always_loads_is_one_file_whose_parts_keep_their_names() {
    let theme = theme();
    let engine = script(&theme, "js/search/engine.js");
    assert!(!engine.contains("from \"./"), "{engine}");
    for name in ["openSearch", "SearchProblem", "planOf", "placeOf", "tokens"] {
        let exports = engine.lines().filter(|line| line.starts_with("export "));
        let exports = exports.filter(|line| line.split([' ', '(']).any(|word| word == name));
        assert_eq!(exports.count(), 1, "{name}");
    }
    let part = script(&theme, "js/search/tokens.js");
    assert_eq!(part, "export * from \"./engine.js\";\n");
    assert!(script(&theme, "js/search/names.js").contains("tokens } from \"./engine.js\";"));
}

#[test]
fn a_part_of_the_search_that_is_somebody_elses_stays_a_file() {
    let own = "export const tokens = () => [];\n";
    let theme = overlaid(&[("js/search/tokens.js", own)]).unwrap();
    assert_eq!(script(&theme, "js/search/tokens.js"), own);
    assert!(script(&theme, "js/search/engine.js").contains("from \"./query.js\";"));
}
