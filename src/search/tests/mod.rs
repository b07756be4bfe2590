//! From documents to answers, through the files.

mod damaged;
mod golden;
mod queries;
mod world;
