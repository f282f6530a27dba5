use super::super::support::Ec2;
use super::{EC2, S3};

#[test]
fn a_service_says_what_leads_to_it() {
    let ec2 = Ec2::new();
    let found = ec2.call("DescribeVpcEndpointServices", &[("ServiceName.1", EC2)]);
    assert_eq!(found.texts("serviceNameSet.item"), [EC2]);
    let service = found.at("serviceDetailSet.item").unwrap();
    for (path, value) in [
        ("serviceName", EC2),
        ("serviceType.item.serviceType", "Interface"),
        ("serviceRegion", "us-east-1"),
        ("owner", "amazon"),
        ("baseEndpointDnsNameSet.item", "ec2.us-east-1.vpce.amazonaws.com"),
        ("privateDnsName", "ec2.us-east-1.amazonaws.com"),
        ("privateDnsNameSet.item.privateDnsName", "ec2.us-east-1.amazonaws.com"),
        ("privateDnsNameVerificationState", "verified"),
        ("vpcEndpointPolicySupported", "true"),
        ("acceptanceRequired", "false"),
        ("managesVpcEndpoints", "false"),
    ] {
        assert_eq!(service.text(path), value, "{path}");
    }
    assert!(service.text("serviceId").starts_with("vpce-svc-0"));
    let zones = service.texts("availabilityZoneSet.item");
    assert_eq!((zones.len(), zones[0]), (6, "us-east-1a"));
    assert_eq!(service.texts("supportedIpAddressTypeSet.item"), ["ipv4"]);
    let (code, message) =
        ec2.refused("DescribeVpcEndpointServices", &[("ServiceName.1", "com.amazonaws.x")]);
    assert_eq!(code, "InvalidServiceName");
    assert_eq!(message, "The Vpc Endpoint Service 'com.amazonaws.x' does not exist");
    let elsewhere = [("ServiceRegion.1", "eu-west-1")];
    let by_vpc = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", "vpc-1")];
    let (code, message) = ec2.refused("DescribeVpcEndpointServices", &by_vpc);
    assert_eq!(code, "InvalidFilter");
    assert_eq!(message, "The filter 'vpc-id' is invalid");
    let far = ec2.call("DescribeVpcEndpointServices", &elsewhere);
    let names = far.texts("serviceNameSet.item");
    let expected = [
        "com.amazonaws.eu-west-1.ecr.api",
        "com.amazonaws.eu-west-1.ecr.dkr",
        "com.amazonaws.eu-west-1.ecs",
    ];
    assert_eq!(names[..3], expected);
    let regions = far.texts("serviceDetailSet.item.serviceRegion");
    assert!(regions.iter().all(|region| *region == "eu-west-1") && regions.len() == names.len());
    let zones = far.text("serviceDetailSet.item.availabilityZoneSet.item");
    assert_eq!(zones, "eu-west-1a");
    let both = [("ServiceRegion.1", "eu-west-1"), ("ServiceRegion.2", "us-east-1")];
    let both = ec2.call("DescribeVpcEndpointServices", &both);
    let here = ec2.call("DescribeVpcEndpointServices", &[]);
    let count = |found: &crate::support::Xml| found.texts("serviceNameSet.item").len();
    assert_eq!(count(&both), count(&here) + names.len());
    for region in ["eu-west-9", "cn-north-1"] {
        let words = format!("The service region '{region}' is not valid.");
        let refused = ec2.refused("DescribeVpcEndpointServices", &[("ServiceRegion.1", region)]);
        assert_eq!(refused, ("InvalidParameter".to_owned(), words));
    }
}

#[test]
fn a_service_of_two_types_is_named_once() {
    let ec2 = Ec2::new();
    let found = ec2.call("DescribeVpcEndpointServices", &[("ServiceName.1", S3)]);
    assert_eq!(found.texts("serviceNameSet.item"), [S3]);
    let types = found.texts("serviceDetailSet.item.serviceType.item.serviceType");
    assert_eq!(types, ["Gateway", "Interface"]);
    let names = found.texts("serviceDetailSet.item.baseEndpointDnsNameSet.item");
    assert_eq!(names, ["s3.us-east-1.amazonaws.com", "s3.us-east-1.vpce.amazonaws.com"]);
}

#[test]
fn services_are_filtered_and_belong_to_their_region() {
    let ec2 = Ec2::new();
    let find = |ec2: &Ec2, name: &str, value: &str| {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeVpcEndpointServices", &form);
        let names = found.texts("serviceDetailSet.item.serviceName");
        names.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let gateways = ["dynamodb", "s3"].map(|name| format!("com.amazonaws.us-east-1.{name}"));
    assert_eq!(find(&ec2, "service-type", "Gateway"), gateways);
    assert!(find(&ec2, "service-type", "Interface").len() > 100);
    assert!(find(&ec2, "service-type", "GatewayLoadBalancer").is_empty());
    assert_eq!(find(&ec2, "service-name", "*.ecr.*").len(), 2);
    assert!(find(&ec2, "tag-key", "*").is_empty() && find(&ec2, "tag:Name", "*").is_empty());
    assert!(find(&ec2, "supported-ip-address-types", "ipv6").len() < 10);
    let frankfurt = ec2.in_region("eu-central-1");
    let all = find(&frankfurt, "owner", "amazon");
    assert!(all.iter().all(|name| name.starts_with("com.amazonaws.eu-central-1.")));
    let beijing = ec2.in_region("cn-north-1");
    assert_eq!(find(&beijing, "service-name", "*.sqs"), ["cn.com.amazonaws.cn-north-1.sqs"]);
    let names = find(&ec2, "owner", "amazon");
    assert!(names.is_sorted() && names.contains(&EC2.to_owned()));
}

#[test]
fn endpoints_to_services_have_no_associations() {
    let ec2 = Ec2::new();
    let action = "DescribeVpcEndpointAssociations";
    for name in ["association-id", "associated-resource-id", "vpc-endpoint-id"] {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", "x")];
        let found = ec2.call(action, &form);
        assert!(found.has("vpcEndpointAssociationSet"));
        assert!(!found.has("vpcEndpointAssociationSet.item"));
    }
    let refusal = ec2.refused(action, &[("VpcEndpointId.1", "vpce-0123456789abcdef0")]);
    assert_eq!(refusal.0, "InvalidVpcEndpointId.NotFound");
}
