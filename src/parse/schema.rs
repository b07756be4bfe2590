//! The fields of descriptors as data: per kind, which there are, what they hold, which must be there.
//!
//! `validate` reads these tables; nothing else decides what a descriptor may say. They are Backstage's
//! JSON schemas (`catalog-model`, `scaffolder-common`) together with its field formats. Fields that a
//! table does not name are allowed, at the root apart.

use crate::model::Kind;

/// What a value must be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Anything.
    Any,
    /// A string.
    Text,
    /// A string of at least one character.
    NonEmpty,
    /// A string of at least one character of this form.
    Format(Format),
    /// A string or a boolean.
    TextOrBool,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A mapping with these fields among others.
    Object(&'static [Field]),
    /// A mapping with these fields, all others of this shape.
    ObjectOf(&'static [Field], &'static Shape),
    /// A mapping whose keys are those of labels and annotations.
    Keyed(&'static Shape),
    /// A list.
    List(&'static Shape),
    /// A list of at least one item.
    NonEmptyList(&'static Shape),
    /// One such value or a list of them.
    OneOrList(&'static Shape),
}

/// The form of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    ApiVersion,
    Kind,
    Name,
    Namespace,
    /// Like a name, or empty.
    LabelValue,
    Tag,
    /// An absolute URL by the WHATWG rules.
    Url,
    /// More than white space.
    NotBlank,
}

/// A field of a mapping.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
}

const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true }
}

const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false }
}

use Shape::{
    Format as F, Keyed, List, NonEmpty, NonEmptyList, Object, ObjectOf, OneOf, OneOrList, Text,
    TextOrBool,
};

/// The root of every document. A root field that is not here is an error.
pub(super) const ENVELOPE: &[Field] = &[
    required("apiVersion", F(Format::ApiVersion)),
    required("kind", F(Format::Kind)),
    required("metadata", Object(METADATA)),
    optional("spec", Object(&[])),
];

/// Root fields of Backstage's output, refused in its input.
pub(super) const OUTPUT_ONLY: &[&str] = &["relations", "status"];

const METADATA: &[Field] = &[
    required("name", F(Format::Name)),
    optional("namespace", F(Format::Namespace)),
    optional("uid", NonEmpty),
    optional("etag", NonEmpty),
    optional("title", NonEmpty),
    optional("description", Text),
    optional("labels", Keyed(&F(Format::LabelValue))),
    optional("annotations", Keyed(&Text)),
    optional("tags", List(&F(Format::Tag))),
    optional("links", List(&Object(LINK))),
];

const LINK: &[Field] = &[
    required("url", F(Format::Url)),
    optional("title", F(Format::NotBlank)),
    optional("icon", F(Format::NotBlank)),
    optional("type", NonEmpty),
];

const REFERENCES: Shape = List(&NonEmpty);

const PROFILE: Field = optional(
    "profile",
    Object(&[
        optional("displayName", NonEmpty),
        optional("email", NonEmpty),
        optional("picture", NonEmpty),
    ]),
);

/// The versions that a kind may have as `apiVersion`.
pub(super) fn api_versions(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Template => &["scaffolder.backstage.io/v1beta3"],
        Kind::AiResource => &["backstage.io/v1alpha1"],
        Kind::CiComponent => &[],
        Kind::Component
        | Kind::Api
        | Kind::Resource
        | Kind::System
        | Kind::Domain
        | Kind::Group
        | Kind::User
        | Kind::Location => &["backstage.io/v1alpha1", "backstage.io/v1beta1"],
    }
}

/// The fields of `spec` of a kind whose `spec.type` is this.
pub(super) fn spec_fields(kind: Kind, spec_type: Option<&str>) -> &'static [Field] {
    match (kind, spec_type) {
        (Kind::Component, _) => COMPONENT,
        (Kind::CiComponent, _) => &[],
        (Kind::Api, Some("mcp-server")) => API_REMOTE,
        (Kind::Api, _) => API,
        (Kind::Resource, _) => RESOURCE,
        (Kind::System, _) => SYSTEM,
        (Kind::Domain, _) => DOMAIN,
        (Kind::Group, _) => GROUP,
        (Kind::User, _) => USER,
        (Kind::Location, _) => LOCATION,
        (Kind::Template, _) => TEMPLATE,
        (Kind::AiResource, Some("skill")) => AI_SKILL,
        (Kind::AiResource, Some("rule")) => AI_RULE,
        (Kind::AiResource, Some("plugin")) => AI_PLUGIN,
        (Kind::AiResource, Some("marketplace")) => AI_MARKETPLACE,
        (Kind::AiResource, _) => AI_RESOURCE,
    }
}

// `dependencyOf` is in none of Backstage's schemas: any value passes, and what cannot be
// understood is a finding of the catalog.
const COMPONENT: &[Field] = &[
    required("type", NonEmpty),
    required("lifecycle", NonEmpty),
    required("owner", NonEmpty),
    optional("system", NonEmpty),
    optional("subcomponentOf", NonEmpty),
    optional("providesApis", REFERENCES),
    optional("consumesApis", REFERENCES),
    optional("dependsOn", REFERENCES),
    optional("dependencyOf", Shape::Any),
];

