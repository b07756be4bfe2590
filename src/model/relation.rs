//! How two entities relate, and the same seen from the other end.

/// A directed relation; each has an inverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RelationKind {
    OwnedBy,
    OwnerOf,
    PartOf,
    HasPart,
    ProvidesApi,
    ApiProvidedBy,
    ConsumesApi,
    ApiConsumedBy,
    DependsOn,
    DependencyOf,
    ChildOf,
    ParentOf,
    MemberOf,
    HasMember,
    Includes,
    IncludedBy,
}

impl RelationKind {
    /// The name in the data files, as Backstage spells it; pipelines' includes are ours.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            RelationKind::OwnedBy => "ownedBy",
            RelationKind::OwnerOf => "ownerOf",
            RelationKind::PartOf => "partOf",
            RelationKind::HasPart => "hasPart",
            RelationKind::ProvidesApi => "providesApi",
            RelationKind::ApiProvidedBy => "apiProvidedBy",
            RelationKind::ConsumesApi => "consumesApi",
            RelationKind::ApiConsumedBy => "apiConsumedBy",
            RelationKind::DependsOn => "dependsOn",
            RelationKind::DependencyOf => "dependencyOf",
            RelationKind::ChildOf => "childOf",
            RelationKind::ParentOf => "parentOf",
            RelationKind::MemberOf => "memberOf",
            RelationKind::HasMember => "hasMember",
            RelationKind::Includes => "includes",
            RelationKind::IncludedBy => "includedBy",
        }
    }

    /// What a reader sees above the list of targets.
    pub(crate) fn label(self) -> &'static str {
        match self {
            RelationKind::OwnedBy => "Owned by",
            RelationKind::OwnerOf => "Owns",
            RelationKind::PartOf => "Part of",
            RelationKind::HasPart => "Has parts",
            RelationKind::ProvidesApi => "Provides APIs",
            RelationKind::ApiProvidedBy => "Provided by",
            RelationKind::ConsumesApi => "Consumes APIs",
            RelationKind::ApiConsumedBy => "Consumed by",
            RelationKind::DependsOn => "Depends on",
            RelationKind::DependencyOf => "Needed by",
            RelationKind::ChildOf => "Belongs to",
            RelationKind::ParentOf => "Teams within",
            RelationKind::MemberOf => "Member of",
            RelationKind::HasMember => "Members",
            RelationKind::Includes => "Pipeline includes",
            RelationKind::IncludedBy => "Included by pipelines of",
        }
    }

    /// The same relation seen from its target.
    pub(crate) fn inverse(self) -> RelationKind {
        match self {
            RelationKind::OwnedBy => RelationKind::OwnerOf,
            RelationKind::OwnerOf => RelationKind::OwnedBy,
            RelationKind::PartOf => RelationKind::HasPart,
            RelationKind::HasPart => RelationKind::PartOf,
            RelationKind::ProvidesApi => RelationKind::ApiProvidedBy,
            RelationKind::ApiProvidedBy => RelationKind::ProvidesApi,
            RelationKind::ConsumesApi => RelationKind::ApiConsumedBy,
            RelationKind::ApiConsumedBy => RelationKind::ConsumesApi,
            RelationKind::DependsOn => RelationKind::DependencyOf,
            RelationKind::DependencyOf => RelationKind::DependsOn,
            RelationKind::ChildOf => RelationKind::ParentOf,
            RelationKind::ParentOf => RelationKind::ChildOf,
            RelationKind::MemberOf => RelationKind::HasMember,
            RelationKind::HasMember => RelationKind::MemberOf,
            RelationKind::Includes => RelationKind::IncludedBy,
            RelationKind::IncludedBy => RelationKind::Includes,
        }
    }
}
