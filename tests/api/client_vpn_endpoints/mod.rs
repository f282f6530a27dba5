mod quotas;
mod settings;

use super::support::{Ec2, Refusal, Xml};

const CERTIFICATE: &str = "arn:aws:acm:us-east-1:000000000000:certificate/server";

/// An endpoint, and a VPC with two subnets in one zone and one in another.
struct Network {
    ec2: Ec2,
    endpoint: String,
    vpc: String,
    subnets: [String; 3],
}

impl Network {
    fn of(ec2: Ec2) -> Self {
        let vpc = ec2.call("CreateVpc", &[("CidrBlock", "10.0.0.0/16")]);
        let vpc = vpc.text("vpc.vpcId").to_owned();
        let subnets =
            [(0, "us-east-1a"), (1, "us-east-1a"), (2, "us-east-1b")].map(|(at, zone)| {
                let block = format!("10.0.{at}.0/24");
                let form =
                    [("VpcId", vpc.as_str()), ("CidrBlock", &block), ("AvailabilityZone", zone)];
                ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned()
            });
        let endpoint = create(&ec2, &[]).unwrap().text("clientVpnEndpointId").to_owned();
        Self { ec2, endpoint, vpc, subnets }
    }

    fn form<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        [&[("ClientVpnEndpointId", self.endpoint.as_str())][..], more].concat()
    }

    #[track_caller]
    fn call(&self, action: &str, more: &[(&str, &str)]) -> Xml {
        self.ec2.call(action, &self.form(more))
    }

    #[track_caller]
    fn refused(&self, action: &str, more: &[(&str, &str)]) -> (String, String) {
        self.ec2.refused(action, &self.form(more))
    }

    fn associate(&self) -> String {
        let made = self.call("AssociateClientVpnTargetNetwork", &[("SubnetId", &self.subnets[0])]);
        made.text("associationId").to_owned()
    }

    fn shown(&self) -> Xml {
        let form = [("ClientVpnEndpointId.1", self.endpoint.as_str())];
        let found = self.ec2.call("DescribeClientVpnEndpoints", &form);
        found.at("clientVpnEndpoint.item").unwrap().clone()
    }

    fn state(&self) -> String {
        self.shown().text("status.code").to_owned()
    }
}

fn create(ec2: &Ec2, more: &[(&str, &str)]) -> Result<Xml, Refusal> {
    let mut form = vec![
        ("ClientCidrBlock", "172.20.0.0/22"),
        ("ServerCertificateArn", CERTIFICATE),
        ("Authentication.1.Type", "certificate-authentication"),
        ("Authentication.1.MutualAuthentication.ClientRootCertificateChainArn", CERTIFICATE),
        ("ConnectionLogOptions.Enabled", "false"),
    ];
    form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    form.extend(more.iter().filter(|(_, value)| !value.is_empty()));
    ec2.ask("CreateClientVpnEndpoint", &form)
}

fn refusal(code: &str, message: impl Into<String>) -> (String, String) {
    (code.to_owned(), message.into())
}

