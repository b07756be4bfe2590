//! `portolan serve`: builds, serves on loopback, rebuilds and reloads on change.
//!
//! The pages are the very bytes that would be published. Reloading is one more script and one more
//! address of this server, added to the pages on their way out, never to the files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::base::RelPath;
use crate::config::Source;

use super::exit::Exit;
use super::outside::{Stop, with_outside};
use super::request::{BuildRequest, FailOn, ServeRequest};
use super::{Console, build, settings};

/// How often the sources are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(700);
/// The longest request that is read.
const LONGEST_REQUEST: u64 = 16 * 1024;
/// Where the reloading script asks, and where it lies; the dot keeps them apart from addresses of pages.
const GENERATION: &str = ".portolan/generation";
const SCRIPT: &str = ".portolan/reload.js";

const RELOAD_SCRIPT: &str = "const at=document.currentScript.src.replace('reload.js','generation');\
let seen;setInterval(async()=>{try{const now=await (await fetch(at,{cache:'no-store'})).text();\
if(seen!==undefined&&seen!==now)location.reload();seen=now}catch{}},1000);";

/// Runs the command until it is interrupted.
pub(super) fn run(request: &ServeRequest, console: &Console) -> Result<Exit> {
    let mut building = build_request(request, console)?;
    // Looked at before the first build, so that a change in the meantime is not taken for what was built.
    let seen = look(&building, console);
    rebuild(&building, console)?;
    // What changes on this machine does not change GitLab: only directories are read again.
    let loaded = settings::load(&request.inputs, console)?;
    let is_local = |source: &Source| matches!(source, Source::Directory(_));
    building.offline |= !loaded.config.sources.iter().any(is_local);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, request.port)).with_context(|| {
        format!(
            "port {} of this machine cannot be opened; name another with `--port`",
            request.port
        )
    })?;
    let address = listener.local_addr()?;
    console.say(&format!("  serving http://{address}/ until you press Ctrl-C"));
    let root = std::path::absolute(&building.output)?;
    let generation = AtomicU64::new(0);
    thread::scope(|scope| {
        scope.spawn(|| watch(&building, console, &generation, seen));
        for stream in listener.incoming().flatten() {
            let (root, generation) = (&root, &generation);
            scope.spawn(move || {
                // A reader who leaves early is no concern of the server's.
                let _ = answer(stream, root, generation);
            });
        }
    });
    Ok(Exit::Done)
}

/// What is built; beside the published site, unless a folder is named.
fn build_request(request: &ServeRequest, console: &Console) -> Result<BuildRequest> {
    let output = match &request.output {
        Some(output) => output.clone(),
        None => settings::load(&request.inputs, console)?.cache.join("serve"),
    };
    Ok(BuildRequest {
        inputs: request.inputs.clone(),
        output,
        offline: request.offline,
        snapshot: request.snapshot.clone(),
        report: request.report.clone(),
        keep_index: None,
        threads: request.threads,
        deadline: request.deadline,
        max_requests: request.max_requests,
        fail_on: FailOn::Never,
        accept_shrink: true,
    })
}

/// Builds as `build` does; Ctrl-C ends the server at once, since nothing is lost by it.
fn rebuild(request: &BuildRequest, console: &Console) -> Result<build::Built> {
    with_outside(&Stop::default(), |outside| build::build(request, console, outside))
}

/// Rebuilds whenever a file of the sources, the guide or the configuration changed.
fn watch(
    request: &BuildRequest,
    console: &Console,
    generation: &AtomicU64,
    mut seen: BTreeMap<PathBuf, (u64, Option<SystemTime>)>,
) {
    loop {
        thread::sleep(LOOK_EVERY);
        let now = look(request, console);
        if now == seen {
            continue;
        }
        seen = now;
        match rebuild(request, console) {
            Ok(_) => {
                generation.fetch_add(1, Ordering::Relaxed);
            }
            // The last good site stays; the next change is another chance.
            Err(error) => console.say(&format!("error: {error:#}")),
        }
    }
}

