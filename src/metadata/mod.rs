//! The instance metadata service, IMDS: what a program in an instance is told of it, in both
//! versions of the protocol. EC2 has it at 169.254.169.254 in each instance; here `http` has it
//! under the instance's id, and hands over what was asked: a method, a path, some headers.
//!
//! It stands beside `operations`, on top of the floors: it names `records` and the engine, and
//! none of these names it. What it tells is read off the instance as DescribeInstances shows it,
//! so that both tell the same. It knows no sockets; hops are not counted, as no
//! packet has any.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html>

mod credentials;
mod events;
mod identity;
mod instance;
mod network;
pub(crate) mod signing;
mod text;
mod tokens;
mod tree;

use crate::engine::{Engine, Read, Row};
use crate::records::compute::instances::{Instance, view};
use tree::{LATEST, Tree, Value};
use wire::{Action, HttpTokensState, InstanceMetadataEndpointState, InstanceStateName, Timestamp};

/// The versions that EC2 lists. What is said here to be recorded is so in `radkawar/stackd`, of
/// September 2026: `instances_metadata_matrix.json`, `instances_metadata_depth.json`,
/// `instances_metadata_secondary.json`.
pub(crate) const VERSIONS: [&str; 31] = [
    "1.0",
    "2007-01-19",
    "2007-03-01",
    "2007-08-29",
    "2007-10-10",
    "2007-12-15",
    "2008-02-01",
    "2008-09-01",
    "2009-04-04",
    "2011-01-01",
    "2011-05-01",
    "2012-01-12",
    "2014-02-25",
    "2014-11-05",
    "2015-10-20",
    "2016-04-19",
    "2016-06-30",
    "2016-09-02",
    "2018-03-28",
    "2018-08-17",
    "2018-09-24",
    "2019-10-01",
    "2020-10-27",
    "2021-01-03",
    "2021-03-23",
    "2021-07-15",
    "2022-09-24",
    "2024-04-11",
    "2025-10-04",
    "2026-04-15",
    LATEST,
];

const TEXT: &str = "text/plain";

/// As recorded.
const NOT_FOUND: &str = r#"<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
		 "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title>404 - Not Found</title>
 </head>
 <body>
  <h1>404 - Not Found</h1>
 </body>
</html>
"#;

/// What a program asks, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub method: &'a str,
    /// Without a slash in front: `latest/meta-data/ami-id`.
    pub path: &'a str,
    /// `X-aws-ec2-metadata-token`
    pub token: Option<&'a str>,
    /// `X-aws-ec2-metadata-token-ttl-seconds`
    pub ttl_seconds: Option<&'a str>,
    /// Whether it came with `X-Forwarded-For`.
    pub is_forwarded: bool,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub media_type: &'static str,
    pub body: Vec<u8>,
    /// How long the token goes on that was made, or that came with the request.
    pub ttl_seconds: Option<i64>,
    /// The methods that there are, where another one was asked for.
    pub allow: Option<&'static str>,
}

/// Nobody is there who could ask.
#[derive(Debug)]
pub(crate) struct NotRunning {
    pub status: u16,
    pub message: String,
}

/// # Errors
/// [`NotRunning`] for an id that no instance has, and for one that is stopped or has ended.
pub(crate) fn answer(engine: &Engine, id: &str, asked: &Asked<'_>) -> Result<Answer, NotRunning> {
    let found = engine.look_up(Action::DescribeInstances, id, |cx| {
        let row = cx.find::<Instance>(id)?;
        Some(check_runs(cx, row).map(|()| respond(cx, row, asked)))
    });
    let none = || NotRunning { status: 404, message: format!("there is no instance {id}") };
    let found = found.flatten().ok_or_else(none)??;
    // What takes long, signing, is done when nobody waits for the state any more.
    Ok(found.answer())
}

/// What was found, not yet in bytes.
struct Found {
    status: u16,
    value: Value,
    ttl_seconds: Option<i64>,
    allow: Option<&'static str>,
}

impl Found {
    fn value(value: Value) -> Self {
        Self { status: 200, value, ttl_seconds: None, allow: None }
    }