#[test]
fn an_endpoint_waits_for_a_network() {
    let network = Network::of(Ec2::new());
    let made = create(&network.ec2, &[("Description", "for all")]).unwrap();
    let id = made.text("clientVpnEndpointId");
    assert!(id.starts_with("cvpn-endpoint-"));
    assert_eq!(made.text("status.code"), "pending-associate");
    let name = format!("{id}.prod.clientvpn.us-east-1.amazonaws.com");
    assert_eq!(made.text("dnsName"), name);
    let found = network.ec2.call("DescribeClientVpnEndpoints", &[("ClientVpnEndpointId.1", id)]);
    let shown = found.at("clientVpnEndpoint.item").unwrap();
    for (member, value) in [
        ("description", "for all"),
        ("status.code", "pending-associate"),
        ("creationTime", "2026-01-31T12:00:00"),
        ("dnsName", &format!("*.{name}")),
        ("clientCidrBlock", "172.20.0.0/22"),
        ("splitTunnel", "false"),
        ("vpnProtocol", "openvpn"),
        ("transportProtocol", "udp"),
        ("vpnPort", "443"),
        ("serverCertificateArn", CERTIFICATE),
        ("authenticationOptions.item.type", "certificate-authentication"),
        ("authenticationOptions.item.mutualAuthentication.clientRootCertificateChain", CERTIFICATE),
        ("connectionLogOptions.Enabled", "false"),
        ("clientConnectOptions.enabled", "false"),
        ("clientConnectOptions.status.code", "applying"),
        ("sessionTimeoutHours", "24"),
        ("clientLoginBannerOptions.enabled", "false"),
        ("clientRouteEnforcementOptions.enforced", "false"),
        ("disconnectOnSessionTimeout", "true"),
        ("endpointIpAddressType", "ipv4"),
    ] {
        assert_eq!(shown.text(member), value, "{member}");
    }
    assert!(!shown.has("vpcId") && !shown.has("dnsServer"));
    assert!(shown.text("selfServicePortalUrl").ends_with(id));
    let by_id = [("Filter.1.Name", "endpoint-id"), ("Filter.1.Value.1", id)];
    let found = network.ec2.call("DescribeClientVpnEndpoints", &by_id);
    assert_eq!(found.texts("clientVpnEndpoint.item.clientVpnEndpointId"), [id]);
    let gone = network.ec2.call("DeleteClientVpnEndpoint", &[("ClientVpnEndpointId", id)]);
    assert_eq!(gone.text("status.code"), "deleted");
    let refused =
        network.ec2.refused("DescribeClientVpnEndpoints", &[("ClientVpnEndpointId.1", id)]);
    let message = format!("Endpoint {id} does not exist");
    assert_eq!(refused, refusal("InvalidClientVpnEndpointId.NotFound", message));
}

#[test]
fn a_network_comes_with_an_interface_and_a_route() {
    for (ec2, states) in [
        (Ec2::new(), ["associated", "available", "active", "disassociated"]),
        (
            Ec2::with_aws_lifecycle(),
            ["associating", "pending-associate", "creating", "disassociating"],
        ),
    ] {
        let network = Network::of(ec2);
        let id = network.associate();
        assert!(id.starts_with("cvpn-assoc-"));
        assert_eq!(network.state(), states[1]);
        let found = network.call("DescribeClientVpnTargetNetworks", &[("AssociationIds.1", &id)]);
        let shown = found.at("clientVpnTargetNetworks.item").unwrap();
        for (member, value) in [
            ("associationId", id.as_str()),
            ("vpcId", &network.vpc),
            ("targetNetworkId", &network.subnets[0]),
            ("clientVpnEndpointId", &network.endpoint),
            ("status.code", states[0]),
        ] {
            assert_eq!(shown.text(member), value, "{member}");
        }
        let routes = network.call("DescribeClientVpnRoutes", &[]);
        let route = routes.at("routes.item").unwrap();
        for (member, value) in [
            ("destinationCidr", "10.0.0.0/16"),
            ("targetSubnet", network.subnets[0].as_str()),
            ("type", "Nat"),
            ("origin", "associate"),
            ("description", "Default Route"),
            ("status.code", states[2]),
        ] {
            assert_eq!(route.text(member), value, "{member}");
        }
        network.ec2.advance(60);
        assert_eq!(network.state(), "available");
        let shown = network.shown();
        assert_eq!(shown.text("vpcId"), network.vpc);
        assert_eq!(shown.text("associatedTargetNetwork.item.networkId"), network.subnets[0]);
        let by_subnet =
            [("Filter.1.Name", "subnet-id"), ("Filter.1.Value.1", &*network.subnets[0])];
        let found = network.ec2.call("DescribeNetworkInterfaces", &by_subnet);
        let interface = found.at("networkInterfaceSet.item").unwrap();
        assert_eq!(interface.text("description"), "ClientVPN Endpoint resource");
        let group = interface.text("groupSet.item.groupId");
        assert_eq!(shown.text("securityGroupIdSet.item"), group);
        // What an endpoint uses stays.
        let (code, _) = network.ec2.refused("DeleteSubnet", &[("SubnetId", &network.subnets[0])]);
        assert_eq!(code, "DependencyViolation");
        let refused = network.refused("DeleteClientVpnEndpoint", &[]);
        let message = format!("The endpoint that you're trying to delete has associations {id}");
        assert_eq!(refused, refusal("ClientVpnEndpointAssociationExists", message));
        let gone = network.call("DisassociateClientVpnTargetNetwork", &[("AssociationId", &id)]);
        assert_eq!(gone.text("status.code"), states[3]);
        network.ec2.advance(60);
        assert_eq!(network.state(), "pending-associate");
        assert!(!network.call("DescribeClientVpnRoutes", &[]).has("routes.item"));
        let refused =
            network.refused("DisassociateClientVpnTargetNetwork", &[("AssociationId", &id)]);
        let message = format!("Association {id} does not exist");
        assert_eq!(refused, refusal("InvalidClientVpnAssociationIdNotFound", message));
        network.ec2.call("DeleteSubnet", &[("SubnetId", &network.subnets[0])]);
        network.call("DeleteClientVpnEndpoint", &[]);
    }
}

