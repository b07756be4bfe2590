//! CI/CD components: what `templates/` offers to other pipelines.

use crate::base::RelPath;

/// One component.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CiComponent {
    /// The name by which it is included.
    pub name: String,
    /// The file in the project.
    pub path: RelPath,
    /// What it says of itself.
    pub description: Option<String>,
    /// What it asks for.
    pub inputs: Vec<CiInput>,
}

/// One input of a component.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CiInput {
    /// Its name.
    pub name: String,
    /// `string`, `number`, `boolean` or `array`.
    pub input_type: String,
    /// What it says of itself.
    pub description: Option<String>,
    /// The value if none is given; none means that it is required.
    pub default: Option<serde_json::Value>,
    /// The values it may have.
    pub options: Vec<String>,
    /// The pattern it must match.
    pub regex: Option<String>,
}