/// The size and time of every file that the site is made of.
fn look(request: &BuildRequest, console: &Console) -> BTreeMap<PathBuf, (u64, Option<SystemTime>)> {
    let mut seen = BTreeMap::new();
    let Ok(loaded) = settings::load(&request.inputs, console) else { return seen };
    let output = std::path::absolute(&request.output).unwrap_or_default();
    for folder in loaded.folders() {
        let entries = walkdir::WalkDir::new(folder).follow_links(false).into_iter();
        let entries = entries.filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            !matches!(name.as_ref(), ".git" | ".portolan" | "node_modules" | "target")
                && entry.path() != output
        });
        for entry in entries.flatten().filter(|entry| entry.file_type().is_file()) {
            if let Ok(metadata) = entry.metadata() {
                seen.insert(entry.into_path(), (metadata.len(), metadata.modified().ok()));
            }
        }
    }
    if let Some(file) = &loaded.file
        && let Ok(metadata) = fs::metadata(file)
    {
        seen.insert(file.clone(), (metadata.len(), metadata.modified().ok()));
    }
    seen
}

fn answer(mut stream: TcpStream, root: &Path, generation: &AtomicU64) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(std::io::Read::take(stream.try_clone()?, LONGEST_REQUEST));
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut words = first.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if !matches!(method, "GET" | "HEAD") {
        return respond(&mut stream, "405 Method Not Allowed", "text/plain", b"", true);
    }
    let path = target.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let sends_body = method == "GET";
    match path {
        GENERATION => {
            let now = generation.load(Ordering::Relaxed).to_string();
            respond(&mut stream, "200 OK", "text/plain", now.as_bytes(), sends_body)
        }
        SCRIPT => {
            respond(&mut stream, "200 OK", "text/javascript", RELOAD_SCRIPT.as_bytes(), sends_body)
        }
        path => {
            let (status, kind, bytes) = file(root, path);
            respond(&mut stream, status, kind, &bytes, sends_body)
        }
    }
}

/// The file of the site that an address names, as GitLab Pages would find it.
fn file(root: &Path, path: &str) -> (&'static str, &'static str, Vec<u8>) {
    let decoded = match percent_decode(path) {
        path if path.is_empty() => "index.html".to_owned(),
        path => path,
    };
    let candidates = [decoded.clone(), format!("{decoded}.html"), format!("{decoded}/index.html")];
    for candidate in candidates {
        let Some(path) = RelPath::new(&candidate) else { continue };
        let named = root.join(path.as_str());
        // Nothing outside the site is ever served, not even through a link in it.
        let is_inside = named.canonicalize().is_ok_and(|real| {
            root.canonicalize().is_ok_and(|root| real.starts_with(root)) && real.is_file()
        });
        if let (true, Ok(bytes)) = (is_inside, fs::read(&named)) {
            let kind = content_type(&path.extension());
            return ("200 OK", kind, with_reload(kind, &path, bytes));
        }
    }
    let bytes = fs::read(root.join("404.html")).unwrap_or_else(|_| b"not found".to_vec());
    ("404 Not Found", "text/html; charset=utf-8", bytes)
}

/// Adds the reloading script to a page.
fn with_reload(kind: &str, path: &RelPath, bytes: Vec<u8>) -> Vec<u8> {
    if !kind.starts_with("text/html") {
        return bytes;
    }
    let up = "../".repeat(path.parent().parts().count());
    let script = format!("<script src=\"{up}{SCRIPT}\" defer></script></head>");
    match String::from_utf8(bytes) {
        Ok(html) => html.replacen("</head>", &script, 1).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

fn percent_decode(path: &str) -> String {
    url::form_urlencoded::parse(format!("p={}", path.replace('+', "%2B")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

fn respond(
    stream: &mut TcpStream,
    status: &str,
    kind: &str,
    body: &[u8],
    sends_body: bool,
) -> Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if sends_body {
        stream.write_all(body)?;
    }
    Ok(stream.flush()?)
}