#[test]
fn what_cannot_be_a_network_is_refused() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let id = network.associate();
    let refused = network.refused("DisassociateClientVpnTargetNetwork", &[("AssociationId", &id)]);
    let message = format!("{id} is not in the associated state");
    assert_eq!(refused, refusal("IncorrectState", message));
    let associate = "AssociateClientVpnTargetNetwork";
    let endpoint = &network.endpoint;
    let [first, same_zone, _] = &network.subnets;
    let refused = network.refused(associate, &[("SubnetId", first)]);
    let message = format!("{first} is already associated with {endpoint}");
    assert_eq!(refused, refusal("InvalidClientVpnDuplicateAssociationException", message));
    let refused = network.refused(associate, &[("SubnetId", same_zone)]);
    let message =
        format!("{endpoint} already has a subnet in the Availability Zone of {same_zone}");
    assert_eq!(refused, refusal("InvalidClientVpnSubnetId.DuplicateAz", message));
    let defaults = network.ec2.call("DescribeSubnets", &[]);
    let other = defaults.text("subnetSet.item.subnetId");
    assert_ne!(other, first);
    let refused = network.refused(associate, &[("SubnetId", other)]);
    let message = format!("The subnet {other} does not exist");
    assert_eq!(refused, refusal("InvalidClientVpnSubnetId.NotFound", message));
    let refused = network.refused(associate, &[]);
    let message = "The request must contain the parameter SubnetId";
    assert_eq!(refused, refusal("MissingParameter", message));
    let made = create(&network.ec2, &[("ClientCidrBlock", "10.0.64.0/22")]).unwrap();
    let form = [("ClientVpnEndpointId", made.text("clientVpnEndpointId")), ("SubnetId", first)];
    let refused = network.ec2.refused(associate, &form);
    let message = "The client CIDR 10.0.64.0/22 overlaps with 10.0.0.0/16";
    assert_eq!(refused, refusal("InvalidClientVpnSubnetId.OverlappingCidr", message));
    let form = [("CidrBlock", "10.2.0.0/16"), ("InstanceTenancy", "dedicated")];
    let vpc = network.ec2.call("CreateVpc", &form).text("vpc.vpcId").to_owned();
    let form = [("VpcId", vpc.as_str()), ("CidrBlock", "10.2.0.0/24")];
    let subnet = network.ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    let made = create(&network.ec2, &[]).unwrap();
    let form = [("ClientVpnEndpointId", made.text("clientVpnEndpointId")), ("SubnetId", &subnet)];
    let message = format!("The VPC {vpc} of {subnet} has dedicated tenancy.");
    assert_eq!(network.ec2.refused(associate, &form), refusal("InvalidParameterValue", message));
    let form = [
        ("VpcId", network.vpc.as_str()),
        ("CidrBlock", "10.0.9.0/28"),
        ("AvailabilityZone", "us-east-1c"),
    ];
    let small = network.ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    let refused = network.refused(associate, &[("SubnetId", &small)]);
    let message = format!("The CIDR block of {small} must be /27 or larger.");
    assert_eq!(refused, refusal("InvalidParameterValue", message));
}

