//! What one client's big request costs the others: how long it takes itself, and the longest that
//! another client waits for a small change meanwhile.

use super::client::{Client, Span, measure};
use super::launch;
use super::process::Server;
use super::report::{Aim, Report};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const BYTES: usize = 4 << 20;

/// A form as long as a body may be, of parts that differ by their number.
fn form(action: &str, part: impl Fn(usize) -> String) -> String {
    let mut form = format!("Action={action}&Version=2016-11-15");
    for at in 1.. {
        let part = part(at);
        if form.len() + part.len() > BYTES {
            break;
        }
        form += &part;
    }
    form
}

pub fn rows(report: &Report) {
    let server = Server::start(&["--seed", "1", "--kept-answers-kib", "0"]);
    launch(&server, 1_000, None);
    let padding = "x".repeat(128);
    let filter = |at| format!("&Filter.{at}.Name=tag:x&Filter.{at}.Value.1={padding}");
    for (what, form) in [
        ("distinct parameters", form("DescribeVpcs", |at| format!("&Key{at}={padding}"))),
        ("unknown ids", form("DescribeInstances", |at| format!("&InstanceId.{at}=i-{at:017x}"))),
        ("filters", form("DescribeInstances", filter)),
        ("tags", form("CreateTags", |at| format!("&Tag.{at}.Key={at}&Tag.{at}.Value={padding}"))),
    ] {
        let (took, waited) = beside(&server, || Client::connect(server.address).post(&form));
        told(report, &format!("4 MiB of {what}"), took, waited);
    }
    let types = "Action=DescribeInstanceTypes&Version=2016-11-15";
    let (took, waited) =
        beside(&server, || measure(server.address, &[types.to_owned()], Span::Requests(5)));
    told(report, "Twenty long answers", took, waited);
    let (took, waited) =
        beside(&server, || Client::connect(server.address).control("GET", "state"));
    told(report, "/_parlel/state of 1,000 instances", took, waited);
}

fn told(report: &Report, what: &str, took: Duration, waited: Duration) {
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    let takes = format!("the request takes {:.0} ms", millis(took));
    let what = format!("{what}: another client waits");
    report.row(&what, (millis(waited), " ms"), &takes, Aim::AtMost(50.0));
}

/// How long `work` takes, and the longest of the small changes beside it.
fn beside<R>(server: &Server, work: impl FnOnce() -> R) -> (Duration, Duration) {
    let change = "Action=CreateVolume&Version=2016-11-15&AvailabilityZone=us-east-1a&Size=1";
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut client = Client::connect(server.address);
            let mut longest = Duration::ZERO;
            while !is_done.load(Ordering::Relaxed) {
                let began = Instant::now();
                client.post(change);
                longest = longest.max(began.elapsed());
            }
            longest
        });
        let began = Instant::now();
        work();
        let took = began.elapsed();
        is_done.store(true, Ordering::Relaxed);
        (took, other.join().expect("the other client"))
    })
}
