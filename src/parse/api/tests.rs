//! Descriptions in, the common model and findings out.

mod asyncapi;
mod corpus;
mod find;
mod hostile;
mod json_schema;
mod openapi;
mod references;
mod sound;
mod swagger;

use std::collections::BTreeMap;

use crate::base::RelPath;
use crate::base::yaml::{self, Budget, Node};
use crate::model::api::{ApiContent, Operation, Schema, SchemaId};
use crate::model::{Project, RawFile};

use super::reading::{Files, Reading};

/// Reads a root that stands in a file among others.
type Read = fn(&Node, &RelPath, &Files<'_>) -> Reading;

fn path(path: &str) -> RelPath {
    RelPath::new(path).expect("a relative path")
}

/// The first of these files is the description.
fn read_files(read: Read, files: &[(&str, &str)]) -> Reading {
    let raw = |text: &str| RawFile { bytes: text.as_bytes().into() };
    let kept: BTreeMap<RelPath, RawFile> =
        files.iter().map(|(name, text)| (path(name), raw(text))).collect();
    let sources = Files { project: "acme/shop", files: &kept, budget: Budget::API };
    let root = yaml::document(files[0].1, Budget::API).expect("it is YAML");
    let reading = read(&root, &path(files[0].0), &sources);
    sound::check(&reading.content);
    reading
}

fn read_one(read: Read, text: &str) -> Reading {
    read_files(read, &[("api/openapi.yaml", text)])
}

/// What a description says that gives no reason for findings.
fn content(read: Read, text: &str) -> ApiContent {
    let reading = read_one(read, text);
    assert_eq!(findings(&reading), [""; 0]);
    reading.content
}

/// The findings, as `code FILE:LINE:COLUMN message`.
fn findings(reading: &Reading) -> Vec<String> {
    let show = |finding: &crate::base::Diagnostic| {
        let place = &finding.place;
        let at = format!("{}:{}:{}", place.path, place.line, place.column);
        format!("{} {at} {}", finding.code, finding.message)
    };
    reading.findings.iter().map(show).collect()
}

fn named<'c>(content: &'c ApiContent, name: &str) -> &'c Schema {
    let is_it = |schema: &&Schema| schema.name.as_deref() == Some(name);
    content.arena.iter().find(is_it).expect("a schema of this name")
}

fn names(content: &ApiContent) -> Vec<&str> {
    let name = |id: &SchemaId| content.schema(*id).name.as_deref();
    content.named.iter().filter_map(name).collect()
}

fn operation<'c>(content: &'c ApiContent, key: &str) -> &'c Operation {
    let is_it = |operation: &&Operation| operation.key() == key;
    content.operations.iter().find(is_it).expect("an operation of this key")
}
