use super::support::{Ec2, Xml};

struct Hub {
    ec2: Ec2,
    gateway: String,
    policy: String,
}

impl Hub {
    fn of(ec2: Ec2) -> Self {
        let made = ec2.call("CreateTransitGateway", &[]);
        let gateway = made.text("transitGateway.transitGatewayId").to_owned();
        ec2.advance(60);
        let form = [("TransitGatewayId", gateway.as_str())];
        let made = ec2.call("CreateTransitGatewayMeteringPolicy", &form);
        let policy =
            made.text("transitGatewayMeteringPolicy.transitGatewayMeteringPolicyId").to_owned();
        ec2.advance(60);
        Self { ec2, gateway, policy }
    }

    fn by_id(&self) -> (&str, &str) {
        ("TransitGatewayMeteringPolicyId", &self.policy)
    }

    fn attach(&self, block: &str) -> String {
        let vpc = self.ec2.call("CreateVpc", &[("CidrBlock", block)]);
        let vpc = vpc.text("vpc.vpcId");
        let subnet = self.ec2.call("CreateSubnet", &[("VpcId", vpc), ("CidrBlock", block)]);
        let made = self.ec2.call(
            "CreateTransitGatewayVpcAttachment",
            &[
                ("TransitGatewayId", self.gateway.as_str()),
                ("VpcId", vpc),
                ("SubnetIds.1", subnet.text("subnet.subnetId")),
            ],
        );
        self.ec2.advance(60);
        made.text("transitGatewayVpcAttachment.transitGatewayAttachmentId").to_owned()
    }

    fn entry<'a>(&'a self, number: &'a str) -> [(&'a str, &'a str); 3] {
        [self.by_id(), ("PolicyRuleNumber", number), ("MeteredAccount", "transit-gateway-owner")]
    }

    fn entries(&self) -> Vec<Xml> {
        let found = self.ec2.call("GetTransitGatewayMeteringPolicyEntries", &[self.by_id()]);
        found.all_at("transitGatewayMeteringPolicyEntries.item").into_iter().cloned().collect()
    }
}

fn refusal(code: &str, message: impl Into<String>) -> (String, String) {
    (code.to_owned(), message.into())
}

#[test]
fn a_policy_has_middleboxes() {
    for (ec2, states) in [
        (Ec2::new(), ["available", "deleted"]),
        (Ec2::with_aws_lifecycle(), ["modifying", "deleting"]),
    ] {
        let hub = Hub::of(ec2);
        let attachment = hub.attach("10.0.0.0/24");
        let add = [hub.by_id(), ("AddMiddleboxAttachmentId.1", &attachment)];
        let changed = hub.ec2.call("ModifyTransitGatewayMeteringPolicy", &add);
        let changed = changed.at("transitGatewayMeteringPolicy").unwrap();
        assert_eq!(changed.text("state"), states[0]);
        assert_eq!(changed.text("middleboxAttachmentIdSet.item"), attachment);
        assert_eq!(changed.text("updateEffectiveAt"), "2026-01-31T13:00:00.000Z");
        if states[0] == "modifying" {
            let refused = hub.ec2.refused("ModifyTransitGatewayMeteringPolicy", &add);
            let message = format!("{} is in invalid state", hub.policy);
            assert_eq!(refused, refusal("IncorrectState", message));
        }
        hub.ec2.advance(5);
        let found = hub.ec2.call("DescribeTransitGatewayMeteringPolicies", &[]);
        let shown = found.at("transitGatewayMeteringPolicies.item").unwrap();
        assert_eq!(shown.text("state"), "available");
        let remove = [hub.by_id(), ("RemoveMiddleboxAttachmentId.1", &attachment)];
        let changed = hub.ec2.call("ModifyTransitGatewayMeteringPolicy", &remove);
        assert!(!changed.has("transitGatewayMeteringPolicy.middleboxAttachmentIdSet.item"));
        hub.ec2.advance(5);
        let refused = hub.ec2.refused("ModifyTransitGatewayMeteringPolicy", &remove);
        let message = format!(
            "Value ({attachment}) for parameter removeMiddleboxAttachmentId is invalid. It is no \
             middlebox attachment of the policy."
        );
        assert_eq!(refused, refusal("InvalidParameterValue", message));
        let gone = hub.ec2.call("DeleteTransitGatewayMeteringPolicy", &[hub.by_id()]);
        assert_eq!(gone.text("transitGatewayMeteringPolicy.state"), states[1]);
        let refused = hub.ec2.refused("DeleteTransitGatewayMeteringPolicy", &[hub.by_id()]);
        let message =
            format!("The transitGatewayMeteringPolicy ID '{}' does not exist", hub.policy);
        assert_eq!(refused, refusal("InvalidTransitGatewayMeteringPolicyId.NotFound", message));
    }
}

