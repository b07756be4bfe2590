//! From documents to answers, through the files.

mod golden;
mod queries;
mod world;
