//! Who may see what, by GitLab's rules of visibility, roles and feature levels.

use super::company::{
    Company, Feature, Group, Level, Project, Role, Token, User, Visibility, within,
};

/// Somebody who asks: a token, or nobody in particular.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'a> {
    pub company: &'a Company,
    pub token: Option<&'a Token>,
}

/// Why a token opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Unknown,
    Expired,
    Revoked,
}

impl<'a> Viewer<'a> {
    /// Finds out who presents this token; none is the public.
    pub fn new(company: &'a Company, token: Option<&str>, today: &str) -> Result<Self, Refusal> {
        let Some(value) = token else { return Ok(Viewer { company, token: None }) };
        let found = company.tokens.iter().find(|token| token.value == value);
        let token = found.ok_or(Refusal::Unknown)?;
        if token.revoked {
            return Err(Refusal::Revoked);
        }
        if token.expires_on.as_deref().is_some_and(|day| day <= today) {
            return Err(Refusal::Expired);
        }
        Ok(Viewer { company, token: Some(token) })
    }

    /// The account behind the token.
    pub fn user(&self) -> Option<&'a User> {
        self.company.users.get(&self.token?.username)
    }

    /// Whether the token has one of these scopes; the public needs none.
    pub fn has_scope(&self, scopes: &[&str]) -> bool {
        self.token.is_none_or(|token| token.scopes.iter().any(|s| scopes.contains(&s.as_str())))
    }

    /// The role at a path of a group: its own or one inherited from above.
    fn role_at(&self, path: &str) -> Option<Role> {
        let token = self.token?;
        let steps = path.match_indices('/').map(|(at, _)| &path[..at]).chain([path]);
        steps
            .flat_map(|step| {
                let group = self.company.groups.get(step);
                let member = group.and_then(|group| group.members.get(&token.username));
                [member, token.groups.get(step)]
            })
            .flatten()
            .copied()
            .max()
    }

    /// The role in a project, by whichever way it came.
    pub fn role(&self, project: &Project) -> Option<Role> {
        let token = self.token?;
        let own = project.members.get(&token.username).copied();
        let shared = project.shared_with.iter().filter_map(|group| self.role_at(group)).max();
        own.max(self.role_at(&project.path)).max(shared)
    }

    /// Whether the viewer learns that the project exists.
    pub fn sees(&self, project: &Project) -> bool {
        match project.visibility {
            Visibility::Public => true,
            Visibility::Internal => self.token.is_some(),
            Visibility::Private => self.role(project).is_some(),
        }
    }

    /// Whether a feature of a visible project is open to the viewer.
    pub fn may(&self, project: &Project, feature: Feature) -> bool {
        let private = project.visibility == Visibility::Private;
        // Members of a private project need more than Guest for what is in its repository; of a project that
        // everybody sees, Guests are let into what is closed to the public (`ProjectFeature` in GitLab).
        let code = !matches!(feature, Feature::Issues);
        let needed = if (private && code) || feature == Feature::MergeRequests {
            Role::Reporter
        } else {
            Role::Guest
        };
        let role = self.role(project);
        let built_on_code = matches!(feature, Feature::MergeRequests | Feature::Builds);
        let open = match project.level(feature) {
            Level::Disabled => false,
            Level::Enabled if !private => true,
            Level::Enabled | Level::Private => role >= Some(needed),
        };
        open && (!built_on_code || self.may(project, Feature::Repository))
    }

    /// Whether the viewer learns that the group exists.
    pub fn sees_group(&self, group: &Group) -> bool {
        match group.visibility {
            Visibility::Public => true,
            Visibility::Internal => self.token.is_some(),
            Visibility::Private => {
                let mut below =
                    self.company.projects.values().filter(|p| within(&p.path, &group.path));
                self.role_at(&group.path).is_some() || below.any(|p| self.role(p).is_some())
            }
        }
    }

    /// A visible project by full path or number.
    pub fn project(&self, path: &str) -> Option<&'a Project> {
        self.company.project(path).filter(|project| self.sees(project))
    }

    /// A visible group by full path.
    pub fn group(&self, path: &str) -> Option<&'a Group> {
        self.company.groups.get(path).filter(|group| self.sees_group(group))
    }
}
