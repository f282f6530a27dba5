//! Rules that name groups of peered VPCs, of the same account and of another one, and what becomes
//! of them when the group or the connection goes.

use super::support::{Ec2, Xml};

const INGRESS: &str = "AuthorizeSecurityGroupIngress";
const EGRESS: &str = "AuthorizeSecurityGroupEgress";
const OTHER: &str = "111122223333";
const MINE: &str = "000000000000";
const NETWORKS: &str = "You have specified two resources that belong to different networks.";
const PAIR: &str = "securityGroupInfo.item.ipPermissions.item.groups.item";

/// A VPC with a group.
struct Side {
    ec2: Ec2,
    vpc: String,
    group: String,
}

impl Side {
    fn new(ec2: &Ec2, cidr: &str) -> Self {
        let vpc = ec2.call("CreateVpc", &[("CidrBlock", cidr)]).text("vpc.vpcId").to_owned();
        let group = group(ec2, &vpc, "web");
        Self { ec2: ec2.clone(), vpc, group }
    }
}

fn group(ec2: &Ec2, vpc: &str, name: &str) -> String {
    let form = [("GroupName", name), ("GroupDescription", "of a side"), ("VpcId", vpc)];
    ec2.call("CreateSecurityGroup", &form).text("groupId").to_owned()
}

fn request(one: &Side, other: &Side, owner: &str) -> String {
    let form = [("VpcId", one.vpc.as_str()), ("PeerVpcId", &other.vpc), ("PeerOwnerId", owner)];
    let made = one.ec2.call("CreateVpcPeeringConnection", &form);
    made.text("vpcPeeringConnection.vpcPeeringConnectionId").to_owned()
}

fn peer(one: &Side, other: &Side, owner: &str) -> String {
    let id = request(one, other, owner);
    one.ec2.advance(60);
    other.ec2.call("AcceptVpcPeeringConnection", &[("VpcPeeringConnectionId", &id)]);
    one.ec2.advance(60);
    id
}

fn of_one_account(ec2: &Ec2) -> (Side, Side) {
    (Side::new(ec2, "10.0.0.0/16"), Side::new(ec2, "10.1.0.0/16"))
}

fn of_two_accounts(ec2: &Ec2) -> (Side, Side) {
    (Side::new(ec2, "10.0.0.0/16"), Side::new(&ec2.as_account(OTHER), "10.1.0.0/16"))
}

fn naming<'a>(group: &'a str, named: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("GroupId", group),
        ("IpPermissions.1.IpProtocol", "tcp"),
        ("IpPermissions.1.FromPort", "22"),
        ("IpPermissions.1.ToPort", "22"),
        ("IpPermissions.1.Groups.1.GroupId", named),
    ]
}

fn with<'a>(
    form: &[(&'a str, &'a str)],
    member: &'a str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    let mut form = form.to_vec();
    form.push((member, value));
    form
}

const USER: &str = "IpPermissions.1.Groups.1.UserId";
const VPC: &str = "IpPermissions.1.Groups.1.VpcId";
const CONNECTION: &str = "IpPermissions.1.Groups.1.VpcPeeringConnectionId";
const STATUS: &str = "IpPermissions.1.Groups.1.PeeringStatus";

fn refused(ec2: &Ec2, action: &str, form: &[(&str, &str)], message: &str) {
    let refusal = ec2.refused(action, form);
    assert_eq!(refusal, ("InvalidGroup.NotFound".to_owned(), message.to_owned()));
}

fn described(side: &Side) -> Xml {
    side.ec2.call("DescribeSecurityGroups", &[("GroupId.1", &side.group)])
}

fn stale(side: &Side) -> Xml {
    side.ec2.call("DescribeStaleSecurityGroups", &[("VpcId", &side.vpc)])
}

fn is_stale(side: &Side) -> bool {
    stale(side).has("staleSecurityGroupSet.item")
}

fn references(side: &Side) -> Xml {
    side.ec2.call("DescribeSecurityGroupReferences", &[("GroupId.1", &side.group)])
}