#[test]
fn groups_are_those_of_all_networks() {
    let network = Network::of(Ec2::new());
    let form = [("GroupName", "vpn"), ("GroupDescription", "x"), ("VpcId", &*network.vpc)];
    let group = network.ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned();
    let apply = "ApplySecurityGroupsToClientVpnTargetNetwork";
    let asked = [("VpcId", network.vpc.as_str()), ("SecurityGroupId.1", &group)];
    let refused = network.refused(apply, &asked);
    let message = format!("{} has no target network in {}", network.endpoint, network.vpc);
    assert_eq!(refused, refusal("InvalidClientVpnActiveAssociationNotFound", message));
    network.associate();
    let answer = network.call(apply, &asked);
    assert_eq!(answer.texts("securityGroupIds.item"), [&group]);
    assert_eq!(network.shown().texts("securityGroupIdSet.item"), [&group]);
    let by_group = [("Filter.1.Name", "group-id"), ("Filter.1.Value.1", group.as_str())];
    let found = network.ec2.call("DescribeNetworkInterfaces", &by_group);
    assert_eq!(found.all_at("networkInterfaceSet.item").len(), 1);
    let (code, _) = network.ec2.refused("DeleteSecurityGroup", &[("GroupId", &group)]);
    assert_eq!(code, "DependencyViolation");
    let modify = "ModifyClientVpnEndpoint";
    let refused = network.refused(modify, &asked[1..]);
    let message = "Security Groups cannot be modified without specifying Vpc Id";
    assert_eq!(refused, refusal("InvalidParameterValue", message));
    network.call(modify, &asked[..1]);
    assert_ne!(network.shown().texts("securityGroupIdSet.item"), [&group]);
    let other = network.ec2.call("CreateVpc", &[("CidrBlock", "10.1.0.0/16")]);
    let form = [("VpcId", other.text("vpc.vpcId"))];
    let message = "The VPC of an endpoint cannot be changed while it has target networks.";
    assert_eq!(network.refused(modify, &form), refusal("InvalidParameterValue", message));
}

#[test]
fn an_endpoint_whose_networks_are_gone_takes_another_vpc() {
    let network = Network::of(Ec2::with_aws_lifecycle());
    let association = network.associate();
    network.ec2.advance(60);
    network.call("DisassociateClientVpnTargetNetwork", &[("AssociationId", &association)]);
    let other = network.ec2.call("CreateVpc", &[("CidrBlock", "10.1.0.0/16")]);
    let form = [("VpcId", other.text("vpc.vpcId"))];
    assert_eq!(network.refused("ModifyClientVpnEndpoint", &form).0, "InvalidParameterValue");
    network.ec2.advance(60);
    network.call("ModifyClientVpnEndpoint", &form);
    assert_eq!(network.shown().text("vpcId"), form[0].1);
}

#[test]
fn rules_come_and_go() {
    for (ec2, states) in [
        (Ec2::new(), ["active", "revoking"]),
        (Ec2::with_aws_lifecycle(), ["authorizing", "revoking"]),
    ] {
        let network = Network::of(ec2);
        let (authorize, revoke) = ("AuthorizeClientVpnIngress", "RevokeClientVpnIngress");
        let cidr = ("TargetNetworkCidr", "10.0.0.0/16");
        let made = network
            .call(authorize, &[cidr, ("AuthorizeAllGroups", "true"), ("Description", "all")]);
        assert_eq!(made.text("status.code"), states[0]);
        network.call(authorize, &[cidr, ("AccessGroupId", "S-1")]);
        let refused = network.refused(authorize, &[cidr, ("AccessGroupId", "S-1")]);
        let message = "The authorization rule for 10.0.0.0/16 already exists";
        assert_eq!(refused, refusal("InvalidClientVpnDuplicateAuthorizationRule", message));
        network.ec2.advance(5);
        let found = network.call("DescribeClientVpnAuthorizationRules", &[]);
        let rules = found.all_at("authorizationRule.item");
        assert_eq!(rules.len(), 2);
        for (member, value) in [
            ("destinationCidr", "10.0.0.0/16"),
            ("accessAll", "true"),
            ("groupId", ""),
            ("description", "all"),
            ("status.code", "active"),
        ] {
            assert_eq!(rules[0].text(member), value, "{member}");
        }
        assert_eq!((rules[1].text("accessAll"), rules[1].text("groupId")), ("false", "S-1"));
        let gone = network.call(revoke, &[cidr, ("RevokeAllGroups", "true")]);
        assert_eq!(gone.text("status.code"), states[1]);
        network.ec2.advance(5);
        let found = network.call("DescribeClientVpnAuthorizationRules", &[]);
        assert_eq!(found.texts("authorizationRule.item.groupId"), ["S-1"]);
        let refused = network.refused(revoke, &[cidr, ("RevokeAllGroups", "true")]);
        let message = "The authorization rule for 10.0.0.0/16 does not exist";
        assert_eq!(refused, refusal("InvalidClientVpnEndpointAuthorizationRuleNotFound", message));
        for (action, all, what) in
            [(authorize, "AuthorizeAllGroups", "authorize"), (revoke, "RevokeAllGroups", "revoke")]
        {
            let refused = network.refused(action, &[cidr]);
            let message = format!("You must specify either access-group-id or {what}-all-groups");
            assert_eq!(refused, refusal("MissingParameter", message));
            let refused = network.refused(action, &[cidr, ("AccessGroupId", "a"), (all, "true")]);
            let message =
                format!("The parameter AccessGroupId cannot be used with the parameter {all}");
            assert_eq!(refused, refusal("InvalidParameterCombination", message));
        }
    }
}

