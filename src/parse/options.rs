//! What the caller may choose.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::base::RelPath;
use crate::base::yaml::Budget;

use super::files;

/// Where descriptors are looked for unless something else is said.
const USUAL: &[&str] =
    &["catalog-info.yaml", "catalog-info.yml", ".backstage/*.yaml", ".backstage/*.yml"];

/// What the caller may choose.
#[derive(Clone, Debug)]
pub(crate) struct ParseOptions {
    /// Which files are descriptors.
    pub descriptors: DescriptorPatterns,
    /// What one descriptor may ask for.
    pub descriptor_budget: Budget,
    /// What one file of an API description may ask for.
    pub api_budget: Budget,
    /// Whether an API description that no entity claims is read.
    pub reads_unclaimed_apis: bool,
    /// At how many releases an API description is read besides.
    pub api_versions: usize,
    /// The owner of projects that say nothing of theirs and stand in no group, as a reference.
    pub default_owner: Option<String>,
}

impl Default for ParseOptions {
    fn default() -> ParseOptions {
        ParseOptions {
            descriptors: DescriptorPatterns::default(),
            descriptor_budget: Budget::DESCRIPTOR,
            api_budget: Budget::API,
            reads_unclaimed_apis: true,
            api_versions: 3,
            default_owner: None,
        }
    }
}

/// Patterns of paths, compiled once for all projects.
#[derive(Clone, Debug)]
pub(crate) struct DescriptorPatterns {
    set: GlobSet,
}

impl DescriptorPatterns {
    /// Compiles patterns in which `*` stays within a folder and `**` does not; the error names the broken one.
    pub(crate) fn new<'a>(
        patterns: impl IntoIterator<Item = &'a str>,
    ) -> Result<DescriptorPatterns, String> {
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            let pattern = pattern.trim_start_matches("./").trim_start_matches('/');
            let glob = GlobBuilder::new(pattern).literal_separator(true).build();
            builder.add(glob.map_err(|error| error.to_string())?);
        }
        Ok(DescriptorPatterns { set: builder.build().map_err(|error| error.to_string())? })
    }

    /// The file of exactly this name, at the root.
    pub(crate) fn exactly(name: &str) -> DescriptorPatterns {
        DescriptorPatterns::new([globset::escape(name).as_str()])
            .expect("an escaped name is a valid pattern")
    }

    /// Whether the path, or any end of it, is that of a descriptor: below a folder of many projects.
    pub(crate) fn matches_anywhere(&self, path: &RelPath) -> bool {
        let parts: Vec<&str> = path.parts().collect();
        let ends = (0..parts.len()).map(|from| parts[from..].join("/"));
        !files::is_skeleton(path) && ends.into_iter().any(|end| self.set.is_match(end))
    }

    /// Whether the file at this path is a descriptor, and not one of a skeleton for new projects.
    pub(super) fn matches(&self, path: &RelPath) -> bool {
        self.set.is_match(path.as_str()) && !files::is_skeleton(path)
    }
}

impl Default for DescriptorPatterns {
    fn default() -> DescriptorPatterns {
        DescriptorPatterns::new(USUAL.iter().copied()).expect("the usual patterns are valid")
    }
}