fn children(xml: &Xml, path: &str) -> Vec<(String, String)> {
    let at = xml.at(path).unwrap();
    at.children.iter().map(|child| (child.name.clone(), child.text.clone())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn sorted(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    pairs.sort();
    pairs
}

#[test]
fn a_rule_names_a_group_over_an_active_connection() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let (one, other) = of_one_account(&ec2);
        let form = naming(&one.group, &other.group);
        refused(&ec2, INGRESS, &form, NETWORKS);
        let id = request(&one, &other, MINE);
        refused(&ec2, INGRESS, &form, NETWORKS);
        ec2.advance(60);
        ec2.call("AcceptVpcPeeringConnection", &[("VpcPeeringConnectionId", &id)]);
        ec2.advance(60);

        let mut dry = form.clone();
        dry.push(("DryRun", "true"));
        assert_eq!(ec2.refused(INGRESS, &dry).0, "DryRunOperation");
        let made = ec2.call(INGRESS, &form);
        let shown = [
            ("groupId", other.group.as_str()),
            ("peeringStatus", "active"),
            ("userId", MINE),
            ("vpcId", &other.vpc),
            ("vpcPeeringConnectionId", &id),
        ];
        let info = children(&made, "securityGroupRuleSet.item.referencedGroupInfo");
        assert_eq!(sorted(info), pairs(&shown));
        assert_eq!(sorted(children(&described(&one), PAIR)), pairs(&shown));
        let twice = ec2.refused(INGRESS, &form);
        let words = format!(
            "the specified rule \"peer: {}, TCP, from port: 22, to port: 22, ALLOW\" already \
             exists",
            other.group
        );
        assert_eq!(twice, ("InvalidPermission.Duplicate".to_owned(), words));
        let back = naming(&other.group, &one.group);
        ec2.call(EGRESS, &with(&back, CONNECTION, &id));
        let found = references(&other);
        let reference = [
            ("groupId", other.group.as_str()),
            ("referencingVpcId", &one.vpc),
            ("vpcPeeringConnectionId", &id),
        ];
        let shown = children(&found, "securityGroupReferenceSet.item");
        assert_eq!(sorted(shown), pairs(&reference));
        assert_eq!(
            references(&one).text("securityGroupReferenceSet.item.referencingVpcId"),
            other.vpc
        );
        assert!(!is_stale(&one) && !is_stale(&other));
    }
}

#[test]
fn what_else_a_pair_says_must_be_so() {
    let ec2 = Ec2::new();
    let (one, other) = of_one_account(&ec2);
    let id = peer(&one, &other, MINE);
    let elsewhere = Side::new(&ec2, "10.2.0.0/16");
    let another = peer(&one, &elsewhere, MINE);
    let form = naming(&one.group, &other.group);
    refused(&ec2, INGRESS, &with(&form, VPC, &one.vpc), NETWORKS);
    refused(&ec2, INGRESS, &with(&form, CONNECTION, &another), NETWORKS);
    refused(&ec2, INGRESS, &with(&form, STATUS, "deleted"), NETWORKS);
    let nowhere = ec2.refused(INGRESS, &with(&form, CONNECTION, "pcx-0123456789abcdef0"));
    assert_eq!(nowhere.0, "InvalidVpcPeeringConnectionID.NotFound");
    let unpeered = naming(&other.group, &elsewhere.group);
    refused(&ec2, INGRESS, &unpeered, NETWORKS);
    let whole = with(&with(&form, VPC, &other.vpc), CONNECTION, &id);
    ec2.call(INGRESS, &with(&with(&whole, STATUS, "active"), USER, MINE));
}

#[test]
fn a_rule_names_a_group_of_another_account() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let (one, other) = of_two_accounts(&ec2);
        let form = naming(&one.group, &other.group);
        let named = with(&form, USER, OTHER);
        let missing = format!("The security group '{}' does not exist", other.group);
        refused(&ec2, INGRESS, &named, &missing);
        let id = peer(&one, &other, OTHER);
        refused(&ec2, INGRESS, &form, &missing);
        let malformed = with(&naming(&one.group, "sg-x"), USER, OTHER);
        assert_eq!(ec2.refused(INGRESS, &malformed).0, "InvalidGroupId.Malformed");
        refused(&ec2, INGRESS, &with(&named, VPC, &one.vpc), NETWORKS);
        ec2.call(INGRESS, &named);
        let shown = described(&one);
        assert_eq!(shown.text(&format!("{PAIR}.userId")), OTHER);
        assert_eq!(shown.text(&format!("{PAIR}.vpcPeeringConnectionId")), id);
        let found = references(&other);
        assert_eq!(found.text("securityGroupReferenceSet.item.referencingVpcId"), one.vpc);
        assert_eq!(found.text("securityGroupReferenceSet.item.vpcPeeringConnectionId"), id);
        for (name, value) in [
            ("ip-permission.user-id", OTHER),
            ("ip-permission.group-id", &other.group),
            ("ip-permission.group-name", "web"),
        ] {
            let form = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
            let found = ec2.call("DescribeSecurityGroups", &form);
            assert_eq!(found.texts("securityGroupInfo.item.groupId"), [&one.group], "{name}");
        }
    }
}

