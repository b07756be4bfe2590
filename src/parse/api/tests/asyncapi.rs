//! AsyncAPI 2 and 3.

use serde_json::json;

use crate::model::api::OperationKind;
use crate::parse::api::asyncapi;

use super::*;

#[test]
fn version_2_takes_the_shape_of_version_3() {
    let text = "
asyncapi: 2.6.0
info: {title: Events, version: 1.0.0}
id: urn:example:events
defaultContentType: application/json
servers:
  live: {url: kafka.example.com, protocol: kafka, security: [{login: []}]}
channels:
  orders/{shop}:
    description: Orders of a shop
    servers: [live]
    parameters: {shop: {schema: {type: string}, location: $message.payload#/shop}}
    bindings: {kafka: {partitions: 3}}
    publish:
      operationId: take
      message:
        oneOf: [{$ref: '#/components/messages/Ordered'}, {payload: {type: string}, name: Other}]
    subscribe:
      traits: [{summary: From a trait, bindings: {kafka: {groupId: a}}}]
      message: {$ref: '#/components/messages/Ordered'}
components:
  schemas: {Order: {type: object}}
  securitySchemes: {login: {type: userPassword}}
  messageTraits: {t: {headers: {type: object}, contentType: text/plain, correlationId: {location: $message.header#/id}}}
  messages:
    Ordered:
      traits: [{$ref: '#/components/messageTraits/t'}]
      payload: {$ref: '#/components/schemas/Order'}
      examples: [{name: one, payload: {a: 1}, headers: {b: 2}}]
    Unused:
      schemaFormat: application/vnd.apache.avro;version=1.9.0
      payload: {type: record}
";
    let content = content(asyncapi::read, text);
    let counts = content.counts;
    assert_eq!((counts.channels, counts.operations), (1, 2));
    assert_eq!((counts.messages, counts.schemas), (3, 1));
    assert_eq!(
        (content.groups[0].name.as_str(), content.groups[0].sort),
        ("orders/{shop}", "channel")
    );
    let facts: Vec<&str> = content.groups[0].facts.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(facts, ["servers", "parameters", "kafka binding"]);
    let take = &content.operations[0];
    assert_eq!((take.kind, take.verb.as_str()), (OperationKind::Receive, "RECEIVE"));
    assert_eq!((take.id.as_deref(), take.address.as_str()), (Some("take"), "orders/{shop}"));
    assert_eq!(take.servers[0].name.as_deref(), Some("live"));
    assert_eq!(take.parameters[0].facts[0].label, "location");
    let names: Vec<Option<&str>> = take.bodies.iter().map(|body| body.name.as_deref()).collect();
    assert_eq!(names, [Some("Ordered"), Some("Other")]);
    let ordered = &take.bodies[0];
    assert_eq!(ordered.media_type, "text/plain", "the trait says so");
    assert_eq!(take.bodies[1].media_type, "application/json");
    assert_eq!(ordered.facts[0].label, "correlationId");
    assert!(ordered.headers.is_some());
    assert_eq!(ordered.examples[0].headers, Some(json!({"b": 2})));
    let give = &content.operations[1];
    assert_eq!((give.kind, give.summary.as_deref()), (OperationKind::Send, Some("From a trait")));
    assert_eq!(give.facts[0].label, "kafka binding");
}

#[test]
fn version_3_has_operations_replies_and_channels_that_nobody_uses() {
    let text = "
asyncapi: 3.0.0
info: {title: Events, version: 1.0.0, tags: [{name: shop}]}
servers:
  live: {host: 'mq.example.com:5672', pathname: /v1, protocol: amqp, security: [{$ref: '#/components/securitySchemes/login'}]}
channels:
  ask:
    address: shop.ask
    servers: [{$ref: '#/servers/live'}]
    messages:
      question: {$ref: '#/components/messages/Question'}
      avro: {payload: {schemaFormat: application/vnd.apache.avro, schema: {type: record, name: Q}}}
  answers: {address: null, messages: {answer: {payload: {type: string}}}}
  quiet: {address: shop.quiet, messages: {hush: {payload: {schemaFormat: application/schema+json;version=draft-07, schema: {type: integer}}}}}
operations:
  ask:
    action: send
    channel: {$ref: '#/channels/ask'}
    security: [{$ref: '#/components/securitySchemes/login'}]
    messages: [{$ref: '#/channels/ask/messages/question'}]
    reply:
      address: {location: $message.header#/replyTo}
      channel: {$ref: '#/channels/answers'}
  all: {action: receive, channel: {$ref: '#/channels/ask'}}
components:
  messages: {Question: {title: A question, payload: {$ref: '#/components/schemas/Q'}}}
  schemas: {Q: {schemaFormat: application/vnd.aai.asyncapi+json;version=3.0.0, schema: {type: object}}}
  securitySchemes: {login: {type: scramSha256}}
";
    let content = content(asyncapi::read, text);
    let counts = content.counts;
    assert_eq!((counts.channels, counts.operations, counts.messages), (3, 2, 4));
    assert_eq!(content.servers[0].url, "amqp://mq.example.com:5672/v1");
    let ask = &content.operations[0];
    assert_eq!((ask.kind, ask.address.as_str()), (OperationKind::Send, "shop.ask"));
    assert_eq!(ask.security.as_ref().map(|all| all[0][0].scheme.as_str()), Some("login"));
    assert_eq!((ask.bodies.len(), ask.bodies[0].title.as_deref()), (1, Some("A question")));
    let payload = content.schema(ask.bodies[0].schema.expect("it has one"));
    assert_eq!((payload.name.as_deref(), payload.types.len()), (Some("Q"), 1));
    let reply = &ask.responses[0];
    assert_eq!((reply.status.as_str(), reply.contents.len()), ("reply", 1));
    assert_eq!(reply.facts[0].value, json!("$message.header#/replyTo"));
    let all = &content.operations[1];
    assert_eq!((all.kind, all.bodies.len()), (OperationKind::Receive, 2));
    let avro = &all.bodies[1];
    assert_eq!((avro.schema, avro.facts.len()), (None, 2));
    assert_eq!(avro.facts[1].value, json!({"type": "record", "name": "Q"}));
    let quiet = &content.operations[2];
    assert_eq!((quiet.kind, quiet.address.as_str()), (OperationKind::Channel, "shop.quiet"));
    assert_eq!(content.operations.len(), 3, "a channel of replies is used");
    let hush = content.schema(quiet.bodies[0].schema.expect("it has one"));
    assert_eq!(hush.types.len(), 1);
}

#[test]
fn a_channel_that_is_not_there_is_told() {
    let text =
        "asyncapi: 3.0.0\noperations:\n  ask: {action: send, channel: {$ref: '#/channels/gone'}}\n";
    let reading = read_one(asyncapi::read, text);
    assert_eq!(reading.content.operations[0].address, "gone");
    assert_eq!(
        findings(&reading),
        ["api-reference api/openapi.yaml:3:39 `#/channels/gone` does not exist"]
    );
}
