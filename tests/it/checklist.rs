//! What a description says, and whether its pages say it, each thing where it belongs.
//!
//! The fixtures mark what they say by words of their own: those that begin with `mk`, and numbers between 70000 and
//! 79999. Beside a fixture lies the list of the places where each is to be read; a place is a page of the API and the
//! nearest element with an id, or labelled by one. What has no mark, as `style: label`, stands there with its words.

use std::collections::{BTreeMap, BTreeSet};

use granit_parser::{Event, Parser};

use crate::harness::{Portal, root};
use crate::markup::anchored;

/// What stands at each place of the pages of an API.
pub(crate) type Places = BTreeMap<String, String>;

/// A file beside the fixtures.
pub(crate) fn fixture(name: &str) -> String {
    let path = root().join("tests/fixtures/api-features").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Builds a site of a description alone; what its pages say, by place.
pub(crate) fn places(name: &str) -> Places {
    let portal = Portal::new().file("acme/shop", name, fixture(name));
    portal.build();
    let mut places = Places::new();
    for (path, bytes) in portal.site() {
        let Some(page) = path.strip_prefix("api/").and_then(|page| page.strip_suffix(".html"))
        else {
            continue;
        };
        let page = page.split_once("shop/").map_or("overview", |(_, page)| page);
        for (anchor, text) in anchored(std::str::from_utf8(&bytes).expect("text")) {
            let place = places.entry(format!("{page}#{anchor}")).or_default();
            place.push_str(&text);
        }
    }
    places
}

/// The marks in a text.
pub(crate) fn marks(source: &str) -> BTreeSet<&str> {
    let words = source.split(|c: char| !c.is_ascii_alphanumeric());
    let is_mark = |word: &&str| {
        let is_name = word
            .strip_prefix("mk")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        is_name || word.len() == 5 && word.starts_with('7') && word.parse::<u32>().is_ok()
    };
    words.filter(is_mark).collect()
}

/// A list of places: below each its marks, and words that say what has none.
pub(crate) struct Checklist {
    /// Marks with their places.
    pub(crate) marks: Vec<(String, String)>,
    /// What is said, the place, and the words that say it.
    pub(crate) words: Vec<(String, String, String)>,
}

/// Reads a list: a line for each place, then lines that are set in.
pub(crate) fn checklist(name: &str) -> Checklist {
    let mut list = Checklist { marks: Vec::new(), words: Vec::new() };
    let mut place = String::new();
    for line in fixture(name).lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        match (line.strip_prefix("  "), line.split_once(" => ")) {
            (None, _) => place = line.to_owned(),
            (Some(_), Some((said, words))) => {
                list.words.push((said.trim().to_owned(), place.clone(), words.to_owned()));
            }
            (Some(marks), None) => {
                let marks = marks.split_whitespace();
                list.marks.extend(marks.map(|mark| (mark.to_owned(), place.clone())));
            }
        }
    }
    list
}

/// The values of a YAML document with the ways to them; mappings and lists have none.
pub(crate) fn values(text: &str) -> Vec<(Vec<String>, Option<String>)> {
    let mut values = Vec::new();
    // Of each open mapping or list the way to it, and the key whose value comes next.
    let mut open: Vec<(Vec<String>, Option<String>, bool)> = Vec::new();
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, _) = event.expect("the fixture is YAML");
        let is_key = matches!(open.last(), Some((_, None, true)));
        if let (true, Event::Scalar(key, ..)) = (is_key, &event) {
            open.last_mut().expect("a mapping").1 = Some(key.to_string());
            continue;
        }
        if matches!(event, Event::MappingEnd | Event::SequenceEnd) {
            open.pop();
            continue;
        }
        let value = match &event {
            Event::Scalar(text, ..) => Some(text.to_string()),
            Event::MappingStart(..) | Event::SequenceStart(..) => None,
            _ => continue,
        };
        let way = match open.last_mut() {
            Some((way, key, _)) => {
                let mut way = way.clone();
                way.push(key.take().unwrap_or_else(|| "[]".to_owned()));
                way
            }
            None => Vec::new(),
        };
        if value.is_none() {
            open.push((way.clone(), None, matches!(event, Event::MappingStart(..))));
        }
        values.push((way, value));
    }
    values
}

/// Whether a way fits a pattern.
fn fits(way: &[String], pattern: &[&str]) -> bool {
    match pattern.split_first() {
        None => way.is_empty(),
        Some((&"**", rest)) => (0..=way.len()).any(|at| fits(&way[at..], rest)),
        Some((&"*", rest)) => !way.is_empty() && fits(&way[1..], rest),
        Some((name, rest)) => {
            way.first().is_some_and(|first| first == name) && fits(&way[1..], rest)
        }
    }
}

/// The fields of a list of objects that a document does not use.
pub(crate) fn unused_fields(fields: &str, document: &str) -> Vec<String> {
    let values = values(document);
    let mut unused = Vec::new();
    let listed = fixture(fields);
    for line in listed.lines().filter(|line| !line.starts_with("# ")) {
        let (object, names) = line.split_once(": ").expect("an object with its fields");
        for name in names.split_whitespace() {
            let mut pattern: Vec<&str> =
                object.split('/').filter(|part| !part.is_empty()).collect();
            pattern.push(name);
            if !values.iter().any(|(way, _)| fits(way, &pattern)) {
                unused.push(format!("{object}/{name}"));
            }
        }
    }
    unused
}

/// What a document says without marks, as `key: value`; references are followed, and so no values.
pub(crate) fn unmarked(document: &str) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for (way, value) in values(document) {
        let Some(value) = value else { continue };
        let key = way.iter().rev().find(|part| *part != "[]").map(String::as_str);
        let key = key.unwrap_or_default();
        if key != "$ref" && marks(&value).is_empty() {
            said.insert(format!("{key}: {value}"));
        }
    }
    said
}