#[test]
fn no_rule_names_a_group_of_another_region() {
    let ec2 = Ec2::new();
    let west = ec2.in_region("eu-west-1");
    let (one, other) = (Side::new(&ec2, "10.0.0.0/16"), Side::new(&west, "10.1.0.0/16"));
    let form =
        [("VpcId", one.vpc.as_str()), ("PeerVpcId", &other.vpc), ("PeerRegion", "eu-west-1")];
    let made = ec2.call("CreateVpcPeeringConnection", &form);
    let id = made.text("vpcPeeringConnection.vpcPeeringConnectionId");
    west.call("AcceptVpcPeeringConnection", &[("VpcPeeringConnectionId", id)]);
    let form = naming(&one.group, &other.group);
    let missing = format!("The security group '{}' does not exist", other.group);
    refused(&ec2, INGRESS, &form, &missing);
    refused(&ec2, INGRESS, &with(&form, CONNECTION, id), &missing);
}

#[test]
fn a_rule_is_stale_without_its_group() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let (one, other) = of_two_accounts(&ec2);
        let id = peer(&one, &other, OTHER);
        let form = with(&naming(&one.group, &other.group), USER, OTHER);
        let text = "IpPermissions.1.Groups.1.Description";
        ec2.call(INGRESS, &with(&form, text, "from beyond"));
        other.ec2.call("DeleteSecurityGroup", &[("GroupId", &other.group)]);

        let shown = [
            ("description", "from beyond"),
            ("groupId", other.group.as_str()),
            ("peeringStatus", "active"),
            ("vpcId", &other.vpc),
            ("vpcPeeringConnectionId", &id),
        ];
        assert_eq!(sorted(children(&described(&one), PAIR)), pairs(&shown));
        let found = stale(&one);
        let item = found.at("staleSecurityGroupSet.item").unwrap();
        assert_eq!(item.text("groupId"), one.group);
        assert_eq!(item.text("groupName"), "web");
        assert_eq!(item.text("description"), "of a side");
        assert_eq!(item.text("vpcId"), one.vpc);
        let permission = "staleIpPermissions.item";
        assert_eq!(item.text(&format!("{permission}.ipProtocol")), "tcp");
        assert_eq!(item.text(&format!("{permission}.fromPort")), "22");
        let groups = format!("{permission}.groups.item");
        assert_eq!(sorted(children(item, &groups)), pairs(&shown));
        assert!(item.at("staleIpPermissionsEgress").unwrap().children.is_empty());
        let filter = [("Filter.1.Name", "ip-permission.user-id"), ("Filter.1.Value.1", OTHER)];
        assert!(!ec2.call("DescribeSecurityGroups", &filter).has("securityGroupInfo.item"));

        let missing = format!("The security group '{}' does not exist", other.group);
        refused(&ec2, INGRESS, &form, &missing);
        let words = [("IpPermissions.1.Groups.1.Description", "gone")];
        let mut described_anew = naming(&one.group, &other.group);
        described_anew.extend(words);
        ec2.call("UpdateSecurityGroupRuleDescriptionsIngress", &described_anew);
        assert_eq!(described(&one).text(&format!("{PAIR}.description")), "gone");
        let revoke = with(&with(&form, CONNECTION, &id), STATUS, "active");
        let revoked = ec2.call("RevokeSecurityGroupIngress", &revoke);
        assert_eq!(revoked.text("revokedSecurityGroupRuleSet.item.referencedGroupId"), other.group);
        assert!(!is_stale(&one));
    }
}

#[test]
fn a_rule_is_stale_without_its_connection_until_there_is_one_again() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let (one, other) = of_one_account(&ec2);
        let id = peer(&one, &other, MINE);
        ec2.call(EGRESS, &naming(&one.group, &other.group));
        ec2.call("DeleteVpcPeeringConnection", &[("VpcPeeringConnectionId", &id)]);
        ec2.advance(60);
        let permission = "staleSecurityGroupSet.item.staleIpPermissionsEgress.item.groups.item";
        let shown = [
            ("groupId", other.group.as_str()),
            ("groupName", "web"),
            ("peeringStatus", "deleted"),
            ("userId", MINE),
            ("vpcId", &other.vpc),
            ("vpcPeeringConnectionId", &id),
        ];
        assert_eq!(sorted(children(&stale(&one), permission)), pairs(&shown));
        assert!(!references(&other).has("securityGroupReferenceSet.item"));
        ec2.advance(3 * 3600);
        let form = [("VpcPeeringConnectionId.1", id.as_str())];
        let code = ec2.refused("DescribeVpcPeeringConnections", &form).0;
        assert_eq!(code, "InvalidVpcPeeringConnectionID.NotFound");
        assert_eq!(sorted(children(&stale(&one), permission)), pairs(&shown));

        let anew = peer(&other, &one, MINE);
        assert!(!is_stale(&one));
        let path = "securityGroupInfo.item.ipPermissionsEgress.item.groups.item";
        let found = described(&one);
        assert_eq!(found.text(&format!("{path}.vpcPeeringConnectionId")), anew);
        assert_eq!(found.text(&format!("{path}.peeringStatus")), "active");
        let found = references(&other);
        assert_eq!(found.text("securityGroupReferenceSet.item.vpcPeeringConnectionId"), anew);
    }
}

