//! Swagger 2.0, as if it had been written newer.

use serde_json::json;

use crate::model::api::{SchemaType, SchemeKind};
use crate::parse::api::openapi;

use super::*;

#[test]
fn hosts_bodies_and_forms_take_the_newer_shape() {
    let text = "
swagger: '2.0'
host: api.example.com
basePath: /v2/
schemes: [https, http]
consumes: [application/json]
produces: [application/json, application/xml]
paths:
  /pets:
    parameters: [{name: limit, in: query, type: integer, maximum: 9, required: true}]
    post:
      parameters: [{name: pet, in: body, required: true, description: The pet, schema: {$ref: '#/definitions/Pet'}}]
      responses:
        200:
          schema: {type: array, items: {$ref: '#/definitions/Pet'}}
          headers: {X-Next: {type: string}}
          examples: {application/json: [{id: 1}]}
  /files:
    put:
      schemes: [wss]
      parameters:
        - {name: photo, in: formData, type: file, required: true}
        - {name: tags, in: formData, type: array, items: {type: string}, collectionFormat: multi}
definitions:
  Pet: {type: object, discriminator: kind, properties: {kind: {type: string}}}
securityDefinitions:
  login: {type: oauth2, flow: accessCode, authorizationUrl: https://example.com/a, tokenUrl: https://example.com/t, scopes: {read: Look}}
  basic: {type: basic}
";
    let content = content(openapi::read, text);
    let urls: Vec<&str> = content.servers.iter().map(|server| server.url.as_str()).collect();
    assert_eq!(urls, ["https://api.example.com/v2", "http://api.example.com/v2"]);
    let post = operation(&content, "POST /pets");
    let limit = content.schema(post.parameters[0].schema.expect("it has one"));
    assert_eq!(limit.types, [SchemaType::Integer]);
    assert_eq!(limit.constraints[0].value, json!(9));
    assert!(limit.facts.is_empty(), "what is said of the parameter is not said of its type");
    assert_eq!((post.bodies.len(), post.body_required), (1, true));
    assert_eq!(post.body_description.as_deref(), Some("The pet"));
    let media: Vec<&str> =
        post.responses[0].contents.iter().map(|body| body.media_type.as_str()).collect();
    assert_eq!(media, ["application/json", "application/xml"]);
    assert_eq!(post.responses[0].contents[0].examples[0].value, Some(json!([{"id": 1}])));
    assert_eq!(post.responses[0].headers[0].name, "X-Next");

    let put = operation(&content, "PUT /files");
    assert_eq!(put.servers[0].url, "wss://api.example.com/v2");
    assert_eq!(put.bodies[0].media_type, "multipart/form-data");
    let form = content.schema(put.bodies[0].schema.expect("it has one"));
    assert!(form.properties[0].required && !form.properties[1].required);
    assert_eq!(content.schema(form.properties[0].schema).types, [SchemaType::File]);
    assert_eq!(form.properties[1].facts[0].label, "collectionFormat");

    let SchemeKind::OAuth2(flows) = &content.schemes[0].kind else { panic!("flows") };
    assert_eq!(flows[0].name, "authorizationCode");
    let basic = SchemeKind::Http { scheme: "basic".to_owned(), format: None };
    assert_eq!(content.schemes[1].kind, basic);
    let kind = named(&content, "Pet").discriminator.as_ref().map(|of| of.property.as_str());
    assert_eq!(kind, Some("kind"));
}
