//! The server's connections: how they are taken, how long they may take, and how they end.

use crate::config::Config;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep, timeout};

/// What requests under way get to finish once the server is told to stop.
const DRAIN: Duration = Duration::from_secs(3);
/// How long to wait for a file descriptor to become free.
const NO_DESCRIPTOR: Duration = Duration::from_millis(50);
/// How long it has to go well before the next refusal is another matter.
const TOLD_FOR: Duration = Duration::from_secs(600);
/// A connection's buffers; a request's head has to fit.
const BUFFER_BYTES: usize = 128 * 1024;
/// What a client that reads slowly has to read in the time it is given.
const READ_BYTES: usize = 64 * 1024;

/// Serves until `stop` ends, and lets the requests under way finish for a few seconds.
///
/// # Errors
/// Why it cannot begin.
pub async fn serve(
    listener: TcpListener,
    config: &Config,
    stop: impl Future<Output = ()>,
) -> Result<(), String> {
    let server = super::server(config)?;
    let (requests, engine) = (Arc::clone(&server.requests), Arc::clone(&server.engine));
    let router = super::router_of(server);
    // Taking a large state apart at the end would only delay it.
    std::mem::forget(router.clone());
    let service = TowerToHyperService::new(router);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(config.head_seconds))
        .max_buf_size(BUFFER_BYTES);
    let patience = Duration::from_secs(config.answer_seconds);
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    let mut refused_last = None;
    loop {
        let stream = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    refused(&error, &mut refused_last).await;
                    continue;
                }
            }
        };
        // An answer is written at once; waiting for more of it would only delay clients.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!("nodelay: {error}");
        }
        let stream = TokioIo::new(Impatient { stream, patience, stall: None });
        let connection = graceful.watch(http.serve_connection(stream, service.clone()));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("connection: {error}");
            }
        });
    }
    drop(listener);
    requests.close();
    if timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("stopped with requests under way");
    }
    let _ = tokio::task::spawn_blocking(move || engine.close()).await;
    Ok(())
}

/// A connection that could not be taken. Out of descriptors, the next one would fail at once too.
async fn refused(error: &io::Error, last: &mut Option<Instant>) {
    let is_one_connections = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    );
    if is_one_connections {
        return;
    }
    // What goes on is told once.
    let now = Instant::now();
    if last.replace(now).is_none_or(|last| now - last > TOLD_FOR) {
        tracing::error!("cannot take connections for now: {error}");
    }
    sleep(NO_DESCRIPTOR).await;
}

/// A connection that fails when its client does not read.
struct Impatient {
    stream: TcpStream,
    patience: Duration,
    stall: Option<Stall>,
}

/// A time in which not all was read.
struct Stall {
    ends: Pin<Box<Sleep>>,
    read: usize,
}

impl Impatient {
    /// Looks at what became of an attempt to write `whole` bytes.
    fn judge(
        &mut self,
        cx: &mut Context<'_>,
        whole: usize,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(count)) => {
                if count == whole {
                    self.stall = None;
                } else if let Some(stall) = &mut self.stall {
                    stall.read += count;
                }
                written
            }
            Poll::Ready(Err(_)) => written,
            Poll::Pending => {
                let patience = self.patience;
                let new = || Stall { ends: Box::pin(sleep(patience)), read: 0 };
                let stall = self.stall.get_or_insert_with(new);
                loop {
                    ready!(stall.ends.as_mut().poll(cx));
                    if stall.read < READ_BYTES {
                        let error = "the client did not read its answer";
                        return Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, error)));
                    }
                    stall.read = 0;
                    stall.ends.as_mut().reset(Instant::now() + patience);
                }
            }
        }
    }
}

impl AsyncRead for Impatient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Impatient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.judge(cx, bytes.len(), written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        let whole = slices.iter().map(|slice| slice.len()).sum();
        self.judge(cx, whole, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
