//! Keep-alive connections that do nothing but send one request and read its answer.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

pub const CONNECTIONS: usize = 4;

pub struct Client {
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Client {
    pub fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("nodelay");
        Self { stream: BufReader::with_capacity(64 * 1024, stream), body: Vec::new() }
    }

    pub fn post(&mut self, form: &str) -> String {
        self.exchange(&request(form));
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    /// A control route, whose answer may come in chunks: the connection is closed behind it.
    pub fn control(mut self, method: &str, route: &str) -> String {
        let request = format!(
            "{method} /_parlel/{route} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );
        self.stream.get_mut().write_all(request.as_bytes()).expect("the server reads");
        let mut answer = String::new();
        self.stream.read_to_string(&mut answer).expect("the whole answer");
        answer
    }

    fn exchange(&mut self, request: &[u8]) {
        self.stream.get_mut().write_all(request).expect("the server reads");
        let mut length = 0;
        let mut line = String::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("a header");
            if line == "\r\n" {
                break;
            }
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().expect("a length");
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).expect("the body");
    }
}

fn request(form: &str) -> Vec<u8> {
    format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\
         Authorization: AWS4-HMAC-SHA256 Credential=parlel/20260131/us-east-1/ec2/aws4_request, \
         SignedHeaders=host, Signature=0\r\n\r\n{form}",
        form.len()
    )
    .into_bytes()
}

/// How long a measurement goes on.
#[derive(Clone, Copy)]
pub enum Span {
    Time(Duration),
    /// So many requests on each connection.
    Requests(usize),
}

impl Span {
    fn goes_on(self, began: Instant, answered: usize) -> bool {
        match self {
            Self::Time(time) => began.elapsed() < time,
            Self::Requests(count) => answered < count,
        }
    }
}

/// Requests a second over a few connections at once, so that neither side sleeps in between: how
/// long a virtual core takes to wake would drown what is measured. Each connection begins at
/// another of the forms and asks them one after another.
pub fn measure(address: SocketAddr, forms: &[String], span: Span) -> f64 {
    measure_over(CONNECTIONS, address, forms, span)
}

/// The same over another number of connections.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
pub fn measure_over(count: usize, address: SocketAddr, forms: &[String], span: Span) -> f64 {
    let requests: Vec<_> = forms.iter().map(|form| request(form)).collect();
    let began = Instant::now();
    let answered: usize = thread::scope(|scope| {
        let clients: Vec<_> = (0..count)
            .map(|at| {
                let requests = requests.iter().cycle().skip(at * requests.len() / count);
                scope.spawn(move || {
                    let mut client = Client::connect(address);
                    let mut answered = 0;
                    for request in requests {
                        if !span.goes_on(began, answered) {
                            break;
                        }
                        client.exchange(request);
                        answered += 1;
                    }
                    answered
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().expect("a client")).sum()
    });
    answered as f64 / began.elapsed().as_secs_f64()
}
