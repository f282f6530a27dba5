use super::{HOST, allocate, described, modified};
use crate::instances::{launch, launch_one, refused, shown};
use crate::support::Ec2;

const TENANCY: (&str, &str) = ("Placement.Tenancy", "host");
const ZONE: &str = "Placement.AvailabilityZone";

#[test]
fn hosts_with_auto_placement_take_what_names_none() {
    let ec2 = Ec2::new();
    let usual = [TENANCY, ("InstanceType", "m5.12xlarge")];
    let (code, message) = refused(&ec2, &usual);
    assert_eq!(code, "InsufficientHostCapacity");
    assert_eq!(
        message,
        "You do not have a host with a matching configuration and sufficient capacity. Either \
         target a host resource group that can automatically allocate hosts on your behalf, or \
         manually allocate a new host to your account and then try again."
    );
    let zone = ("AvailabilityZone", "us-east-1c");
    let id = allocate(&ec2, &[zone, ("InstanceType", "m5.12xlarge")]);
    assert_eq!(refused(&ec2, &usual).0, "InsufficientHostCapacity");
    assert_eq!(modified(&ec2, &id, &[("AutoPlacement", "on")]).texts("successful.item"), [&id]);
    let mixed = [zone, ("InstanceType", ""), ("InstanceFamily", "m5"), ("AutoPlacement", "on")];
    let mixed = allocate(&ec2, &mixed);
    let both = [&usual[..], &[("MinCount", "3"), ("MaxCount", "9")]].concat();
    let launched = launch(&ec2, &both);
    let hosts = launched.texts("instancesSet.item.placement.hostId");
    assert_eq!(hosts, [&id, &id, &mixed, &mixed], "one after the other, in the zone that has them");
    assert_eq!(refused(&ec2, &[TENANCY, (ZONE, "us-east-1a")]).0, "InsufficientHostCapacity");
    let ids = launched.texts("instancesSet.item.instanceId");
    ec2.call("TerminateInstances", &[("InstanceId.1", ids[3])]);
    let small = launch_one(&ec2, &[TENANCY, (ZONE, "us-east-1c"), ("InstanceType", "m5.large")]);
    assert_eq!(shown(&ec2, &small).text("placement.hostId"), mixed);
    let host = described(&ec2, &mixed);
    let rest = host.all_at("availableCapacity.availableInstanceCapacity.item");
    let of = |name| rest.iter().find(|it| it.text("instanceType") == name).unwrap();
    assert_eq!(of("m5.large").text("availableCapacity"), "23");
    assert_eq!(of("m5.12xlarge").text("availableCapacity"), "0");
    assert_eq!(host.text("availableCapacity.availableVCpus"), "46");
}

#[test]
fn affinity_brings_an_instance_back_to_its_host() {
    let ec2 = Ec2::new();
    let zone = ("AvailabilityZone", "us-east-1a");
    let kind = ("InstanceType", "m5.24xlarge");
    let (first, second) =
        (allocate(&ec2, &[zone, kind]), allocate(&ec2, &[zone, kind, ("AutoPlacement", "on")]));
    let bound = launch_one(&ec2, &[kind, (HOST, &first), ("Placement.Affinity", "host")]);
    assert_eq!(shown(&ec2, &bound).text("placement.affinity"), "host");
    let stop = |id: &str| ec2.call("StopInstances", &[("InstanceId.1", id)]);
    stop(&bound);
    assert_eq!(shown(&ec2, &bound).text("placement.hostId"), first);
    let other = launch_one(&ec2, &[kind, (HOST, &first)]);
    let start = |id: &str| ec2.ask("StartInstances", &[("InstanceId.1", id)]);
    assert_eq!(start(&bound).unwrap_err().code, "InsufficientCapacityOnHost");
    stop(&other);
    start(&bound).unwrap();
    start(&other).unwrap();
    assert_eq!(shown(&ec2, &other).text("placement.hostId"), second, "its own is full");
    stop(&bound);
    let place = |more: &[(&str, &str)]| {
        ec2.ask("ModifyInstancePlacement", &[&[("InstanceId", bound.as_str())], more].concat())
    };
    place(&[("Affinity", "default")]).unwrap();
    assert_eq!(place(&[("Affinity", "some")]).unwrap_err().code, "InvalidAffinity");
    assert_eq!(place(&[("HostId", &second)]).unwrap().text("return"), "true");
    assert_eq!(shown(&ec2, &bound).text("placement.hostId"), second);
    place(&[("Tenancy", "default")]).unwrap();
    let instance = shown(&ec2, &bound);
    assert_eq!(instance.text("placement.tenancy"), "default");
    assert!(!instance.has("placement.hostId") && !instance.has("placement.affinity"));
    place(&[("Tenancy", "host"), ("Affinity", "host")]).unwrap();
    assert!(!shown(&ec2, &bound).has("placement.hostId"), "until it lands on one");
    assert_eq!(start(&bound).unwrap_err().code, "InsufficientHostCapacity");
    stop(&other);
    start(&bound).unwrap();
    assert_eq!(shown(&ec2, &bound).text("placement.hostId"), second);
    assert_eq!(place(&[("HostId", &first)]).unwrap_err().code, "InvalidInstanceState");
    place(&[("Affinity", "default")]).unwrap();
}

