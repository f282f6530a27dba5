use super::support::{Ec2, Xml};

/// A gateway for multicast with an attached VPC, a domain, and an interface in the VPC.
struct Hub {
    ec2: Ec2,
    gateway: String,
    vpc: String,
    subnet: String,
    attachment: String,
    domain: String,
    interface: String,
}

impl Hub {
    fn of(ec2: Ec2) -> Self {
        let made = ec2.call("CreateTransitGateway", &[("Options.MulticastSupport", "enable")]);
        let gateway = made.text("transitGateway.transitGatewayId").to_owned();
        ec2.advance(60);
        let (vpc, subnet, attachment) = spoke(&ec2, &gateway, "10.0.0.0/24");
        let form =
            [("TransitGatewayId", gateway.as_str()), ("Options.StaticSourcesSupport", "enable")];
        let made = ec2.call("CreateTransitGatewayMulticastDomain", &form);
        let domain = domain_id(&made);
        let made = ec2.call("CreateNetworkInterface", &[("SubnetId", &subnet)]);
        let interface = made.text("networkInterface.networkInterfaceId").to_owned();
        ec2.advance(60);
        Self { ec2, gateway, vpc, subnet, attachment, domain, interface }
    }

    fn associated() -> Self {
        let hub = Self::of(Ec2::new());
        hub.ec2.call("AssociateTransitGatewayMulticastDomain", &hub.form());
        hub
    }

    fn form(&self) -> [(&str, &str); 3] {
        [
            ("TransitGatewayMulticastDomainId", self.domain.as_str()),
            ("TransitGatewayAttachmentId", &self.attachment),
            ("SubnetIds.1", &self.subnet),
        ]
    }

    fn group<'a>(&'a self, address: &'a str) -> [(&'a str, &'a str); 3] {
        [
            ("TransitGatewayMulticastDomainId", self.domain.as_str()),
            ("GroupIpAddress", address),
            ("NetworkInterfaceIds.1", &self.interface),
        ]
    }

    fn associations(&self) -> Vec<Xml> {
        let found =
            self.ec2.call("GetTransitGatewayMulticastDomainAssociations", &self.form()[..1]);
        found.all_at("multicastDomainAssociations.item").into_iter().cloned().collect()
    }

    fn groups(&self, more: &[(&str, &str)]) -> Vec<Xml> {
        let form = [&self.form()[..1], more].concat();
        let found = self.ec2.call("SearchTransitGatewayMulticastGroups", &form);
        found.all_at("multicastGroups.item").into_iter().cloned().collect()
    }
}

fn spoke(ec2: &Ec2, gateway: &str, block: &str) -> (String, String, String) {
    let vpc = ec2.call("CreateVpc", &[("CidrBlock", block)]).text("vpc.vpcId").to_owned();
    let form = [("VpcId", vpc.as_str()), ("CidrBlock", block)];
    let subnet = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
    let form = [("TransitGatewayId", gateway), ("VpcId", &vpc), ("SubnetIds.1", &subnet)];
    let made = ec2.call("CreateTransitGatewayVpcAttachment", &form);
    let id = made.text("transitGatewayVpcAttachment.transitGatewayAttachmentId").to_owned();
    (vpc, subnet, id)
}

fn domain_id(made: &Xml) -> String {
    made.text("transitGatewayMulticastDomain.transitGatewayMulticastDomainId").to_owned()
}

fn refusal(code: &str, message: impl Into<String>) -> (String, String) {
    (code.to_owned(), message.into())
}

