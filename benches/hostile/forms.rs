//! Requests at random: mostly what the model allows, with values that are wrong in all ways, and
//! now and then bytes that are no form, or no HTTP.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::collections::VecDeque;
use std::fmt::Write as _;
use wire::{Model, StructModel, model};

/// Ids that the server has told and that may still be there.
const KNOWN: usize = 300;

const TEXTS: [&str; 34] = [
    "sample",
    "",
    " ",
    "10.0.0.0/16",
    "10.0.1.0/24",
    "172.31.1.7",
    "0.0.0.0/0",
    "::/0",
    "fd00::/8",
    "999.1.1.1/99",
    "us-east-1a",
    "us-east-1",
    "t3.micro",
    "u-24tb1.112xlarge",
    "*",
    "?*\\*",
    "tcp",
    "-1",
    "default",
    "2026-01-31T12:00:00Z",
    "-9999-01-01T00:00:00Z",
    "\u{1f980}\u{0}",
    "\u{1}",
    "\r\n<&>\"'",
    "\u{fffe}",
    "arn:aws:iam::000000000000:role/x",
    "arn:::::",
    "/dev/sdf",
    "aws:x",
    "vpc-0123456789abcdef0",
    "i-",
    "\u{130}\u{df}\u{202e}",
    "%00",
    "ami-0abcdef1234567890",
];
const NUMBERS: [&str; 14] = [
    "0",
    "1",
    "2",
    "5",
    "16",
    "100",
    "1000",
    "65535",
    "-1",
    "2147483647",
    "-2147483648",
    "9223372036854775807",
    "99999999999999999999999",
    "1e309",
];

pub struct Forms {
    random: StdRng,
    model: Model,
    ids: VecDeque<String>,
}

impl Forms {
    pub fn new(seed: u64) -> Self {
        Self { random: StdRng::seed_from_u64(seed), model: model(), ids: VecDeque::new() }
    }

    pub fn forget(&mut self) {
        self.ids.clear();
    }

    /// Notes the ids in an answer.
    pub fn learn(&mut self, body: &str) {
        for text in body.split(['<', '>']).filter(|text| is_id(text)) {
            self.ids.push_back(text.to_owned());
        }
        while self.ids.len() > KNOWN {
            self.ids.pop_front();
        }
    }

    fn one_in(&mut self, count: u32) -> bool {
        self.random.random_ratio(1, count)
    }

    fn below(&mut self, count: usize) -> usize {
        self.random.random_range(0..count)
    }

