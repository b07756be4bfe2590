//! The one table of the files that we want of a project, whichever source it comes from.

use globset::{Candidate, Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use super::SourceError;
use crate::base::RelPath;

/// Compiles globs; `*` stops at a slash, `**` does not.
pub(crate) fn glob_set(patterns: &[String]) -> Result<GlobSet, SourceError> {
    let mut globs = GlobSetBuilder::new();
    for pattern in patterns {
        let named = |error| SourceError::Pattern { pattern: pattern.clone(), error };
        globs.add(glob(pattern.trim_start_matches("./")).map_err(named)?);
    }
    globs.build().map_err(|error| SourceError::Pattern { pattern: patterns.join(" "), error })
}

/// How large a wanted file may be, by what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// A README, a descriptor, settings, pipeline files.
    Descriptor,
    /// A page of documentation.
    Document,
    /// An image that a page may show.
    Image,
    /// An API description.
    Api,
}

/// The most bytes that a file of each sort may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// A descriptor, settings or pipeline file.
    pub(crate) descriptor: u64,
    /// A README or page of documentation.
    pub(crate) document: u64,
    /// An image.
    pub(crate) image: u64,
    /// An API description.
    pub(crate) api: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        const MEBIBYTE: u64 = 1 << 20;
        Limits { descriptor: MEBIBYTE, document: MEBIBYTE, image: 2 * MEBIBYTE, api: 20 * MEBIBYTE }
    }
}

impl Limit {
    /// The most bytes that such a file may have.
    pub(crate) fn bytes(self, limits: &Limits) -> u64 {
        match self {
            Limit::Descriptor => limits.descriptor,
            Limit::Document => limits.document,
            Limit::Image => limits.image,
            Limit::Api => limits.api,
        }
    }

    /// The limit of a file that another file refers to, by its ending.
    pub(crate) fn by_extension(path: &RelPath) -> Limit {
        match path.extension().as_str() {
            "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg" => Limit::Image,
            "json" | "yaml" | "yml" | "graphql" | "graphqls" | "proto" => Limit::Api,
            _ => Limit::Document,
        }
    }
}

/// What is wanted and how large it may be. `*` stops at a slash, `**` does not; the first row that matches counts.
const TABLE: &[(&str, Limit)] = &[
    ("{README,Readme,readme,ReadMe}*", Limit::Document),
    ("catalog-info.{yaml,yml}", Limit::Descriptor),
    (".backstage/*", Limit::Descriptor),
    ("CODEOWNERS", Limit::Descriptor),
    ("docs/CODEOWNERS", Limit::Descriptor),
    (".gitlab/CODEOWNERS", Limit::Descriptor),
    (".portolan.yaml", Limit::Descriptor),
    (".gitlab-ci.yml", Limit::Descriptor),
    ("templates/*.yml", Limit::Descriptor),
    ("templates/*/template.yml", Limit::Descriptor),
    ("mkdocs.{yml,yaml}", Limit::Descriptor),
    ("docs/**/*.{md,markdown}", Limit::Document),
    ("docs/**/*.{png,jpg,jpeg,gif,webp,avif}", Limit::Image),
    ("docs/**/*.{json,yaml,yml,graphql,proto}", Limit::Api),
];

/// API descriptions, wanted in every folder that a source looks into, but for those of tests.
const API_FILES: &[&str] = &[
    "**/*{openapi,swagger,asyncapi}*.{json,yaml,yml}",
    "**/*{api-spec,api_spec,apispec}*.{json,yaml,yml}",
    "**/*.oas.{json,yaml,yml}",
    "**/{openapi,swagger,asyncapi}/**/*.{json,yaml,yml}",
    "{api,apis,specs}/**/*.{json,yaml,yml}",
    "**/*.{graphql,graphqls,proto}",
    "**/*.schema.{json,yaml,yml}",
];

/// Folders whose descriptions are there to try a program with.
const TESTS: &[&str] = &["__tests__", "fixtures", "test", "test-data", "testdata", "tests"];

/// Folders whose whole content would be missed if they were links.
const FOLDERS: &[&str] = &[".backstage", ".gitlab", "api", "docs", "proto", "spec", "templates"];

