//! The binary: read the configuration, bind, serve, drain when told to stop.

mod log;

use log::Log;
use parlel_ec2::{Command, Config};
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, lookup_host};
use tokio::signal;
use tokio::sync::oneshot;

/// It gives memory back to the system once it is free, which glibc does not: of 184 MB that 60,000
/// instances took, 132 stayed after a reset, and 45 with this one; and it is quicker than musl.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Connections that wait to be taken; the system may allow fewer.
const BACKLOG: u32 = 4096;

fn main() -> ExitCode {
    let config = Config::read();
    let result = match config.command {
        Some(Command::Health) => health(&config),
        None => run(&config),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // The exit code tells it too, if nobody reads this.
            let _ = writeln!(io::stderr(), "parlel-ec2: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(config: &Config) -> Result<(), String> {
    let cannot_start = |error: io::Error| format!("cannot start: {error}");
    let log = Log::start().map_err(cannot_start)?;
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(config.log)
        .with_writer(move || writer.clone())
        .log_internal_errors(false)
        .with_ansi(io::stderr().is_terminal())
        .with_target(false)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(cannot_start)?;
    let served = runtime.block_on(serve(config));
    // Whatever is still being worked out is worked out for nobody.
    runtime.shutdown_background();
    log.flush();
    served
}

async fn serve(config: &Config) -> Result<(), String> {
    let listener = listen(config).await;
    let listener = listener
        .map_err(|error| format!("cannot listen on {}:{}: {error}", config.host, config.port))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    for name in Config::unknown_variables() {
        tracing::warn!("the variable {name} is none of parlel-ec2's (see parlel-ec2 --help)");
    }
    tracing::info!("listening on http://{address}");
    if !address.ip().is_loopback() && config.control_token.is_none() {
        tracing::warn!(
            "the control routes below /_parlel are open to whoever reaches {address}; \
             --control-token closes them"
        );
    }
    let mut stops = Stops::new().map_err(|error| format!("cannot start: {error}"))?;
    let (stop, stopping) = oneshot::channel();
    let told_twice = async move {
        stops.next().await;
        tracing::info!("stopping; once more stops at once");
        let _ = stop.send(());
        stops.next().await;
    };
    let until_told = async move {
        let _ = stopping.await;
    };
    tokio::select! {
        served = parlel_ec2::serve(listener, config, until_told) => served,
        () = told_twice => Ok(()),
    }
}

async fn listen(config: &Config) -> io::Result<TcpListener> {
    let mut result = Err(io::Error::new(io::ErrorKind::NotFound, "the host has no address"));
    for address in lookup_host((config.host.as_str(), config.port)).await? {
        result = listen_at(address);
        if result.is_ok() {
            break;
        }
    }
    result
}

fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // So that a server can be started again where one has just ended.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// SIGTERM and ctrl-c, each time that one comes.
struct Stops {
    #[cfg(unix)]
    terminated: signal::unix::Signal,
}

impl Stops {
    #[cfg(unix)]
    fn new() -> io::Result<Self> {
        Ok(Self { terminated: signal::unix::signal(signal::unix::SignalKind::terminate())? })
    }

    #[cfg(not(unix))]
    fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    async fn next(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.terminated.recv() => {}
            _ = signal::ctrl_c() => {}
        }
        #[cfg(not(unix))]
        signal::ctrl_c().await.unwrap_or_default();
    }
}

/// What a container's health check runs; the image has no other program.
fn health(config: &Config) -> Result<(), String> {
    let host = if config.host == "0.0.0.0" { "127.0.0.1" } else { &config.host };
    let ask = || -> io::Result<String> {
        let mut stream = TcpStream::connect((host, config.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(3)))?;
        write!(stream, "GET /_parlel/health HTTP/1.0\r\nHost: {host}\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    let answer = ask().map_err(|error| format!("{host}:{}: {error}", config.port))?;
    if answer.lines().next().is_some_and(|status| status.contains(" 200")) {
        Ok(())
    } else {
        Err("unwell".to_owned())
    }
}