#[test]
fn stale_groups_come_in_pages() {
    let ec2 = Ec2::new();
    let (one, other) = of_one_account(&ec2);
    let id = peer(&one, &other, MINE);
    for number in 0..6 {
        let name = format!("g{number}");
        let group = group(&ec2, &one.vpc, &name);
        ec2.call(INGRESS, &naming(&group, &other.group));
    }
    ec2.call("DeleteVpcPeeringConnection", &[("VpcPeeringConnectionId", &id)]);
    let form = [("VpcId", one.vpc.as_str()), ("MaxResults", "5")];
    let first = ec2.call("DescribeStaleSecurityGroups", &form);
    assert_eq!(first.all_at("staleSecurityGroupSet.item").len(), 5);
    let form = [form[0], form[1], ("NextToken", first.text("nextToken"))];
    let rest = ec2.call("DescribeStaleSecurityGroups", &form);
    assert_eq!(rest.all_at("staleSecurityGroupSet.item").len(), 1);
    assert!(!rest.has("nextToken"));
}

#[test]
fn a_rule_goes_with_its_own_group_and_holds_no_other() {
    let ec2 = Ec2::new();
    let (one, other) = of_one_account(&ec2);
    peer(&one, &other, MINE);
    let made = ec2.call(INGRESS, &naming(&one.group, &other.group));
    let rule = made.text("securityGroupRuleSet.item.securityGroupRuleId").to_owned();
    ec2.call(INGRESS, &naming(&other.group, &one.group));
    ec2.call("DeleteSecurityGroup", &[("GroupId", &other.group)]);
    ec2.call("DeleteSecurityGroup", &[("GroupId", &one.group)]);
    let form = [("SecurityGroupRuleId.1", rule.as_str())];
    let code = ec2.refused("DescribeSecurityGroupRules", &form).0;
    assert_eq!(code, "InvalidSecurityGroupRuleId.NotFound");
}

#[test]
fn such_a_rule_is_modified() {
    let ec2 = Ec2::new();
    let (one, other) = of_two_accounts(&ec2);
    peer(&one, &other, OTHER);
    let made = ec2.call(INGRESS, &with(&naming(&one.group, &other.group), USER, OTHER));
    let rule = made.text("securityGroupRuleSet.item.securityGroupRuleId");
    let wanted = "SecurityGroupRule.1.SecurityGroupRule";
    let (protocol, group, cidr) = (
        format!("{wanted}.IpProtocol"),
        format!("{wanted}.ReferencedGroupId"),
        format!("{wanted}.CidrIpv4"),
    );
    let form = [
        ("GroupId", one.group.as_str()),
        ("SecurityGroupRule.1.SecurityGroupRuleId", rule),
        (&protocol, "-1"),
        (&group, &other.group),
    ];
    ec2.call("ModifySecurityGroupRules", &form);
    let path = "securityGroupInfo.item.ipPermissions.item";
    let found = described(&one);
    assert_eq!(found.text(&format!("{path}.ipProtocol")), "-1");
    assert_eq!(found.text(&format!("{path}.groups.item.userId")), OTHER);
    let block = [form[0], form[1], form[2], (&cidr, "10.0.0.0/8")];
    let (_, message) = ec2.refused("ModifySecurityGroupRules", &block);
    let words = "You may not specify an IPv4 CIDR for an existing referenced group id rule.";
    assert_eq!(message, words);
    let own = self::group(&ec2, &one.vpc, "own");
    ec2.call("ModifySecurityGroupRules", &[form[0], form[1], form[2], (&group, &own)]);
    let found = described(&one);
    assert!(!found.has(&format!("{path}.groups.item.peeringStatus")));
}

