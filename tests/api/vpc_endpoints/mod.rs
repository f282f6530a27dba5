mod gateways;
mod interfaces;
mod ipv6;
mod load_balancers;
mod services;

use super::support::{Ec2, Xml};

const S3: &str = "com.amazonaws.us-east-1.s3";
const DYNAMODB: &str = "com.amazonaws.us-east-1.dynamodb";
const EC2: &str = "com.amazonaws.us-east-1.ec2";
const SQS: &str = "com.amazonaws.us-east-1.sqs";

/// A VPC with DNS host names, two route tables and subnets in two zones.
struct Network {
    ec2: Ec2,
    vpc: String,
    tables: [String; 2],
    /// In us-east-1a, us-east-1b, and once more in us-east-1a.
    subnets: [String; 3],
}

impl Network {
    fn new() -> Self {
        Self::of(Ec2::new())
    }

    fn of(ec2: Ec2) -> Self {
        let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
        let vpc = vpc.text("vpc.vpcId").to_owned();
        let named = [("VpcId", vpc.as_str()), ("EnableDnsHostnames.Value", "true")];
        ec2.call("ModifyVpcAttribute", &named);
        let tables = [0, 1].map(|_| {
            let table = ec2.call("CreateRouteTable", &[("VpcId", &vpc)]);
            table.text("routeTable.routeTableId").to_owned()
        });
        let places = [
            ("us-east-1a", "10.0.0.0/24"),
            ("us-east-1b", "10.0.1.0/24"),
            ("us-east-1a", "10.0.2.0/24"),
        ];
        let subnets = places.map(|(zone, cidr)| {
            let form = [("VpcId", vpc.as_str()), ("CidrBlock", cidr), ("AvailabilityZone", zone)];
            ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned()
        });
        Self { ec2, vpc, tables, subnets }
    }

    fn form<'a>(
        &'a self,
        service: &'a str,
        more: &[(&'a str, &'a str)],
    ) -> Vec<(&'a str, &'a str)> {
        let mut form = vec![("VpcId", self.vpc.as_str()), ("ServiceName", service)];
        form.extend(more);
        form
    }

    fn create(&self, service: &str, more: &[(&str, &str)]) -> Xml {
        let form: Vec<_> = self.form(service, more);
        self.ec2.call("CreateVpcEndpoint", &form).at("vpcEndpoint").unwrap().clone()
    }

    /// An endpoint that must not be made.
    fn refused(&self, service: &str, more: &[(&str, &str)]) -> (String, String) {
        self.ec2.refused("CreateVpcEndpoint", &self.form(service, more))
    }

    fn describe(&self, id: &str) -> Xml {
        let found = self.ec2.call("DescribeVpcEndpoints", &[("VpcEndpointId.1", id)]);
        found.at("vpcEndpointSet.item").unwrap().clone()
    }

    fn delete(&self, id: &str) -> Xml {
        self.ec2.call("DeleteVpcEndpoints", &[("VpcEndpointId.1", id)])
    }

    fn modify(&self, id: &str, more: &[(&str, &str)]) {
        let mut form = vec![("VpcEndpointId", id)];
        form.extend(more);
        assert_eq!(self.ec2.call("ModifyVpcEndpoint", &form).text("return"), "true");
    }

    fn refused_change(&self, id: &str, more: &[(&str, &str)]) -> (String, String) {
        let mut form = vec![("VpcEndpointId", id)];
        form.extend(more);
        self.ec2.refused("ModifyVpcEndpoint", &form)
    }
}

fn id(endpoint: &Xml) -> String {
    endpoint.text("vpcEndpointId").to_owned()
}

#[test]
fn what_is_not_emulated_is_refused_by_name() {
    let network = Network::new();
    let lattice = "arn:aws:vpc-lattice:us-east-1:000000000000:servicenetwork/sn-1";
    for (name, value, what) in [
        ("VpcEndpointType", "Resource", "VPC endpoints of the type Resource"),
        ("ServiceNetworkArn", lattice, "the parameter ServiceNetworkArn of CreateVpcEndpoint"),
        (
            "ResourceConfigurationArn",
            "arn:aws:vpc-lattice:us-east-1:000000000000:rcfg/rcfg-1",
            "the parameter ResourceConfigurationArn of CreateVpcEndpoint",
        ),
    ] {
        let (code, message) = network.refused(S3, &[(name, value)]);
        assert_eq!(code, "UnsupportedOperation", "{name}={value}");
        assert_eq!(message, format!("parlel-ec2 does not emulate {what}."));
    }
    let wrong = [("VpcEndpointType", "Some")];
    assert_eq!(network.refused(SQS, &wrong).0, "InvalidVpcEndpointType");
    let interface = [("VpcEndpointType", "Interface"), ("IpAddressType", "dualstack")];
    let (code, message) = network.refused(SQS, &interface);
    assert_eq!(code, "UnsupportedOperation");
    let expected =
        format!("parlel-ec2 does not emulate VPC endpoints with IPv6 to the service {SQS}.");
    assert_eq!(message, expected);
    let here = network.create(S3, &[("ServiceRegion", "us-east-1"), ("IpAddressType", "ipv4")]);
    assert_eq!(here.text("serviceRegion"), "us-east-1");
}

