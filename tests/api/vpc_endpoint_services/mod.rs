mod elsewhere;

use super::support::{Ec2, Xml};

const CONSUMER: &str = "111111111111";

const BALANCER: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/front/0123456789abcdef";

const OTHER: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/back/0123456789abcdef";

const GATEWAY: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/gwy/wall/0123456789abcdef";

fn create(ec2: &Ec2, more: &[(&str, &str)]) -> Xml {
    let form = [&[("NetworkLoadBalancerArn.1", BALANCER)], more].concat();
    let made = ec2.call("CreateVpcEndpointServiceConfiguration", &form);
    made.at("serviceConfiguration").unwrap().clone()
}

fn id_and_name(service: &Xml) -> (String, String) {
    (service.text("serviceId").to_owned(), service.text("serviceName").to_owned())
}

fn describe(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeVpcEndpointServiceConfigurations", &[("ServiceId.1", id)]);
    found.at("serviceConfigurationSet.item").unwrap().clone()
}

fn allow(ec2: &Ec2, id: &str, principal: &str) -> Xml {
    let form = [("ServiceId", id), ("AddAllowedPrincipals.1", principal)];
    ec2.call("ModifyVpcEndpointServicePermissions", &form)
}

fn vpc(ec2: &Ec2) -> String {
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]).text("vpc.vpcId").to_owned();
    let form = [("VpcId", vpc.as_str()), ("EnableDnsHostnames.Value", "true")];
    ec2.call("ModifyVpcAttribute", &form);
    vpc
}

fn form<'a>(vpc: &'a str, name: &'a str) -> [(&'a str, &'a str); 3] {
    [("VpcId", vpc), ("ServiceName", name), ("VpcEndpointType", "Interface")]
}

/// An endpoint of a VPC of its own.
fn connect(ec2: &Ec2, name: &str) -> String {
    let vpc = vpc(ec2);
    let made = ec2.call("CreateVpcEndpoint", &form(&vpc, name));
    made.text("vpcEndpoint.vpcEndpointId").to_owned()
}

fn state(ec2: &Ec2, endpoint: &str) -> String {
    let found = ec2.call("DescribeVpcEndpoints", &[("VpcEndpointId.1", endpoint)]);
    found.text("vpcEndpointSet.item.state").to_owned()
}

fn failure(answer: &Xml) -> (&str, &str) {
    let error = answer.at("unsuccessful.item.error").unwrap();
    (error.text("code"), error.text("message"))
}

