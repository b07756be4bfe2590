//! JSON Schema of the data files, which people and tools outside build upon.

use serde_json::{Map, Value, json};

use super::DATA_VERSION;

/// Returns the schema; one definition for each file.
pub(super) fn schema() -> Value {
    let mut schema = own();
    if let Some(Value::Object(definitions)) = schema.get_mut("$defs") {
        definitions.extend(of_apis());
    }
    schema
}

/// The definitions of what is written of APIs, which no code refers to.
fn of_apis() -> Map<String, Value> {
    serde_json::from_str(include_str!("apis.schema.json")).expect("our own file is JSON")
}

fn own() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Portolan data",
        "description": "The files below data/ and the JSON file beside each entity's page.",
        "version": DATA_VERSION,
        "$defs": {
            "entities": {
                "description": "data/v1/entities.json",
                "type": "object",
                "required": ["version", "items"],
                "properties": {
                    "version": { "const": DATA_VERSION },
                    "items": { "type": "array", "items": { "$ref": "#/$defs/entity" } }
                }
            },
            "entity": {
                "description": "An entity in Backstage's shape; also the file beside its page.",
                "type": "object",
                "required": ["apiVersion", "kind", "metadata", "spec", "relations"],
                "properties": {
                    "apiVersion": { "type": "string" },
                    "kind": { "enum": crate::model::Kind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>() },
                    "metadata": {
                        "type": "object",
                        "required": ["name", "namespace", "annotations"],
                        "properties": {
                            "name": { "type": "string" },
                            "namespace": { "type": "string" },
                            "annotations": {
                                "description": "As declared, and ours: portolan/page, portolan/project, portolan/commit, portolan/file, portolan/inferred, portolan/source-of-FIELD.",
                                "type": "object",
                                "additionalProperties": { "type": "string" }
                            }
                        }
                    },
                    "spec": { "type": "object" },
                    "relations": { "type": "array", "items": { "$ref": "#/$defs/relation" } },
                    "status": {
                        "type": "object",
                        "required": ["items"],
                        "properties": { "items": { "type": "array", "items": { "$ref": "#/$defs/statusItem" } } }
                    }
                }
            },
            "relation": {
                "description": "One end of a relation; the target may be missing.",
                "type": "object",
                "required": ["type", "targetRef"],
                "properties": {
                    "type": { "type": "string" },
                    "targetRef": { "type": "string", "description": "kind:namespace/name in lower case" }
                }
            },
            "statusItem": {
                "type": "object",
                "required": ["type", "level", "message"],
                "properties": {
                    "type": { "type": "string" },
                    "level": { "enum": ["error", "warning", "info"] },
                    "message": { "type": "string" },
                    "place": { "type": "string" },
                    "help": { "type": ["string", "null"] }
                }
            },
            "components": {
                "description": "data/v1/components.json: CI/CD components, by project and name.",
                "type": "object",
                "required": ["version", "items"],
                "properties": {
                    "version": { "const": DATA_VERSION },
                    "items": { "type": "array", "items": { "$ref": "#/$defs/ciComponent" } }
                }
            },
            "ciComponent": super::components::schema(),
            "ciInputs": super::components::inputs_schema(),
            "findings": {
                "description": "data/v1/findings.json, and the output of `portolan check --format json`.",
                "type": "object",
                "required": ["findings"],
                "properties": { "version": { "const": DATA_VERSION }, "findings": { "type": "array", "items": { "$ref": "#/$defs/finding" } } }
            },
            "finding": {
                "type": "object",
                "required": ["code", "area", "severity", "path", "line", "column", "message", "help"],
                "properties": {
                    "code": { "enum": crate::base::Code::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>() },
                    "area": { "enum": ["document", "catalog", "pipeline", "api", "config", "source", "page"] },
                    "severity": { "enum": ["error", "warning", "info"] },
                    "path": { "type": "string" },
                    "line": { "type": "integer", "minimum": 0 },
                    "column": { "type": "integer", "minimum": 0 },
                    "message": { "type": "string" },
                    "help": { "type": ["string", "null"] }
                }
            },
            "build": {
                "description": "data/v1/build.json",
                "type": "object",
                "required": ["version", "generator", "taken", "projects", "stale", "withheld"],
                "properties": {
                    "version": { "const": DATA_VERSION },
                    "generator": { "type": "string" },
                    "taken": { "type": ["string", "null"], "format": "date-time" },
                    "projects": { "type": "integer", "minimum": 0 },
                    "stale": {
                        "description": "Of the projects, how many are shown as an earlier run read them.",
                        "type": "integer",
                        "minimum": 0
                    },
                    "withheld": {
                        "description": "How much readers may not see and was left out; counts only.",
                        "type": "object",
                        "required": ["projects", "repositories", "features"],
                        "properties": {
                            "projects": { "type": "integer", "minimum": 0 },
                            "repositories": { "type": "integer", "minimum": 0 },
                            "features": { "type": "integer", "minimum": 0 }
                        }
                    }
                }
            }
        }
    })
}
