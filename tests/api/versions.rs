//! Older versions of the API: their operations, members and namespace.

use super::support::{Ec2, Xml};
use axum::body::Body;
use axum::http::Request;

fn send(ec2: &Ec2, form: &str) -> (u16, String) {
    let request = Request::post("/").header("content-type", "application/x-www-form-urlencoded");
    ec2.send(request.body(Body::from(form.to_owned())).unwrap())
}

fn ask(ec2: &Ec2, version: &str, action: &str) -> Xml {
    let (status, text) = send(ec2, &format!("Action={action}&Version={version}"));
    assert_eq!(status, 200, "{text}");
    Xml::parse(&text)
}

#[test]
fn unknown_actions_and_versions_are_refused() {
    let (code, message) = Ec2::new().refused("LaunchRocket", &[]);
    assert_eq!(code, "InvalidAction");
    assert_eq!(message, "The action LaunchRocket is not valid for this web service.");
    let (code, message) =
        Ec2::new().in_region("ap-east-1").refused("DescribeVerifiedAccessInstances", &[]);
    assert_eq!(code, "InvalidAction");
    let expected = "The action DescribeVerifiedAccessInstances is not valid for this web service.";
    assert_eq!(message, expected);
    let ec2 = Ec2::new();
    let (status, text) = send(&ec2, "Action=DescribeRegions&Version=2009-01-01");
    assert_eq!(status, 400);
    assert!(text.contains("<Code>NoSuchVersion</Code>"), "{text}");
    let message = "The requested version (2009-01-01) of service AmazonEC2 does not exist";
    assert!(text.contains(message), "{text}");
    // An operation that is later than the version.
    let (status, text) = send(&ec2, "Action=ModifyVolume&Version=2016-09-15");
    let message = "The action ModifyVolume is not valid for this web service.";
    assert!(status == 400 && text.contains(message), "{text}");
}

#[test]
fn a_version_is_answered_in_its_namespace() {
    let ec2 = Ec2::new();
    for version in ["2006-06-26", "2012-06-01", "2014-10-01", "2016-09-15", "2016-11-15"] {
        let (status, text) = send(&ec2, &format!("Action=DescribeRegions&Version={version}"));
        assert_eq!(status, 200, "{version}");
        assert!(text.contains(&format!("http://ec2.amazonaws.com/doc/{version}/")), "{text}");
        assert_eq!(text.contains("<optInStatus>"), version == "2016-11-15", "{text}");
    }
    let (_, text) = send(&ec2, "Action=DescribeRegions");
    assert!(text.contains("http://ec2.amazonaws.com/doc/2016-11-15/"), "{text}");
}

/// As reported: boto/boto#390.
#[test]
fn a_parameter_that_is_later_than_the_version_is_unknown() {
    let ec2 = Ec2::new();
    let history = "DescribeSpotPriceHistory&InstanceType=t3.micro&AvailabilityZone=us-east-1a";
    let (status, text) = send(&ec2, &format!("Action={history}&Version=2011-01-01"));
    assert_eq!(status, 400, "{text}");
    assert!(text.contains("<Code>UnknownParameter</Code>"), "{text}");
    assert!(text.contains("The parameter AvailabilityZone is not recognized"), "{text}");
    for version in ["2011-05-15", "2014-10-01", "2016-11-15"] {
        let history = ask(&ec2, version, history);
        let found = history.texts("spotPriceHistorySet.item.availabilityZone");
        assert!(!found.is_empty() && found.iter().all(|zone| *zone == "us-east-1a"), "{version}");
    }
}

