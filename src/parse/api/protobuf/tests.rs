//! Trees of `.proto` files in, descriptions and findings out.
