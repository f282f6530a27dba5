mod functions;
mod nat;
mod subnets;

use super::support::{Ec2, Refusal, Xml};

/// A gateway, and a VPC with two subnets in one zone and one in another.
pub struct Hub {
    pub ec2: Ec2,
    gateway: String,
    pub table: String,
    vpc: String,
    subnets: [String; 3],
}

impl Hub {
    pub fn new() -> Self {
        Self::of(Ec2::new(), &[])
    }

    pub fn of(ec2: Ec2, options: &[(&str, &str)]) -> Self {
        let made = ec2.call("CreateTransitGateway", options);
        let gateway = made.text("transitGateway.transitGatewayId").to_owned();
        let table = made.at("transitGateway.options.associationDefaultRouteTableId");
        let table = table.map(|table| table.text.clone()).unwrap_or_default();
        ec2.advance(60);
        let (vpc, subnets) = vpc(&ec2, "10.0");
        Self { ec2, gateway, table, vpc, subnets }
    }

    fn attach(&self, more: &[(&str, &str)]) -> Result<Xml, Refusal> {
        let first = [
            ("TransitGatewayId", self.gateway.as_str()),
            ("VpcId", &self.vpc),
            ("SubnetIds.1", &self.subnets[0]),
        ];
        self.ec2.ask("CreateTransitGatewayVpcAttachment", &[&first, more].concat())
    }

    pub fn attached(&self) -> String {
        id(&self.attach(&[]).unwrap())
    }
}

fn vpc(ec2: &Ec2, net: &str) -> (String, [String; 3]) {
    let block = format!("{net}.0.0/16");
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", &block)]).text("vpc.vpcId").to_owned();
    let subnets = [(0, "us-east-1a"), (1, "us-east-1a"), (2, "us-east-1b")].map(|(at, zone)| {
        let block = format!("{net}.{at}.0/24");
        let form = [("VpcId", vpc.as_str()), ("CidrBlock", &block), ("AvailabilityZone", zone)];
        ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned()
    });
    (vpc, subnets)
}

fn id(answer: &Xml) -> String {
    answer.text("transitGatewayVpcAttachment.transitGatewayAttachmentId").to_owned()
}

pub fn by_id(id: &str) -> [(&str, &str); 1] {
    [("TransitGatewayAttachmentId", id)]
}

fn describe(ec2: &Ec2, id: &str) -> Xml {
    let form = [("TransitGatewayAttachmentIds.1", id)];
    let found = ec2.call("DescribeTransitGatewayVpcAttachments", &form);
    found.at("transitGatewayVpcAttachments.item").unwrap().clone()
}

fn describe_any(ec2: &Ec2, id: &str) -> Xml {
    let form = [("TransitGatewayAttachmentIds.1", id)];
    let found = ec2.call("DescribeTransitGatewayAttachments", &form);
    found.at("transitGatewayAttachments.item").unwrap().clone()
}

fn interfaces(ec2: &Ec2, vpc: &str) -> Xml {
    let form = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc)];
    ec2.call("DescribeNetworkInterfaces", &form)
}

