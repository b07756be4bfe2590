//! The kinds of entities and, as data, which of their fields refer to others.

use std::fmt;

use super::RelationKind;

/// A built-in kind of the catalog. The order is the order of navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// A piece of software.
    Component,
    /// An interface between components.
    Api,
    /// A piece of a pipeline that other pipelines include. Never declared: `templates/` says it.
    CiComponent,
    /// Infrastructure that components need.
    Resource,
    /// Components and resources that do one thing together.
    System,
    /// Systems that serve one part of the business.
    Domain,
    /// A team or department.
    Group,
    /// A person.
    User,
    /// A recipe for new projects.
    Template,
    /// A skill, rule, plugin or marketplace for coding agents.
    AiResource,
    /// A pointer to further descriptors.
    Location,
}

/// A field of `spec` that names other entities.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RelationField {
    /// The field's name below `spec`.
    pub name: &'static str,
    /// How the entity relates to what it names.
    pub relation: RelationKind,
    /// The kind a reference without one has.
    pub default_kind: Option<Kind>,
    /// Kinds that may be named; empty means any.
    pub allowed: &'static [Kind],
}

const fn one(
    name: &'static str,
    relation: RelationKind,
    default_kind: Kind,
    allowed: &'static [Kind],
) -> RelationField {
    let default_kind = Some(default_kind);
    RelationField { name, relation, default_kind, allowed }
}

const fn many(
    name: &'static str,
    relation: RelationKind,
    default_kind: Option<Kind>,
    allowed: &'static [Kind],
) -> RelationField {
    RelationField { name, relation, default_kind, allowed }
}

use Kind::{
    AiResource, Api, CiComponent, Component, Domain, Group, Location, Resource, System, Template,
    User,
};
use RelationKind as R;

const OWNER: RelationField = one("owner", R::OwnedBy, Group, &[Group, User]);
const SYSTEM: RelationField = one("system", R::PartOf, System, &[System]);
const DEPENDS_ON: RelationField = many("dependsOn", R::DependsOn, None, &[]);
const DEPENDENCY_OF: RelationField = many("dependencyOf", R::DependencyOf, None, &[]);

impl Kind {
    /// All kinds, in the order of navigation.
    pub(crate) const ALL: &'static [Kind] = &[
        Component,
        Api,
        CiComponent,
        Resource,
        System,
        Domain,
        Group,
        User,
        Template,
        AiResource,
        Location,
    ];

    /// The kind as a descriptor spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Component => "Component",
            Api => "API",
            CiComponent => "CiComponent",
            Resource => "Resource",
            System => "System",
            Domain => "Domain",
            Group => "Group",
            User => "User",
            Template => "Template",
            AiResource => "AiResource",
            Location => "Location",
        }
    }

    /// The kind in lower case, as references and addresses spell it.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Component => "component",
            Api => "api",
            CiComponent => "cicomponent",
            Resource => "resource",
            System => "system",
            Domain => "domain",
            Group => "group",
            User => "user",
            Template => "template",
            AiResource => "airesource",
            Location => "location",
        }
    }

    /// What readers call several of them.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Component => "Components",
            Api => "APIs",
            CiComponent => "CI/CD components",
            Resource => "Resources",
            System => "Systems",
            Domain => "Domains",
            Group => "Teams",
            User => "People",
            Template => "Templates",
            AiResource => "AI resources",
            Location => "Locations",
        }
    }

    /// What readers call one of them.
    pub(crate) fn singular(self) -> &'static str {
        match self {
            CiComponent => "CI/CD component",
            Group => "Team",
            User => "Person",
            AiResource => "AI resource",
            other => other.as_str(),
        }
    }

    /// The kinds that a descriptor may declare.
    pub(crate) fn declared() -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(|kind| *kind != CiComponent)
    }

    /// Finds a kind by its exact spelling in a descriptor.
    pub(crate) fn from_exact(name: &str) -> Option<Kind> {
        Kind::declared().find(|kind| kind.as_str() == name)
    }

    /// Finds a kind by its name in any case, as references spell it.
    pub(crate) fn from_any_case(name: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.slug().eq_ignore_ascii_case(name))
    }

    /// Which fields of `spec` name other entities.
    pub(crate) fn relation_fields(self) -> &'static [RelationField] {
        match self {
            Component => {
                const {
                    &[
                        OWNER,
                        SYSTEM,
                        one("subcomponentOf", R::PartOf, Component, &[Component]),
                        many("providesApis", R::ProvidesApi, Some(Api), &[Api]),
                        many("consumesApis", R::ConsumesApi, Some(Api), &[Api]),
                        DEPENDS_ON,
                        DEPENDENCY_OF,
                    ]
                }
            }
            Api => const { &[OWNER, SYSTEM] },
            Resource => const { &[OWNER, SYSTEM, DEPENDS_ON, DEPENDENCY_OF] },
            System => const { &[OWNER, one("domain", R::PartOf, Domain, &[Domain])] },
            Domain => const { &[OWNER, one("subdomainOf", R::PartOf, Domain, &[Domain])] },
            Group => {
                const {
                    &[
                        one("parent", R::ChildOf, Group, &[Group]),
                        many("children", R::ParentOf, Some(Group), &[Group]),
                        many("members", R::HasMember, Some(User), &[User]),
                    ]
                }
            }
            User => const { &[many("memberOf", R::MemberOf, Some(Group), &[Group])] },
            Template => const { &[OWNER] },
            AiResource => {
                const {
                    &[
                        OWNER,
                        SYSTEM,
                        many("dependsOn", R::DependsOn, Some(AiResource), &[]),
                        many("skills", R::HasPart, Some(AiResource), &[AiResource]),
                        many("plugins", R::HasPart, Some(AiResource), &[AiResource]),
                    ]
                }
            }
            CiComponent | Location => &[],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}
