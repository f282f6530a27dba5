use super::super::support::{Ec2, Xml};
use super::{DAY, by_id, id};

const OTHER: &str = "111122223333";

/// A VPC on either side.
struct Sides {
    requester: (Ec2, String),
    accepter: (Ec2, String),
}

impl Sides {
    fn between(requester: Ec2, accepter: Ec2) -> Self {
        let vpc = |ec2: &Ec2, cidr| {
            ec2.call("CreateVpc", &[("CidrBlock", cidr)]).text("vpc.vpcId").to_owned()
        };
        let vpcs = (vpc(&requester, "10.0.0.0/16"), vpc(&accepter, "10.1.0.0/16"));
        Self { requester: (requester, vpcs.0), accepter: (accepter, vpcs.1) }
    }

    fn of_accounts() -> Self {
        let ec2 = Ec2::new();
        Self::between(ec2.clone(), ec2.as_account(OTHER))
    }

    fn of_regions() -> Self {
        let ec2 = Ec2::new();
        Self::between(ec2.clone(), ec2.in_region("eu-west-1"))
    }

    fn request(&self, to: (&str, &str)) -> Xml {
        let form = [("VpcId", self.requester.1.as_str()), ("PeerVpcId", &self.accepter.1), to];
        let made = self.requester.0.call("CreateVpcPeeringConnection", &form);
        made.at("vpcPeeringConnection").unwrap().clone()
    }

    /// What either side's Describe shows, which is the same but for the tags.
    fn both(&self, id: &str) -> Xml {
        let (here, there) = (describe(&self.requester.0, id), describe(&self.accepter.0, id));
        assert_eq!(here.children, there.children);
        here
    }
}

fn describe(ec2: &Ec2, id: &str) -> Xml {
    let found = ec2.call("DescribeVpcPeeringConnections", &[("VpcPeeringConnectionId.1", id)]);
    found.at("vpcPeeringConnectionSet.item").unwrap().clone()
}

fn not_permitted(message: &str) -> (String, String) {
    ("OperationNotPermitted".to_owned(), message.to_owned())
}

#[test]
fn the_other_account_sees_and_accepts() {
    let sides = Sides::of_accounts();
    let (requester, accepter) = (&sides.requester.0, &sides.accepter.0);
    let asked = sides.request(("PeerOwnerId", OTHER));
    let id = id(&asked);
    assert_eq!(asked.text("status.message"), "Pending Acceptance by 111122223333");
    assert_eq!(asked.text("accepterVpcInfo.ownerId"), OTHER);
    assert!(!asked.has("accepterVpcInfo.cidrBlock"));
    let shown = sides.both(&id);
    assert_eq!(shown.text("requesterVpcInfo.ownerId"), "000000000000");
    assert_eq!(shown.text("requesterVpcInfo.cidrBlock"), "10.0.0.0/16");
    assert_eq!(super::id(&sides.request(("PeerOwnerId", OTHER))), id, "the same request");

    let user =
        |user: &str, what: &str| not_permitted(&format!("User {user} cannot {what} peering {id}"));
    let mine = "000000000000";
    let refused = requester.refused("AcceptVpcPeeringConnection", &by_id(&id));
    assert_eq!(refused, user(mine, "accept"));
    let refused = requester.refused("RejectVpcPeeringConnection", &by_id(&id));
    assert_eq!(refused, user(mine, "reject"));
    let refused = accepter.refused("DeleteVpcPeeringConnection", &by_id(&id));
    assert_eq!(refused, user(OTHER, "delete"));
    let stranger = requester.as_account("444455556666");
    let (code, _) = stranger.refused("AcceptVpcPeeringConnection", &by_id(&id));
    assert_eq!(code, "InvalidVpcPeeringConnectionID.NotFound");
    let before = requester.state();
    let dry = [by_id(&id)[0], ("DryRun", "true")];
    assert_eq!(accepter.refused("AcceptVpcPeeringConnection", &dry).0, "DryRunOperation");
    assert_eq!(requester.state(), before);

    let answer = accepter.call("AcceptVpcPeeringConnection", &by_id(&id));
    assert_eq!(answer.text("vpcPeeringConnection.accepterVpcInfo.cidrBlock"), "10.1.0.0/16");
    assert_eq!(sides.both(&id).text("status.code"), "active");
    requester.advance(30 * DAY);
    assert_eq!(sides.both(&id).text("status.code"), "active");
    for (ec2, vpc) in [&sides.requester, &sides.accepter] {
        assert_eq!(ec2.refused("DeleteVpc", &[("VpcId", vpc)]).0, "DependencyViolation");
    }
}

