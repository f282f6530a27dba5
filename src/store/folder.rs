//! The directory: whose it is, the file in it, and who may write. The file's name has the number of
//! the format, so that another version's is known without opening it.

use super::packed::{pack, unpack};
use redb::{Database, DatabaseError, ReadableDatabase as _, StorageError, TableDefinition};
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

const ENTRIES: TableDefinition<&str, &[u8]> = TableDefinition::new("entries");
/// Whoever has locked it may write.
const LOCK: &str = "lock";
/// What a file system of its own has in its root.
const OF_FILE_SYSTEM: &str = "lost+found";
/// The pages that a transaction looks at and changes are far fewer.
const CACHE_BYTES: usize = 16 * 1024 * 1024;

/// What is to become of the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    Put(String, Vec<u8>),
    Remove(String),
    /// All whose texts begin with this one, which ends in a slash.
    RemoveBelow(String),
}

pub(super) struct Folder {
    file: PathBuf,
    /// `None`: it failed, and has to be opened again.
    database: Option<Database>,
    _lock: File,
}

/// What a directory keeps, to be read before it takes changes.
pub(crate) struct Kept(Folder, Database);

/// Opens a directory, or makes one that is empty or is not there.
///
/// # Errors
/// Why not. What there is in it is as it was then.
pub(crate) fn open(directory: &Path, format: u64) -> Result<Kept, String> {
    let name = format!("state-{format}.redb");
    fs::create_dir_all(directory).map_err(|error| error.to_string())?;
    let is_there = look(directory, &name, format)?;
    let lock = lock(&directory.join(LOCK))?;
    let file = directory.join(&name);
    if !is_there {
        make(directory, &file).map_err(|error| format!("it cannot be begun: {error}"))?;
    }
    let database = open_file(&file)?;
    Ok(Kept(Folder { file, database: None, _lock: lock }, database))
}

/// Whether a directory has a file of a name. It has nothing else then that is not known.
fn look(directory: &Path, name: &str, format: u64) -> Result<bool, String> {
    let mut is_there = false;
    let mut strange = None;
    for entry in fs::read_dir(directory).map_err(|error| error.to_string())? {
        let found = entry.map_err(|error| error.to_string())?.file_name();
        let found = found.to_string_lossy();
        let of_format = found.strip_prefix("state-").and_then(|it| it.strip_suffix(".redb"));
        match of_format {
            Some(_) if found == name => is_there = true,
            Some(other) => {
                return Err(format!(
                    "it has a state of format {other}, and this version keeps format {format}"
                ));
            }
            None if found == LOCK || found == OF_FILE_SYSTEM => {}
            None if found.strip_suffix(".new") == Some(name) => {}
            None => strange = Some(found.into_owned()),
        }
    }
    match strange {
        Some(strange) if !is_there => {
            Err(format!("it has '{strange}' and no state; give one that is empty"))
        }
        _ => Ok(is_there),
    }
}

fn lock(path: &Path) -> Result<File, String> {
    let file = File::options().create(true).truncate(false).write(true).open(path);
    let file = file.map_err(|error| error.to_string())?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err("another process uses it".to_owned()),
        Err(TryLockError::Error(error)) => Err(error.to_string()),
    }
}

/// Makes the file under another name first: one that was not made to its end is not there.
fn make(directory: &Path, file: &Path) -> Result<(), redb::Error> {
    let new = file.with_extension("redb.new");
    match fs::remove_file(&new) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let database = Database::create(&new)?;
    let transaction = database.begin_write()?;
    transaction.open_table(ENTRIES)?;
    transaction.commit()?;
    drop(database);
    fs::rename(&new, file)?;
    if cfg!(unix) {
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}

fn open_file(file: &Path) -> Result<Database, String> {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE_BYTES).set_check_integrity_on_open(true);
    let opened = catch_unwind(AssertUnwindSafe(|| builder.open(file)));
    match opened {
        Ok(Ok(database)) => Ok(database),
        Ok(Err(DatabaseError::DatabaseAlreadyOpen)) => Err("another process uses it".to_owned()),
        Ok(Err(DatabaseError::Storage(StorageError::Io(error))))
            if !matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof) =>
        {
            Err(error.to_string())
        }
        Ok(Err(error)) => Err(format!("it is damaged: {error}")),
        Err(_) => Err("it is damaged".to_owned()),
    }
}

/// The texts that begin with one that ends in a slash.
fn below(prefix: &str) -> Range<String> {
    let end = prefix.strip_suffix('/').map_or_else(String::new, |it| format!("{it}0"));
    prefix.to_owned()..end
}

impl Kept {
    /// The entry under a text.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn get(&self, text: &str) -> Result<Option<Vec<u8>>, String> {
        let read = || -> Result<_, redb::Error> {
            let entries = self.1.begin_read()?.open_table(ENTRIES)?;
            Ok(entries.get(text)?.map(|entry| unpack(entry.value())))
        };
        read().map_err(|error| error.to_string())?.transpose()
    }

    /// Takes all entries whose texts begin with one that ends in a slash, in their order, with
    /// their values packed.
    ///
    /// # Errors
    /// Why they cannot be read; what is wrong with one.
    pub fn each(
        &self,
        prefix: &str,
        mut take: impl FnMut(&str, &[u8]) -> Result<(), String>,
    ) -> Result<(), String> {
        let read = || -> Result<_, redb::Error> {
            let entries = self.1.begin_read()?.open_table(ENTRIES)?;
            let range = below(prefix);
            Ok(entries.range(range.start.as_str()..range.end.as_str())?)
        };
        for entry in read().map_err(|error| error.to_string())? {
            let (text, value) = entry.map_err(|error| error.to_string())?;
            take(text.value(), value.value())?;
        }
        Ok(())
    }

    pub(super) fn into_folder(self) -> Folder {
        let Self(folder, database) = self;
        Folder { database: Some(database), ..folder }
    }
}

impl Folder {
    /// Makes changes, all of them or none, and lets them be kept.
    pub fn write(&mut self, changes: &[Change]) -> Result<(), String> {
        let database = match &mut self.database {
            Some(database) => database,
            none => none.insert(open_file(&self.file)?),
        };
        let write = || -> Result<(), redb::Error> {
            let transaction = database.begin_write()?;
            let mut entries = transaction.open_table(ENTRIES)?;
            for change in changes {
                match change {
                    Change::Put(text, value) => drop(entries.insert(&**text, &*pack(value))?),
                    Change::Remove(text) => drop(entries.remove(&**text)?),
                    Change::RemoveBelow(prefix) => {
                        let range = below(prefix);
                        let range = range.start.as_str()..range.end.as_str();
                        entries.retain_in(range, |_, _| false)?;
                    }
                }
            }
            drop(entries);
            transaction.commit()?;
            Ok(())
        };
        write().map_err(|error| error.to_string())
    }

    /// After a failure nothing can be written until it is opened again.
    pub fn shut(&mut self) {
        self.database = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_a_text_begins_with_it() {
        let range = below("regions/1/");
        assert!(range.contains(&"regions/1/ids".to_owned()));
        assert!(range.contains(&"regions/1/\u{10ffff}".to_owned()));
        assert!(!range.contains(&"regions/10/ids".to_owned()));
        assert!(!range.contains(&"regions/2/ids".to_owned()));
    }
}