#[test]
fn its_owner_finds_it_by_its_tags() {
    let ec2 = Ec2::new();
    let tags = [
        ("TagSpecification.1.ResourceType", "vpc-endpoint-service"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "shop"),
    ];
    let (id, name) = id_and_name(&create(&ec2, &tags));
    allow(&ec2, &id, &format!("arn:aws:iam::{CONSUMER}:root"));
    let tagged = [("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "shop")];
    let found = ec2.call("DescribeVpcEndpointServices", &tagged);
    assert_eq!(found.texts("serviceDetailSet.item.serviceName"), [name.as_str()]);
    assert_eq!(found.text("serviceDetailSet.item.tagSet.item.value"), "shop");
    let consumer = ec2.as_account(CONSUMER);
    let found = consumer.call("DescribeVpcEndpointServices", &[("ServiceName.1", &name)]);
    assert!(!found.has("serviceDetailSet.item.tagSet.item"), "they are the owner's");
    let found = consumer.call("DescribeVpcEndpointServices", &tagged);
    assert!(!found.has("serviceDetailSet.item"));
}

#[test]
fn a_service_lives_from_create_to_delete() {
    let ec2 = Ec2::new();
    let tags = [
        ("TagSpecification.1.ResourceType", "vpc-endpoint-service"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "shop"),
    ];
    let made = create(&ec2, &tags);
    let (id, name) = id_and_name(&made);
    assert_eq!(name, format!("com.amazonaws.vpce.us-east-1.{id}"));
    let base = format!("{id}.us-east-1.vpce.amazonaws.com");
    for (path, value) in [
        ("serviceState", "Available"),
        ("serviceType.item.serviceType", "Interface"),
        ("acceptanceRequired", "true"),
        ("managesVpcEndpoints", "false"),
        ("networkLoadBalancerArnSet.item", BALANCER),
        ("supportedIpAddressTypeSet.item", "ipv4"),
        ("baseEndpointDnsNameSet.item", &base),
        ("supportedRegionSet.item.region", "us-east-1"),
        ("tagSet.item.value", "shop"),
    ] {
        assert_eq!(made.text(path), value, "{path}");
    }
    assert_eq!(made.texts("availabilityZoneSet.item").len(), 6);
    for (filter, value) in
        [("service-name", &*name), ("service-state", "Available"), ("tag:Name", "shop")]
    {
        let form = [("Filter.1.Name", filter), ("Filter.1.Value.1", value)];
        let found = ec2.call("DescribeVpcEndpointServiceConfigurations", &form);
        assert_eq!(found.texts("serviceConfigurationSet.item.serviceId"), [&id]);
    }
    let delete = [("ServiceId.1", id.as_str()), ("ServiceId.2", "vpce-svc-0123456789abcdef0")];
    let deleted = ec2.call("DeleteVpcEndpointServiceConfigurations", &delete);
    let expected = "The VpcEndpointService Id 'vpce-svc-0123456789abcdef0' does not exist";
    assert_eq!(failure(&deleted), ("InvalidVpcEndpointService.NotFound", expected));
    let (code, message) =
        ec2.refused("DescribeVpcEndpointServiceConfigurations", &[("ServiceId.1", &id)]);
    assert_eq!(code, "InvalidVpcEndpointServiceId.NotFound");
    assert_eq!(message, format!("The VpcEndpointService Id '{id}' does not exist"));
}

#[test]
fn a_service_is_changed_but_never_empty() {
    let ec2 = Ec2::new();
    let (id, _) = id_and_name(&create(&ec2, &[]));
    let change = |more: &[(&str, &str)]| {
        let form = [&[("ServiceId", id.as_str())], more].concat();
        ec2.ask("ModifyVpcEndpointServiceConfiguration", &form)
    };
    let more = [
        ("AddNetworkLoadBalancerArn.1", OTHER),
        ("RemoveNetworkLoadBalancerArn.1", BALANCER),
        ("AcceptanceRequired", "false"),
        ("AddSupportedIpAddressType.1", "ipv6"),
    ];
    change(&more).unwrap();
    let payer = [("ServiceId", id.as_str()), ("PayerResponsibility", "ServiceOwner")];
    ec2.call("ModifyVpcEndpointServicePayerResponsibility", &payer);
    let shown = describe(&ec2, &id);
    assert_eq!(shown.texts("networkLoadBalancerArnSet.item"), [OTHER]);
    assert_eq!(shown.text("acceptanceRequired"), "false");
    assert_eq!(shown.texts("supportedIpAddressTypeSet.item"), ["ipv4", "ipv6"]);
    assert_eq!(shown.text("payerResponsibility"), "ServiceOwner");
    for (more, expected) in [
        (
            ("RemoveNetworkLoadBalancerArn.1", OTHER),
            "The last load balancer of a service cannot be removed.",
        ),
        (
            ("AddGatewayLoadBalancerArn.1", GATEWAY),
            "Network and gateway load balancers cannot be specified together.",
        ),
        (("AddSupportedIpAddressType.1", "ipv5"), "The IP address type 'ipv5' is not valid."),
    ] {
        let refusal = change(&[more]).unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), refusal.message.as_str()),
            ("InvalidParameter", expected)
        );
    }
    let none =
        [("RemoveSupportedIpAddressType.1", "ipv4"), ("RemoveSupportedIpAddressType.2", "ipv6")];
    let expected = "The last IP address type of a service cannot be removed.";
    assert_eq!(change(&none).unwrap_err().message, expected);
}

