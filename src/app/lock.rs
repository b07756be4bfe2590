//! One run at a time on one cache: two would mix what they keep.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use anyhow::{Context, Result};

use super::exit::Failure;

const LOCK_FILE: &str = "lock";

/// Held for as long as a run may write to the cache; the system takes it back from a run that is killed.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a cache, or says who has it.
    pub(super) fn take(cache: &Path) -> Result<Lock> {
        fs::create_dir_all(cache)
            .with_context(|| format!("`{}` cannot be made", cache.display()))?;
        let path = cache.join(LOCK_FILE);
        let unusable = || format!("`{}` cannot be used", path.display());
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .with_context(unusable)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Whoever has it may be about to write its number.
                let _ = file.read_to_string(&mut holder);
                let holder = match holder.trim() {
                    "" => String::new(),
                    number => format!(" (process {number})"),
                };
                return Err(Failure::usage(format!(
                    "another run{holder} works with the cache `{}`\n  help: wait for it, or name another folder with `--cache`; in a pipeline, `resource_group` keeps runs apart",
                    cache.display()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(unusable),
        }
        file.set_len(0).with_context(unusable)?;
        file.rewind().with_context(unusable)?;
        write!(file, "{}", std::process::id()).with_context(unusable)?;
        Ok(Lock { _file: file })
    }
}
