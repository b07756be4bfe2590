//! Archives as `git archive` makes them: a global header with the commit, then the entries below one top folder.

use super::http;
use super::repository::{Commit, Mode};

/// The `.tar.gz` of a commit, or of a folder of it. None if there is no such folder.
pub fn tar_gz(commit: &Commit, top: &str, folder: &str) -> Option<Vec<u8>> {
    let listing = commit.files.list(folder, true)?;
    let mut tar = Vec::new();
    let comment = format!("52 comment={}\n", commit.sha);
    entry(&mut tar, "pax_global_header", b'g', "000666 ", "", comment.as_bytes());
    entry(&mut tar, &format!("{top}/"), b'5', "000775 ", "", b"");
    for path in &listing.folders {
        entry(&mut tar, &format!("{top}/{path}/"), b'5', "000775 ", "", b"");
    }
    for (path, file) in &listing.files {
        let name = format!("{top}/{path}");
        match file.mode {
            Mode::Regular => entry(&mut tar, &name, b'0', "000664 ", "", &file.bytes),
            Mode::Executable => entry(&mut tar, &name, b'0', "000775 ", "", &file.bytes),
            Mode::Symlink => {
                let target = String::from_utf8_lossy(&file.bytes);
                entry(&mut tar, &name, b'2', "000777 ", &target, b"");
            }
            // Git leaves an empty folder in the place of a submodule.
            Mode::Submodule => entry(&mut tar, &format!("{name}/"), b'5', "000775 ", "", b""),
        }
    }
    tar.resize(tar.len() + 1024, 0);
    Some(http::gzip(&tar))
}

/// One entry of a tar archive (POSIX `ustar`); a name that does not fit is preceded by a `pax` header, as git does.
fn entry(tar: &mut Vec<u8>, name: &str, kind: u8, mode: &str, link: &str, body: &[u8]) {
    if name.len() > 100 {
        let record = |length: usize| format!("{length} path={name}\n");
        let mut length = record(0).len();
        while record(length).len() != length {
            length = record(length).len();
        }
        entry(tar, "pax_header", b'x', "000666 ", "", record(length).as_bytes());
    }
    let mut header = [0_u8; 512];
    let mut put = |at: usize, most: usize, text: &[u8]| {
        let length = text.len().min(most);
        header[at..at + length].copy_from_slice(&text[..length]);
    };
    put(0, 100, name.as_bytes());
    put(100, 8, mode.as_bytes());
    put(108, 8, b"0000000");
    put(116, 8, b"0000000");
    put(124, 12, format!("{:011o}", body.len()).as_bytes());
    put(136, 12, b"00000000000");
    put(148, 8, b"        ");
    put(156, 1, &[kind]);
    put(157, 100, link.as_bytes());
    put(257, 8, b"ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    tar.extend(header);
    tar.extend(body);
    tar.resize(tar.len().div_ceil(512) * 512, 0);
}