#[test]
fn a_service_has_load_balancers_of_one_type() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| {
        let (code, message) = ec2.refused("CreateVpcEndpointServiceConfiguration", form);
        assert_eq!(code, "InvalidParameter");
        message
    };
    let (network, gateway) =
        (("NetworkLoadBalancerArn.1", BALANCER), ("GatewayLoadBalancerArn.1", GATEWAY));
    let expected = "exactly one of network_load_balancer_arn or gateway_load_balancer_arn is a \
                    required member";
    assert_eq!(refused(&[]), expected);
    assert_eq!(refused(&[network, gateway]), expected);
    let far = BALANCER.replace("us-east-1", "us-west-2");
    for arn in [GATEWAY, "arn:aws:s3:::bucket", &far, "front"] {
        let expected = format!("The load balancer ARN '{arn}' is not valid.");
        assert_eq!(refused(&[("NetworkLoadBalancerArn.1", arn)]), expected);
    }
    let expected = "Private DNS names are not supported for services with gateway load balancers.";
    assert_eq!(refused(&[gateway, ("PrivateDnsName", "shop.example.com")]), expected);
    let made = ec2.call("CreateVpcEndpointServiceConfiguration", &[gateway]);
    let made = made.at("serviceConfiguration").unwrap();
    assert_eq!(made.text("serviceType.item.serviceType"), "GatewayLoadBalancer");
    assert_eq!(made.text("gatewayLoadBalancerArnSet.item"), GATEWAY);
    let vpc = vpc(&ec2);
    let (code, message) = ec2.refused("CreateVpcEndpoint", &form(&vpc, made.text("serviceName")));
    assert_eq!(code, "InvalidParameter");
    let expected = "Endpoint type (Interface) does not match available service types \
                    ([GatewayLoadBalancer]).";
    assert_eq!(message, expected);
}

#[test]
fn who_has_a_permission_sees_a_service() {
    let ec2 = Ec2::new();
    let consumer = ec2.as_account(CONSUMER);
    let (id, name) = id_and_name(&create(&ec2, &[]));
    let by_name = [("ServiceName.1", name.as_str())];
    let unknown = format!("The Vpc Endpoint Service '{name}' does not exist");
    let unknown = ("InvalidServiceName".to_owned(), unknown);
    assert_eq!(consumer.refused("DescribeVpcEndpointServices", &by_name), unknown);
    let vpc = vpc(&consumer);
    assert_eq!(consumer.refused("CreateVpcEndpoint", &form(&vpc, &name)), unknown);
    let own = ec2.call("DescribeVpcEndpointServices", &by_name);
    assert_eq!(own.texts("serviceNameSet.item"), [&name]);

    let root = format!("arn:aws:iam::{CONSUMER}:root");
    let added = allow(&ec2, &id, &root);
    assert_eq!(added.text("addedPrincipalSet.item.principal"), root);
    assert_eq!(added.text("addedPrincipalSet.item.principalType"), "Account");
    assert!(!allow(&ec2, &id, &root).has("addedPrincipalSet.item"));
    allow(&ec2, &id, "arn:aws:iam::222222222222:role/x");
    let seen = consumer.call("DescribeVpcEndpointServices", &by_name);
    for (path, value) in [
        ("serviceId", id.as_str()),
        ("owner", "000000000000"),
        ("acceptanceRequired", "true"),
        ("vpcEndpointPolicySupported", "false"),
    ] {
        assert_eq!(seen.text(&format!("serviceDetailSet.item.{path}")), value);
    }
    let permissions = |more: &[(&str, &str)]| {
        let form = [&[("ServiceId", id.as_str())], more].concat();
        ec2.call("DescribeVpcEndpointServicePermissions", &form)
    };
    let all = permissions(&[]);
    assert_eq!(all.texts("allowedPrincipals.item.principal").len(), 2);
    let roles = permissions(&[("Filter.1.Name", "principal-type"), ("Filter.1.Value.1", "Role")]);
    let role = "arn:aws:iam::222222222222:role/x";
    assert_eq!(roles.texts("allowedPrincipals.item.principal"), [role]);
    let form =
        [("ServiceId", id.as_str()), ("Filter.1.Name", "principal"), ("Filter.1.Value.1", role)];
    let (code, message) = ec2.refused("DescribeVpcEndpointServicePermissions", &form);
    assert_eq!(code, "InvalidFilter");
    assert_eq!(message, format!("The filter value {role} contains unsupported characters"));
    let take = [("ServiceId", id.as_str()), ("RemoveAllowedPrincipals.1", &root)];
    ec2.call("ModifyVpcEndpointServicePermissions", &take);
    assert_eq!(consumer.refused("DescribeVpcEndpointServices", &by_name), unknown);
    allow(&ec2, &id, "*");
    consumer.call("DescribeVpcEndpointServices", &by_name);
    let refused =
        |more: (&str, &str)| ec2.refused("ModifyVpcEndpointServicePermissions", &[take[0], more]);
    for principal in [
        "somebody",
        "arn:aws:iam::1:root",
        "arn:aws:iam::222222222222:group/x",
        "arn:aws:iam::222222222222:role/service-role/x",
    ] {
        let (code, message) = refused(("AddAllowedPrincipals.1", principal));
        assert_eq!(code, "InvalidPrincipal");
        assert_eq!(message, format!("Invalid Principal: '{principal}'"));
    }
    assert_eq!(
        consumer.refused("DescribeVpcEndpointServicePermissions", &take[..1]).0,
        "InvalidVpcEndpointServiceId.NotFound"
    );
}

