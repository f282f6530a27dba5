//! A server in a process of its own, to be killed; and requests to it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub struct Server {
    child: Child,
    address: SocketAddr,
}

/// What came back; a status of 0 is nothing.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub status: u16,
    pub text: String,
}

impl Answer {
    /// What was answered to what was done.
    pub fn ok(self) -> Option<String> {
        (self.status == 200).then_some(self.text)
    }
}

impl Server {
    /// Starts one that keeps its state in a directory. `limit` is how long its files get, in KiB.
    pub fn start(directory: &Path, limit: Option<u32>) -> Self {
        let binary = env!("CARGO_BIN_EXE_parlel-ec2");
        let mut command = match limit {
            None => Command::new(binary),
            Some(kib) => {
                let mut command = Command::new("bash");
                let script = format!("trap '' XFSZ; ulimit -S -f {kib}; exec \"$0\" \"$@\"");
                command.args(["-c", &script, binary]);
                command
            }
        };
        command.args(["--port", "0", "--vcpu-limit", "10000000", "--data-dir"]).arg(directory);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
        let mut told = String::new();
        let address = loop {
            let line = lines.next().unwrap_or_else(|| panic!("it ended: {told}")).expect("a line");
            if let Some((_, address)) = line.split_once("http://") {
                break address.trim().parse().expect("an address");
            }
            told += &line;
        };
        // So that it never waits for somebody who reads.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// As `kill -9` does.
    pub fn kill(&self) {
        let id = self.child.id().to_string();
        let status = Command::new("kill").args(["-9", &id]).status().expect("kill");
        assert!(status.success());
    }

    pub fn wait(&mut self) {
        self.child.wait().expect("its end");
    }

    /// Lets its files be as long as they may.
    pub fn lift_limit(&self) {
        let id = self.child.id().to_string();
        let mut command = Command::new("prlimit");
        command.args(["--pid", &id, "--fsize=unlimited:unlimited"]);
        assert!(command.status().expect("prlimit").success());
    }

    pub fn post(&self, form: &str) -> Answer {
        self.ask("POST", "/", "application/x-www-form-urlencoded", form)
    }

    pub fn control(&self, method: &str, route: &str, body: &str) -> Answer {
        self.ask(method, &format!("/_parlel/{route}"), "application/json", body)
    }

    fn ask(&self, method: &str, path: &str, kind: &str, body: &str) -> Answer {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.0\r\nHost: localhost\r\nContent-Type: {kind}\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        );
        let ask = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect(self.address)?;
            stream.write_all(request.as_bytes())?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        let answer = ask().unwrap_or_default();
        let Some((head, text)) = answer.split_once("\r\n\r\n") else { return Answer::default() };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        // What ends early was not answered.
        if length.is_some_and(|length: usize| length != text.len()) {
            return Answer::default();
        }
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or_default();
        Answer { status, text: text.to_owned() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What stands in each of the elements of a name.
pub fn all<'a>(xml: &'a str, element: &str) -> impl Iterator<Item = &'a str> {
    let begins = format!("<{element}>");
    let parts: Vec<&str> = xml.split(&begins).skip(1).collect();
    parts.into_iter().filter_map(|rest| Some(rest.split_once('<')?.0))
}

pub fn first<'a>(xml: &'a str, element: &str) -> &'a str {
    all(xml, element).next().unwrap_or_default()
}