#[test]
fn a_vpc_is_attached_with_a_subnet_a_zone() {
    let hub = Hub::new();
    let made = hub
        .attach(&[
            ("SubnetIds.2", &hub.subnets[2]),
            ("Options.ApplianceModeSupport", "enable"),
            ("TagSpecifications.1.ResourceType", "transit-gateway-attachment"),
            ("TagSpecifications.1.Tag.1.Key", "Name"),
            ("TagSpecifications.1.Tag.1.Value", "spoke"),
        ])
        .unwrap();
    let id = id(&made);
    assert!(id.starts_with("tgw-attach-"));
    let made = made.at("transitGatewayVpcAttachment").unwrap();
    let shown = describe(&hub.ec2, &id);
    assert_eq!(made.children, shown.children);
    for (member, value) in [
        ("transitGatewayId", hub.gateway.as_str()),
        ("vpcId", &hub.vpc),
        ("vpcOwnerId", "000000000000"),
        ("state", "available"),
        ("creationTime", "2026-01-31T12:01:00.000Z"),
        ("options.dnsSupport", "enable"),
        ("options.securityGroupReferencingSupport", "enable"),
        ("options.ipv6Support", "disable"),
        ("options.applianceModeSupport", "enable"),
        ("tagSet.item.value", "spoke"),
    ] {
        assert_eq!(shown.text(member), value, "{member}");
    }
    assert_eq!(shown.texts("subnetIds.item"), [&hub.subnets[0], &hub.subnets[2]]);
    let any = describe_any(&hub.ec2, &id);
    for (member, value) in [
        ("transitGatewayOwnerId", "000000000000"),
        ("resourceOwnerId", "000000000000"),
        ("resourceType", "vpc"),
        ("resourceId", &hub.vpc),
        ("state", "available"),
        ("association.transitGatewayRouteTableId", &hub.table),
        ("association.state", "associated"),
        ("tagSet.item.value", "spoke"),
    ] {
        assert_eq!(any.text(member), value, "{member}");
    }
    assert!(!any.has("options") && !any.has("subnetIds"));
    let propagations = hub.ec2.call("GetTransitGatewayAttachmentPropagations", &by_id(&id));
    let propagation = propagations.at("transitGatewayAttachmentPropagations.item").unwrap();
    assert_eq!(propagation.text("transitGatewayRouteTableId"), hub.table);
    assert_eq!(propagation.text("state"), "enabled");
    let interfaces = interfaces(&hub.ec2, &hub.vpc);
    assert_eq!(interfaces.all_at("networkInterfaceSet.item").len(), 2);
    let interface = interfaces.at("networkInterfaceSet.item").unwrap();
    assert_eq!(interface.text("interfaceType"), "transit_gateway");
    let description = format!("Network Interface for Transit Gateway Attachment {id}");
    assert_eq!(interface.text("description"), description);
    assert_eq!(interface.text("sourceDestCheck"), "false");
    assert!(!interface.has("groupSet.item"));
}

#[test]
fn attachments_are_filtered_by_what_each_describe_shows() {
    let hub = Hub::new();
    let id = hub.attached();
    let names = |action: &str, list: &str, name: &str, value: &str| {
        let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let found = hub.ec2.call(action, &form);
        let found = found.texts(&format!("{list}.item.transitGatewayAttachmentId"));
        found.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    for (name, value) in [
        ("vpc-id", hub.vpc.as_str()),
        ("state", "available"),
        ("transit-gateway-id", &hub.gateway),
        ("transit-gateway-attachment-id", &id),
    ] {
        let action = "DescribeTransitGatewayVpcAttachments";
        assert_eq!(names(action, "transitGatewayVpcAttachments", name, value), [id.as_str()]);
        assert!(names(action, "transitGatewayVpcAttachments", name, "none").is_empty());
    }
    for (name, value) in [
        ("association.state", "associated"),
        ("association.transit-gateway-route-table-id", &hub.table),
        ("resource-id", &hub.vpc),
        ("resource-owner-id", "000000000000"),
        ("resource-type", "vpc"),
        ("state", "available"),
        ("transit-gateway-attachment-id", &id),
        ("transit-gateway-id", &hub.gateway),
        ("transit-gateway-owner-id", "000000000000"),
    ] {
        let action = "DescribeTransitGatewayAttachments";
        assert_eq!(names(action, "transitGatewayAttachments", name, value), [id.as_str()]);
        assert!(names(action, "transitGatewayAttachments", name, "none").is_empty());
    }
    let form = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", hub.vpc.as_str())];
    let (code, message) = hub.ec2.refused("DescribeTransitGatewayAttachments", &form);
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "The filter 'vpc-id' is invalid");
}

