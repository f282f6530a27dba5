//! The log's way to stderr: over a thread of its own, so that nobody waits for a reader that does
//! not read, and a log that cannot be written costs nothing but itself.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::Duration;

/// Lines that wait for being written; what comes on top is dropped and counted.
const WAITING: usize = 1024;

/// How long the end of the program waits for its last lines.
const FLUSH: Duration = Duration::from_millis(300);

enum Message {
    Line(Vec<u8>),
    Flush(SyncSender<()>),
}

#[derive(Clone)]
pub struct Log {
    sender: SyncSender<Message>,
    dropped: Arc<AtomicUsize>,
}

impl Log {
    pub fn start() -> io::Result<Self> {
        let (sender, receiver) = sync_channel(WAITING);
        let log = Self { sender, dropped: Arc::default() };
        let dropped = Arc::clone(&log.dropped);
        thread::Builder::new().name("log".to_owned()).spawn(move || write(&receiver, &dropped))?;
        Ok(log)
    }

    /// Waits a moment for what was logged so far.
    pub fn flush(&self) {
        let (sender, receiver) = sync_channel(1);
        if self.sender.try_send(Message::Flush(sender)).is_ok() {
            let _ = receiver.recv_timeout(FLUSH);
        }
    }
}

fn write(receiver: &Receiver<Message>, dropped: &AtomicUsize) {
    let mut stderr = io::stderr();
    while let Ok(message) = receiver.recv() {
        match message {
            // An error has nowhere to be told.
            Message::Line(line) => drop(stderr.write_all(&line)),
            Message::Flush(done) => drop(done.try_send(())),
        }
        let lines = dropped.swap(0, Ordering::Relaxed);
        if lines > 0 {
            drop(writeln!(stderr, "({lines} lines of the log were dropped: nobody read it)"));
        }
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(TrySendError::Full(_)) = self.sender.try_send(Message::Line(bytes.to_vec())) {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
