//! Small files that survive between runs: one compressed JSON value each, whole or absent.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::base::Digest;

use super::SiteError;

/// Writes a value beside its place and moves it there.
pub(crate) fn remember(path: &Path, value: &impl Serialize) -> Result<(), SiteError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(SiteError::io(folder))?;
    // Packed as it is written: the text would be ten times as large.
    let mut packer = zstd::Encoder::new(Vec::new(), 3).map_err(SiteError::io(path))?;
    serde_json::to_writer(&mut packer, value).map_err(|error| SiteError::io(path)(error.into()))?;
    let packed = packer.finish().map_err(SiteError::io(path))?;
    let mut bytes = Digest::of(&packed).to_string().into_bytes();
    bytes.push(b'\n');
    bytes.extend(packed);
    let beside = path.with_extension("new");
    fs::write(&beside, bytes).map_err(SiteError::io(&beside))?;
    fs::rename(&beside, path).map_err(SiteError::io(path))
}

/// Reads a value back; what is absent, damaged or of another version is none.
pub(crate) fn recall<T: DeserializeOwned>(path: &Path) -> Option<T> {
    /// What we write stays far below; a file that claims more is not ours.
    const LARGEST: u64 = 1 << 30;
    let bytes = fs::read(path).ok()?;
    let (digest, packed) = bytes.split_at_checked(65)?;
    if digest.strip_suffix(b"\n")? != Digest::of(packed).to_string().as_bytes() {
        return None;
    }
    let decoder = zstd::Decoder::new(packed).ok()?;
    let reader = std::io::BufReader::new(std::io::Read::take(decoder, LARGEST));
    serde_json::from_reader(reader).ok()
}
