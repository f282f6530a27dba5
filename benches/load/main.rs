//! Load, scale, start-up and memory, as ratios within one run: `cargo bench --bench load`.
//!
//! The server runs as a process of its own, driven over keep-alive connections. The ceiling is
//! another process, of this very program, in which a bare axum route serves the same bytes.
//!
//! `--only PART` makes the rows of one part alone: ceiling, baseline, scale, beside, kept, memory
//! or start. `--baseline PATH` names an older build to be compared with, `--static PATH` a build of
//! today's that is linked statically, as that in the container is.

mod against;
mod beside;
mod client;
mod kept;
mod process;
mod report;
mod scale;

use client::{Client, Span, measure};
use process::Server;
use report::{Aim, Report};
use std::time::{Duration, Instant};

const IMAGE: &str = "ami-0abcdef1234567890";
const ROUNDS: usize = 15;
const ROUND: Span = Span::Time(Duration::from_millis(200));
/// A server that does not give whole answers again, which would hide what it takes to make one.
const FORGETFUL: [&str; 6] = ["--seed", "1", "--kept-answers-kib", "0", "--vcpu-limit", "10000000"];

fn main() -> Result<(), String> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [first, body] = arguments.as_slice()
        && first == "--ceiling"
    {
        process::ceiling(body);
        return Ok(());
    }
    let path = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).map(String::as_str)
    };
    let (baseline, linked) = (path("--baseline"), path("--static"));
    let report = Report::begin();
    let parts: [(&str, &dyn Fn()); 7] = [
        ("ceiling", &|| against::the_ceiling(&report, linked)),
        ("baseline", &|| against::the_baseline(&report, baseline)),
        ("scale", &|| scale::rows(&report)),
        ("beside", &|| beside::rows(&report)),
        ("kept", &|| kept::rows(&report)),
        ("memory", &|| emptied(&report)),
        ("start", &|| starting(&report)),
    ];
    let only = path("--only");
    for (_, rows) in parts.iter().filter(|(part, _)| only.is_none_or(|only| only == *part)) {
        rows();
    }
    report.end()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Requests a second on two sides in turn, as the median of the ratios.
fn ratio(one: (&Server, &[String]), other: (&Server, &[String])) -> (f64, f64) {
    let mut ratios = Vec::new();
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let first = measure(one.0.address, one.1, ROUND);
        let second = measure(other.0.address, other.1, ROUND);
        rates.push(first);
        ratios.push(first / second);
    }
    (median(rates), median(ratios))
}

/// Launches into the default subnet, or the one given, a thousand at a time.
fn launch(server: &Server, count: usize, subnet: Option<&str>) -> String {
    let mut client = Client::connect(server.address);
    let mut last = String::new();
    let mut left = count;
    while left > 0 {
        let batch = left.min(1_000);
        last = client.post(&run_instances(batch, subnet));
        assert!(last.contains("<instanceId>"), "{last}");
        left -= batch;
    }
    last
}

fn run_instances(count: usize, subnet: Option<&str>) -> String {
    let subnet = subnet.map_or(String::new(), |subnet| format!("&SubnetId={subnet}"));
    format!(
        "Action=RunInstances&Version=2016-11-15&ImageId={IMAGE}&InstanceType=t3.micro\
         &MinCount={count}&MaxCount={count}{subnet}"
    )
}

fn describe_instances(parameters: &str) -> String {
    format!("Action=DescribeInstances&Version=2016-11-15{parameters}")
}

/// What stands in each of the elements of a name.
fn all<'a>(xml: &'a str, element: &str) -> Vec<&'a str> {
    let begins = format!("<{element}>");
    let parts = xml.split(&begins).skip(1);
    parts.filter_map(|rest| Some(rest.split_once('<')?.0)).collect()
}

fn first<'a>(xml: &'a str, element: &str) -> &'a str {
    all(xml, element).into_iter().next().expect("such an element")
}

/// A VPC with one subnet of its whole size.
fn subnet(server: &Server, second_octet: usize) -> String {
    let mut client = Client::connect(server.address);
    let cidr = format!("10.{second_octet}.0.0%2F16");
    let vpc = client.post(&format!("Action=CreateVpc&Version=2016-11-15&CidrBlock={cidr}"));
    let vpc = first(&vpc, "vpcId");
    let subnet = format!("Action=CreateSubnet&Version=2016-11-15&VpcId={vpc}&CidrBlock={cidr}");
    first(&client.post(&subnet), "subnetId").to_owned()
}

/// What stays of the memory once everything is forgotten.
fn emptied(report: &Report) {
    let server = Server::start(&FORGETFUL);
    let idle = server.resident_bytes();
    launch(&server, 50_000, Some(&subnet(&server, 0)));
    let full = server.resident_bytes();
    Client::connect(server.address).control("POST", "reset");
    // It is given back within seconds.
    let began = Instant::now();
    while server.resident_bytes() > idle * 2 && began.elapsed() < Duration::from_secs(15) {
        std::thread::sleep(Duration::from_millis(100));
    }
    let stays = megabytes(server.resident_bytes());
    let before = format!("{:.0} MB before", megabytes(full));
    report.row("Memory after 50,000 instances and a reset", (stays, " MB"), &before, Aim::None);
}

fn starting(report: &Report) {
    let mut millis = Vec::new();
    let mut idle = 0;
    for _ in 0..20 {
        let began = Instant::now();
        let server = Server::start(&[]);
        Client::connect(server.address).post(&describe_instances(""));
        millis.push(began.elapsed().as_secs_f64() * 1e3);
        idle = server.resident_bytes();
    }
    report.row("From exec to the first answer", (median(millis), " ms"), "", Aim::AtMost(15.0));
    report.row("Idle memory", (megabytes(idle), " MB"), "", Aim::AtMost(15.0));
    let binary = megabytes(std::fs::metadata(process::BINARY).expect("the binary").len());
    let more = format!("{binary:.1} MB, {} operations", operations());
    let each = binary * 1e3 / f64::from(operations());
    report.row("Binary, for each operation", (each, " kB"), &more, Aim::AtMost(64.0));
}

/// How many operations are emulated.
fn operations() -> u32 {
    let server = Server::start(&[]);
    let answer = Client::connect(server.address).control("GET", "operations");
    let count = answer.split_once("\"emulated\":").map(|(_, rest)| rest).unwrap_or_default();
    let count: String = count.chars().take_while(char::is_ascii_digit).collect();
    count.parse().expect("a number of operations")
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