#[test]
fn a_service_of_another_region_has_interfaces_here() {
    let network = Network::new();
    let far = ("ServiceRegion", "eu-west-1");
    let refused = network.refused(S3, &[far]);
    let words = "Services of another Region are only supported for Interface type VPC Endpoints.";
    assert_eq!(refused, ("InvalidParameter".to_owned(), words.to_owned()));
    let interface = ("VpcEndpointType", "Interface");
    for name in [SQS, "com.amazonaws.eu-west-1.sqs"] {
        let refused = network.refused(name, &[far, interface]);
        let words = format!("The Vpc Endpoint Service '{name}' does not exist");
        assert_eq!(refused, ("InvalidServiceName".to_owned(), words));
    }
    let ecr = "com.amazonaws.eu-west-1.ecr.api";
    let refused = network.refused(ecr, &[("ServiceRegion", "eu-west-9"), interface]);
    let words = "The service region 'eu-west-9' is not valid.";
    assert_eq!(refused, ("InvalidParameter".to_owned(), words.to_owned()));
    let subnet = ("SubnetId.1", network.subnets[0].as_str());
    let more = [far, interface, ("PrivateDnsEnabled", "false"), subnet];
    let made = network.create(ecr, &more);
    assert_eq!(made.text("serviceRegion"), "eu-west-1");
    for name in made.texts("dnsEntrySet.item.dnsName") {
        assert!(name.ends_with(".api.ecr.eu-west-1.vpce.amazonaws.com"), "{name}");
    }
    let change = [("VpcEndpointId", made.text("vpcEndpointId")), ("PrivateDnsEnabled", "true")];
    network.ec2.call("ModifyVpcEndpoint", &change);
    let by_region = [("Filter.1.Name", "service-region"), ("Filter.1.Value.1", "eu-west-1")];
    let found = network.ec2.call("DescribeVpcEndpoints", &by_region);
    assert_eq!(found.texts("vpcEndpointSet.item.serviceName"), [ecr]);
    let place = [
        ("VpcId", network.vpc.as_str()),
        ("CidrBlock", "10.0.200.0/24"),
        ("AvailabilityZoneId", "use1-az3"),
    ];
    let made_there = network.ec2.call("CreateSubnet", &place);
    let cut_off = made_there.text("subnet.subnetId");
    let zones = network.ec2.call("DescribeAvailabilityZones", &[]);
    let mut ids = zones.texts("availabilityZoneInfo.item.zoneId");
    ids.retain(|id| *id != "use1-az3");
    let words = format!(
        "Only the following availability zones are supported for remote access: {}",
        ids.join(", ")
    );
    let refusal = ("InvalidParameter".to_owned(), words);
    let wanted = [far, interface, more[2], ("SubnetId.1", cut_off)];
    assert_eq!(network.refused(ecr, &wanted), refusal);
    let change = [change[0], ("AddSubnetId.1", cut_off)];
    assert_eq!(network.ec2.refused("ModifyVpcEndpoint", &change), refusal);
}