#[test]
fn what_cannot_be_attached_is_refused() {
    let hub = Hub::new();
    let other = vpc(&hub.ec2, "10.1");
    for (form, code, message) in [
        (
            &[("SubnetIds.2", hub.subnets[1].as_str())][..],
            "DuplicateSubnetsInSameZone",
            "Duplicate Subnets for same AZ".to_owned(),
        ),
        (
            &[("SubnetIds.2", "subnet-0123456789abcdef0")],
            "InvalidSubnetID.NotFound",
            "The subnet ID 'subnet-0123456789abcdef0' does not exist".to_owned(),
        ),
        (
            &[("SubnetIds.2", &other.1[2])],
            "InvalidSubnetID.NotFound",
            format!("Subnet {} was deleted or does not exist.", other.1[2]),
        ),
    ] {
        let refusal = hub.attach(form).unwrap_err();
        assert_eq!((refusal.code.as_str(), refusal.message), (code, message));
    }
    let form = [
        ("TransitGatewayId", "tgw-0123456789abcdef0"),
        ("VpcId", hub.vpc.as_str()),
        ("SubnetIds.1", &hub.subnets[0]),
    ];
    let (code, message) = hub.ec2.refused("CreateTransitGatewayVpcAttachment", &form);
    assert_eq!(code, "InvalidTransitGatewayID.NotFound");
    let expected = "Transit Gateway tgw-0123456789abcdef0 was deleted or does not exist.";
    assert_eq!(message, expected);
    let dry = hub.attach(&[("DryRun", "true")]).unwrap_err();
    assert_eq!(dry.code, "DryRunOperation");
    hub.attached();
    let again = hub.attach(&[]).unwrap_err();
    assert_eq!(again.code, "DuplicateTransitGatewayAttachment");
    let expected =
        format!("{} has non-deleted Transit Gateway Attachments with same VPC ID.", hub.gateway);
    assert_eq!(again.message, expected);
}

#[test]
fn an_attachment_holds_what_it_joins() {
    let hub = Hub::new();
    let id = hub.attached();
    let (subnet, vpc) = ([("SubnetId", hub.subnets[0].as_str())], [("VpcId", hub.vpc.as_str())]);
    assert_eq!(hub.ec2.refused("DeleteSubnet", &subnet).0, "DependencyViolation");
    assert_eq!(hub.ec2.refused("DeleteVpc", &vpc).0, "DependencyViolation");
    let gateway = [("TransitGatewayId", hub.gateway.as_str())];
    let (code, message) = hub.ec2.refused("DeleteTransitGateway", &gateway);
    assert_eq!(code, "IncorrectState");
    let expected = format!("{} has non-deleted VPC Attachments: {id}.", hub.gateway);
    assert_eq!(message, expected);
    let deleted = hub.ec2.call("DeleteTransitGatewayVpcAttachment", &by_id(&id));
    assert_eq!(deleted.text("transitGatewayVpcAttachment.state"), "deleted");
    for member in ["tagSet", "subnetIds", "options"] {
        assert!(!deleted.has(&format!("transitGatewayVpcAttachment.{member}")), "{member}");
    }
    assert_eq!(describe(&hub.ec2, &id).text("state"), "deleted");
    assert!(!describe_any(&hub.ec2, &id).has("association"));
    assert!(!interfaces(&hub.ec2, &hub.vpc).has("networkInterfaceSet.item"));
    let (code, message) = hub.ec2.refused("DeleteTransitGatewayVpcAttachment", &by_id(&id));
    assert_eq!(code, "InvalidTransitGatewayAttachmentID.NotFound");
    assert_eq!(
        message,
        format!("Transit Gateway VPC Attachment {id} was deleted or does not exist.")
    );
    for subnet in &hub.subnets {
        hub.ec2.call("DeleteSubnet", &[("SubnetId", subnet)]);
    }
    hub.ec2.call("DeleteVpc", &vpc);
    hub.ec2.call("DeleteTransitGateway", &gateway);
    hub.ec2.advance(3_601);
    let gone = [("TransitGatewayAttachmentIds.1", id.as_str())];
    for action in ["DescribeTransitGatewayVpcAttachments", "DescribeTransitGatewayAttachments"] {
        let (code, message) = hub.ec2.refused(action, &gone);
        assert_eq!(code, "InvalidTransitGatewayAttachmentID.NotFound", "{action}");
        let expected = format!("Transit Gateway Attachment {id} was deleted or does not exist.");
        assert_eq!(message, expected);
    }
}

