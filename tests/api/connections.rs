//! The server over sockets: clients that are slow, silent, or gone, and how it stops.

use parlel_ec2::{Config, serve};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

/// A server on a port of its own.
pub struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub fn new(config: Config) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let served = serve(listener, &config, async { drop(stopping.await) });
            runtime.block_on(served).unwrap();
            runtime.shutdown_background();
        });
        Self { address, stop: Some(stop), thread: Some(thread) }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    }

    pub fn ask(&self, form: &str) -> String {
        self.ask_at("/", form)
    }

    pub fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        rest(&mut stream)
    }

    pub fn ask_at(&self, path: &str, body: &str) -> String {
        let mut stream = self.connect();
        let request = request(body, "close").replacen("POST / ", &format!("POST {path} "), 1);
        stream.write_all(request.as_bytes()).unwrap();
        rest(&mut stream)
    }

    /// Tells it to stop and waits until it has.
    pub fn stop(&mut self) -> Duration {
        let began = Instant::now();
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
        began.elapsed()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

fn request(form: &str, connection: &str) -> String {
    format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: {connection}\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}",
        form.len()
    )
}

/// What comes until the server ends the connection.
fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("it was not ended: {error}"),
    }
    String::from_utf8(bytes).unwrap()
}

const REGIONS: &str = "Action=DescribeRegions&Version=2016-11-15";

#[test]
fn half_a_head_is_given_up() {
    let server = Running::new(Config { head_seconds: 1, ..Config::default() });
    let mut stream = server.connect();
    stream.write_all(b"POST / HTTP/1.1\r\nHost: loc").unwrap();
    rest(&mut stream);
    assert!(server.ask(REGIONS).starts_with("HTTP/1.1 200"));
}

#[test]
fn half_a_body_is_answered_in_time() {
    let server = Running::new(Config { body_seconds: 1, ..Config::default() });
    let mut stream = server.connect();
    stream.write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nAction=").unwrap();
    let answer = rest(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("<Code>RequestTimeout</Code>"), "{answer}");
    assert!(answer.contains("The request body took longer than 1 seconds."), "{answer}");
}

#[test]
fn a_body_that_is_too_large_ends_the_connection() {
    let server = Running::new(Config { max_body_kib: 64, ..Config::default() });
    let form = "x".repeat(1 << 20);
    let mut stream = server.connect();
    stream.write_all(request(&form, "keep-alive").as_bytes()).unwrap();
    let answer = rest(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
}

#[test]
fn unfinished_bodies_share_a_bounded_memory() {
    let config = Config { unfinished_bodies_kib: 256, body_seconds: 3, ..Config::default() };
    let server = Running::new(config);
    let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n";
    let mut clients: Vec<TcpStream> = (0..4).map(|_| server.connect()).collect();
    for client in &mut clients {
        client.write_all(head.as_bytes()).unwrap();
        client.write_all("x".repeat(150_000).as_bytes()).unwrap();
    }
    assert!(server.ask(REGIONS).starts_with("HTTP/1.1 200"), "a small one is taken");
    let answers: Vec<String> = clients.iter_mut().map(rest).collect();
    let refused = answers.iter().filter(|answer| answer.starts_with("HTTP/1.1 503"));
    assert!(refused.count() >= 2, "{answers:?}");
    assert!(answers.iter().any(|answer| answer.contains("<Code>RequestLimitExceeded</Code>")));
}

#[test]
fn an_answer_that_nobody_reads_is_given_up() {
    let config = Config { answer_seconds: 1, unread_answers_kib: 1024, ..Config::default() };
    let server = Running::new(config);
    let types = "Action=DescribeInstanceTypes&Version=2016-11-15";
    let mut silent = server.connect();
    // Far more than the sockets' buffers hold; each is an answer of its own.
    for _ in 0..40 {
        if silent.write_all(request(types, "keep-alive").as_bytes()).is_err() {
            break;
        }
    }
    let began = Instant::now();
    while silent.write_all(b"x").is_ok() {
        assert!(began.elapsed() < LONG, "the connection was not ended");
        std::thread::yield_now();
    }
    assert!(server.ask(REGIONS).starts_with("HTTP/1.1 200"));
}

#[test]
fn it_stops_whatever_clients_hold_half_open() {
    let mut server = Running::new(Config::default());
    let mut idle = server.connect();
    idle.write_all(request(REGIONS, "keep-alive").as_bytes()).unwrap();
    let mut half = server.connect();
    half.write_all(b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nAct").unwrap();
    let mut answer = [0; 15];
    idle.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    assert!(server.stop() < Duration::from_secs(5));
    assert!(TcpStream::connect(server.address).is_err());
}

#[test]
fn a_burst_of_connections_is_taken() {
    let server = Running::new(Config::default());
    let clients: Vec<TcpStream> = (0..200).map(|_| server.connect()).collect();
    for mut client in clients {
        client.write_all(request(REGIONS, "close").as_bytes()).unwrap();
        assert!(rest(&mut client).starts_with("HTTP/1.1 200"));
    }
}