    /// The bytes of a whole request.
    pub fn request(&mut self) -> Vec<u8> {
        if self.one_in(200) {
            return self.garbage();
        }
        let mut form = self.form();
        if self.one_in(20) {
            self.mutate(&mut form);
        }
        let service = if self.one_in(50) { "sts" } else { "ec2" };
        let region =
            ["us-east-1", "us-east-1", "us-east-1", "eu-west-1", "xx-north-9", "", "\u{e9}"];
        let region = region[self.below(region.len())];
        let scope = format!("parlel/20260131/{region}/{service}/aws4_request");
        let mut request = format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nAuthorization: \
             AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0\r\n\r\n",
            form.len()
        )
        .into_bytes();
        request.extend(form);
        request
    }

    fn garbage(&mut self) -> Vec<u8> {
        let length = self.below(300);
        let bytes: Vec<u8> = (0..length).map(|_| self.random.random()).collect();
        match self.below(4) {
            // Empty lines alone are the beginning of nothing, which a server may wait for.
            0 => [b"POST ", &bytes[..], b"\r\n\r\n"].concat(),
            1 => [b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", &bytes[..]].concat(),
            2 => [b"GET /_parlel/", &bytes[..], b" HTTP/1.1\r\n\r\n"].concat(),
            _ => b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n".to_vec(),
        }
    }

    /// Changes, drops or doubles some bytes.
    fn mutate(&mut self, form: &mut Vec<u8>) {
        for _ in 0..=self.below(4) {
            if form.is_empty() {
                return;
            }
            let at = self.below(form.len());
            match self.below(4) {
                0 => form[at] = self.random.random(),
                1 => form.truncate(at),
                2 => form.insert(at, b"%&=.+"[self.below(5)]),
                _ => {
                    let copy = form[at..].to_vec();
                    form.extend(copy);
                }
            }
        }
    }

    fn form(&mut self) -> Vec<u8> {
        let at = self.below(self.model.operations.len());
        let operation = &self.model.operations[at];
        let (name, shape) = (operation.name.clone(), operation.request.clone());
        let mut form = format!("Action={name}&Version=2016-11-15");
        // The shapes are not changed; the model is put back.
        let model = std::mem::take(&mut self.model);
        if let Some(shape) = model.structs.get(&shape) {
            self.members(&model, shape, "", &mut form, 0);
        }
        self.model = model;
        if self.one_in(500) {
            let count = self.below(3_000);
            form.extend((0..count).map(|at| format!("&InstanceId.{at}=i-{at:08x}")));
        }
        form.into_bytes()
    }

    fn members(
        &mut self,
        model: &Model,
        shape: &StructModel,
        prefix: &str,
        form: &mut String,
        depth: usize,
    ) {
        for member in &shape.members {
            let wanted = if member.required { !self.one_in(30) } else { self.one_in(6) };
            if !wanted || member.name == "DryRun" && !self.one_in(5) {
                continue;
            }
            let is_list = member.list_item.is_some();
            let count = if is_list { 1 + self.below(2) } else { 1 };
            for at in 1..=count {
                let index = if is_list { format!(".{at}") } else { String::new() };
                let name = format!("{prefix}{}{index}", member.request_name);
                match model.structs.get(&member.of) {
                    Some(inner) if depth < 4 => {
                        self.members(model, inner, &format!("{name}."), form, depth + 1);
                    }
                    Some(_) => {}
                    None => {
                        let value = self.value(model, &member.of, &member.name);
                        let value = serde_urlencoded::to_string([("", value)]).unwrap_or_default();
                        let _ = write!(form, "&{name}{value}");
                    }
                }
            }
        }
    }

    fn value(&mut self, model: &Model, of: &str, name: &str) -> String {
        if self.one_in(40) {
            return TEXTS[self.below(TEXTS.len())].to_owned();
        }
        match of {
            "int" | "long" | "double" | "float" => NUMBERS[self.below(NUMBERS.len())].to_owned(),
            "bool" => ["true", "false", "1", "TRUE", "maybe"][self.below(5)].to_owned(),
            "blob" => ["c2FtcGxl", "====", "", "!!"][self.below(4)].to_owned(),
            "time" => TEXTS[19 + self.below(2)].to_owned(),
            "string" => self.text(name),
            _ => match model.enums.get(of) {
                Some(values) => values[self.below(values.len())].clone(),
                None => String::new(),
            },
        }
    }

    fn text(&mut self, name: &str) -> String {
        if name.contains("Image") && !self.one_in(4) {
            return "ami-0abcdef1234567890".to_owned();
        }
        if name.contains("Id") && !self.ids.is_empty() && !self.one_in(8) {
            let kind = name.trim_end_matches('s').trim_end_matches("Id").to_lowercase();
            let like = |id: &&String| kind.contains(id.split('-').next().unwrap_or_default());
            let likely: Vec<&String> = self.ids.iter().filter(like).collect();
            if !likely.is_empty() {
                let at = self.random.random_range(0..likely.len());
                return likely[at].clone();
            }
            let at = self.random.random_range(0..self.ids.len());
            return self.ids[at].clone();
        }
        if self.one_in(300) {
            let count = self.below(100_000);
            return "\u{e9}".repeat(count);
        }
        TEXTS[self.below(TEXTS.len())].to_owned()
    }
}

/// `vpc-0123456789abcdef0` and the like.
fn is_id(text: &str) -> bool {
    text.rsplit_once('-').is_some_and(|(prefix, digits)| {
        matches!(digits.len(), 8 | 17)
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
            && prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    })
}
