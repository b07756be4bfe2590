//! The conversation with GitLab, over a scripted network and over real sockets.
mod documents;
