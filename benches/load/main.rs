//! Load, scale, start-up and memory, as ratios within one run: `cargo bench`.
//!
//! The server runs as a process of its own, driven over keep-alive connections. The ceiling is
//! another process, of this very program, in which a bare axum route serves the same bytes.

mod beside;
mod client;
mod process;

use client::{Client, Span, measure};
use process::Server;
use std::time::{Duration, Instant};

const IMAGE: &str = "ami-0abcdef1234567890";
const ROUNDS: usize = 5;
const ROUND: Span = Span::Time(Duration::from_secs(1));
/// Enough to have the caches warm, few enough that a server of some hundred instances stays one.
const LAUNCHES: Span = Span::Requests(100);
const MANY: usize = 100_000;
/// A server that works every answer out anew, for what an answer kept would hide.
const FORGETFUL: [&str; 6] = ["--seed", "1", "--kept-answers-kib", "0", "--vcpu-limit", "1000000"];

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    if arguments.next().as_deref() == Some("--ceiling") {
        let body = arguments.next().expect("a file with the body");
        return process::ceiling(&body);
    }
    println!("| what | figure | aim |\n|---|---|---|");
    against_the_ceiling();
    at_scale();
    beside::rows();
    emptied();
    starting();
}

fn row(what: &str, figure: &str, aim: &str) {
    println!("| {what} | {figure} | {aim} |");
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Requests a second on two sides in turn, as the median of the ratios.
fn ratio(one: (&Server, &str), other: (&Server, &str)) -> (f64, f64) {
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

fn against_the_ceiling() {
    let describe = "Action=DescribeInstances&Version=2016-11-15";
    for (count, aim) in [(1, "at least 0.8"), (100, "at least 0.4"), (1_000, "-")] {
        let server = Server::start(&["--seed", "1"]);
        launch(&server, count, None);
        let body = Client::connect(server.address).post(describe);
        let ceiling = Server::ceiling(&body);
        let what = format!("DescribeInstances of {count} ({} bytes)", body.len());
        let (rate, again) = ratio((&server, describe), (&ceiling, describe));
        let figure = format!("{again:.2} ({rate:.0}/s)");
        row(&format!("{what}, against the ceiling"), &figure, aim);
        let forgetful = Server::start(&FORGETFUL);
        launch(&forgetful, count, None);
        let (rate, anew) = ratio((&forgetful, describe), (&ceiling, describe));
        row("The same, worked out anew each time", &format!("{anew:.2} ({rate:.0}/s)"), "-");
    }
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

fn first<'a>(xml: &'a str, element: &str) -> &'a str {
    let (_, rest) = xml.split_once(&format!("<{element}>")).expect(element);
    rest.split_once('<').expect("an end").0
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

fn at_scale() {
    let small = Server::start(&FORGETFUL);
    let few = subnet(&small, 0);
    let one = launch(&small, 100, Some(&few));
    let large = Server::start(&FORGETFUL);
    let idle = large.resident_bytes();
    let subnets = [subnet(&large, 0), subnet(&large, 1)];
    let mut last = String::new();
    for subnet in &subnets {
        last = launch(&large, MANY / subnets.len(), Some(subnet));
    }
    let used = large.resident_bytes() - idle;

    let by_id = |xml: &str| {
        let id = first(xml, "instanceId");
        format!("Action=DescribeInstances&Version=2016-11-15&InstanceId.1={id}")
    };
    let (rate, by_id) = ratio((&small, &by_id(&one)), (&large, &by_id(&last)));
    row("One instance by id, time at 100,000 against 100", &times(by_id, rate), "at most 1.3");
    let by_address = |xml: &str| {
        let address = first(xml, "privateIpAddress");
        format!(
            "Action=DescribeInstances&Version=2016-11-15&Filter.1.Name=private-ip-address\
             &Filter.1.Value.1={address}"
        )
    };
    let (rate, by_address) = ratio((&small, &by_address(&one)), (&large, &by_address(&last)));
    row("One instance by its private address, likewise", &times(by_address, rate), "-");
    let page = "Action=DescribeInstances&Version=2016-11-15&MaxResults=50";
    let (rate, by_page) = ratio((&small, page), (&large, page));
    row("A page of 50, time at 100,000 against 100", &times(by_page, rate), "at most 1.3");
    let filter = |id: &str| format!("{page}&Filter.1.Name=subnet-id&Filter.1.Value.1={id}");
    let (rate, filtered) = ratio((&small, &filter(&few)), (&large, &filter(&subnets[1])));
    row("A page of 50 of a subnet's, likewise", &times(filtered, rate), "-");
    launching((&large, &subnets[1]));
    #[expect(clippy::cast_precision_loss, reason = "bytes and instances are far below 2^52")]
    let each = used as f64 / MANY as f64;
    row("Memory for each of 100,000 instances", &format!("{each:.0} bytes"), "below 3 kB");
}

/// What stays of the memory once everything is forgotten.
fn emptied() {
    let server = Server::start(&FORGETFUL);
    let idle = server.resident_bytes();
    launch(&server, MANY / 2, Some(&subnet(&server, 0)));
    let full = server.resident_bytes();
    Client::connect(server.address).control("POST", "reset");
    // It is given back within seconds.
    let began = Instant::now();
    while server.resident_bytes() > idle * 2 && began.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(100));
    }
    let stays = server.resident_bytes();
    let figure = format!("{} ({} before)", megabytes(stays), megabytes(full));
    row("Memory after 50,000 instances and a reset", &figure, "-");
}

fn times(ratio: f64, rate: f64) -> String {
    format!("{ratio:.2} times ({rate:.0}/s at 100)")
}

/// Launches of one into `subnet`, and in turn on servers with a hundred instances.
fn launching(large: (&Server, &str)) {
    let mut ratios = Vec::new();
    let mut micros = Vec::new();
    for _ in 0..2 * ROUNDS {
        let small = Server::start(&FORGETFUL);
        let subnet = subnet(&small, 0);
        launch(&small, 100, Some(&subnet));
        let few = measure(small.address, &run_instances(1, Some(&subnet)), LAUNCHES);
        let many = measure(large.0.address, &run_instances(1, Some(large.1)), LAUNCHES);
        ratios.push(few / many);
        micros.push(1e6 / many);
    }
    let figure = format!("{:.2} times ({:.0} us)", median(ratios), median(micros));
    row("RunInstances of one, time at 100,000 against 100", &figure, "at most 1.5");
}

fn starting() {
    let mut millis = Vec::new();
    let mut idle = 0;
    for _ in 0..20 {
        let began = Instant::now();
        let server = Server::start(&[]);
        Client::connect(server.address).post("Action=DescribeInstances&Version=2016-11-15");
        millis.push(began.elapsed().as_secs_f64() * 1e3);
        idle = server.resident_bytes();
    }
    row("From exec to the first answer", &format!("{:.1} ms", median(millis)), "within 15 ms");
    row("Idle memory", &megabytes(idle), "below 15 MB");
    let binary = std::fs::metadata(process::BINARY).expect("the binary").len();
    row("Binary", &megabytes(binary), "below 15 MB");
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
