//! The whole program against the fake GitLab: what it promises when it runs as a job does.

mod canary;
mod continuity;
mod crawl;
mod doctor;
mod exits;
mod network;
mod same;
mod stopped;
mod visibility;