/// boto 2 takes each item in a network for another one, and knows of no sets there.
#[test]
fn members_that_are_later_than_the_version_are_left_out() {
    let ec2 = Ec2::new();
    let ask = |version: &str, action: &str| ask(&ec2, version, action);
    let today = ask("2016-11-15", "DescribeVpcs");
    assert!(today.has("vpcSet.item.cidrBlockAssociationSet.item.associationId"));
    let older = ask("2014-10-01", "DescribeVpcs");
    assert!(!older.has("vpcSet.item.cidrBlockAssociationSet") && !older.has("vpcSet.item.ownerId"));
    for member in ["vpcId", "state", "cidrBlock", "dhcpOptionsId", "instanceTenancy", "isDefault"] {
        let path = format!("vpcSet.item.{member}");
        assert_eq!(older.text(&path), today.text(&path));
    }
    // The same network, asked for again, as today's clients see it.
    assert_eq!(ask("2016-11-15", "DescribeVpcs").text("vpcSet.item.ownerId"), "000000000000");
}

#[test]
fn a_member_is_there_from_its_version_on() {
    let ec2 = Ec2::new();
    let launch = "RunInstances&ImageId=ami-0abcdef1234567890&InstanceType=t3.micro\
                  &MinCount=1&MaxCount=1";
    let ask = |version: &str, action: &str| ask(&ec2, version, action);
    let launched = ask("2014-10-01", launch);
    assert!(launched.has("instancesSet.item.instanceId"));
    for later in
        ["metadataOptions", "cpuOptions", "enaSupport", "networkInterfaceSet.item.interfaceType"]
    {
        assert!(!launched.has(&format!("instancesSet.item.{later}")), "{later}");
        assert!(ask("2016-11-15", launch).has(&format!("instancesSet.item.{later}")), "{later}");
    }
    let instance = "reservationSet.item.instancesSet.item";
    for (version, there) in [("2015-10-01", false), ("2016-04-01", true)] {
        let shown = ask(version, "DescribeInstances");
        assert_eq!(shown.has(&format!("{instance}.enaSupport")), there, "{version}");
        assert!(shown.has(&format!("{instance}.networkInterfaceSet.item.vpcId")));
    }
}

#[test]
fn parameters_that_are_later_than_the_version_are_refused() {
    let ec2 = Ec2::new();
    let refused = |version: &str, form: &str, parameter: &str| {
        let (status, text) = send(&ec2, &format!("{form}&Version={version}"));
        let message = format!("The parameter {parameter} is not recognized");
        assert!(text.contains("<Code>UnknownParameter</Code>"), "{text}");
        assert!(status == 400 && text.contains(&format!("<Message>{message}</Message>")), "{text}");
    };
    // boto/boto#3594
    let copy = "Action=CopyImage&SourceRegion=us-east-1&SourceImageId=ami-0abcdef1234567890\
                &Name=foo&Encrypted=true";
    refused("2014-10-01", copy, "Encrypted");
    assert_eq!(send(&ec2, &format!("{copy}&Version=2015-10-01")).0, 200);
    let launch = "Action=RunInstances&ImageId=ami-0abcdef1234567890&InstanceType=t3.micro\
                  &MinCount=1&MaxCount=1";
    let key = format!(
        "{launch}&BlockDeviceMapping.1.DeviceName=/dev/sdf\
                       &BlockDeviceMapping.1.Ebs.VolumeSize=8&BlockDeviceMapping.1.Ebs.Encrypted=1\
                       &BlockDeviceMapping.1.Ebs.KmsKeyId=alias/aws/ebs"
    );
    refused("2016-09-15", &key, "KmsKeyId");
    let tagged = format!(
        "{launch}&TagSpecification.1.ResourceType=instance\
                          &TagSpecification.1.Tag.1.Key=a&TagSpecification.1.Tag.1.Value=b"
    );
    refused("2016-09-15", &tagged, "TagSpecification");
    refused("2006-06-26", "Action=DescribeVpcs&MaxResults=5", "MaxResults");
    for form in [&*tagged, "Action=DescribeVpcs&MaxResults=5"] {
        assert_eq!(send(&ec2, &format!("{form}&Version=2016-11-15")).0, 200);
        assert_eq!(send(&ec2, form).0, 200);
    }
}
