//! Answers that come late, not whole, or not at all, over sockets.

use crate::connections::Running;
use parlel_ec2::Config;
use std::time::{Duration, Instant};

const VPCS: &str = "Action=DescribeVpcs&Version=2016-11-15";
const CREATE: &str = "Action=CreateVpc&CidrBlock=10.0.0.0%2F16&Version=2016-11-15";

fn server_with(rule: &str) -> Running {
    let server = Running::new(Config::default());
    let answer = server.ask_at("/_parlel/faults", rule);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    server
}

fn vpcs(server: &Running) -> usize {
    server.ask(VPCS).matches("<vpcId>").count()
}

#[test]
fn a_connection_is_dropped_before_anything_is_done() {
    let server = server_with(r#"{"action":"CreateVpc","connection":"dropped","count":1}"#);
    assert_eq!(server.ask(CREATE), "");
    assert_eq!(vpcs(&server), 1);
    assert!(server.ask(CREATE).starts_with("HTTP/1.1 200"));
    assert_eq!(vpcs(&server), 2);
}

#[test]
fn an_answer_is_lost_when_all_is_done() {
    let server = server_with(r#"{"action":"CreateVpc","connection":"lost","count":1}"#);
    assert_eq!(server.ask(CREATE), "");
    assert_eq!(vpcs(&server), 2);
}

#[test]
fn an_answer_is_cut_short() {
    let server = server_with(r#"{"action":"DescribeVpcs","connection":"cut","count":1}"#);
    let cut = server.ask(VPCS);
    let (head, body) = cut.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    assert_eq!(body.len(), length.parse::<usize>().unwrap() / 2);
    assert!(server.ask(VPCS).ends_with("</DescribeVpcsResponse>"));
}

#[test]
fn an_answer_comes_late() {
    let server = server_with(r#"{"action":"DescribeVpcs","latencyMillis":300}"#);
    let began = Instant::now();
    assert!(server.ask(VPCS).starts_with("HTTP/1.1 200"));
    assert!(began.elapsed() >= Duration::from_millis(300));
    let began = Instant::now();
    server.ask("Action=DescribeSubnets&Version=2016-11-15");
    assert!(began.elapsed() < Duration::from_millis(300));
}