/// Attaches both VPCs to a gateway, whose id is the answer.
fn attach(ec2: &Ec2, one: &Side, other: &Side, support: &str) -> String {
    let support = ("Options.SecurityGroupReferencingSupport", support);
    let made = ec2.call("CreateTransitGateway", &[support]);
    let gateway = made.text("transitGateway.transitGatewayId").to_owned();
    ec2.advance(600);
    for (side, cidr) in [(one, "10.0.0.0/24"), (other, "10.1.0.0/24")] {
        let form = [("VpcId", side.vpc.as_str()), ("CidrBlock", cidr)];
        let subnet = ec2.call("CreateSubnet", &form).text("subnet.subnetId").to_owned();
        let form = [
            ("TransitGatewayId", gateway.as_str()),
            ("VpcId", &side.vpc),
            ("SubnetIds.1", &subnet),
        ];
        ec2.call("CreateTransitGatewayVpcAttachment", &form);
    }
    ec2.advance(600);
    gateway
}

#[test]
fn a_rule_names_a_group_beyond_a_transit_gateway() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let (one, other) = of_one_account(&ec2);
        let form = naming(&one.group, &other.group);
        let gateway = attach(&ec2, &one, &other, "disable");
        refused(&ec2, INGRESS, &form, NETWORKS);
        let support = "Options.SecurityGroupReferencingSupport";
        let on = [("TransitGatewayId", gateway.as_str()), (support, "enable")];
        ec2.call("ModifyTransitGateway", &on);
        ec2.advance(600);
        refused(&ec2, EGRESS, &form, NETWORKS);
        ec2.call(INGRESS, &with(&form, VPC, &other.vpc));
        let shown = [("groupId", other.group.as_str()), ("userId", MINE), ("vpcId", &other.vpc)];
        assert_eq!(sorted(children(&described(&one), PAIR)), pairs(&shown));
        let reference = [
            ("groupId", other.group.as_str()),
            ("referencingVpcId", &one.vpc),
            ("transitGatewayId", &gateway),
        ];
        let found = references(&other);
        assert_eq!(sorted(children(&found, "securityGroupReferenceSet.item")), pairs(&reference));
        assert!(!references(&one).has("securityGroupReferenceSet.item"));
        assert!(!is_stale(&one));

        let found = ec2.call("DescribeTransitGatewayVpcAttachments", &[]);
        let attachment = found.text("transitGatewayVpcAttachments.item.transitGatewayAttachmentId");
        let change = |to| [("TransitGatewayAttachmentId", attachment), (support, to)];
        ec2.call("ModifyTransitGatewayVpcAttachment", &change("disable"));
        ec2.advance(600);
        assert!(is_stale(&one));
        assert!(!references(&other).has("securityGroupReferenceSet.item"));
        ec2.call("ModifyTransitGatewayVpcAttachment", &change("enable"));
        ec2.advance(600);
        assert!(!is_stale(&one));
        ec2.call("ModifyTransitGateway", &[on[0], (support, "disable")]);
        ec2.advance(600);
        let path = "staleSecurityGroupSet.item.staleIpPermissions.item.groups.item.groupId";
        assert_eq!(stale(&one).text(path), other.group);
        ec2.call("RevokeSecurityGroupIngress", &form);
        assert!(!is_stale(&one));
    }
}

#[test]
fn a_rule_names_a_group_that_is_associated_with_the_vpc() {
    for ec2 in [Ec2::new(), Ec2::with_aws_lifecycle()] {
        let (one, other) = of_one_account(&ec2);
        let form = naming(&one.group, &other.group);
        refused(&ec2, EGRESS, &form, NETWORKS);
        let both = [("GroupId", other.group.as_str()), ("VpcId", &one.vpc)];
        ec2.call("AssociateSecurityGroupVpc", &both);
        ec2.advance(60);
        ec2.call(EGRESS, &form);
        assert!(!is_stale(&one));
        let words = "parlel-ec2 does not emulate rules of a group that name those of a VPC it is \
                     associated with.";
        let refusal = ("UnsupportedOperation".to_owned(), words.to_owned());
        assert_eq!(ec2.refused(INGRESS, &naming(&other.group, &one.group)), refusal);
        ec2.call("DisassociateSecurityGroupVpc", &both);
        ec2.advance(60);
        let path = "staleSecurityGroupSet.item.staleIpPermissionsEgress.item.groups.item.groupId";
        assert_eq!(stale(&one).text(path), other.group);
        refused(&ec2, INGRESS, &form, NETWORKS);
        ec2.call("DeleteSecurityGroup", &[("GroupId", &other.group)]);
        assert!(is_stale(&one));
        ec2.call("RevokeSecurityGroupEgress", &form);
        assert!(!is_stale(&one));
    }
}
