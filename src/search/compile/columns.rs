//! What is known of each document apart from its words: names, facets, what a hit shows.

use std::collections::BTreeMap;

use tantivy::schema::{Field, Value};
use tantivy::{SegmentReader, TantivyDocument};

use super::Files;
use crate::search::files::{self, DOCUMENTS_A_FILE, Manifest};
use crate::search::index::{Built, IndexError};
use crate::search::kinds;
use crate::search::tokens::norm;

/// Up to so many names lie in one file.
const NAMES_IN_ONE: usize = 20_000;
/// How many names a file has if there is more than one.
const NAMES_A_FILE: usize = 2_048;
/// How many characters of a description are shown.
const DESCRIPTION: usize = 160;

/// Writes all of it.
pub(super) fn write<E: From<IndexError>>(
    built: &Built,
    segment: Option<&SegmentReader>,
    manifest: &mut Manifest,
    out: &mut Files<'_, E>,
) -> Result<(), E> {
    let mut facets = Facets::new(built);
    let mut names: Vec<(u32, String)> = Vec::new();
    if let Some(segment) = segment {
        let store = segment.get_store_reader(1).map_err(IndexError::from)?;
        let mut shown = Vec::new();
        for id in 0..segment.max_doc() {
            let document: TantivyDocument = store.get(id).map_err(IndexError::from)?;
            let text = |field| text(&document, field);
            let [title, _, description, tags, _] = built.fields.words;
            for value in [
                text(title),
                &shortened(text(description)),
                text(built.fields.place),
                text(built.fields.address),
            ] {
                shown.extend_from_slice(value.as_bytes());
                shown.push(b'\n');
            }
            let values = built.fields.facets.map(text);
            if !kinds::is_part(values[0]) {
                names.push((id, text(title).to_owned()));
            }
            facets.add(values, document.get_all(tags).filter_map(|tag| tag.as_str()));
            if (id as usize + 1).is_multiple_of(DOCUMENTS_A_FILE) || id + 1 == segment.max_doc() {
                manifest.document_files.push(out.add('d', std::mem::take(&mut shown))?);
            }
        }
    }
    manifest.facets = out.add('f', facets.bytes())?;
    for (first, content) in name_files(names) {
        manifest.names.push((first, out.add('n', content)?));
    }
    Ok(())
}

fn text(document: &TantivyDocument, field: Field) -> &str {
    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(DESCRIPTION) {
        Some(_) => text.chars().take(DESCRIPTION - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// The files of names, each with as much of its first norm as tells it from the file before.
fn name_files(mut names: Vec<(u32, String)>) -> Vec<(String, Vec<u8>)> {
    if names.len() <= NAMES_IN_ONE {
        return vec![(String::new(), name_file(&names))];
    }
    names.sort_by_cached_key(|(id, title)| (norm(title), *id));
    let mut files = Vec::new();
    let mut before = String::new();
    let mut left = names.as_mut_slice();
    while !left.is_empty() {
        let mut end = left.len().min(NAMES_A_FILE);
        let last = norm(&left[end - 1].1);
        while end < left.len() && norm(&left[end].1) == last {
            end += 1;
        }
        let (taken, rest) = left.split_at_mut(end);
        let first = match files.is_empty() {
            true => String::new(),
            false => files::distinguishing(&before, &norm(&taken[0].1)),
        };
        taken.sort();
        files.push((first, name_file(taken)));
        before = last;
        left = rest;
    }
    files
}

fn name_file(names: &[(u32, String)]) -> Vec<u8> {
    let mut file = Vec::new();
    files::put_number(&mut file, names.len() as u32);
    files::put_ascending(&mut file, names.iter().map(|(id, _)| *id));
    for (_, title) in names {
        file.extend_from_slice(title.as_bytes());
        file.push(b'\n');
    }
    file
}

/// The columns of facets while documents come.
struct Facets {
    dictionaries: [Vec<(String, String)>; 4],
    columns: [Vec<u8>; 4],
    tags: BTreeMap<String, u32>,
    tags_of: Vec<Vec<u32>>,
}

impl Facets {
    fn new(built: &Built) -> Facets {
        let mut dictionaries = built.labels.clone().map(|labels| labels.into_iter().collect());
        let kinds: &mut Vec<(String, String)> = &mut dictionaries[0];
        kinds.sort_by_key(|(key, _)| kinds::rank(key));
        let columns = Default::default();
        Facets { dictionaries, columns, tags: BTreeMap::new(), tags_of: Vec::new() }
    }

    fn add<'a>(&mut self, values: [&str; 4], tags: impl Iterator<Item = &'a str>) {
        for ((value, dictionary), column) in
            values.iter().zip(&self.dictionaries).zip(&mut self.columns)
        {
            // The dictionaries are short: no value is far from the front.
            let at = dictionary.iter().position(|(key, _)| key == value);
            files::put_number(column, at.map_or(0, |at| at as u32 + 1));
        }
        let tags = tags.map(|tag| {
            let next = self.tags.len() as u32;
            *self.tags.entry(tag.to_owned()).or_insert(next)
        });
        self.tags_of.push(tags.collect());
    }

    fn bytes(self) -> Vec<u8> {
        let mut file = Vec::new();
        for dictionary in &self.dictionaries {
            files::put_number(&mut file, dictionary.len() as u32);
            for (key, label) in dictionary {
                files::put_string(&mut file, key);
                files::put_string(&mut file, if label == key { "" } else { label });
            }
        }
        files::put_number(&mut file, self.tags.len() as u32);
        // By first appearance in, by their order out.
        let mut places = vec![0; self.tags.len()];
        for (at, (tag, first)) in self.tags.iter().enumerate() {
            files::put_string(&mut file, tag);
            files::put_string(&mut file, "");
            places[*first as usize] = at as u32 + 1;
        }
        for column in &self.columns {
            file.extend_from_slice(column);
        }
        for tags in &self.tags_of {
            let mut tags: Vec<u32> = tags.iter().map(|tag| places[*tag as usize]).collect();
            tags.sort_unstable();
            tags.dedup();
            files::put_number(&mut file, tags.len() as u32);
            for tag in tags {
                files::put_number(&mut file, tag);
            }
        }
        file
    }
}
