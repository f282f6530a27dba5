//! Clients of older versions of the API, as boto 2 and jclouds.

use super::support::{Ec2, Xml};
use axum::body::Body;
use axum::http::Request;

fn post(body: &str) -> axum::http::request::Builder {
    Request::post("/")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-length", body.len())
}

fn ask(ec2: &Ec2, version: &str, action: &str) -> Xml {
    let form = format!("Action={action}&Version={version}");
    let (status, text) = ec2.send(post(&form).body(Body::from(form)).unwrap());
    assert_eq!(status, 200, "{text}");
    Xml::parse(&text)
}

#[test]
fn a_version_is_answered_in_its_namespace() {
    let ec2 = Ec2::new();
    for version in ["2006-06-26", "2012-06-01", "2014-10-01", "2016-09-15", "2016-11-15"] {
        let form = format!("Action=DescribeRegions&Version={version}");
        let (status, text) = ec2.send(post(&form).body(Body::from(form)).unwrap());
        assert_eq!(status, 200, "{version}");
        assert!(text.contains(&format!("http://ec2.amazonaws.com/doc/{version}/")), "{text}");
        assert_eq!(text.contains("<optInStatus>"), version == "2016-11-15", "{text}");
    }
    let form = "Action=DescribeRegions";
    let (_, text) = ec2.send(post(form).body(Body::from(form)).unwrap());
    assert!(text.contains("http://ec2.amazonaws.com/doc/2016-11-15/"), "{text}");
}

/// boto 2 takes each item in a network for another one, and knows of no sets there.
#[test]
fn members_that_are_later_than_the_version_are_left_out() {
    let ec2 = Ec2::new();
    let today = ask(&ec2, "2016-11-15", "DescribeVpcs");
    assert!(today.has("vpcSet.item.cidrBlockAssociationSet.item.associationId"));
    let older = ask(&ec2, "2014-10-01", "DescribeVpcs");
    assert!(!older.has("vpcSet.item.cidrBlockAssociationSet") && !older.has("vpcSet.item.ownerId"));
    for member in ["vpcId", "state", "cidrBlock", "dhcpOptionsId", "instanceTenancy", "isDefault"] {
        let path = format!("vpcSet.item.{member}");
        assert_eq!(older.text(&path), today.text(&path));
    }
    // The same network, asked for again, as today's clients see it.
    assert_eq!(ask(&ec2, "2016-11-15", "DescribeVpcs").text("vpcSet.item.ownerId"), "000000000000");
}

#[test]
fn a_member_is_there_from_its_version_on() {
    let ec2 = Ec2::new();
    let launch = "RunInstances&ImageId=ami-0abcdef1234567890&InstanceType=t3.micro\
                  &MinCount=1&MaxCount=1";
    let launched = ask(&ec2, "2014-10-01", launch);
    assert!(launched.has("instancesSet.item.instanceId"));
    for later in
        ["metadataOptions", "cpuOptions", "enaSupport", "networkInterfaceSet.item.interfaceType"]
    {
        assert!(!launched.has(&format!("instancesSet.item.{later}")), "{later}");
        assert!(
            ask(&ec2, "2016-11-15", launch).has(&format!("instancesSet.item.{later}")),
            "{later}"
        );
    }
    let instance = "reservationSet.item.instancesSet.item";
    for (version, there) in [("2015-10-01", false), ("2016-04-01", true)] {
        let shown = ask(&ec2, version, "DescribeInstances");
        assert_eq!(shown.has(&format!("{instance}.enaSupport")), there, "{version}");
        assert!(shown.has(&format!("{instance}.networkInterfaceSet.item.vpcId")));
    }
}

/// boto 2 knows the region of an endpoint by its name alone.
#[test]
fn a_region_that_is_a_part_of_the_hosts_name_is_none() {
    let ec2 = Ec2::new();
    let form = "Action=DescribeAvailabilityZones&Version=2014-10-01";
    let ask = |host: &str, region: &str| {
        let credential = format!("Credential=a/20260131/{region}/ec2/aws4_request");
        let request = post(form)
            .header("host", host)
            .header("authorization", format!("AWS4-HMAC-SHA256 {credential}, Signature=0"))
            .body(Body::from(form))
            .unwrap();
        ec2.send(request)
    };
    let hosts = [("127.0.0.1:4700", "0"), ("localhost:4700", "localhost"), ("ec2.lab", "lab")];
    for (host, region) in hosts {
        let (status, text) = ask(host, region);
        assert!(status == 200 && text.contains("<zoneName>us-east-1a<"), "{text}");
    }
    let (status, text) = ask("eu-west-1.lab", "eu-west-1");
    assert!(status == 200 && text.contains("<zoneName>eu-west-1a<"), "{text}");
    for host in ["127.0.0.1:4700", "ec2.xx-north-9.amazonaws.com"] {
        let (status, text) = ask(host, "xx-north-9");
        assert!(status == 401 && text.contains("<Code>AuthFailure</Code>"), "{text}");
    }
}