/// The first as `internal/service/ec2/find.go` of hashicorp/terraform-provider-aws quotes it.
#[test]
fn an_unknown_filter_is_refused_in_words_of_its_own() {
    let ec2 = Ec2::new();
    let (id, _) = id_and_name(&create(&ec2, &[]));
    let form = [("Filter.1.Name", "vpc-endpoint-id "), ("Filter.1.Value.1", "vpce-1")];
    let (code, message) = ec2.refused("DescribeVpcEndpointConnections", &form);
    assert_eq!(code, "InvalidFilter");
    assert_eq!(message, "The filter vpc-endpoint-id  is invalid");
    let form = [("ServiceId", id.as_str()), ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", "x")];
    let (code, message) = ec2.refused("DescribeVpcEndpointServicePermissions", &form);
    assert_eq!(code, "InvalidFilter");
    assert_eq!(message, "The filter vpc-id is invalid");
}

#[test]
fn an_endpoint_waits_until_it_is_let_in() {
    let ec2 = Ec2::with_aws_lifecycle();
    let consumer = ec2.as_account(CONSUMER);
    let made = create(&ec2, &[]);
    assert_eq!(made.text("serviceState"), "Available");
    let (id, name) = id_and_name(&made);
    allow(&ec2, &id, "*");
    let endpoint = connect(&consumer, &name);
    let by_ids = [("ServiceId", id.as_str()), ("VpcEndpointId.1", endpoint.as_str())];
    ec2.advance(60);
    assert_eq!(state(&consumer, &endpoint), "pendingAcceptance");
    let connections = || ec2.call("DescribeVpcEndpointConnections", &[]);
    for (path, value) in [
        ("serviceId", id.as_str()),
        ("vpcEndpointId", &endpoint),
        ("vpcEndpointOwner", CONSUMER),
        ("vpcEndpointState", "pendingAcceptance"),
        ("networkLoadBalancerArnSet.item", BALANCER),
        ("ipAddressType", "ipv4"),
    ] {
        let path = format!("vpcEndpointConnectionSet.item.{path}");
        assert_eq!(connections().text(&path), value);
    }
    assert!(
        !consumer.call("DescribeVpcEndpointConnections", &[]).has("vpcEndpointConnectionSet.item")
    );
    let delete = [("ServiceId.1", id.as_str())];
    let refused = ec2.call("DeleteVpcEndpointServiceConfigurations", &delete);
    let expected = "Service has existing active VPC Endpoint connections!";
    assert_eq!(failure(&refused), ("ExistingVpcEndpointConnections", expected));

    assert!(!ec2.call("AcceptVpcEndpointConnections", &by_ids).has("unsuccessful.item"));
    assert_eq!(state(&consumer, &endpoint), "pending");
    ec2.advance(6);
    assert_eq!(state(&consumer, &endpoint), "available");
    let again = ec2.call("AcceptVpcEndpointConnections", &by_ids);
    let expected = format!("The Vpc Endpoint {endpoint} is available and cannot be accepted.");
    assert_eq!(failure(&again), ("IncorrectState", expected.as_str()));
    ec2.call("RejectVpcEndpointConnections", &by_ids);
    assert_eq!(state(&consumer, &endpoint), "rejected");
    let filter = [("Filter.1.Name", "vpc-endpoint-state"), ("Filter.1.Value.1", "rejected")];
    let found = ec2.call("DescribeVpcEndpointConnections", &filter);
    assert_eq!(found.texts("vpcEndpointConnectionSet.item.vpcEndpointId"), [&endpoint]);
    let unknown = [by_ids[0], ("VpcEndpointId.1", "vpce-0123456789abcdef0")];
    let answer = ec2.call("RejectVpcEndpointConnections", &unknown);
    let expected = "The Vpc Endpoint Id 'vpce-0123456789abcdef0' does not exist";
    assert_eq!(failure(&answer), ("InvalidVpcEndpointId.NotFound", expected));
    assert_eq!(
        consumer.refused("AcceptVpcEndpointConnections", &by_ids).0,
        "InvalidVpcEndpointServiceId.NotFound"
    );

    ec2.call("DeleteVpcEndpointServiceConfigurations", &delete);
    assert_eq!(describe(&ec2, &id).text("serviceState"), "Deleting");
    assert_eq!(
        consumer.refused("DescribeVpcEndpointServices", &[("ServiceName.1", &name)]).0,
        "InvalidServiceName"
    );
    ec2.advance(6);
    let by_id = [("ServiceId.1", id.as_str())];
    assert_eq!(
        ec2.refused("DescribeVpcEndpointServiceConfigurations", &by_id).0,
        "InvalidVpcEndpointServiceId.NotFound"
    );
    assert_eq!(state(&consumer, &endpoint), "rejected");
    consumer.call("DeleteVpcEndpoints", &[("VpcEndpointId.1", &endpoint)]);
}

#[test]
fn without_acceptance_an_endpoint_is_there_at_once() {
    let ec2 = Ec2::new();
    let (id, name) = id_and_name(&create(&ec2, &[("AcceptanceRequired", "false")]));
    let endpoint = connect(&ec2, &name);
    assert_eq!(state(&ec2, &endpoint), "available");
    let reject = [("ServiceId", id.as_str()), ("VpcEndpointId.1", endpoint.as_str())];
    ec2.call("RejectVpcEndpointConnections", &reject);
    assert_eq!(state(&ec2, &endpoint), "rejected");
    let again = ec2.call("RejectVpcEndpointConnections", &reject);
    let expected = format!("The Vpc Endpoint {endpoint} is rejected and cannot be rejected.");
    assert_eq!(failure(&again).1, expected);
    // An endpoint that is out stays out, whatever is changed.
    let group = ec2.call("CreateSecurityGroup", &[("GroupName", "x"), ("GroupDescription", "x")]);
    assert!(group.has("groupId"));
    let private = [("VpcEndpointId", endpoint.as_str()), ("PrivateDnsEnabled", "false")];
    ec2.call("ModifyVpcEndpoint", &private);
    assert_eq!(state(&ec2, &endpoint), "rejected");
    ec2.call("AcceptVpcEndpointConnections", &reject);
    assert_eq!(state(&ec2, &endpoint), "available");
    ec2.call("DeleteVpcEndpoints", &[("VpcEndpointId.1", &endpoint)]);
    assert!(!ec2.call("DescribeVpcEndpointConnections", &[]).has("vpcEndpointConnectionSet.item"));
    ec2.call("DeleteVpcEndpointServiceConfigurations", &[("ServiceId.1", &id)]);
}

#[test]
fn a_private_name_is_verified_before_it_is_used() {
    let ec2 = Ec2::with_aws_lifecycle();
    let more = [("PrivateDnsName", "shop.example.com")];
    let made = create(&ec2, &more);
    ec2.advance(6);
    let (id, name) = id_and_name(&made);
    assert_eq!(made.text("privateDnsName"), "shop.example.com");
    let configuration = made.at("privateDnsNameConfiguration").unwrap();
    assert_eq!(configuration.text("state"), "pendingVerification");
    assert_eq!(configuration.text("type"), "TXT");
    assert!(configuration.text("value").starts_with("vpce:"));
    let vpc = vpc(&ec2);
    let with_names = [&form(&vpc, &name)[..], &[("PrivateDnsEnabled", "true")]].concat();
    let (code, message) = ec2.refused("CreateVpcEndpoint", &with_names);
    assert_eq!(code, "InvalidParameter");
    let expected = format!(
        "Private DNS can only be enabled after the endpoint connection is accepted by the owner of \
         {name}."
    );
    assert_eq!(message, expected);
    let open = create(&ec2, &[more[0], ("AcceptanceRequired", "false")]);
    ec2.advance(6);
    let (_, open) = id_and_name(&open);
    let with_names = [&form(&vpc, &open)[..], &[("PrivateDnsEnabled", "true")]].concat();
    let unproven = ec2.refused("CreateVpcEndpoint", &with_names);
    let message = format!(
        "Private DNS can't be enabled because the service {open} has not verified the private DNS \
         name."
    );
    assert_eq!(unproven, ("InvalidParameter".to_owned(), message));
    let by_id = ("ServiceId", id.as_str());
    ec2.call("StartVpcEndpointServicePrivateDnsVerification", &[by_id]);
    let path = "privateDnsNameConfiguration.state";
    assert_eq!(describe(&ec2, &id).text(path), "pendingVerification");
    ec2.advance(11);
    assert_eq!(describe(&ec2, &id).text(path), "verified");
    let seen = ec2.call("DescribeVpcEndpointServices", &[("ServiceName.1", &name)]);
    assert_eq!(seen.text("serviceDetailSet.item.privateDnsName"), "shop.example.com");
    let endpoint = ec2.call("CreateVpcEndpoint", &form(&vpc, &name));
    let endpoint = endpoint.text("vpcEndpoint.vpcEndpointId");
    let change = [("VpcEndpointId", endpoint), ("PrivateDnsEnabled", "true")];
    assert_eq!(ec2.refused("ModifyVpcEndpoint", &change).1, expected);
    ec2.call("AcceptVpcEndpointConnections", &[by_id, ("VpcEndpointId.1", endpoint)]);
    ec2.advance(6);
    ec2.call("ModifyVpcEndpoint", &change);

    let modify = |more: &[(&str, &str)]| {
        ec2.ask("ModifyVpcEndpointServiceConfiguration", &[&[by_id], more].concat())
    };
    let remove = ("RemovePrivateDnsName", "true");
    let refusal = modify(&[remove, more[0]]).unwrap_err();
    assert_eq!(refusal.code, "InvalidParameterCombination");
    let expected = "A private DNS name cannot be set and removed in one request.";
    assert_eq!(refusal.message, expected);
    modify(&[remove]).unwrap();
    assert!(!describe(&ec2, &id).has("privateDnsName"));
    let (code, message) = ec2.refused("StartVpcEndpointServicePrivateDnsVerification", &[by_id]);
    assert_eq!(code, "InvalidParameter");
    assert_eq!(message, format!("The service {id} does not have a private DNS name."));
}

#[test]
fn the_owner_of_a_service_says_who_pays_for_an_endpoint() {
    let ec2 = Ec2::new();
    let consumer = ec2.as_account(CONSUMER);
    let (id, name) = id_and_name(&create(&ec2, &[]));
    allow(&ec2, &id, "*");
    let endpoint = connect(&consumer, &name);
    let (scope, payer) = (("Scope", "vpc-endpoint-charges"), "PayerResponsibility");
    let by_ids = [("ServiceId", id.as_str()), ("VpcEndpointId", endpoint.as_str()), scope];
    let form = |of| [&by_ids[..], &[(payer, of)]].concat();
    let action = "ModifyVpcEndpointPayerResponsibility";
    for of in ["vpc-endpoint-service-account", "vpc-endpoint-account"] {
        let made = ec2.call(action, &form(of));
        assert_eq!(made.text("vpcEndpointId"), endpoint);
        let shown = consumer.call("DescribeVpcEndpoints", &[("VpcEndpointId.1", &endpoint)]);
        let connection = ec2.call("DescribeVpcEndpointConnections", &[]);
        for (answer, path) in [
            (&made, ""),
            (&shown, "vpcEndpointSet.item."),
            (&connection, "vpcEndpointConnectionSet.item."),
        ] {
            let path = format!("{path}payerResponsibilitySet.item");
            let entry = answer.at(&path).unwrap();
            let expected = ("vpc-endpoint-charges", of);
            assert_eq!((entry.text("scope"), entry.text("payerResponsibilityType")), expected);
        }
    }
    let service = form("vpc-endpoint-service-account");
    let words = "The request must contain the parameter ServiceId".to_owned();
    assert_eq!(ec2.refused(action, &service[1..]), ("MissingParameter".to_owned(), words));
    let refused = consumer.refused(action, &service);
    assert_eq!(refused.0, "InvalidVpcEndpointServiceId.NotFound");
    let gateway = ec2.refused(action, &form("resource-gateway-account"));
    let words = "parlel-ec2 does not emulate charges of resource gateways.".to_owned();
    assert_eq!(gateway, ("UnsupportedOperation".to_owned(), words));
    let unknown = [service[0], ("VpcEndpointId", "vpce-0123456789abcdef0"), scope, service[3]];
    assert_eq!(ec2.refused(action, &unknown).0, "InvalidVpcEndpointId.NotFound");
}
