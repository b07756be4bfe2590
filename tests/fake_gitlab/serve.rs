//! A GitLab to try portolan on, for people who have none: `cargo run --example fake_gitlab`.

#![expect(clippy::print_stdout, reason = "a program whose output is its purpose")]

#[path = "mod.rs"]
mod fake_gitlab;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use std::{fs, io, thread};

use clap::{Parser, ValueEnum};
use fake_gitlab::{Company, Fake, Options, Size, Version};

/// Serves a made-up company as GitLab would, on the loopback, until it is stopped.
#[derive(Parser)]
struct Arguments {
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// How many projects there are.
    #[arg(long, default_value_t = 60)]
    projects: usize,
    /// How many groups there are.
    #[arg(long, default_value_t = 12)]
    groups: usize,
    /// Another number makes up another company.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Which GitLab it is.
    #[arg(long, value_enum, default_value_t = Release::Newest)]
    version: Release,
    /// Writes the same company as directories.
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
    /// Writes the configuration to a file.
    #[arg(long, value_name = "FILE")]
    write_config: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Release {
    #[value(name = "19.4")]
    Newest,
    #[value(name = "16.3")]
    Oldest,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let version = match arguments.version {
        Release::Newest => Version::V19_4,
        Release::Oldest => Version::V16_3,
    };
    let size = Size::of(arguments.projects, arguments.groups);
    let company = Company::generate(&size, arguments.seed);
    let options = Options { version, port: arguments.port, ..Options::default() };
    let fake = Fake::start(company, options);
    if let Some(folder) = &arguments.export {
        fake.company().export(folder, fake.url())?;
    }
    let config = config(fake.url());
    if let Some(file) = &arguments.write_config {
        fs::write(file, &config)?;
    }
    println!(
        "GitLab:  {}/\nToken:   export PORTOLAN_TOKEN={}\n\n{config}",
        fake.url(),
        fake.token()
    );
    loop {
        thread::sleep(Duration::from_secs(3_600));
    }
}

/// What portolan needs to read it.
fn config(url: &str) -> String {
    format!(
        "sources:\n  - gitlab:\n      url: {url}/\n      token_env: PORTOLAN_TOKEN\n      groups: [acme]\n\
         site:\n  title: Acme developer portal\n  audience: members\n"
    )
}