#[test]
fn modify_moves_an_attachment_to_other_subnets() {
    let hub = Hub::new();
    let id = hub.attached();
    let modify = |form: &[(&str, &str)]| {
        hub.ec2.ask("ModifyTransitGatewayVpcAttachment", &[&by_id(&id), form].concat())
    };
    modify(&[
        ("RemoveSubnetIds.1", &hub.subnets[0]),
        ("AddSubnetIds.1", &hub.subnets[1]),
        ("AddSubnetIds.2", &hub.subnets[2]),
        ("Options.DnsSupport", "disable"),
        ("Options.SecurityGroupReferencingSupport", "disable"),
        ("Options.Ipv6Support", "enable"),
        ("Options.ApplianceModeSupport", "enable"),
    ])
    .unwrap();
    let shown = describe(&hub.ec2, &id);
    assert_eq!(shown.texts("subnetIds.item"), [&hub.subnets[1], &hub.subnets[2]]);
    for (member, value) in [
        ("options.dnsSupport", "disable"),
        ("options.securityGroupReferencingSupport", "disable"),
        ("options.ipv6Support", "enable"),
        ("options.applianceModeSupport", "enable"),
    ] {
        assert_eq!(shown.text(member), value, "{member}");
    }
    let found = interfaces(&hub.ec2, &hub.vpc);
    let found = found.texts("networkInterfaceSet.item.subnetId");
    assert_eq!(found, [&hub.subnets[1], &hub.subnets[2]]);
    hub.ec2.call("DeleteSubnet", &[("SubnetId", &hub.subnets[0])]);
    for (form, code, message) in [
        (
            &[
                ("RemoveSubnetIds.1", hub.subnets[1].as_str()),
                ("RemoveSubnetIds.2", &hub.subnets[2]),
            ][..],
            "InvalidParameterValue",
            format!("{id} must have a subnet in at least one Availability Zone."),
        ),
        (
            &[("RemoveSubnetIds.1", &hub.subnets[0])],
            "InvalidSubnetID.NotFound",
            format!("Subnet {} was deleted or does not exist.", hub.subnets[0]),
        ),
        (
            &[("AddSubnetIds.1", &hub.subnets[1])],
            "DuplicateSubnetsInSameZone",
            "Duplicate Subnets for same AZ".to_owned(),
        ),
    ] {
        let refusal = modify(form).unwrap_err();
        assert_eq!((refusal.code.as_str(), refusal.message), (code, message));
    }
}

#[test]
fn the_owner_of_the_gateway_accepts_or_rejects_another_accounts_vpc() {
    let owner = Ec2::new();
    let made = owner.call("CreateTransitGateway", &[]);
    let gateway = made.text("transitGateway.transitGatewayId").to_owned();
    let other = owner.as_account("111111111111");
    let (vpc_id, subnets) = vpc(&other, "10.0");
    let form = [
        ("TransitGatewayId", gateway.as_str()),
        ("VpcId", &vpc_id),
        ("SubnetIds.1", &subnets[0]),
        ("TagSpecifications.1.ResourceType", "transit-gateway-attachment"),
        ("TagSpecifications.1.Tag.1.Key", "Name"),
        ("TagSpecifications.1.Tag.1.Value", "spoke"),
    ];
    let first = id(&other.call("CreateTransitGatewayVpcAttachment", &form));
    for ec2 in [&owner, &other] {
        let shown = describe_any(ec2, &first);
        assert_eq!(shown.text("state"), "pendingAcceptance");
        assert_eq!(shown.text("transitGatewayOwnerId"), "000000000000");
        assert_eq!(shown.text("resourceOwnerId"), "111111111111");
    }
    assert!(!describe(&owner, &first).has("tagSet.item"));
    assert!(!interfaces(&other, &vpc_id).has("networkInterfaceSet.item"));
    for (action, answer) in [
        ("AcceptTransitGatewayVpcAttachment", "accept"),
        ("RejectTransitGatewayVpcAttachment", "reject"),
    ] {
        let (code, message) = other.refused(action, &by_id(&first));
        assert_eq!(code, "OperationNotPermitted");
        assert_eq!(message, format!("User 111111111111 cannot {answer} attachment {first}"));
    }
    let rejected = owner.call("RejectTransitGatewayVpcAttachment", &by_id(&first));
    assert_eq!(rejected.text("transitGatewayVpcAttachment.state"), "rejected");
    assert_eq!(describe(&other, &first).text("state"), "rejected");
    let third = id(&other.call("CreateTransitGatewayVpcAttachment", &form));
    assert_eq!(describe(&other, &third).text("state"), "pendingAcceptance");
}