    /// A refusal without a body, as those of a request without a token, of another method and of
    /// a forwarded one are recorded.
    // unverified (looked up 2026-11-26): that those with 400 and 405 have none either.
    fn refused(status: u16) -> Self {
        Self { status, ..Self::value(Value::Text(String::new())) }
    }

    fn answer(self) -> Answer {
        let Self { status, value, ttl_seconds, allow } = self;
        let media_type = match (&value, status) {
            (_, 404) => "text/html",
            (Value::Bytes(_), _) => "application/octet-stream",
            _ => TEXT,
        };
        Answer { status, media_type, body: value.bytes(), ttl_seconds, allow }
    }
}

fn check_runs(cx: Read<'_>, row: &Row<Instance>) -> Result<(), NotRunning> {
    let id = &row.id;
    let (status, message) = match row.state(cx.now()) {
        InstanceStateName::Terminated => (404, format!("the instance {id} is terminated")),
        InstanceStateName::Stopped => {
            (409, format!("the instance {id} is stopped; nothing runs in it that could ask"))
        }
        _ => return Ok(()),
    };
    Err(NotRunning { status, message })
}

/// What the statuses say:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html>
fn respond(cx: Read<'_>, row: &Row<Instance>, asked: &Asked<'_>) -> Found {
    if row.metadata.endpoint == InstanceMetadataEndpointState::Disabled {
        return Found::refused(403);
    }
    // As recorded, `latest//meta-data/.` is the same path as `latest/meta-data`.
    let path = asked.path.split('/').filter(|part| !matches!(*part, "" | "."));
    let path = path.collect::<Vec<_>>().join("/");
    let (version, rest) = path.split_once('/').unwrap_or((&path, ""));
    let now = cx.now().timestamp();
    if (version, rest) == (LATEST, "api/token") {
        return session(&row.id, asked, now);
    }
    let ttl_seconds = match asked.token {
        Some(token) => match tokens::seconds_left(token, &row.id, now) {
            Some(seconds) => Some(seconds),
            None => return Found::refused(401),
        },
        None if row.metadata.tokens == HttpTokensState::Required => return Found::refused(401),
        None => None,
    };
    // As recorded of POST, DELETE and PUT; of PUT on another version's `api/token`, too.
    match asked.method {
        "GET" | "HEAD" => {}
        "OPTIONS" => {
            let nothing = Found::value(Value::Text(String::new()));
            return Found { allow: Some("OPTIONS, GET, HEAD"), ttl_seconds, ..nothing };
        }
        _ => return Found::refused(403),
    }
    let value = match version {
        "" => Some(Value::Text(VERSIONS.join("\n"))),
        _ if VERSIONS.contains(&version) => tree(cx, row, version).take(rest),
        _ => None,
    };
    let not_found = || Found { status: 404, ..Found::value(Value::Text(NOT_FOUND.to_owned())) };
    Found { ttl_seconds, ..value.map_or_else(not_found, Found::value) }
}

/// Begins a session: `PUT latest/api/token`.
fn session(id: &str, asked: &Asked<'_>, now: Timestamp) -> Found {
    if asked.method != "PUT" {
        return Found { allow: Some("OPTIONS, PUT"), ..Found::refused(405) };
    }
    if asked.is_forwarded {
        return Found::refused(403);
    }
    let seconds = asked.ttl_seconds.and_then(|text| text.trim().parse().ok());
    let Some(seconds) = seconds.filter(|seconds| tokens::SECONDS.contains(seconds)) else {
        return Found::refused(400);
    };
    let token = tokens::new(id, now.plus_millis(seconds * 1_000));
    Found { ttl_seconds: Some(seconds), ..Found::value(Value::Text(token)) }
}

/// All that there is to know of an instance in a version.
fn tree<'v>(cx: Read<'_>, row: &Row<Instance>, version: &'v str) -> Tree<'v> {
    let mut tree = Tree::new(version);
    let view = view::instance(row, cx);
    instance::add(&mut tree, cx, row, &view);
    events::add(&mut tree, cx, row);
    network::add(&mut tree, cx, row, &view);
    credentials::add(&mut tree, cx, row, &view);
    identity::add(&mut tree, cx, row, &view);
    tree
}