#[test]
fn ids_and_names_are_checked() {
    let network = Network::new();
    let refused = |form: &[(&str, &str)]| network.ec2.refused("CreateVpcEndpoint", form);
    let (code, message) = refused(&[("VpcId", &network.vpc)]);
    assert_eq!(code, "MissingParameter");
    assert_eq!(message, "The request must contain the parameter serviceName");
    let (code, message) = refused(&[("VpcId", "sub"), ("ServiceName", S3)]);
    assert_eq!(code, "InvalidVpcId.Malformed");
    assert!(message.starts_with("Invalid Id: 'sub' (expecting 'vpc-...;"), "{message}");
    let unknown = "vpc-0123456789abcdef0";
    let (code, message) = refused(&[("VpcId", unknown), ("ServiceName", S3)]);
    assert_eq!(code, "InvalidVpcId.NotFound");
    assert_eq!(message, format!("The Vpc Id {unknown} does not exist"));
    let (code, message) = network.refused("com.amazonaws.us-east-1.nothing", &[]);
    assert_eq!(code, "InvalidServiceName");
    let expected = "The Vpc Endpoint Service 'com.amazonaws.us-east-1.nothing' does not exist";
    assert_eq!(message, expected);
    assert_eq!(network.refused("com.amazonaws.eu-west-1.s3", &[]).0, "InvalidServiceName");
    let (code, message) = network.refused(EC2, &[]);
    assert_eq!(code, "InvalidParameter");
    let expected = "Endpoint type (Gateway) does not match available service types ([Interface]).";
    assert_eq!(message, expected);

    let describe = |id| network.ec2.refused("DescribeVpcEndpoints", &[("VpcEndpointId.1", id)]);
    let (code, message) = describe("vpce-0123456789abcdef0");
    assert_eq!(code, "InvalidVpcEndpointId.NotFound");
    assert_eq!(message, "The Vpc Endpoint Id 'vpce-0123456789abcdef0' does not exist");
    assert_eq!(describe("vpc-1").0, "InvalidVpcEndpointId.Malformed");
    assert_eq!(network.refused_change("vpce-1", &[]).0, "InvalidVpcEndpointId.NotFound");
    let few = [("MaxResults", "2")];
    assert_eq!(network.ec2.refused("DescribeVpcEndpoints", &few).0, "InvalidParameterValue");
}

#[test]
fn deleting_tells_which_endpoints_it_could_not() {
    let network = Network::new();
    let gateway = id(&network.create(S3, &[]));
    let form = [
        ("VpcEndpointId.1", "vpce-0123456789abcdef0"),
        ("VpcEndpointId.2", gateway.as_str()),
        ("VpcEndpointId.3", "endpoint"),
    ];
    let deleted = network.ec2.call("DeleteVpcEndpoints", &form);
    assert_eq!(deleted.texts("unsuccessful.item.resourceId"), [form[0].1, form[2].1]);
    assert_eq!(
        deleted.texts("unsuccessful.item.error.code"),
        ["InvalidVpcEndpoint.NotFound", "InvalidVpcEndpointId.Malformed"]
    );
    let message = "The Vpc Endpoint Id 'vpce-0123456789abcdef0' does not exist";
    assert_eq!(deleted.text("unsuccessful.item.error.message"), message);
    assert!(!network.ec2.call("DescribeVpcEndpoints", &[]).has("vpcEndpointSet.item"));
}

#[test]
fn more_than_twenty_five_endpoints_are_not_deleted_at_once() {
    let ec2 = Ec2::new();
    let names: Vec<String> = (1..=26).map(|n| format!("VpcEndpointId.{n}")).collect();
    let form: Vec<_> = names.iter().map(|name| (name.as_str(), "vpce-0123456789abcdef0")).collect();
    let (code, message) = ec2.refused("DeleteVpcEndpoints", &form);
    assert_eq!(code, "InvalidParameter");
    let expected = "Maximum number of VPC endpoints to delete was exceeded. \
                    You can provide up to 25 VPC endpoints.";
    assert_eq!(message, expected);
    assert!(ec2.call("DeleteVpcEndpoints", &form[..25]).has("unsuccessful.item"));
}