#[test]
fn what_cannot_be_a_middlebox_is_refused() {
    let hub = Hub::of(Ec2::new());
    let ids: Vec<String> = (0..11).map(|at| hub.attach(&format!("10.{at}.0.0/24"))).collect();
    let names: Vec<String> = (1..12).map(|at| format!("AddMiddleboxAttachmentId.{at}")).collect();
    let mut form = vec![hub.by_id()];
    form.extend(names.iter().zip(&ids).map(|(name, id)| (name.as_str(), id.as_str())));
    let refused = hub.ec2.refused("ModifyTransitGatewayMeteringPolicy", &form);
    let message = "A metering policy can have up to 10 middlebox attachments.";
    assert_eq!(refused, refusal("InvalidParameterValue", message));
    let over =
        [("TransportTransitGatewayAttachmentId", ids[0].as_str()), ("Options.Protocol", "gre")];
    let made = hub.ec2.call("CreateTransitGatewayConnect", &over);
    let connect = made.text("transitGatewayConnect.transitGatewayAttachmentId");
    let form = [hub.by_id(), ("AddMiddleboxAttachmentId.1", connect)];
    let refused = hub.ec2.refused("ModifyTransitGatewayMeteringPolicy", &form);
    let message = format!(
        "Value ({connect}) for parameter middleboxAttachmentId is invalid. Expecting an \
         attachment of a network function, a VPC or a VPN."
    );
    assert_eq!(refused, refusal("InvalidParameterValue", message));
    let form = [("TransitGatewayId", hub.gateway.as_str())];
    let refused = hub.ec2.refused("CreateTransitGatewayMeteringPolicy", &form);
    let message = format!("{} already has the metering policy {}.", hub.gateway, hub.policy);
    assert_eq!(refused, refusal("IncorrectState", message));
    let other = hub.ec2.call("CreateTransitGateway", &[]);
    let form = [
        ("TransitGatewayId", other.text("transitGateway.transitGatewayId")),
        ("MiddleboxAttachmentId.1", &ids[0]),
    ];
    let refused = hub.ec2.refused("CreateTransitGatewayMeteringPolicy", &form);
    let message = format!("Transit Gateway Attachment {} was deleted or does not exist.", ids[0]);
    assert_eq!(refused, refusal("InvalidTransitGatewayAttachmentID.NotFound", message));
}

#[test]
fn entries_are_told_in_their_order() {
    let hub = Hub::of(Ec2::new());
    let attachment = hub.attach("10.0.0.0/24");
    let more = [
        ("SourceTransitGatewayAttachmentId", attachment.as_str()),
        ("SourceTransitGatewayAttachmentType", "vpc"),
        ("SourceCidrBlock", "10.0.0.0/24"),
        ("SourcePortRange", "1024-65535"),
        ("DestinationTransitGatewayAttachmentType", "vpn"),
        ("DestinationCidrBlock", "192.168.0.0/16"),
        ("DestinationPortRange", "443"),
        ("Protocol", "6"),
    ];
    let create = "CreateTransitGatewayMeteringPolicyEntry";
    let made = hub.ec2.call(create, &[&hub.entry("200")[..], &more].concat());
    hub.ec2.call(create, &hub.entry("30"));
    let made = made.at("transitGatewayMeteringPolicyEntry").unwrap();
    for (member, value) in [
        ("policyRuleNumber", "200"),
        ("meteredAccount", "transit-gateway-owner"),
        ("state", "available"),
        ("updateEffectiveAt", "2026-01-31T13:00:00.000Z"),
        ("meteringPolicyRule.sourceTransitGatewayAttachmentId", &attachment),
        ("meteringPolicyRule.sourceTransitGatewayAttachmentType", "vpc"),
        ("meteringPolicyRule.sourceCidrBlock", "10.0.0.0/24"),
        ("meteringPolicyRule.sourcePortRange", "1024-65535"),
        ("meteringPolicyRule.destinationTransitGatewayAttachmentType", "vpn"),
        ("meteringPolicyRule.destinationCidrBlock", "192.168.0.0/16"),
        ("meteringPolicyRule.destinationPortRange", "443"),
        ("meteringPolicyRule.protocol", "6"),
    ] {
        assert_eq!(made.text(member), value, "{member}");
    }
    let entries = hub.entries();
    let numbers: Vec<&str> = entries.iter().map(|it| it.text("policyRuleNumber")).collect();
    assert_eq!(numbers, ["30", "200"]);
    let refused = hub.ec2.refused(create, &hub.entry("30"));
    let message = format!("Policy rule 30 already exists in {}.", hub.policy);
    assert_eq!(refused, refusal("MeteringPolicyEntryAlreadyExists", message));
    let delete = &hub.entry("30")[..2];
    let gone = hub.ec2.call("DeleteTransitGatewayMeteringPolicyEntry", delete);
    assert_eq!(gone.text("transitGatewayMeteringPolicyEntry.state"), "deleted");
    assert_eq!(hub.entries().len(), 1);
    let refused = hub.ec2.refused("DeleteTransitGatewayMeteringPolicyEntry", delete);
    let message = "RuleNumber provided does not exists".to_owned();
    assert_eq!(refused, refusal("InvalidParameterValue", message));
}

#[test]
fn a_rule_is_checked() {
    let hub = Hub::of(Ec2::new());
    let create = "CreateTransitGatewayMeteringPolicyEntry";
    for (name, parameter, value, reason) in [
        ("SourceCidrBlock", "sourceCidrBlock", "all", "This is not a valid CIDR block."),
        (
            "DestinationPortRange",
            "destinationPortRange",
            "9-1",
            "Expecting a port, or two with a hyphen between them.",
        ),
    ] {
        let refused = hub.ec2.refused(create, &[&hub.entry("1")[..], &[(name, value)]].concat());
        let message = format!("Value ({value}) for parameter {parameter} is invalid. {reason}");
        assert_eq!(refused, refusal("InvalidParameterValue", message));
    }
    let refused = hub.ec2.refused(create, &hub.entry("0"));
    let message = "Value (0) for parameter policyRuleNumber is invalid. Expecting a number from 1 \
                   to 32766.";
    assert_eq!(refused, refusal("InvalidParameterValue", message));
}
