//! Changes of AsyncAPI descriptions: who receives is given what the application sends, and gives what it receives.

use super::forms::check_forms;
use super::{Pair, check};

fn whole(body: &str) -> String {
    format!("asyncapi: 3.0.0\ninfo: {{title: Orders, version: '1'}}\n{body}\n")
}

/// A channel with messages and what happens to them.
fn channel(messages: &str, operations: &str) -> String {
    whole(&format!(
        "channels: {{orders: {{address: acme.orders, messages: {{{messages}}}}}}}\noperations: {{{operations}}}"
    ))
}

/// What the application sends: its users get it.
fn sent(payload: &str) -> String {
    channel(
        &format!("paid: {{payload: {payload}}}"),
        "pay: {action: send, channel: {$ref: '#/channels/orders'}}",
    )
}

/// What the application receives: its users give it.
fn received(payload: &str) -> String {
    channel(
        &format!("paid: {{payload: {payload}}}"),
        "pay: {action: receive, channel: {$ref: '#/channels/orders'}}",
    )
}

#[test]
fn payloads() {
    check_forms("asyncapi.yaml", received, sent);
}

#[test]
fn messages_and_operations() {
    const SEND: &str = "pay: {action: send, channel: {$ref: '#/channels/orders'}}";
    const RECEIVE: &str = "pay: {action: receive, channel: {$ref: '#/channels/orders'}}";
    let sending = |messages: &str| channel(messages, SEND);
    let receiving = |messages: &str| channel(messages, RECEIVE);
    let doing = |operations: &str| channel("paid: {payload: {type: string}}", operations);
    let pairs: &[Pair<'_>] = &[
        ("message removed", "a: {}, b: {}", "a: {}", &["Breaking message-removed"]),
        ("message added", "a: {}", "a: {}, b: {}", &["Risky message-added"]),
        (
            "headers of another type",
            "a: {headers: {properties: {h: {type: string}}}}",
            "a: {headers: {properties: {h: {type: integer}}}}",
            &["Breaking type-changed"],
        ),
        (
            "header removed",
            "a: {headers: {properties: {g: {}, h: {}}}}",
            "a: {headers: {properties: {g: {}}}}",
            &["Breaking field-removed"],
        ),
        (
            "another media type",
            "a: {contentType: application/json}",
            "a: {contentType: application/xml}",
            &["Breaking media-type-changed"],
        ),
        ("words", "a: {summary: One, title: A}", "a: {summary: Other, title: B}", &[]),
    ];
    check("asyncapi.yaml", sending, pairs);
    let pairs: &[Pair<'_>] = &[
        (
            "message that is received removed",
            "a: {}, b: {}",
            "a: {}",
            &["Breaking message-removed"],
        ),
        ("message that is received added", "a: {}", "a: {}, b: {}", &["Safe message-added"]),
        (
            "required header added",
            "a: {headers: {properties: {g: {}}}}",
            "a: {headers: {properties: {g: {}, h: {}}, required: [h]}}",
            &["Breaking required-field-added"],
        ),
    ];
    check("asyncapi.yaml", receiving, pairs);
    let pairs: &[Pair<'_>] = &[
        (
            "operation removed",
            "pay: {action: send, channel: {$ref: '#/channels/orders'}}, ask: {action: receive, channel: {$ref: '#/channels/orders'}}",
            SEND,
            &["Breaking operation-removed"],
        ),
        (
            "operation added",
            SEND,
            "pay: {action: send, channel: {$ref: '#/channels/orders'}}, ask: {action: receive, channel: {$ref: '#/channels/orders'}}",
            &["Safe operation-added"],
        ),
        ("turned round", SEND, RECEIVE, &["Breaking operation-removed", "Safe operation-added"]),
    ];
    check("asyncapi.yaml", doing, pairs);
}

#[test]
fn channels_and_servers() {
    let pairs: &[Pair<'_>] = &[
        (
            "channel removed",
            "channels: {a: {address: a}, b: {address: b}}",
            "channels: {a: {address: a}}",
            &["Breaking channel-removed", "Breaking operation-removed"],
        ),
        (
            "channel added",
            "channels: {a: {address: a}}",
            "channels: {a: {address: a}, b: {address: b}}",
            &["Safe group-added", "Safe operation-added"],
        ),
        (
            "another address",
            "channels: {a: {address: acme.a}}",
            "channels: {a: {address: acme.b}}",
            &["Breaking address-changed", "Breaking operation-removed", "Safe operation-added"],
        ),
        (
            "server removed",
            "servers: {main: {host: kafka.example.com, protocol: kafka}}",
            "info: {title: Orders, version: '1'}",
            &["Breaking server-removed"],
        ),
        (
            "server moved",
            "servers: {main: {host: kafka.example.com, protocol: kafka}}",
            "servers: {main: {host: queue.example.com, protocol: kafka}}",
            &["Breaking address-changed"],
        ),
        (
            "server added",
            "servers: {main: {host: kafka.example.com, protocol: kafka}}",
            "servers: {main: {host: kafka.example.com, protocol: kafka}, next: {host: kafka.example.org, protocol: kafka}}",
            &["Safe server-added"],
        ),
        (
            "words of a server",
            "servers: {main: {host: kafka.example.com, protocol: kafka, description: One}}",
            "servers: {main: {host: kafka.example.com, protocol: kafka, description: Other}}",
            &[],
        ),
        (
            "a scheme of another sort",
            "components: {securitySchemes: {user: {type: userPassword}}}",
            "components: {securitySchemes: {user: {type: X509}}}",
            &["Breaking security-scheme-changed"],
        ),
        (
            "what goes through a channel of which nobody says who sends",
            "channels: {a: {address: a, messages: {m: {payload: {type: integer}}}}}",
            "channels: {a: {address: a, messages: {m: {payload: {type: number}}}}}",
            &["Breaking type-changed"],
        ),
    ];
    let described = |body: &str| match body.starts_with("info") {
        true => format!("asyncapi: 3.0.0\n{body}\n"),
        false => whole(body),
    };
    check("asyncapi.yaml", described, pairs);
}

#[test]
fn the_same_in_a_newer_version_of_the_format_is_no_change() {
    const OLD: &str = "asyncapi: 2.6.0
info: {title: Orders, version: '1'}
channels:
  acme.orders:
    subscribe:
      operationId: pay
      message: {name: paid, payload: {properties: {a: {type: string}}}}
";
    const NEW: &str = "asyncapi: 2.0.0
info: {title: Orders, version: '1'}
channels:
  acme.orders:
    subscribe:
      operationId: pay
      message: {name: paid, payload: {properties: {a: {type: string}, b: {type: string}}, required: [b]}}
";
    // Whoever subscribes gets what the application sends.
    let whole = |text: &str| text.to_owned();
    check("asyncapi.yaml", whole, &[("of version 2", OLD, NEW, &["Safe field-added"])]);
}