/// Whether a file is the template of a CI/CD component.
pub(crate) fn is_template(path: &RelPath) -> bool {
    let parts: Vec<&str> = path.parts().collect();
    match parts[..] {
        ["templates", name] => name.ends_with(".yml"),
        ["templates", _, name] => name == "template.yml",
        _ => false,
    }
}

/// Whether a file may be an API description or a part of one, whose releases matter.
pub(crate) fn is_of_api(path: &RelPath) -> bool {
    let is_hidden = path.parts().any(|part| part.starts_with('.'));
    let name = path.name();
    let is_other = name.starts_with("catalog-info.") || name.starts_with("mkdocs.");
    let is_config = matches!(path.parts().next(), Some("templates"));
    Limit::by_extension(path) == Limit::Api && !is_hidden && !is_other && !is_config
}

/// Names under which the most usual files stand, for a source that asks for files before it knows what there is.
pub(crate) const WELL_KNOWN: &[&str] = &[
    "README.md",
    "readme.md",
    "Readme.md",
    "README",
    "README.rst",
    "README.adoc",
    "catalog-info.yaml",
    "catalog-info.yml",
    ".portolan.yaml",
    ".gitlab-ci.yml",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    ".gitlab/CODEOWNERS",
    "mkdocs.yml",
    "docs/index.md",
    "docs/README.md",
    "openapi.yaml",
    "openapi.json",
    "asyncapi.yaml",
    "schema.graphql",
];

/// The folder in front of the first wildcard of a glob; the root by the empty path.
pub(crate) fn literal_folder(pattern: &str) -> &str {
    let literal = pattern.find(['*', '?', '[', '{']).map_or(pattern, |at| &pattern[..at]);
    literal.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A reference knows `*` and `?` only; brackets and braces stand for themselves.
pub(crate) fn without_classes(pattern: &str) -> String {
    let mut escaped = String::with_capacity(pattern.len());
    for character in pattern.chars() {
        if matches!(character, '[' | ']' | '{' | '}') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Which files are wanted: the table, and what the configuration adds.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    globs: GlobSet,
    /// Beside each glob; none for those of the configuration, whose limit follows from the ending.
    limits: Vec<Option<Limit>>,
}

impl Wanted {
    /// Returns the table with further globs behind it.
    pub(crate) fn new(extra: &[String]) -> Result<Wanted, SourceError> {
        let mut globs = GlobSetBuilder::new();
        let mut limits = Vec::new();
        let mut add = |pattern: &str, limit| {
            let named = |error| SourceError::Pattern { pattern: pattern.to_owned(), error };
            globs.add(glob(pattern).map_err(named)?);
            limits.push(limit);
            Ok(())
        };
        for (pattern, limit) in TABLE {
            add(pattern, Some(*limit))?;
        }
        for pattern in API_FILES {
            add(pattern, Some(Limit::Api))?;
        }
        for pattern in extra {
            add(pattern.trim_start_matches("./"), None)?;
        }
        let globs = globs
            .build()
            .map_err(|error| SourceError::Pattern { pattern: extra.join(" "), error })?;
        Ok(Wanted { globs, limits })
    }

    /// Returns the limit of a wanted file, or nothing for any other.
    pub(crate) fn wants(&self, path: &RelPath) -> Option<Limit> {
        let apis = TABLE.len()..TABLE.len() + API_FILES.len();
        let is_test = || path.parts().any(|part| TESTS.contains(&part));
        let found = self.globs.matches_candidate(&Candidate::new(path.as_str()));
        let first = found.into_iter().find(|at| !apis.contains(at) || !is_test())?;
        Some(self.limits[first].unwrap_or_else(|| Limit::by_extension(path)))
    }

    /// Whether a link in place of this path would hide something wanted.
    pub(crate) fn misses(&self, path: &RelPath) -> bool {
        FOLDERS.contains(&path.as_str()) || self.wants(path).is_some()
    }
}

/// Compiles a glob in which `*` stops at a slash.
pub(super) fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build()
}
