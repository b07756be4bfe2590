//! Schemas in, descriptions and findings out.
