//! Attachments of network functions: services behind Gateway Load Balancers.

use super::{Hub, by_id, describe_any};
use crate::support::{Ec2, Refusal, Xml};

const OWNER: &str = "111111111111";

const WALL: &str =
    "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/gwy/wall/0123456789abcdef";

const ROOT: &str = "arn:aws:iam::000000000000:root";

const CREATE: &str = "CreateTransitGatewayNetworkFunctionAttachment";

const DESCRIBE: &str = "DescribeTransitGatewayNetworkFunctionAttachments";

const MODIFY: &str = "ModifyTransitGatewayNetworkFunctionAttachment";

const DELETE: &str = "DeleteTransitGatewayNetworkFunctionAttachment";

const ONE: &str = "transitGatewayNetworkFunctionAttachment";

/// A service, by its id and its name.
fn service(ec2: &Ec2, acceptance: &str) -> (String, String) {
    let form = [("GatewayLoadBalancerArn.1", WALL), ("AcceptanceRequired", acceptance)];
    let made = ec2.call("CreateVpcEndpointServiceConfiguration", &form);
    ec2.advance(10);
    let text = |member: &str| made.text(&format!("serviceConfiguration.{member}")).to_owned();
    (text("serviceId"), text("serviceName"))
}

fn attach(hub: &Hub, name: &str, more: &[(&str, &str)]) -> Result<Xml, Refusal> {
    let first = [("TransitGatewayId", hub.gateway.as_str()), ("ServiceName", name)];
    hub.ec2.ask(CREATE, &[&first, more].concat())
}

fn in_zone(hub: &Hub, name: &str) -> String {
    let made = attach(hub, name, &[("AvailabilityZone.1", "us-east-1a")]).unwrap();
    made.text("transitGatewayNetworkFunctionAttachment.transitGatewayAttachmentId").to_owned()
}

fn shown(hub: &Hub, id: &str) -> Xml {
    let found = hub.ec2.call(DESCRIBE, &[("TransitGatewayAttachmentId.1", id)]);
    found.at("transitGatewayNetworkFunctionAttachmentSet.item").unwrap().clone()
}

fn state(hub: &Hub, id: &str) -> String {
    shown(hub, id).text("state").to_owned()
}

/// The states of the connections that a service's owner sees.
fn connections(ec2: &Ec2) -> Vec<String> {
    let found = ec2.call("DescribeVpcEndpointConnections", &[]);
    let states = found.texts("vpcEndpointConnectionSet.item.vpcEndpointState");
    states.into_iter().map(str::to_owned).collect()
}

fn is(refusal: Result<Xml, Refusal>, code: &str, message: &str) {
    let refusal = refusal.unwrap_err();
    assert_eq!((refusal.code.as_str(), refusal.message.as_str()), (code, message));
}