#[test]
fn each_account_has_tags_and_options_of_its_own() {
    let sides = Sides::of_accounts();
    let (requester, accepter) = (&sides.requester.0, &sides.accepter.0);
    let id = id(&sides.request(("PeerOwnerId", OTHER)));
    accepter.call("AcceptVpcPeeringConnection", &by_id(&id));
    let tag = [("ResourceId.1", id.as_str()), ("Tag.1.Key", "side"), ("Tag.1.Value", "theirs")];
    accepter.call("CreateTags", &tag);
    assert_eq!(describe(accepter, &id).text("tagSet.item.value"), "theirs");
    assert!(!describe(requester, &id).has("tagSet.item"));
    accepter.call("DeleteTags", &tag);

    let modify = "ModifyVpcPeeringConnectionOptions";
    let dns = "PeeringConnectionOptions.AllowDnsResolutionFromRemoteVpc";
    for (ec2, user, own, others) in [
        (requester, "000000000000", "requester", "accepter"),
        (accepter, OTHER, "accepter", "requester"),
    ] {
        let name = |side: &str| format!("{}{}{dns}", side[..1].to_uppercase(), &side[1..]);
        let (own, theirs) = (name(own), name(others));
        let refused = ec2.refused(modify, &[by_id(&id)[0], (&theirs, "true")]);
        let message = format!(
            "User {user} does not have permission to modify the {others} side peering options"
        );
        assert_eq!(refused, not_permitted(&message));
        ec2.call(modify, &[by_id(&id)[0], (&own, "true")]);
    }
    let shown = sides.both(&id);
    for side in ["requesterVpcInfo", "accepterVpcInfo"] {
        let path = format!("{side}.peeringOptions.allowDnsResolutionFromRemoteVpc");
        assert_eq!(shown.text(&path), "true");
    }
}

#[test]
fn whoever_did_not_end_it_sees_it_for_longer() {
    let sides = Sides::of_accounts();
    let (requester, accepter) = (&sides.requester.0, &sides.accepter.0);
    let lists = |ec2: &Ec2, id: &str| {
        let found = ec2.call("DescribeVpcPeeringConnections", &[]);
        found.texts("vpcPeeringConnectionSet.item.vpcPeeringConnectionId").contains(&id)
    };
    let rejected = id(&sides.request(("PeerOwnerId", OTHER)));
    accepter.call("RejectVpcPeeringConnection", &by_id(&rejected));
    assert_eq!(sides.both(&rejected).text("status.message"), "Rejected by 111122223333");
    let deleted = id(&sides.request(("PeerOwnerId", OTHER)));
    accepter.call("AcceptVpcPeeringConnection", &by_id(&deleted));
    requester.call("DeleteVpcPeeringConnection", &by_id(&deleted));
    assert_eq!(sides.both(&deleted).text("status.message"), "Deleted by 000000000000");
    requester.advance(2 * 3_600);
    assert!(!lists(accepter, &rejected) && lists(requester, &rejected));
    assert!(lists(accepter, &deleted) && !lists(requester, &deleted));
    requester.advance(2 * DAY - 2 * 3_600);
    assert!(!lists(accepter, &deleted) && !lists(requester, &rejected));
}

