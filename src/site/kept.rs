//! A folder that keeps the index of record, for those who want to ask it themselves.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::SiteError;

/// The file by which tantivy knows an index; it is written last, so that no half of an index is ever known.
const MARK: &str = "meta.json";

/// A folder that is empty or holds nothing but an index.
pub(crate) struct KeptIndex {
    folder: PathBuf,
}

impl KeptIndex {
    /// Looks at the folder, which need not exist; refuses one that holds anything but an earlier index.
    pub(crate) fn open(folder: &Path) -> Result<KeptIndex, SiteError> {
        let kept = KeptIndex { folder: folder.to_owned() };
        let names = kept.names()?;
        let foreign = names.iter().find(|name| !is_of_index(name));
        // Files that look like an index are none without its mark.
        let unmarked = names.first().filter(|_| !names.iter().any(|name| name == MARK));
        match foreign.or(unmarked) {
            Some(example) => {
                Err(SiteError::NoIndex { path: kept.folder, example: example.clone() })
            }
            None => Ok(kept),
        }
    }

    /// Writes one file of the index.
    pub(crate) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), SiteError> {
        fs::create_dir_all(&self.folder).map_err(SiteError::io(&self.folder))?;
        let path = self.folder.join(name);
        fs::write(&path, bytes).map_err(SiteError::io(&path))
    }

    /// Removes the files of the earlier index that the new one does not have.
    pub(crate) fn remove_all_but(&self, names: &[String]) -> Result<(), SiteError> {
        for name in self.names()?.iter().filter(|name| is_of_index(name) && !names.contains(name)) {
            let path = self.folder.join(name);
            fs::remove_file(&path).map_err(SiteError::io(&path))?;
        }
        Ok(())
    }

    /// What lies in the folder.
    fn names(&self) -> Result<Vec<String>, SiteError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(SiteError::io(&self.folder)(error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(SiteError::io(&self.folder))?;
            let is_file = entry.file_type().is_ok_and(|file_type| file_type.is_file());
            let name = entry.file_name().to_string_lossy().into_owned();
            names.push(if is_file { name } else { format!("{name}/") });
        }
        names.sort();
        Ok(names)
    }
}

/// Whether tantivy calls one of its files so: a segment's number in hexadecimal digits and what it holds.
fn is_of_index(name: &str) -> bool {
    let is_segment = name.split_once('.').is_some_and(|(segment, what)| {
        let is_number = segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_number
            && !what.is_empty()
            && what.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
    });
    is_segment
        || matches!(name, MARK | ".managed.json" | ".tantivy-meta.lock" | ".tantivy-writer.lock")
}