#[test]
fn a_domain_is_made_at_a_gateway_for_multicast() {
    let hub = Hub::of(Ec2::with_aws_lifecycle());
    let form = [("TransitGatewayId", hub.gateway.as_str())];
    let made = hub.ec2.call("CreateTransitGatewayMulticastDomain", &form);
    let made = made.at("transitGatewayMulticastDomain").unwrap();
    let id = made.text("transitGatewayMulticastDomainId");
    assert!(id.starts_with("tgw-mcast-domain-"));
    for (member, value) in [
        ("transitGatewayId", hub.gateway.as_str()),
        ("ownerId", "000000000000"),
        ("state", "pending"),
        ("options.igmpv2Support", "disable"),
        ("options.staticSourcesSupport", "disable"),
        ("options.autoAcceptSharedAssociations", "disable"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    let arn = format!("arn:aws:ec2:us-east-1:000000000000:transit-gateway-multicast-domain/{id}");
    assert_eq!(made.text("transitGatewayMulticastDomainArn"), arn);
    let by_id = [("TransitGatewayMulticastDomainId", id)];
    let refused = hub.ec2.refused("DeleteTransitGatewayMulticastDomain", &by_id);
    assert_eq!(refused, refusal("IncorrectState", format!("{id} is in invalid state")));
    hub.ec2.advance(10);
    let gone = hub.ec2.call("DeleteTransitGatewayMulticastDomain", &by_id);
    assert_eq!(gone.text("transitGatewayMulticastDomain.state"), "deleting");
    assert!(!gone.has("transitGatewayMulticastDomain.tagSet"));
    hub.ec2.advance(10);
    let refused = hub.ec2.refused("DeleteTransitGatewayMulticastDomain", &by_id);
    let message = format!("Transit Gateway Multicast Domain {id} was deleted or does not exist.");
    assert_eq!(refused, refusal("InvalidTransitGatewayMulticastDomainId.NotFound", message));
    let plain = hub.ec2.call("CreateTransitGateway", &[]);
    let plain = plain.text("transitGateway.transitGatewayId");
    hub.ec2.advance(60);
    let refused =
        hub.ec2.refused("CreateTransitGatewayMulticastDomain", &[("TransitGatewayId", plain)]);
    let message = format!("Multicast support is not enabled for {plain}.");
    assert_eq!(refused, refusal("IncorrectState", message));
    let [igmp, sources] = ["Options.Igmpv2Support", "Options.StaticSourcesSupport"];
    let both = [form[0], (igmp, "enable"), (sources, "enable")];
    let refused = hub.ec2.refused("CreateTransitGatewayMulticastDomain", &both);
    let message = "Igmpv2Support and StaticSourcesSupport cannot both be enabled.";
    assert_eq!(refused, refusal("InvalidParameterCombination", message));
    hub.ec2.call("CreateTransitGatewayMulticastDomain", &both[..2]);
}

#[test]
fn a_subnet_is_in_one_domain() {
    for (ec2, states) in [
        (Ec2::new(), ["associated", "disassociated"]),
        (Ec2::with_aws_lifecycle(), ["associating", "disassociating"]),
    ] {
        let hub = Hub::of(ec2);
        let made = hub.ec2.call("AssociateTransitGatewayMulticastDomain", &hub.form());
        let made = made.at("associations").unwrap();
        for (member, value) in [
            ("transitGatewayMulticastDomainId", hub.domain.as_str()),
            ("transitGatewayAttachmentId", &hub.attachment),
            ("resourceId", &hub.vpc),
            ("resourceType", "vpc"),
            ("resourceOwnerId", "000000000000"),
            ("subnets.item.subnetId", &hub.subnet),
            ("subnets.item.state", states[0]),
        ] {
            assert_eq!(made.text(member), value, "{member}");
        }
        hub.ec2.advance(10);
        let [association] = &hub.associations()[..] else { panic!("there is one association") };
        assert_eq!(association.text("subnet.subnetId"), hub.subnet);
        assert_eq!(association.text("subnet.state"), "associated");
        let refused = hub.ec2.refused("AssociateTransitGatewayMulticastDomain", &hub.form());
        let message = format!("Subnet {} is already associated to {}.", hub.subnet, hub.domain);
        assert_eq!(refused, refusal("Resource.AlreadyAssociated", message));
        let by_id = &hub.form()[..1];
        let refused = hub.ec2.refused("DeleteTransitGatewayMulticastDomain", by_id);
        let message = format!("{} has associated subnets: {}.", hub.domain, hub.subnet);
        assert_eq!(refused, refusal("IncorrectState", message));
        let gone = hub.ec2.call("DisassociateTransitGatewayMulticastDomain", &hub.form());
        assert_eq!(gone.text("associations.subnets.item.state"), states[1]);
        hub.ec2.advance(10);
        assert!(hub.associations().is_empty());
        let refused = hub.ec2.refused("DisassociateTransitGatewayMulticastDomain", &hub.form());
        let message = format!("Subnet {} is not associated to {}.", hub.subnet, hub.domain);
        assert_eq!(
            refused,
            refusal("InvalidTransitGatewayMulticastDomainAssociation.NotFound", message)
        );
        hub.ec2.call("DeleteTransitGatewayMulticastDomain", by_id);
    }
}

#[test]
fn a_subnet_is_of_an_attached_vpc() {
    let hub = Hub::of(Ec2::new());
    let (_, other, _) = spoke(&hub.ec2, &hub.gateway, "10.1.0.0/24");
    let [domain, attachment, _] = hub.form();
    let form = [domain, attachment, ("SubnetIds.1", &other)];
    let refused = hub.ec2.refused("AssociateTransitGatewayMulticastDomain", &form);
    let message = format!("Subnet {other} was deleted or does not exist.");
    assert_eq!(refused, refusal("InvalidSubnetID.NotFound", message));
    let guest = hub.ec2.as_account("111111111111");
    let (_, theirs, foreign) = spoke(&guest, &hub.gateway, "10.2.0.0/24");
    let accept = [("TransitGatewayAttachmentId", foreign.as_str())];
    hub.ec2.call("AcceptTransitGatewayVpcAttachment", &accept);
    let form = [domain, accept[0], ("SubnetIds.1", &theirs)];
    let refused = hub.ec2.refused("AssociateTransitGatewayMulticastDomain", &form);
    let message = format!("Subnet {theirs} was deleted or does not exist.");
    assert_eq!(refused, refusal("InvalidSubnetID.NotFound", message));
    // What is one's own waits for no answer.
    for action in [
        "AcceptTransitGatewayMulticastDomainAssociations",
        "RejectTransitGatewayMulticastDomainAssociations",
    ] {
        let refused = hub.ec2.refused(action, &hub.form());
        let message = format!(
            "No association of {} with {} awaits acceptance for {}.",
            hub.domain, hub.attachment, hub.subnet
        );
        assert_eq!(refused, refusal("IncorrectState", message));
        let refused = hub.ec2.refused(action, &hub.form()[..2]);
        let message = "Missing required parameter in request: SubnetIds.";
        assert_eq!(refused, refusal("MissingParameter", message));
    }
    let refused = hub.ec2.refused("GetTransitGatewayMulticastDomainAssociations", &[]);
    let message = "Missing required parameter in request: TransitGatewayMulticastDomainId.";
    assert_eq!(refused, refusal("MissingParameter", message));
}

#[test]
fn interfaces_receive_and_send() {
    let hub = Hub::associated();
    let made = hub.ec2.call("RegisterTransitGatewayMulticastGroupMembers", &hub.group("224.0.1.1"));
    let made = made.at("registeredMulticastGroupMembers").unwrap();
    assert_eq!(made.text("transitGatewayMulticastDomainId"), hub.domain);
    assert_eq!(made.text("registeredNetworkInterfaceIds.item"), hub.interface);
    assert_eq!(made.text("groupIpAddress"), "224.0.1.1");
    let made = hub.ec2.call("RegisterTransitGatewayMulticastGroupSources", &hub.group("224.0.1.1"));
    assert!(made.has("registeredMulticastGroupSources.registeredNetworkInterfaceIds.item"));
    hub.ec2.call("RegisterTransitGatewayMulticastGroupMembers", &hub.group("ff0e::1"));
    let groups = hub.groups(&[]);
    assert_eq!(groups.len(), 2);
    for (member, value) in [
        ("groupIpAddress", "224.0.1.1"),
        ("transitGatewayAttachmentId", &hub.attachment),
        ("subnetId", &hub.subnet),
        ("resourceId", &hub.vpc),
        ("resourceType", "vpc"),
        ("networkInterfaceId", &hub.interface),
        ("groupMember", "true"),
        ("groupSource", "true"),
        ("memberType", "static"),
        ("sourceType", "static"),
    ] {
        assert_eq!(groups[0].text(member), value, "{member}");
    }
    let sources = [("Filter.1.Name", "is-group-source"), ("Filter.1.Value.1", "true")];
    assert_eq!(hub.groups(&sources).len(), 1);
    let gone =
        hub.ec2.call("DeregisterTransitGatewayMulticastGroupMembers", &hub.group("224.0.1.1"));
    let gone = gone.at("deregisteredMulticastGroupMembers").unwrap();
    assert_eq!(gone.text("deregisteredNetworkInterfaceIds.item"), hub.interface);
    let groups = hub.groups(&[]);
    assert_eq!(groups[0].text("groupMember"), "false");
    assert!(!groups[0].has("memberType"));
    for (noun, address) in [("Member", "224.0.1.1"), ("Source", "224.0.1.9")] {
        let action = format!("DeregisterTransitGatewayMulticastGroup{noun}s");
        let message = format!(
            "{} is no {} of the group in {}.",
            hub.interface,
            noun.to_lowercase(),
            hub.domain
        );
        let code = format!("TransitGatewayMulticastGroup{noun}.NotFound");
        assert_eq!(hub.ec2.refused(&action, &hub.group(address)), refusal(&code, message));
    }
    let gone =
        hub.ec2.call("DeregisterTransitGatewayMulticastGroupSources", &hub.group("224.0.1.1"));
    assert!(gone.has("deregisteredMulticastGroupSources.deregisteredNetworkInterfaceIds.item"));
    assert_eq!(hub.groups(&[]).len(), 1);
    // What is gone is in no group.
    hub.ec2.call("DeleteNetworkInterface", &[("NetworkInterfaceId", &hub.interface)]);
    assert!(hub.groups(&[]).is_empty());
    let refused = hub.ec2.refused("DeregisterTransitGatewayMulticastGroupSources", &[]);
    let message = "Missing required parameter in request: TransitGatewayMulticastDomainId.";
    assert_eq!(refused, refusal("MissingParameter", message));
}

#[test]
fn what_cannot_be_in_a_group_is_refused() {
    let hub = Hub::of(Ec2::new());
    let members = "RegisterTransitGatewayMulticastGroupMembers";
    let refused = hub.ec2.refused(members, &hub.group("224.0.1.1"));
    let message =
        format!("{} is not in a subnet that is associated to {}.", hub.interface, hub.domain);
    assert_eq!(refused, refusal("InvalidParameterValue", message));
    let refused = hub.ec2.refused(members, &hub.group("10.0.0.1"));
    let message = "Value (10.0.0.1) for parameter groupIpAddress is invalid. Expecting an address \
                   of 224.0.0.0/4 or ff00::/8.";
    assert_eq!(refused, refusal("InvalidParameterValue", message));
    let [domain, _, interface] = hub.group("");
    let refused = hub.ec2.refused(members, &[domain, interface]);
    let message = "Missing required parameter in request: GroupIpAddress.";
    assert_eq!(refused, refusal("MissingParameter", message));
    let form = [("TransitGatewayId", hub.gateway.as_str())];
    let made = hub.ec2.call("CreateTransitGatewayMulticastDomain", &form);
    let id = domain_id(&made);
    let [_, group, interface] = hub.group("224.0.1.1");
    let form = [("TransitGatewayMulticastDomainId", id.as_str()), group, interface];
    let refused = hub.ec2.refused("RegisterTransitGatewayMulticastGroupSources", &form);
    let message = format!("Static sources support is not enabled for {id}.");
    assert_eq!(refused, refusal("IncorrectState", message));
}

#[test]
fn a_domain_goes_with_its_gateway() {
    let hub = Hub::associated();
    hub.ec2.call("DeleteTransitGatewayVpcAttachment", &hub.form()[1..2]);
    assert!(hub.associations().is_empty());
    hub.ec2.call("DeleteTransitGateway", &[("TransitGatewayId", &hub.gateway)]);
    let found = hub.ec2.call("DescribeTransitGatewayMulticastDomains", &[]);
    assert_eq!(found.text("transitGatewayMulticastDomains.item.state"), "deleted");
}

/// A guest's subnet in a VPC that is attached to the hub: the subnet and the attachment.
fn guests(hub: &Hub, guest: &Ec2) -> (String, String) {
    let (_, subnet, attachment) = spoke(guest, &hub.gateway, "10.2.0.0/24");
    let accept = [("TransitGatewayAttachmentId", attachment.as_str())];
    hub.ec2.call("AcceptTransitGatewayVpcAttachment", &accept);
    hub.ec2.advance(60);
    (subnet, attachment)
}

const STATE: &str = "associations.subnets.item.state";

#[test]
fn another_account_is_in_a_domain_with_what_is_its_own() {
    for (ec2, first) in [(Ec2::new(), "associated"), (Ec2::with_aws_lifecycle(), "associating")] {
        let hub = Hub::of(ec2);
        hub.ec2.call("AssociateTransitGatewayMulticastDomain", &hub.form());
        let guest = hub.ec2.as_account("111111111111");
        let (subnet, attachment) = guests(&hub, &guest);
        let [domain, ..] = hub.form();
        let form = [domain, ("TransitGatewayAttachmentId", &attachment), ("SubnetIds.1", &subnet)];
        let made = guest.call("AssociateTransitGatewayMulticastDomain", &form);
        assert_eq!(made.text(STATE), "pendingAcceptance");
        assert_eq!(made.text("associations.resourceOwnerId"), "111111111111");
        let interface = guest.call("CreateNetworkInterface", &[("SubnetId", &subnet)]);
        let interface = interface.text("networkInterface.networkInterfaceId");
        let member =
            [domain, ("GroupIpAddress", "224.0.1.1"), ("NetworkInterfaceIds.1", interface)];
        let refused = guest.refused("RegisterTransitGatewayMulticastGroupMembers", &member);
        assert_eq!(refused.0, "InvalidParameterValue");
        let refused = guest.refused("AcceptTransitGatewayMulticastDomainAssociations", &form);
        assert_eq!(refused.0, "InvalidTransitGatewayMulticastDomainId.NotFound");

        let gone = hub.ec2.call("RejectTransitGatewayMulticastDomainAssociations", &form);
        assert_eq!(gone.text(STATE), "rejected");
        assert_eq!(hub.associations().len(), 1);
        guest.call("AssociateTransitGatewayMulticastDomain", &form);
        let made = hub.ec2.call("AcceptTransitGatewayMulticastDomainAssociations", &form);
        assert_eq!(made.text(STATE), first);
        hub.ec2.advance(10);
        assert_eq!(hub.associations().len(), 2);
        let seen = guest.call("GetTransitGatewayMulticastDomainAssociations", &form[..1]);
        let seen = seen.all_at("multicastDomainAssociations.item");
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].text("subnet.state"), "associated");
        let refused = guest.refused("AssociateTransitGatewayMulticastDomain", &form);
        let message = format!("Subnet {subnet} is already associated to {}.", hub.domain);
        assert_eq!(refused, refusal("Resource.AlreadyAssociated", message));

        guest.call("RegisterTransitGatewayMulticastGroupMembers", &member);
        guest.call("RegisterTransitGatewayMulticastGroupSources", &member);
        hub.ec2.call("RegisterTransitGatewayMulticastGroupMembers", &hub.group("224.0.1.1"));
        assert_eq!(hub.groups(&[]).len(), 2);
        let seen = guest.call("SearchTransitGatewayMulticastGroups", &member[..1]);
        let seen = seen.all_at("multicastGroups.item");
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].text("networkInterfaceId"), interface);
        assert_eq!(seen[0].text("resourceOwnerId"), "111111111111");
        let gone = guest.call("DeregisterTransitGatewayMulticastGroupMembers", &member[..1]);
        let ids = "deregisteredMulticastGroupMembers.deregisteredNetworkInterfaceIds.item";
        assert_eq!(gone.texts(ids), [interface]);
        hub.ec2.call("DeregisterTransitGatewayMulticastGroupSources", &member);
        assert_eq!(hub.groups(&[]).len(), 1);
        let gone = guest.call("DisassociateTransitGatewayMulticastDomain", &form);
        assert!(gone.text(STATE).starts_with("disassociat"));
        hub.ec2.advance(10);
        assert_eq!(hub.associations().len(), 1);
        let unknown = [("TransitGatewayMulticastDomainId", "tgw-mcast-domain-0123456789abcdef0")];
        let refused = guest.refused("SearchTransitGatewayMulticastGroups", &unknown);
        assert_eq!(refused.0, "InvalidTransitGatewayMulticastDomainId.NotFound");
    }
}

#[test]
fn a_domain_can_take_what_is_shared_by_itself() {
    let hub = Hub::of(Ec2::new());
    let form = [
        ("TransitGatewayId", hub.gateway.as_str()),
        ("Options.AutoAcceptSharedAssociations", "enable"),
    ];
    let made = hub.ec2.call("CreateTransitGatewayMulticastDomain", &form);
    let domain = domain_id(&made);
    let guest = hub.ec2.as_account("111111111111");
    let (subnet, attachment) = guests(&hub, &guest);
    let form = [
        ("TransitGatewayMulticastDomainId", domain.as_str()),
        ("TransitGatewayAttachmentId", &attachment),
        ("SubnetIds.1", &subnet),
    ];
    let made = guest.call("AssociateTransitGatewayMulticastDomain", &form);
    assert_eq!(made.text(STATE), "associated");
    let found = guest.call(
        "DescribeTransitGatewayMulticastDomains",
        &[("TransitGatewayMulticastDomainIds.1", &domain)],
    );
    assert_eq!(found.text("transitGatewayMulticastDomains.item.ownerId"), "000000000000");
}
