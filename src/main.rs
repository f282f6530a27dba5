//! The binary: read the configuration, bind, serve, drain when told to stop.

use axum::serve::ListenerExt as _;
use parlel_ec2::{Command, Config};
use std::io::{IsTerminal as _, Read as _, Write as _};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal;

fn main() -> ExitCode {
    let config = Config::read();
    let result = match config.command {
        Some(Command::Health) => health(&config),
        None => run(&config),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("parlel-ec2: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(config: &Config) -> Result<(), String> {
    tracing_subscriber::fmt()
        .with_max_level(config.log)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| format!("cannot start: {error}"))?.block_on(serve(config))
}

async fn serve(config: &Config) -> Result<(), String> {
    let at = (config.host.as_str(), config.port);
    let listener = TcpListener::bind(at).await;
    let listener = listener
        .map_err(|error| format!("cannot listen on {}:{}: {error}", config.host, config.port))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    tracing::info!("listening on http://{address}");
    let listener = listener.tap_io(|stream| {
        // An answer is written at once; waiting for more of it would only delay clients.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!("nodelay: {error}");
        }
    });
    let served = axum::serve(listener, parlel_ec2::app(config)).with_graceful_shutdown(stopped());
    served.await.map_err(|error| error.to_string())
}

/// Ends with SIGTERM or ctrl-c.
async fn stopped() {
    let interrupted = signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminated) = signal::unix::signal(signal::unix::SignalKind::terminate()) else {
            return interrupted.await.unwrap_or_default();
        };
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await.unwrap_or_default();
    tracing::info!("stopping");
}

/// What a container's health check runs; the image has no other program.
fn health(config: &Config) -> Result<(), String> {
    let host = if config.host == "0.0.0.0" { "127.0.0.1" } else { &config.host };
    let ask = || -> std::io::Result<String> {
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
