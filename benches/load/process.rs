//! The server and its ceiling, each a process of its own.

use axum::Router;
use axum::http::header;
use axum::routing::post;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use tokio::net::TcpListener;

pub const BINARY: &str = env!("CARGO_BIN_EXE_parlel-ec2");

pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    pub fn start(arguments: &[&str]) -> Self {
        Self::of(BINARY, arguments)
    }

    /// Starts another build of the server.
    pub fn of(binary: &str, arguments: &[&str]) -> Self {
        Self::spawn(Command::new(binary).args(["--port", "0"]).args(arguments))
    }

    /// Serves `body` to whatever is asked.
    pub fn ceiling(body: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ceiling-{}", std::process::id()));
        fs::write(&path, body).expect("a temporary file");
        let this = std::env::current_exe().expect("this program");
        let server = Self::spawn(Command::new(this).arg("--ceiling").arg(&path));
        fs::remove_file(path).expect("the temporary file");
        server
    }

    /// Starts a process and waits for the line that says where it listens.
    fn spawn(command: &mut Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
        let stderr = child.stderr.take().expect("it is piped");
        let lines = BufReader::new(stderr).lines().map_while(Result::ok);
        let mut addresses =
            lines.filter_map(|line| line.split_once("http://").map(|(_, at)| at.to_owned()));
        let address = addresses.next().expect("a line with the address");
        let address = address.trim().parse().expect("an address");
        Self { child, address }
    }

    /// The memory the process has in RAM, where /proc tells it.
    pub fn resident_bytes(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
        let kib = line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok());
        kib.unwrap_or_default() * 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Answers every POST with the same bytes.
#[tokio::main]
pub async fn ceiling(path: &str) {
    let body: axum::body::Bytes = fs::read(path).expect("the body").into();
    let answer = move |_: axum::body::Bytes| async move {
        ([(header::CONTENT_TYPE, "text/xml;charset=UTF-8")], body.clone())
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    eprintln!("listening on http://{}", listener.local_addr().expect("an address"));
    axum::serve(listener, Router::new().fallback(post(answer))).await.expect("serving");
}
