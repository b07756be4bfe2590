//! The write-only floor: writes a site that it holds in memory, and does nothing else.
//!
//! `floor FROM TO --threads N` reads every file below FROM, then makes TO and writes the same files there on N threads.
//! Prints `{"files": …, "bytes": …, "seconds": …, "cpu": …}`; reading is not counted, making folders is.
//! No program that writes this site can be faster on this disk at this moment.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use std::{env, fs, io, thread};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [from, to, flag, threads] = arguments.as_slice() else { usage() };
    let (Ok(threads), "--threads") = (threads.parse::<usize>(), flag.as_str()) else { usage() };
    if let Err(error) = measure(Path::new(from), Path::new(to), threads.max(1)) {
        eprintln!("floor: {error}");
        std::process::exit(1);
    }
}

fn usage() -> ! {
    eprintln!("usage: floor FROM TO --threads N");
    std::process::exit(2)
}

fn measure(from: &Path, to: &Path, threads: usize) -> io::Result<()> {
    let mut files = Vec::new();
    load(from, Path::new(""), &mut files)?;
    files.sort();
    let bytes: usize = files.iter().map(|(_, content)| content.len()).sum();

    let began = Instant::now();
    let cpu_before = cpu_seconds();
    write(to, &files, threads)?;
    let seconds = began.elapsed().as_secs_f64();
    let cpu = cpu_seconds() - cpu_before;
    println!(
        "{{\"files\": {}, \"bytes\": {bytes}, \"seconds\": {seconds:.4}, \"cpu\": {cpu:.2}}}",
        files.len()
    );
    Ok(())
}

type File = (PathBuf, Vec<u8>);

fn load(root: &Path, below: &Path, files: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            load(root, &path, files)?;
        } else {
            files.push((path, fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// Makes the folders, then lets each thread take the next file until none is left.
fn write(to: &Path, files: &[File], threads: usize) -> io::Result<()> {
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    for folder in folders {
        fs::create_dir_all(to.join(folder))?;
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let writers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| -> io::Result<()> {
                    while let Some((path, content)) =
                        files.get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        fs::write(to.join(path), content)?;
                    }
                    Ok(())
                })
            })
            .collect();
        writers.into_iter().try_for_each(|writer| writer.join().expect("a writer does not panic"))
    })
}

/// User and system time of this process so far, from `/proc/self/stat` at its 100 ticks a second.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    ticks as f64 / 100.0
}