#[test]
fn the_other_region_accepts() {
    let sides = Sides::of_regions();
    let (here, there) = (&sides.requester.0, &sides.accepter.0);
    let id = id(&sides.request(("PeerRegion", "eu-west-1")));
    let shown = sides.both(&id);
    assert_eq!(shown.text("requesterVpcInfo.region"), "us-east-1");
    assert_eq!(shown.text("accepterVpcInfo.region"), "eu-west-1");
    for (action, answered) in
        [("AcceptVpcPeeringConnection", "accepted"), ("RejectVpcPeeringConnection", "rejected")]
    {
        let message = format!(
            "Incorrect region (us-east-1) specified for this request. VPC peering connection {id} \
             must be {answered} in region eu-west-1"
        );
        assert_eq!(here.refused(action, &by_id(&id)), not_permitted(&message));
    }
    there.call("AcceptVpcPeeringConnection", &by_id(&id));
    assert_eq!(sides.both(&id).text("status.code"), "active");

    let modify = "ModifyVpcPeeringConnectionOptions";
    let option = |side: &str, name: &str| format!("{side}PeeringConnectionOptions.{name}");
    let dns = "AllowDnsResolutionFromRemoteVpc";
    for (ec2, own, other) in [(here, "Requester", "Accepter"), (there, "Accepter", "Requester")] {
        let refused = ec2.refused(modify, &[by_id(&id)[0], (&option(other, dns), "true")]);
        let message = format!(
            "{other}\u{2019}s VPC Peering connection options cannot be modified for a different \
             region"
        );
        assert_eq!(refused, not_permitted(&message));
        ec2.call(modify, &[by_id(&id)[0], (&option(own, dns), "true")]);
    }
    let links = [
        "AllowEgressFromLocalClassicLinkToRemoteVpc",
        "AllowEgressFromLocalVpcToRemoteClassicLink",
    ]
    .map(|name| option("Requester", name));
    let form = [by_id(&id)[0], (links[0].as_str(), "false"), (links[1].as_str(), "false")];
    let message = "Modifying VPC peering connection options \
                   AllowEgressFromLocalClassicLinkToRemoteVpc, \
                   AllowEgressFromLocalVpcToRemoteClassicLink is not supported for cross-region \
                   VPC peering connections";
    assert_eq!(here.refused(modify, &form), not_permitted(message));

    let table = there.call("CreateRouteTable", &[("VpcId", &sides.accepter.1)]);
    let route = [
        ("RouteTableId", table.text("routeTable.routeTableId")),
        ("DestinationCidrBlock", "10.0.0.0/16"),
        ("VpcPeeringConnectionId", id.as_str()),
    ];
    there.call("CreateRoute", &route);
    let state = || {
        let tables = there.call("DescribeRouteTables", &[("RouteTableId.1", route[0].1)]);
        let routes = tables.all_at("routeTableSet.item.routeSet.item");
        let route = routes.into_iter().find(|route| route.has("vpcPeeringConnectionId"));
        route.unwrap().text("state").to_owned()
    };
    assert_eq!(state(), "active");
    here.call("DeleteVpcPeeringConnection", &by_id(&id));
    assert_eq!(state(), "blackhole");
    assert_eq!(sides.both(&id).text("status.code"), "deleted");
    there.call("DeleteRouteTable", &route[..1]);
    there.call("DeleteVpc", &[("VpcId", &sides.accepter.1)]);
}

#[test]
fn nobody_is_asked_for_a_vpc_that_is_not_there() {
    let sides = Sides::of_accounts();
    let (requester, accepter) = (&sides.requester.0, &sides.accepter.0);
    for elsewhere in [("PeerRegion", "eu-west-1"), ("PeerOwnerId", "444455556666")] {
        let failed = sides.request(elsewhere);
        assert_eq!(failed.text("status.code"), "failed", "{elsewhere:?}");
        let (code, _) = requester.refused("DeleteVpcPeeringConnection", &by_id(&id(&failed)));
        assert_eq!(code, "InvalidStateTransition");
    }
    let found = accepter.call("DescribeVpcPeeringConnections", &[]);
    assert!(!found.has("vpcPeeringConnectionSet.item"));
    let overlapping = accepter.call("CreateVpc", &[("CidrBlock", "10.0.128.0/20")]);
    let form = [
        ("VpcId", sides.requester.1.as_str()),
        ("PeerVpcId", overlapping.text("vpc.vpcId")),
        ("PeerOwnerId", OTHER),
    ];
    let made = requester.call("CreateVpcPeeringConnection", &form);
    assert_eq!(made.text("vpcPeeringConnection.status.code"), "failed");
    let found = accepter.call("DescribeVpcPeeringConnections", &[]);
    assert!(!found.has("vpcPeeringConnectionSet.item"));
}

#[test]
fn a_request_fails_on_both_sides() {
    let sides = Sides::of_accounts();
    let form = [("VpcId", sides.requester.1.as_str()), ("CidrBlock", "10.8.0.0/16")];
    sides.requester.0.call("AssociateVpcCidrBlock", &form);
    let id = id(&sides.request(("PeerOwnerId", OTHER)));
    let form = [("VpcId", sides.accepter.1.as_str()), ("CidrBlock", "10.8.7.0/24")];
    sides.accepter.0.call("AssociateVpcCidrBlock", &form);
    assert_eq!(sides.both(&id).text("status.code"), "failed");
    let form = [("VpcId", sides.requester.1.as_str()), ("CidrBlock", "10.3.0.0/16")];
    sides.requester.0.call("AssociateVpcCidrBlock", &form);
}
