//! What a million instances take, and what they make slower.

use super::client::{CONNECTIONS, Span, measure};
use super::process::Server;
use super::report::{Aim, Report};
use super::{FORGETFUL, describe_instances, first, launch, median, ratio, run_instances, subnet};
use std::time::Instant;

const SUBNETS: usize = 20;
const IN_SUBNET: usize = 50_000;
const ROUNDS: usize = 7;

#[expect(clippy::cast_precision_loss, reason = "bytes and instances are far below 2^52")]
pub fn rows(report: &Report) {
    let small = Server::start(&FORGETFUL);
    let few = subnet(&small, 0);
    let one = launch(&small, 100, Some(&few));
    let large = Server::start(&FORGETFUL);
    let idle = large.resident_bytes();
    let subnets: Vec<_> = (0..SUBNETS).map(|octet| subnet(&large, octet)).collect();
    let mut last = String::new();
    let began = Instant::now();
    for subnet in &subnets {
        last = launch(&large, IN_SUBNET, Some(subnet));
    }
    let took = began.elapsed();
    let many = (SUBNETS * IN_SUBNET) as f64;
    let each = (large.resident_bytes() - idle) as f64 / many;
    report.row("Memory for each of 1,000,000 instances", (each, " bytes"), "", Aim::AtMost(1500.0));
    let micros = format!("{:.0} us each", took.as_secs_f64() * 1e6 / many);
    let what = "Launching them in calls of 1,000, one client";
    report.row(what, (took.as_secs_f64(), " s"), &micros, Aim::None);

    let compare = |what: &str, one: String, other: String, aim: Aim| {
        let (rate, ratio) = ratio((&small, &[one]), (&large, &[other]));
        report.row(what, (ratio, " times"), &format!("{rate:.0}/s at 100"), aim);
    };
    let by_id =
        |xml: &str| describe_instances(&format!("&InstanceId.1={}", first(xml, "instanceId")));
    let what = "One instance by id, time at 1,000,000 against 100";
    compare(what, by_id(&one), by_id(&last), Aim::AtMost(1.3));
    let by_address = |xml: &str| {
        let address = first(xml, "privateIpAddress");
        describe_instances(&format!("&Filter.1.Name=private-ip-address&Filter.1.Value.1={address}"))
    };
    let what = "One instance by its private address, likewise";
    compare(what, by_address(&one), by_address(&last), Aim::None);
    let page = describe_instances("&MaxResults=50");
    compare("A page of 50, likewise", page.clone(), page.clone(), Aim::AtMost(1.3));
    let of = |id: &str| format!("{page}&Filter.1.Name=subnet-id&Filter.1.Value.1={id}");
    compare("A page of 50 of a subnet's, likewise", of(&few), of(&subnets[1]), Aim::None);
    for (count, calls) in [(1, 100), (100, 5)] {
        // How full a subnet is counts by itself; both sides have room alike.
        let room = subnet(&large, SUBNETS + count);
        launch(&large, 100, Some(&room));
        launching(report, (&large, &room), count, calls);
    }
}

/// Launches into `subnet`, and in turn on servers with a hundred instances.
fn launching(report: &Report, large: (&Server, &str), count: usize, calls: usize) {
    let mut ratios = Vec::new();
    let mut micros = Vec::new();
    let span = Span::Requests(calls);
    for _ in 0..ROUNDS {
        let small = Server::start(&FORGETFUL);
        let subnet = subnet(&small, 0);
        launch(&small, 100, Some(&subnet));
        let few = measure(small.address, &[run_instances(count, Some(&subnet))], span);
        let many = measure(large.0.address, &[run_instances(count, Some(large.1))], span);
        ratios.push(few / many);
        micros.push(1e6 / many);
    }
    let what = format!("RunInstances of {count}, time at 1,000,000 against 100");
    let more = format!("{:.0} us with {CONNECTIONS} clients", median(micros));
    report.row(&what, (median(ratios), " times"), &more, Aim::AtMost(1.25));
}