#[test]
fn routes_lead_to_networks() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let network = Network::of(ec2);
        let subnet = network.subnets[0].as_str();
        let route = [("DestinationCidrBlock", "0.0.0.0/0"), ("TargetVpcSubnetId", subnet)];
        let refused = network.refused("CreateClientVpnRoute", &route);
        let message = format!("{} has no active association with {subnet}", network.endpoint);
        assert_eq!(refused, refusal("InvalidClientVpnActiveAssociationNotFound", message));
        network.associate();
        network.ec2.advance(60);
        network.call("CreateClientVpnRoute", &route);
        network.call(
            "CreateClientVpnRoute",
            &[("DestinationCidrBlock", "172.20.0.0/22"), ("TargetVpcSubnetId", "local")],
        );
        let refused = network.refused("CreateClientVpnRoute", &route);
        assert_eq!(refused, refusal("InvalidClientVpnDuplicateRoute", "Route already exists"));
        // Within the clients' addresses, and around them.
        for cidr in ["172.20.1.0/24", "172.16.0.0/12"] {
            let over = [("DestinationCidrBlock", cidr), route[1]];
            let refused = network.refused("CreateClientVpnRoute", &over);
            let message =
                "Client address pool for this endpoint overlaps with the destination cidr block";
            assert_eq!(refused, refusal("InvalidParameterValue", message));
        }
        network.ec2.advance(5);
        let by_origin = [("Filter.1.Name", "origin"), ("Filter.1.Value.1", "add-route")];
        let found = network.call("DescribeClientVpnRoutes", &by_origin);
        assert_eq!(found.texts("routes.item.destinationCidr"), ["0.0.0.0/0", "172.20.0.0/22"]);
        assert_eq!(found.texts("routes.item.status.code"), ["active", "active"]);
        let gone = network.call("DeleteClientVpnRoute", &route);
        assert_eq!(gone.text("status.code"), "deleting");
        network.ec2.advance(90);
        let found = network.call("DescribeClientVpnRoutes", &by_origin);
        assert_eq!(found.texts("routes.item.destinationCidr"), ["172.20.0.0/22"]);
        let refused = network.refused("DeleteClientVpnRoute", &route);
        let message = "The route to 0.0.0.0/0 does not exist";
        assert_eq!(refused, refusal("InvalidClientVpnRouteNotFound", message));
        let refused =
            network.refused("DeleteClientVpnRoute", &[("DestinationCidrBlock", "10.0.0.0/16")]);
        let message = "The route to 10.0.0.0/16 was not added manually";
        assert_eq!(refused, refusal("InvalidParameterValue", message));
        let refused = network.refused("CreateClientVpnRoute", &route[..1]);
        let message = "The request must contain the parameter TargetVpcSubnetId";
        assert_eq!(refused, refusal("MissingParameter", message));
    }
}

#[test]
fn nobody_is_connected() {
    let network = Network::of(Ec2::new());
    assert!(!network.call("DescribeClientVpnConnections", &[]).has("connections.item"));
    let terminate = "TerminateClientVpnConnections";
    for (more, code, message) in [
        (
            &[("ConnectionId", "cvpn-connection-1")][..],
            "InvalidClientVpnConnection.IdNotFound",
            "The connection cvpn-connection-1 does not exist",
        ),
        (
            &[("Username", "me")],
            "InvalidClientVpnConnection.UserNotFound",
            "The user me has no active connection",
        ),
        (&[], "MissingParameter", "The request must contain the parameter ConnectionId"),
        (
            &[("ConnectionId", "a"), ("Username", "b")],
            "InvalidParameterCombination",
            "The parameter ConnectionId cannot be used with the parameter Username",
        ),
    ] {
        assert_eq!(network.refused(terminate, more), refusal(code, message));
    }
}