#[test]
fn launches_and_moves_that_go_with_no_host_are_refused() {
    let ec2 = Ec2::new();
    let id = allocate(&ec2, &[]);
    let unfit = format!("The instance type 't3.micro' is not supported on dedicated host {id}.");
    let apart = format!(
        "The availability zone us-east-1b of the instance does not match the availability zone \
         us-east-1a of dedicated host {id}."
    );
    let large = ("InstanceType", "m5.large");
    let subnets = ec2.call(
        "DescribeSubnets",
        &[("Filter.1.Name", "availability-zone"), ("Filter.1.Value.1", "us-east-1b")],
    );
    let subnet = ("SubnetId", subnets.text("subnetSet.item.subnetId"));
    ec2.call("CreatePlacementGroup", &[("GroupName", "close"), ("Strategy", "cluster")]);
    let combination = "InvalidParameterCombination";
    let on = (HOST, id.as_str());
    for (more, code, message) in [
        (vec![on], "UnsupportedInstanceTypeOnHost", unfit.as_str()),
        (vec![on, large, subnet], "ZonesMismatched", &apart),
        (
            vec![("Placement.Affinity", "default")],
            combination,
            "The parameter affinity cannot be used without specifying a tenancy of 'host'",
        ),
        (
            vec![on, large, ("Placement.Affinity", "near")],
            "InvalidAffinity",
            "The affinity value 'near' is not valid.",
        ),
        (
            vec![on, large, ("Placement.GroupName", "close")],
            combination,
            "You cannot launch an instance with a tenancy of 'host' into a placement group. Either \
             remove the placement group from the request, or specify a different tenancy.",
        ),
        (
            vec![on, large, ("Placement.GroupName", "")],
            combination,
            "You cannot launch an instance with a tenancy of 'host' into a placement group. Either \
             remove the placement group from the request, or specify a different tenancy.",
        ),
        (
            vec![TENANCY, ("InstanceType", "t2.micro")],
            "UnsupportedHostConfiguration",
            "The requested configuration is currently not supported. Please check the \
             documentation for supported configurations.",
        ),
        (
            vec![on, large, ("InstanceMarketOptions.MarketType", "spot")],
            combination,
            "Spot Instances do not support a tenancy of 'host'.",
        ),
        (
            vec![TENANCY, ("CreditSpecification.CpuCredits", "unlimited")],
            combination,
            "t3.micro instances with a tenancy of 'host' do not support the unlimited CPU credit \
             option.",
        ),
        (
            vec![
                on,
                large,
                (
                    "CapacityReservationSpecification.CapacityReservationPreference",
                    "capacity-reservations-only",
                ),
            ],
            combination,
            "Capacity Reservations cannot be used with a tenancy of 'host'.",
        ),
    ] {
        assert_eq!(refused(&ec2, &more), (code.to_owned(), message.to_owned()), "{more:?}");
    }
}

