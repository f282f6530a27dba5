//! A connection that is made anew whenever the server has had enough of it, and what comes back.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(20);

pub enum Answer {
    Whole {
        status: u16,
        body: String,
    },
    /// The server ended the connection, as it may where it could not read a request.
    Ended,
    Nothing,
    NoText,
}

impl Answer {
    /// What is wrong with it, if anything is.
    pub fn fault(&self) -> Option<String> {
        match self {
            Self::Whole { status, .. } if *status >= 500 && *status != 501 => {
                Some(format!("it answered {status}"))
            }
            Self::Whole { body, .. } if body.starts_with("<?xml") => unreadable(body),
            Self::Whole { .. } | Self::Ended => None,
            Self::Nothing => Some("it did not answer".to_owned()),
            Self::NoText => Some("it answered what is not UTF-8".to_owned()),
        }
    }
}

fn unreadable(body: &str) -> Option<String> {
    let raw = |letter: char| {
        letter < ' ' && !matches!(letter, '\t' | '\n') || matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    if let Some(letter) = body.chars().find(|letter| raw(*letter)) {
        return Some(format!("a raw {letter:?} in its answer"));
    }
    let mut reader = Reader::from_str(body);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return None,
            Ok(_) => {}
            Err(error) => return Some(format!("its answer is no XML: {error}")),
        }
    }
}

pub struct Wire {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Wire {
    pub fn connect(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    /// How many resources of each kind the server holds.
    pub fn counts(&mut self) -> String {
        let health = self.control("GET", "health");
        let counts = health.split(',').filter(|part| !part.contains("\"requests\""));
        counts.collect::<Vec<_>>().join(",")
    }

    pub fn control(&mut self, method: &str, route: &str) -> String {
        let request = format!(
            "{method} /_parlel/{route} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
        );
        match self.exchange(request.as_bytes()) {
            Answer::Whole { status: 200, body } => body,
            _ => panic!("the server does not answer {route} any more"),
        }
    }

    pub fn exchange(&mut self, request: &[u8]) -> Answer {
        let was_new = self.stream.is_none();
        match self.attempt(request) {
            // It was ended between two requests.
            Answer::Ended if !was_new => self.attempt(request),
            answer => answer,
        }
    }

    fn attempt(&mut self, request: &[u8]) -> Answer {
        let mut stream = self.stream.take().unwrap_or_else(|| {
            let stream = TcpStream::connect(self.address).expect("the server listens");
            stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
            stream.set_nodelay(true).expect("nodelay");
            BufReader::with_capacity(64 * 1024, stream)
        });
        // What was sent before the server ended the connection may have been answered.
        let _ = stream.get_mut().write_all(request);
        match receive(&mut stream) {
            Ok(Some((status, body, stays))) => {
                self.stream = stays.then_some(stream);
                match String::from_utf8(body) {
                    Ok(body) => Answer::Whole { status, body },
                    Err(_) => Answer::NoText,
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => Answer::Nothing,
            Ok(None) | Err(_) => Answer::Ended,
        }
    }
}

/// Status, body, and whether the connection stays.
fn receive(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<(u16, Vec<u8>, bool)>> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(999);
    let (mut length, mut stays) = (0, true);
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            "connection" => stays = !value.trim().eq_ignore_ascii_case("close"),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Some((status, body, stays)))
}