#[test]
fn what_was_accepted_is_on_both_sides() {
    let owner = Ec2::new();
    let made = owner.call("CreateTransitGateway", &[]);
    let gateway = made.text("transitGateway.transitGatewayId").to_owned();
    let table = made.text("transitGateway.options.associationDefaultRouteTableId").to_owned();
    let other = owner.as_account("111111111111");
    let (vpc_id, subnets) = vpc(&other, "10.0");
    let form = [
        ("TransitGatewayId", gateway.as_str()),
        ("VpcId", &vpc_id),
        ("SubnetIds.1", &subnets[0]),
        ("TagSpecifications.1.ResourceType", "transit-gateway-attachment"),
        ("TagSpecifications.1.Tag.1.Key", "Name"),
        ("TagSpecifications.1.Tag.1.Value", "spoke"),
    ];
    let attach = || id(&other.call("CreateTransitGatewayVpcAttachment", &form));
    let second = attach();
    owner.call("AcceptTransitGatewayVpcAttachment", &by_id(&second));
    let shown = describe_any(&owner, &second);
    assert_eq!(shown.text("state"), "available");
    assert_eq!(shown.text("association.transitGatewayRouteTableId"), table);
    assert_eq!(describe(&other, &second).text("state"), "available");
    assert_eq!(describe(&other, &second).text("tagSet.item.value"), "spoke");
    assert_eq!(interfaces(&other, &vpc_id).all_at("networkInterfaceSet.item").len(), 1);
    let routes = owner.call(
        "SearchTransitGatewayRoutes",
        &[
            ("TransitGatewayRouteTableId", table.as_str()),
            ("Filter.1.Name", "type"),
            ("Filter.1.Value.1", "propagated"),
        ],
    );
    assert_eq!(routes.texts("routeSet.item.destinationCidrBlock"), ["10.0.0.0/16"]);
    for action in ["AcceptTransitGatewayVpcAttachment", "RejectTransitGatewayVpcAttachment"] {
        let (code, message) = owner.refused(action, &by_id(&second));
        assert_eq!(code, "IncorrectState");
        assert_eq!(message, format!("{second} is in invalid state"));
    }
    let (code, message) = owner.refused("ModifyTransitGatewayVpcAttachment", &by_id(&second));
    assert_eq!(code, "OperationNotPermitted");
    assert_eq!(message, format!("User 000000000000 cannot modify attachment {second}"));
    owner.call("DeleteTransitGatewayVpcAttachment", &by_id(&second));
    assert_eq!(describe(&other, &second).text("state"), "deleted");
    assert!(!interfaces(&other, &vpc_id).has("networkInterfaceSet.item"));

    let accepting =
        [("TransitGatewayId", gateway.as_str()), ("Options.AutoAcceptSharedAttachments", "enable")];
    owner.call("ModifyTransitGateway", &accepting);
    let third = attach();
    assert_eq!(describe(&owner, &third).text("state"), "available");
    assert_eq!(describe(&other, &third).text("state"), "available");
    let change = [by_id(&third)[0], ("AddSubnetIds.1", subnets[2].as_str())];
    other.call("ModifyTransitGatewayVpcAttachment", &change);
    let seen = describe(&owner, &third);
    assert_eq!(seen.texts("subnetIds.item"), [&subnets[0], &subnets[2]]);
}

