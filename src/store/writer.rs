//! The thread that writes, and whoever hands in changes or waits for them.

use super::folder::{Change, Folder, Kept};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use tokio::sync::watch;

/// How long to wait before what could not be written is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// Takes changes, and tells when they are kept.
pub(crate) struct Store {
    shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    queue: Mutex<Queue>,
    more: Condvar,
    written: watch::Sender<Written>,
}

#[derive(Default)]
struct Queue {
    changes: Vec<Change>,
    /// How often something was submitted.
    submitted: u64,
    is_closed: bool,
}

#[derive(Debug, Clone, Default)]
struct Written {
    /// What was submitted up to this time is kept.
    upto: u64,
    /// Why what was submitted since is not.
    failure: Option<Arc<str>>,
}

impl Store {
    /// Takes changes of what is kept from now on.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn start(kept: Kept) -> Result<Self, String> {
        let folder = kept.into_folder();
        let written = watch::Sender::new(Written::default());
        let shared = Shared { queue: Mutex::default(), more: Condvar::new(), written };
        let shared = Arc::new(shared);
        let of_writer = Arc::clone(&shared);
        let writer = thread::Builder::new().name("store".to_owned());
        let writer = writer.spawn(move || of_writer.write(folder)).map_err(|it| it.to_string())?;
        Ok(Self { shared, writer: Mutex::new(Some(writer)) })
    }

    /// Hands in changes that belong together.
    pub fn submit(&self, changes: Vec<Change>) {
        let mut queue = self.shared.queue();
        queue.submitted += 1;
        if queue.changes.is_empty() {
            queue.changes = changes;
        } else {
            queue.changes.extend(changes);
        }
        drop(queue);
        self.shared.more.notify_one();
    }

    /// Waits until all that was submitted so far is kept.
    ///
    /// # Errors
    /// Why it could not be written, so that it might be lost.
    pub async fn kept(&self) -> Result<(), Arc<str>> {
        let number = self.shared.queue().submitted;
        let mut written = self.shared.written.subscribe();
        let is_told = |it: &Written| it.upto >= number || it.failure.is_some();
        match written.wait_for(is_told).await.map(|it| it.clone()) {
            Ok(it) if it.upto >= number => Ok(()),
            Ok(it) => Err(it.failure.unwrap_or_default()),
            Err(_) => Err("nothing is written any more".into()),
        }
    }

    /// Why nothing can be written for now.
    pub fn failure(&self) -> Option<Arc<str>> {
        self.shared.written.borrow().failure.clone()
    }

    /// Writes what was submitted, and leaves the directory to others.
    pub fn close(&self) {
        self.shared.queue().is_closed = true;
        self.shared.more.notify_one();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            let _ = writer.join();
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, mut folder: Folder) {
        let mut waiting = Vec::new();
        loop {
            let (upto, is_closed) = self.take(&mut waiting);
            if !waiting.is_empty() {
                let write = || folder.write(&waiting).inspect_err(|_| folder.shut());
                let attempt = catch_unwind(AssertUnwindSafe(write));
                let result = attempt.unwrap_or_else(|_| Err("the store is broken".to_owned()));
                match result {
                    Ok(()) => {
                        waiting.clear();
                        self.tell(Written { upto, failure: None });
                    }
                    Err(why) => {
                        let before = self.written.borrow().upto;
                        self.tell(Written { upto: before, failure: Some(why.into()) });
                    }
                }
            }
            if is_closed {
                return;
            }
        }
    }

    /// Waits for changes, or for the time to try again what is waiting.
    fn take(&self, waiting: &mut Vec<Change>) -> (u64, bool) {
        let mut queue = self.queue();
        while queue.changes.is_empty() && !queue.is_closed {
            if waiting.is_empty() {
                queue = self.more.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let again = self.more.wait_timeout(queue, AGAIN);
            let (guard, time) = again.unwrap_or_else(PoisonError::into_inner);
            queue = guard;
            if time.timed_out() {
                break;
            }
        }
        waiting.append(&mut queue.changes);
        (queue.submitted, queue.is_closed)
    }

    fn tell(&self, now: Written) {
        let before = self.written.send_replace(now.clone());
        match (before.failure, now.failure) {
            (None, Some(why)) => tracing::error!("cannot keep the state: {why}"),
            (Some(_), None) => tracing::info!("the state is kept again, without a gap"),
            _ => {}
        }
    }
}
