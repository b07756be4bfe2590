//! End to end: directories in, a site out, through the real binary.

mod build;
mod check;
mod harness;
mod hostile;
mod links;
mod publish;
mod real;
mod serve;