#[test]
fn an_own_service_is_attached_in_some_zones() {
    let hub = Hub::new();
    let (_, name) = service(&hub.ec2, "false");
    let made = attach(
        &hub,
        &name,
        &[
            ("AvailabilityZone.1", "us-east-1b"),
            ("AvailabilityZoneId.1", "use1-az2"),
            ("AvailabilityZoneId.2", "use1-az1"),
            ("TagSpecification.1.ResourceType", "transit-gateway-attachment"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "wall"),
        ],
    );
    let made = made.unwrap().at(ONE).unwrap().clone();
    let id = made.text("transitGatewayAttachmentId");
    assert_eq!(made.children, shown(&hub, id).children);
    for (member, value) in [
        ("transitGatewayId", hub.gateway.as_str()),
        ("transitGatewayOwnerId", "000000000000"),
        ("resourceOwnerId", "000000000000"),
        ("resourceId", &name),
        ("state", "available"),
        ("tagSet.item.value", "wall"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    let zones = made.texts("availabilityZoneIdSet.item");
    assert_eq!(zones.len(), made.texts("availabilityZoneSet.item").len());
    assert!(zones.contains(&"use1-az1") && zones.contains(&"use1-az2"), "{zones:?}");
    let any = describe_any(&hub.ec2, id);
    for (member, value) in [
        ("resourceType", "network-function"),
        ("resourceId", name.as_str()),
        ("association.transitGatewayRouteTableId", &hub.table),
        ("association.state", "associated"),
    ] {
        assert_eq!(any.text(member), value, "{member}");
    }
    for (name, value) in [
        ("service-name", name.as_str()),
        ("state", "available"),
        ("transit-gateway-attachment-id", id),
        ("transit-gateway-id", &hub.gateway),
        ("tag:Name", "wall"),
    ] {
        let by = |value: &str| {
            let found =
                hub.ec2.call(DESCRIBE, &[("Filter.1.Name", name), ("Filter.1.Value.1", value)]);
            found.all_at("transitGatewayNetworkFunctionAttachmentSet.item").len()
        };
        assert_eq!((by(value), by("none")), (1, 0), "{name}");
    }
    let by_type = |of: &str| {
        let form = [("Filter.1.Name", "resource-type"), ("Filter.1.Value.1", of)];
        hub.ec2.call("DescribeTransitGatewayAttachments", &form)
    };
    let found = by_type("network-function");
    assert_eq!(found.texts("transitGatewayAttachments.item.transitGatewayAttachmentId"), [id]);
    let vpcs = hub.attached();
    let message = format!("Transit Gateway Attachment {vpcs} was deleted or does not exist.");
    let expected = ("InvalidTransitGatewayAttachmentID.NotFound".to_owned(), message);
    for action in [MODIFY, DELETE] {
        assert_eq!(hub.ec2.refused(action, &by_id(&vpcs)), expected);
    }
    let by_vpcs_id = [("TransitGatewayAttachmentId.1", vpcs.as_str())];
    assert_eq!(hub.ec2.refused(DESCRIBE, &by_vpcs_id), expected);
}

#[test]
fn what_cannot_be_a_function_is_refused() {
    let hub = Hub::new();
    let (service_id, name) = service(&hub.ec2, "false");
    let zone = ("AvailabilityZone.1", "us-east-1a");
    let missing = "The request must contain the parameter AvailabilityZone";
    is(attach(&hub, &name, &[]), "MissingParameter", missing);
    let unknown = "Invalid availability zone: [us-east-1q]";
    let far = [("AvailabilityZone.1", "us-east-1q")];
    is(attach(&hub, &name, &far), "InvalidParameterValue", unknown);
    let edge = "us-east-1-bos-1a";
    let words =
        format!("The VPC endpoint service {name} does not support the availability zone {edge}.");
    is(attach(&hub, &name, &[("AvailabilityZone.1", edge)]), "InvalidParameter", &words);
    let words = "The Vpc Endpoint Service 'com.amazonaws.us-east-1.none' does not exist";
    let none = "com.amazonaws.us-east-1.none";
    is(attach(&hub, none, &[zone]), "InvalidServiceName", words);
    let words = "Endpoint type (GatewayLoadBalancer) does not match available service types \
                 ([Interface]).";
    is(attach(&hub, "com.amazonaws.us-east-1.ec2", &[zone]), "InvalidParameter", words);
    let network = WALL.replace("/gwy/", "/net/");
    let made = hub
        .ec2
        .call("CreateVpcEndpointServiceConfiguration", &[("NetworkLoadBalancerArn.1", &network)]);
    let made = made.at("serviceConfiguration").unwrap();
    is(attach(&hub, made.text("serviceName"), &[zone]), "InvalidParameter", words);
    let of_network = ("ServiceId", made.text("serviceId"));
    let form = [of_network, ("TransitGatewayAttachmentId.1", "tgw-attach-0123456789abcdef0")];
    let words = "Transit gateway attachments are only supported for services with gateway load \
                 balancers.";
    let refused = hub.ec2.ask("AcceptVpcEndpointConnections", &form);
    is(refused, "InvalidParameter", words);
    let form = [of_network, ("PermissionType", "transit-gateway-attachment")];
    let words = "The permission type transit-gateway-attachment is only supported for services \
                 with gateway load balancers.";
    is(hub.ec2.ask("ModifyVpcEndpointServicePermissions", &form), "InvalidParameter", words);
    for principal in ["*", "arn:aws:iam::111111111111:user/x", "arn:aws:iam::111111111111:role/x"] {
        let form =
            [("ServiceId", service_id.as_str()), form[1], ("AddAllowedPrincipals.1", principal)];
        let words = format!("Invalid Principal: '{principal}'");
        is(hub.ec2.ask("ModifyVpcEndpointServicePermissions", &form), "InvalidPrincipal", &words);
    }
}

#[test]
fn a_change_of_zones_is_checked() {
    let hub = Hub::new();
    let (service_id, name) = service(&hub.ec2, "false");
    let zone = ("AvailabilityZone.1", "us-east-1a");
    let id = in_zone(&hub, &name);
    let words = format!(
        "{} has non-deleted Transit Gateway Attachments with same service name.",
        hub.gateway
    );
    is(attach(&hub, &name, &[zone]), "DuplicateTransitGatewayAttachment", &words);

    let modify = |more: &[(&str, &str)]| hub.ec2.ask(MODIFY, &[&by_id(&id), more].concat());
    let words = "Either Availability Zones to add or to remove must be specified.";
    is(modify(&[]), "MissingParameter", words);
    let (add, remove) = ("AddAvailabilityZone.1", "RemoveAvailabilityZone.1");
    let words = "us-east-1b cannot be added and removed.";
    let both = modify(&[(add, "us-east-1b"), (remove, "us-east-1b")]);
    is(both, "InvalidParameterCombination", words);
    let words = format!("us-east-1a is in {id} already.");
    is(modify(&[(add, "us-east-1a")]), "InvalidParameterValue", &words);
    let words = format!("us-east-1b is not in {id}.");
    is(modify(&[(remove, "us-east-1b")]), "InvalidParameterValue", &words);
    let words = format!("{id} must be in at least one Availability Zone.");
    is(modify(&[(remove, "us-east-1a")]), "InvalidParameterValue", &words);
    let moved = modify(&[(add, "us-east-1b"), (remove, "us-east-1a")]).unwrap();
    assert_eq!(moved.texts(&format!("{ONE}.availabilityZoneSet.item")), ["us-east-1b"]);
    let own = [("ServiceId", service_id.as_str())];
    let neither = hub.ec2.ask("AcceptVpcEndpointConnections", &own);
    is(neither, "MissingParameter", "The request must contain the parameter VpcEndpointId");
    let both = [
        own[0],
        ("VpcEndpointId.1", "vpce-0123456789abcdef0"),
        ("TransitGatewayAttachmentId.1", id.as_str()),
    ];
    let words = "The parameter VpcEndpointId cannot be used with the parameter \
                 TransitGatewayAttachmentId";
    is(hub.ec2.ask("RejectVpcEndpointConnections", &both), "InvalidParameterCombination", words);
}

/// A gateway in the lifecycle `aws`, and another account that has a service for it.
fn apart() -> (Hub, Ec2, String, String) {
    let hub = Hub::of(Ec2::with_aws_lifecycle(), &[]);
    let owner = hub.ec2.as_account(OWNER);
    let (service_id, name) = service(&owner, "true");
    (hub, owner, service_id, name)
}

#[test]
fn an_account_needs_a_permission_of_its_own() {
    let (hub, owner, service_id, name) = apart();
    let of_service = ("ServiceId", service_id.as_str());
    let zone = [("AvailabilityZone.1", "us-east-1a")];
    let words = format!("The Vpc Endpoint Service '{name}' does not exist");
    is(attach(&hub, &name, &zone), "InvalidServiceName", &words);
    let root = ("AddAllowedPrincipals.1", ROOT);
    let allow = |more: &[(&str, &str)]| {
        let form = [&[of_service, root], more].concat();
        let added = owner.call("ModifyVpcEndpointServicePermissions", &form);
        added.texts("addedPrincipalSet.item.permissionType").join(" ")
    };
    assert_eq!(allow(&[]), "vpc-endpoint");
    is(attach(&hub, &name, &zone), "InvalidServiceName", &words);
    let of_attachments = [("PermissionType", "transit-gateway-attachment")];
    assert_eq!(allow(&of_attachments), "transit-gateway-attachment");
    assert_eq!(allow(&of_attachments), "");
    let by_type = [
        of_service,
        ("Filter.1.Name", "permission-type"),
        ("Filter.1.Value.1", "transit-gateway-attachment"),
    ];
    let allowed = owner.call("DescribeVpcEndpointServicePermissions", &by_type);
    assert_eq!(allowed.texts("allowedPrincipals.item.principal"), [ROOT]);
    let dry = attach(&hub, &name, &[zone[0], ("DryRun", "true")]).unwrap_err();
    assert_eq!(dry.code, "DryRunOperation");

    let id = in_zone(&hub, &name);
    assert_eq!(state(&hub, &id), "pendingAcceptance");
    assert!(!describe_any(&hub.ec2, &id).has("association"));
    let found = owner.call("DescribeVpcEndpointConnections", &[]);
    let connection = found.at("vpcEndpointConnectionSet.item").unwrap();
    for (member, value) in [
        ("serviceId", service_id.as_str()),
        ("vpcEndpointState", "pendingAcceptance"),
        ("transitGatewayAttachmentId", &id),
        ("transitGatewayAttachmentOwner", "000000000000"),
        ("gatewayLoadBalancerArnSet.item", WALL),
        ("ipAddressType", "ipv4"),
    ] {
        assert_eq!(connection.text(member), value, "{member}");
    }
    assert!(connection.text("vpcEndpointConnectionId").starts_with("vpce-con-"));
    assert!(!connection.has("vpcEndpointId"));
}

/// What comes of an answer to an attachment: the code and the message of a refusal.
fn answer(owner: &Ec2, answer: &str, service_id: &str, id: &str) -> (String, String) {
    let action = format!("{answer}VpcEndpointConnections");
    let form = [("ServiceId", service_id), ("TransitGatewayAttachmentId.1", id)];
    let found = owner.call(&action, &form);
    let text = |member: &str| found.texts(&format!("unsuccessful.item.error.{member}")).join("");
    (text("code"), text("message"))
}

fn allow(owner: &Ec2, service_id: &str) {
    let form = [
        ("ServiceId", service_id),
        ("AddAllowedPrincipals.1", ROOT),
        ("PermissionType", "transit-gateway-attachment"),
    ];
    owner.call("ModifyVpcEndpointServicePermissions", &form);
}

#[test]
fn another_account_lets_a_gateway_in() {
    let (hub, owner, service_id, name) = apart();
    allow(&owner, &service_id);
    let id = in_zone(&hub, &name);
    let answer = |said: &str, id: &str| answer(&owner, said, &service_id, id);
    let none = (String::new(), String::new());
    assert_eq!(answer("Accept", &id), none);
    assert_eq!(state(&hub, &id), "pending");
    assert_eq!(describe_any(&hub.ec2, &id).text("association.state"), "associating");
    assert_eq!(connections(&owner), ["pending"]);
    let words = format!("The Transit Gateway Attachment {id} is pending and cannot be accepted.");
    assert_eq!(answer("Accept", &id), ("IncorrectState".to_owned(), words));
    hub.ec2.advance(60);
    assert_eq!(
        (state(&hub, &id), connections(&owner)),
        ("available".into(), vec!["available".into()])
    );
    let words = format!("The Transit Gateway Attachment {id} is available and cannot be rejected.");
    assert_eq!(answer("Reject", &id), ("IncorrectState".to_owned(), words));
    let unknown = answer("Accept", "tgw-attach-0123456789abcdef0");
    assert_eq!(unknown.0, "InvalidTransitGatewayAttachmentID.NotFound");

    let add = [by_id(&id)[0], ("AddAvailabilityZone.1", "us-east-1b")];
    let changed = hub.ec2.call(MODIFY, &add);
    assert_eq!(changed.text(&format!("{ONE}.state")), "modifying");
    is(hub.ec2.ask(MODIFY, &add), "IncorrectState", &format!("{id} is in invalid state"));
    hub.ec2.advance(60);
    let mut states = connections(&owner);
    states.sort();
    assert_eq!(states, ["available", "pendingAcceptance"]);
    assert_eq!(answer("Reject", &id), none);
    assert_eq!(shown(&hub, &id).texts("availabilityZoneSet.item"), ["us-east-1a"]);
    hub.ec2.call(MODIFY, &add);
    assert_eq!(answer("Accept", &id), none);
    hub.ec2.advance(60);
    assert_eq!(connections(&owner), ["available", "available"]);

    let delete = [("ServiceId.1", service_id.as_str())];
    let refused = owner.call("DeleteVpcEndpointServiceConfigurations", &delete);
    let code = "unsuccessful.item.error.code";
    assert_eq!(refused.text(code), "ExistingVpcEndpointConnections");
    let deleted = hub.ec2.call(DELETE, &by_id(&id));
    assert_eq!(deleted.text(&format!("{ONE}.state")), "deleting");
    assert_eq!(connections(&owner), ["deleting", "deleting"]);
    hub.ec2.advance(60);
    assert_eq!(state(&hub, &id), "deleted");
    assert!(connections(&owner).is_empty());
    owner.call("DeleteVpcEndpointServiceConfigurations", &delete);
}

#[test]
fn a_gateway_is_kept_out() {
    let (hub, owner, service_id, name) = apart();
    let form = [
        ("ServiceId", service_id.as_str()),
        ("AddAllowedPrincipals.1", "arn:aws:iam::000000000000:root"),
        ("PermissionType", "transit-gateway-attachment"),
    ];
    owner.call("ModifyVpcEndpointServicePermissions", &form);
    let id = in_zone(&hub, &name);
    let reject = [form[0], ("TransitGatewayAttachmentId.1", id.as_str())];
    owner.call("RejectVpcEndpointConnections", &reject);
    assert_eq!(state(&hub, &id), "rejecting");
    hub.ec2.advance(60);
    assert_eq!(
        (state(&hub, &id), connections(&owner)),
        ("rejected".into(), vec!["rejected".into()])
    );
    let words = format!("{id} is in invalid state");
    is(hub.ec2.ask(DELETE, &by_id(&id)), "IncorrectState", &words);
    let waiting = in_zone(&hub, &name);
    hub.ec2.call(DELETE, &by_id(&waiting));
    hub.ec2.advance(60);
    let take = [form[0], ("RemoveAllowedPrincipals.1", form[1].1), form[2]];
    owner.call("ModifyVpcEndpointServicePermissions", &take);
    let zone = [("AvailabilityZone.1", "us-east-1a")];
    assert_eq!(attach(&hub, &name, &zone).unwrap_err().code, "InvalidServiceName");
}

#[test]
fn only_static_routes_lead_to_a_function() {
    let hub = Hub::new();
    let (_, name) = service(&hub.ec2, "false");
    let id = in_zone(&hub, &name);
    let propagations = hub.ec2.call("GetTransitGatewayAttachmentPropagations", &by_id(&id));
    assert!(!propagations.has("transitGatewayAttachmentPropagations.item"));
    let tie = [("TransitGatewayRouteTableId", hub.table.as_str()), by_id(&id)[0]];
    let words = format!("Network function attachment {id} cannot propagate routes.");
    let refused = hub.ec2.ask("EnableTransitGatewayRouteTablePropagation", &tie);
    is(refused, "InvalidParameterValue", &words);
    let route = [tie[0], tie[1], ("DestinationCidrBlock", "0.0.0.0/0")];
    let made = hub.ec2.call("CreateTransitGatewayRoute", &route);
    assert_eq!(made.text("route.state"), "active");
    let attachment = made.at("route.transitGatewayAttachments.item").unwrap();
    assert_eq!(attachment.text("resourceType"), "network-function");
    assert_eq!(attachment.text("resourceId"), name);
    let policy = [("TransitGatewayId", hub.gateway.as_str()), ("MiddleboxAttachmentId.1", &id)];
    let policy = hub.ec2.call("CreateTransitGatewayMeteringPolicy", &policy);
    let boxes = "transitGatewayMeteringPolicy.middleboxAttachmentIdSet.item";
    assert_eq!(policy.texts(boxes), [&id]);
    let gateway = [("TransitGatewayId", hub.gateway.as_str())];
    let words = format!("{} has non-deleted Network Function Attachments: {id}.", hub.gateway);
    is(hub.ec2.ask("DeleteTransitGateway", &gateway), "IncorrectState", &words);
    hub.ec2.call(DELETE, &by_id(&id));
    let search = [tie[0], ("Filter.1.Name", "type"), ("Filter.1.Value.1", "static")];
    let found = hub.ec2.call("SearchTransitGatewayRoutes", &search);
    assert_eq!(found.texts("routeSet.item.state"), ["blackhole"]);
    hub.ec2.call("DeleteTransitGateway", &gateway);
}

#[test]
fn a_gateway_encrypts_or_has_what_does_not() {
    let hub = Hub::new();
    let (_, name) = service(&hub.ec2, "false");
    let modify = |option: (&str, &str)| {
        let form = [("TransitGatewayId", hub.gateway.as_str()), option];
        hub.ec2.ask("ModifyTransitGateway", &form)
    };
    let (on, off) =
        (("Options.EncryptionSupport", "enable"), ("Options.EncryptionSupport", "disable"));
    let id = in_zone(&hub, &name);
    let has =
        |noun: &str| format!("{} has {noun} and cannot have encryption support.", hub.gateway);
    is(modify(on), "IncorrectState", &has("network function attachments"));
    hub.ec2.call(DELETE, &by_id(&id));
    let groups = ("Options.SecurityGroupReferencingSupport", "enable");
    modify(groups).unwrap();
    is(modify(on), "IncorrectState", &has("security group references"));
    modify((groups.0, "disable")).unwrap();
    modify(on).unwrap();
    let vpc = hub.attached();
    let cannot =
        |noun: &str| format!("{} has encryption support and cannot have {noun}.", hub.gateway);
    let zone = [("AvailabilityZone.1", "us-east-1a")];
    let words = cannot("network function attachments");
    is(attach(&hub, &name, &zone), "IncorrectState", &words);
    is(modify(groups), "IncorrectState", &cannot("security group references"));
    let connect =
        [("TransportTransitGatewayAttachmentId", vpc.as_str()), ("Options.Protocol", "gre")];
    let connect = hub.ec2.ask("CreateTransitGatewayConnect", &connect);
    is(connect, "IncorrectState", &cannot("Connect attachments"));
    let other = hub.ec2.call("CreateTransitGateway", &[("Options.MulticastSupport", "enable")]);
    let other = other.text("transitGateway.transitGatewayId");
    let peers = [
        ("TransitGatewayId", hub.gateway.as_str()),
        ("PeerTransitGatewayId", other),
        ("PeerAccountId", "000000000000"),
        ("PeerRegion", "us-east-1"),
    ];
    let refused = hub.ec2.ask("CreateTransitGatewayPeeringAttachment", &peers);
    is(refused, "IncorrectState", &cannot("peering attachments"));
    let form = [("TransitGatewayId", other), on];
    let words = format!("{other} has multicast support and cannot have encryption support.");
    is(hub.ec2.ask("ModifyTransitGateway", &form), "IncorrectState", &words);
    modify(off).unwrap();
    in_zone(&hub, &name);
}