#[test]
fn burstable_instances_on_hosts_pay_for_no_bursts() {
    let ec2 = Ec2::new();
    let id = allocate(&ec2, &[]);
    ec2.call("CreatePlacementGroup", &[("GroupName", "close"), ("Strategy", "cluster")]);
    let burst = allocate(&ec2, &[("InstanceType", ""), ("InstanceFamily", "t3")]);
    let small = launch_one(&ec2, &[(HOST, &burst)]);
    let credits = [
        ("InstanceCreditSpecification.1.InstanceId", small.as_str()),
        ("InstanceCreditSpecification.1.CpuCredits", "unlimited"),
    ];
    let path = "unsuccessfulInstanceCreditSpecificationSet.item.error.code";
    let answer = ec2.call("ModifyInstanceCreditSpecification", &credits);
    assert_eq!(answer.text(path), "InstanceCreditSpecification.NotSupported");
    ec2.call("StopInstances", &[("InstanceId.1", &small)]);
    let place = |id: &str, more: &[(&str, &str)]| {
        ec2.refused("ModifyInstancePlacement", &[&[("InstanceId", id)], more].concat())
    };
    let other = launch_one(&ec2, &[]);
    ec2.call("StopInstances", &[("InstanceId.1", &other)]);
    for (of, from, to) in
        [(&small, "host", "dedicated"), (&small, "host", "default"), (&other, "default", "host")]
    {
        let (code, message) = place(of, &[("Tenancy", to)]);
        assert_eq!(code, "InvalidRequest");
        let expected = format!(
            "The tenancy of a t3.micro instance cannot be changed from '{from}' to '{to}'."
        );
        assert_eq!(message, expected);
    }
    assert_eq!(place(&small, &[("HostId", &id)]).0, "UnsupportedInstanceTypeOnHost");
    assert_eq!(place(&small, &[("GroupName", "close")]).0, "InvalidParameterCombination");
}

#[test]
fn a_dedicated_vpc_keeps_its_instances_dedicated() {
    let ec2 = Ec2::new();
    let vpc = [("CidrBlock", "10.0.0.0/16"), ("InstanceTenancy", "dedicated")];
    let vpc = ec2.call("CreateVpc", &vpc).text("vpc.vpcId").to_owned();
    let subnet = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.0.0/24")];
    let subnet = ec2.call("CreateSubnet", &subnet).text("subnet.subnetId").to_owned();
    let id = launch_one(&ec2, &[("SubnetId", &subnet), ("InstanceType", "m5.large")]);
    ec2.call("StopInstances", &[("InstanceId.1", &id)]);
    let form = [("InstanceId", id.as_str()), ("Tenancy", "default")];
    let (code, message) = ec2.refused("ModifyInstancePlacement", &form);
    assert_eq!(code, "InvalidTenancy");
    assert_eq!(message, format!("The tenancy of the VPC '{vpc}' is 'dedicated'."));
    ec2.call("ModifyInstancePlacement", &[form[0], ("Tenancy", "host")]);
    assert_eq!(shown(&ec2, &id).text("placement.tenancy"), "host");
}

#[test]
fn a_template_can_name_a_host() {
    let ec2 = Ec2::new();
    let id = allocate(&ec2, &[]);
    let template = [
        ("LaunchTemplateName", "on-mine"),
        ("LaunchTemplateData.Placement.Tenancy", "host"),
        ("LaunchTemplateData.Placement.HostId", &id),
        ("LaunchTemplateData.Placement.Affinity", "host"),
    ];
    ec2.call("CreateLaunchTemplate", &template);
    let of = ("LaunchTemplate.LaunchTemplateName", "on-mine");
    let instance = launch_one(&ec2, &[of, ("InstanceType", "m5.large")]);
    let placement = shown(&ec2, &instance).at("placement").unwrap().clone();
    assert_eq!((placement.text("hostId"), placement.text("affinity")), (id.as_str(), "host"));
}