#[test]
fn what_clients_are_given_is_exported() {
    let network = Network::of(Ec2::new());
    let answer = network.call("ExportClientVpnClientConfiguration", &[]);
    let file = answer.text("clientConfiguration");
    let remote =
        format!("remote {}.prod.clientvpn.us-east-1.amazonaws.com 443\n", network.endpoint);
    assert!(file.starts_with("client\ndev tun\nproto udp\n") && file.contains(&remote), "{file}");
    let list = "-----BEGIN X509 CRL-----\nMA==\n-----END X509 CRL-----\n";
    let export = "ExportClientVpnClientCertificateRevocationList";
    assert!(!network.call(export, &[]).has("certificateRevocationList"));
    let import = "ImportClientVpnClientCertificateRevocationList";
    network.call(import, &[("CertificateRevocationList", list)]);
    let answer = network.call(export, &[]);
    assert_eq!(answer.text("certificateRevocationList"), list);
    assert_eq!(answer.text("status.code"), "active");
    let refused = network.refused(import, &[("CertificateRevocationList", "none")]);
    let message = "The certificate revocation list must be in PEM format.";
    assert_eq!(refused, refusal("InvalidParameterValue", message));
}

#[test]
fn no_endpoint_is_attached_to_a_transit_gateway() {
    let ec2 = Ec2::new();
    let id = "tgw-attach-0123456789abcdef0";
    for action in [
        "AcceptTransitGatewayClientVpnAttachment",
        "RejectTransitGatewayClientVpnAttachment",
        "DeleteTransitGatewayClientVpnAttachment",
    ] {
        let refused = ec2.refused(action, &[("TransitGatewayAttachmentId", id)]);
        let message = format!("Transit Gateway Attachment {id} was deleted or does not exist.");
        assert_eq!(refused, refusal("InvalidTransitGatewayAttachmentID.NotFound", message));
    }
}

const POLICY: &str = "permit (principal, action, resource);";

#[test]
fn an_endpoint_has_one_authorization_policy() {
    for (ec2, states) in
        [(Ec2::new(), ["active", "active"]), (Ec2::with_aws_lifecycle(), ["creating", "updating"])]
    {
        let network = Network::of(ec2);
        let (put, get, delete) = (
            "ModifyClientVpnEndpointAuthorizationPolicy",
            "GetClientVpnEndpointAuthorizationPolicy",
            "DeleteClientVpnEndpointAuthorizationPolicy",
        );
        let endpoint = &network.endpoint;
        let none = (
            "InvalidClientVpnEndpointAuthorizationPolicy.NotFound".to_owned(),
            format!("The endpoint {endpoint} does not have an authorization policy."),
        );
        assert_eq!(network.refused(get, &[]), none);
        assert_eq!(network.refused(delete, &[]), none);
        let (code, message) = network.refused(put, &[("Description", "none yet")]);
        assert_eq!(code, "MissingParameter");
        assert_eq!(message, "The request must contain the parameter PolicyDocument");
        let (code, message) = network.refused(put, &[("PolicyDocument", "{}")]);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(message, "The policy document is not a valid Cedar policy.");

        let made = network.call(put, &[("PolicyDocument", POLICY), ("Description", "all")]);
        assert_eq!(made.text("status"), states[0]);
        network.ec2.advance(5);
        let shown = network.call(get, &[]);
        assert_eq!(shown.text("clientVpnEndpointId"), *endpoint);
        assert_eq!((shown.text("policyDocument"), shown.text("status")), (POLICY, "active"));
        assert_eq!((shown.text("description"), shown.text("shadowMode")), ("all", "disabled"));
        let changed = network.call(put, &[("ShadowMode", "enabled")]);
        assert_eq!(changed.text("status"), states[1]);
        let shown = network.call(get, &[]);
        assert_eq!((shown.text("description"), shown.text("shadowMode")), ("all", "enabled"));
        assert_eq!(network.call(delete, &[]).text("status"), "deleting");
        if states[1] == "updating" {
            assert_eq!(network.call(get, &[]).text("status"), "deleting");
        }
        network.ec2.advance(5);
        assert_eq!(network.refused(get, &[]), none);
    }
}