#[test]
fn a_policy_is_kept_as_it_was_given() {
    let network = Network::new();
    let policy = "{ \"Statement\": [] }";
    let created = network.create(S3, &[("PolicyDocument", policy)]);
    assert_eq!(created.text("policyDocument"), policy);
    let id = id(&created);
    let other = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
    network.modify(&id, &[("PolicyDocument", other)]);
    assert_eq!(network.describe(&id).text("policyDocument"), other);
    network.modify(&id, &[("AddRouteTableId.1", &network.tables[0])]);
    assert_eq!(network.describe(&id).text("policyDocument"), other);
    let both = [("PolicyDocument", policy), ("ResetPolicy", "true")];
    let (code, message) = network.refused_change(&id, &both);
    assert_eq!(code, "InvalidParameterCombination");
    let expected = "The parameter policyDocument cannot be used with the parameter resetPolicy";
    assert_eq!(message, expected);
    network.modify(&id, &[("ResetPolicy", "true")]);
    let default = "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\
                   \"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
    assert_eq!(network.describe(&id).text("policyDocument"), default);
    for broken in ["{", "[]", "policy"] {
        let message = "The Policy Document is not valid. Syntax error at position (1,1)";
        let expected = ("InvalidPolicyDocument".to_owned(), message.to_owned());
        assert_eq!(network.refused(S3, &[("PolicyDocument", broken)]), expected, "{broken}");
        assert_eq!(network.refused_change(&id, &[("PolicyDocument", broken)]), expected);
    }
    let with = |element: &str| {
        format!("{{\"Statement\":[{{\"Effect\":\"Allow\",\"Action\":\"*\",{element}}}]}}")
    };
    for (broken, column) in [
        (with("\"Condition\":[{\"test\":\"StringEquals\"}]"), 57),
        (with("\"Condition\":{\"StringEquals\":\"a\"}"), 76),
        (with("\"Resource\":7"), 57),
        ("{\"Statement\":[{\"Effect\":\"allow\"}]}".to_owned(), 31),
        ("{\"Statement\":[{\"Action\":\"*\"}]}".to_owned(), 28),
        ("{\"Version\":\"2012-10-17\"}".to_owned(), 24),
    ] {
        let (code, message) = network.refused_change(&id, &[("PolicyDocument", &broken)]);
        assert_eq!(code, "InvalidPolicyDocument");
        let place = format!("Syntax error at position (1,{column})");
        assert_eq!(message, format!("The Policy Document is not valid. {place}"), "{broken}");
    }
    let one = "{\"Id\":\"a\",\"Statement\":{\"Sid\":\"b\",\"Effect\":\"Deny\",\
               \"Principal\":{\"AWS\":\"*\"},\"NotAction\":[\"s3:*\"],\"Resource\":\"*\",\
               \"Condition\":{\"Null\":{\"a:b\":true}}}}";
    network.modify(&id, &[("PolicyDocument", one)]);
    assert_eq!(network.describe(&id).text("policyDocument"), one);
    let message = "The Policy Document is longer than 20480 characters.";
    let expected = ("InvalidPolicyDocument".to_owned(), message.to_owned());
    let long = format!("{default:20480}");
    network.modify(&id, &[("PolicyDocument", &long)]);
    assert_eq!(network.refused_change(&id, &[("PolicyDocument", &(long + " "))]), expected);
    let smtp = "com.amazonaws.us-east-1.email-smtp";
    let interface = ("VpcEndpointType", "Interface");
    assert!(!network.create(smtp, &[interface]).has("policyDocument"));
    let (code, message) = network.refused(smtp, &[interface, ("PolicyDocument", policy)]);
    assert_eq!(code, "InvalidParameter");
    assert_eq!(message, format!("Service {smtp} only supports the full-access endpoint policy."));
    let full = "{\"Statement\":[{\"Action\":\"*\",\"Effect\":\"Allow\",\"Principal\":\"*\",\
                \"Resource\":\"*\"}]}";
    let full = [interface, ("PolicyDocument", full), ("PrivateDnsEnabled", "false")];
    assert!(!network.create(smtp, &full).has("policyDocument"));
}

#[test]
fn tags_tokens_and_filters() {
    let network = Network::new();
    let tagged = [
        ("ClientToken", "once"),
        ("TagSpecification.1.ResourceType", "vpc-endpoint"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "store"),
    ];
    let dry = [&tagged[1..], &[("DryRun", "true")]].concat();
    assert_eq!(network.refused(S3, &dry).0, "DryRunOperation");
    let first = network.ec2.call("CreateVpcEndpoint", &network.form(S3, &tagged));
    assert_eq!(first.text("clientToken"), "once");
    let gateway = first.text("vpcEndpoint.vpcEndpointId").to_owned();
    assert_eq!(id(&network.create(S3, &tagged)), gateway, "a token is answered again");
    let interface = id(&network.create(EC2, &[("VpcEndpointType", "Interface")]));
    let find = |name: &str, value: &str| {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = network.ec2.call("DescribeVpcEndpoints", &form);
        let ids = found.texts("vpcEndpointSet.item.vpcEndpointId");
        ids.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let both = [gateway.clone(), interface.clone()];
    assert_eq!(find("vpc-id", &network.vpc), both);
    assert_eq!(find("vpc-endpoint-state", "available"), both);
    assert_eq!(find("service-region", "us-east-1"), both);
    assert_eq!(find("service-name", EC2), both[1..]);
    assert_eq!(find("vpc-endpoint-type", "Gateway"), both[..1]);
    assert_eq!(find("vpc-endpoint-id", &interface), both[1..]);
    assert_eq!(find("tag:Name", "sto*"), both[..1]);
    let name = [("ResourceId.1", interface.as_str()), ("Tag.1.Key", "Name"), ("Tag.1.Value", "x")];
    network.ec2.call("CreateTags", &name);
    assert_eq!(find("tag-key", "Name"), both);
}