#[test]
fn a_vpcs_routes_lead_to_the_gateway_it_is_attached_to() {
    let hub = Hub::new();
    let table = hub.ec2.call("CreateRouteTable", &[("VpcId", &hub.vpc)]);
    let table = table.text("routeTable.routeTableId").to_owned();
    let route = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "10.0.0.0/8"),
        ("TransitGatewayId", &hub.gateway),
    ];
    let (code, message) = hub.ec2.refused("CreateRoute", &route);
    assert_eq!(code, "InvalidTransitGatewayID.NotFound");
    assert_eq!(message, format!("The transitGateway ID '{}' does not exist.", hub.gateway));
    let id = hub.attached();
    hub.ec2.call("CreateRoute", &route);
    hub.ec2.call("ReplaceRoute", &route);
    let shown = || {
        let form = [
            ("Filter.1.Name", "route.transit-gateway-id"),
            ("Filter.1.Value.1", hub.gateway.as_str()),
        ];
        let found = hub.ec2.call("DescribeRouteTables", &form);
        let routes = found.all_at("routeTableSet.item.routeSet.item");
        let mut routes = routes.into_iter().filter(|route| route.has("transitGatewayId"));
        routes.next().unwrap().text("state").to_owned()
    };
    assert_eq!(shown(), "active");
    hub.ec2.call("DeleteTransitGatewayVpcAttachment", &by_id(&id));
    assert_eq!(shown(), "blackhole");
    hub.attached();
    assert_eq!(shown(), "active");
}

#[test]
fn in_the_aws_lifecycle_an_attachment_takes_its_time() {
    let hub = Hub::of(Ec2::with_aws_lifecycle(), &[]);
    let made = hub.attach(&[]).unwrap();
    assert_eq!(made.text("transitGatewayVpcAttachment.state"), "pending");
    let id = id(&made);
    assert_eq!(describe_any(&hub.ec2, &id).text("association.state"), "associating");
    let change = [by_id(&id)[0], ("AddSubnetIds.1", hub.subnets[2].as_str())];
    for (action, form) in [
        ("ModifyTransitGatewayVpcAttachment", &change[..]),
        ("DeleteTransitGatewayVpcAttachment", &by_id(&id)),
    ] {
        let (code, message) = hub.ec2.refused(action, form);
        assert_eq!(code, "IncorrectState", "{action}");
        assert_eq!(message, format!("{id} is in invalid state"));
    }
    hub.ec2.advance(10);
    assert_eq!(describe(&hub.ec2, &id).text("state"), "available");
    assert_eq!(describe_any(&hub.ec2, &id).text("association.state"), "associated");
    let changed = hub.ec2.call("ModifyTransitGatewayVpcAttachment", &change);
    assert_eq!(changed.text("transitGatewayVpcAttachment.state"), "modifying");
    hub.ec2.advance(10);
    let table = hub.ec2.call("CreateRouteTable", &[("VpcId", &hub.vpc)]);
    let table = table.text("routeTable.routeTableId").to_owned();
    let route = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "10.0.0.0/8"),
        ("TransitGatewayId", &hub.gateway),
    ];
    hub.ec2.call("CreateRoute", &route);
    let state = || {
        let found = hub.ec2.call("DescribeRouteTables", &[("RouteTableId.1", &table)]);
        found.texts("routeTableSet.item.routeSet.item.state")[1].to_owned()
    };
    let deleted = hub.ec2.call("DeleteTransitGatewayVpcAttachment", &by_id(&id));
    assert_eq!(deleted.text("transitGatewayVpcAttachment.state"), "deleting");
    assert_eq!(state(), "active");
    assert!(interfaces(&hub.ec2, &hub.vpc).has("networkInterfaceSet.item"));
    let again = hub.attach(&[]).unwrap_err();
    assert_eq!(again.code, "DuplicateTransitGatewayAttachment");
    hub.ec2.advance(10);
    assert_eq!(describe(&hub.ec2, &id).text("state"), "deleted");
    assert_eq!(state(), "blackhole");
    assert!(!interfaces(&hub.ec2, &hub.vpc).has("networkInterfaceSet.item"));
    hub.attached();
    assert_eq!(state(), "blackhole");
    hub.ec2.advance(10);
    assert_eq!(state(), "active");
}