const API: &[Field] = &[
    required("type", NonEmpty),
    required("lifecycle", NonEmpty),
    required("owner", NonEmpty),
    required("definition", NonEmpty),
    optional("system", NonEmpty),
];

const API_REMOTE: &[Field] = &[
    required("type", NonEmpty),
    required("lifecycle", NonEmpty),
    required("owner", NonEmpty),
    required(
        "remotes",
        NonEmptyList(&Object(&[required("type", NonEmpty), required("url", NonEmpty)])),
    ),
    optional("system", NonEmpty),
];

const RESOURCE: &[Field] = &[
    required("type", NonEmpty),
    required("owner", NonEmpty),
    optional("system", NonEmpty),
    optional("dependsOn", REFERENCES),
    optional("dependencyOf", Shape::Any),
];

const SYSTEM: &[Field] =
    &[required("owner", NonEmpty), optional("domain", NonEmpty), optional("type", NonEmpty)];

const DOMAIN: &[Field] =
    &[required("owner", NonEmpty), optional("subdomainOf", NonEmpty), optional("type", NonEmpty)];

const GROUP: &[Field] = &[
    required("type", NonEmpty),
    required("children", REFERENCES),
    PROFILE,
    optional("parent", NonEmpty),
    optional("members", REFERENCES),
];

const USER: &[Field] = &[required("memberOf", REFERENCES), PROFILE];

const LOCATION: &[Field] = &[
    optional("type", NonEmpty),
    optional("target", NonEmpty),
    optional("targets", REFERENCES),
    optional("presence", OneOf(&["required", "optional"])),
];

const PERMISSIONS: Field =
    optional("backstage:permissions", Object(&[optional("tags", List(&Text))]));

const TEMPLATE: &[Field] = &[
    required("type", NonEmpty),
    required("steps", List(&Object(STEP))),
    optional("owner", NonEmpty),
    optional("lifecycle", NonEmpty),
    optional("parameters", OneOrList(&Object(&[PERMISSIONS]))),
    optional(
        "presentation",
        Object(&[optional(
            "buttonLabels",
            Object(&[
                optional("backButtonText", Text),
                optional("createButtonText", Text),
                optional("reviewButtonText", Text),
            ]),
        )]),
    ),
    optional("secrets", Object(&[optional("schema", Object(&[]))])),
    optional("output", ObjectOf(OUTPUT, &Text)),
    optional("EXPERIMENTAL_recovery", Object(&[optional("EXPERIMENTAL_strategy", Text)])),
    optional(
        "EXPERIMENTAL_formDecorators",
        List(&Object(&[optional("id", Text), optional("input", Object(&[]))])),
    ),
];

const STEP: &[Field] = &[
    required("action", Text),
    optional("id", Text),
    optional("name", Text),
    optional("input", Object(&[])),
    optional("if", TextOrBool),
    PERMISSIONS,
];

const OUTPUT: &[Field] = &[
    optional(
        "links",
        List(&Object(&[
            optional("if", TextOrBool),
            optional("url", NonEmpty),
            optional("entityRef", NonEmpty),
            optional("title", NonEmpty),
            optional("icon", NonEmpty),
        ])),
    ),
    optional(
        "text",
        List(&Object(&[
            optional("if", TextOrBool),
            optional("title", NonEmpty),
            optional("icon", NonEmpty),
            optional("content", Text),
        ])),
    ),
];

const AI_RESOURCE: &[Field] = &[
    required("type", NonEmpty),
    required("lifecycle", NonEmpty),
    required("owner", NonEmpty),
    optional("system", NonEmpty),
];

const AI_SKILL: &[Field] = &[
    required("type", NonEmpty),
    required("lifecycle", NonEmpty),
    required("owner", NonEmpty),
    optional("system", NonEmpty),
    optional("disciplines", REFERENCES),
    optional("categories", REFERENCES),
    optional("agents", REFERENCES),
    optional("dependsOn", REFERENCES),
    optional("allowedTools", NonEmpty),
    optional("license", NonEmpty),
    optional("compatibility", NonEmpty),
];

const AI_RULE: &[Field] = &[
    required("type", NonEmpty),
    required("lifecycle", NonEmpty),
    required("owner", NonEmpty),
    required("category", NonEmpty),
    required("rationale", NonEmpty),
    optional("system", NonEmpty),
    optional("disciplines", REFERENCES),
];

const AI_PLUGIN: &[Field] = &[
    required("type", NonEmpty),
    required("lifecycle", NonEmpty),
    required("owner", NonEmpty),
    required("skills", REFERENCES),
    optional("system", NonEmpty),
    optional("version", NonEmpty),
];

const AI_MARKETPLACE: &[Field] = &[
    required("type", NonEmpty),
    required("lifecycle", NonEmpty),
    required("owner", NonEmpty),
    required("plugins", REFERENCES),
    optional("system", NonEmpty),
    optional("version", NonEmpty),
];
