//! CI files of several projects in, inclusions, users and findings out.

mod changes;
mod company;
mod findings;
mod following;
mod hostile;
mod inputs;
mod relations;
mod scene;
mod versions;

use scene::Scene;
