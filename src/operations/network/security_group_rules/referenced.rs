//! The group that a rule names: one of the VPC, or of another one that rules can name groups of.

use crate::engine::{Read, Resource, Row};
use crate::error::{Error, Result};
use crate::records::network::peered_groups::PeeredGroup;
use crate::records::network::security_group_rules::{Direction, Peer, of_group};
use crate::records::network::security_groups::{self, SecurityGroup, is_for};
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use crate::records::transit::transit_gateway_attachments::referencing;
use wire::UserIdGroupPair;

/// Whose rules name groups, and which groups they name already.
pub(crate) struct Naming<'a> {
    pub group: &'a Row<SecurityGroup>,
    pub direction: Direction,
    present: Vec<&'a PeeredGroup>,
}

impl<'a> Naming<'a> {
    /// For rules that are to be made.
    pub const fn new(group: &'a Row<SecurityGroup>, direction: Direction) -> Self {
        Self { group, direction, present: Vec::new() }
    }

    /// For rules that are there; what they name may be gone.
    pub fn present(cx: Read<'a>, group: &'a Row<SecurityGroup>, direction: Direction) -> Self {
        let rules = of_group(cx, &group.id, direction);
        let present = rules.filter_map(|rule| rule.record.peer.peered()).collect();
        Self { group, direction, present }
    }

    /// The group that a pair names: of the VPC, or of one that is connected with it.
    pub fn referenced(&self, cx: Read<'_>, pair: &UserIdGroupPair) -> Result<Peer> {
        let (id, name) = (given(pair.group_id.as_ref()), given(pair.group_name.as_ref()));
        // A description or an owner alone names no group.
        let named = id.or(name).ok_or_else(no_group)?;
        if let Some(peered) = self.present.iter().find(|peered| peered.is(cx, pair)) {
            return Ok(Peer::PeeredGroup((*peered).clone()));
        }
        let connection = given(pair.vpc_peering_connection_id.as_ref());
        if let Some(connection) = connection {
            cx.get::<VpcPeeringConnection>(connection)?;
        }
        let peer = match (given(pair.user_id.as_ref()), id, name) {
            (Some(user), None, _) if user != &**cx.account() => {
                // As recorded in https://github.com/rusoto/rusoto/issues/1808.
                let vpc = security_groups::default_vpc(cx)?;
                return Err(security_groups::not_in_default(&vpc.id, named));
            }
            (Some(user), Some(id), _) if user != &**cx.account() => {
                self.of_account(cx, user, id)?
            }
            (_, Some(id), name) => {
                let referenced = cx.get::<SecurityGroup>(id)?;
                if name.is_some_and(|name| *name != *referenced.name) {
                    // unverified (looked up 2026-11-26): what EC2 makes of an id with the name of
                    // another group.
                    return Err(no_such_group(name.unwrap_or_default()));
                }
                self.in_network(cx, referenced)?
            }
            (_, None, name) => self.in_network(cx, security_groups::find(cx, None, name)?)?,
        };
        // unverified (looked up 2026-11-26): the refusal of a connection that leads elsewhere, and
        // of a status that it does not have.
        let is_so = match &peer {
            Peer::PeeredGroup(peered) => peered.is(cx, pair),
            _ => {
                let status = given(pair.peering_status.as_ref());
                given(pair.vpc_id.as_ref()).is_none_or(|vpc| vpc == &*self.group.vpc_id)
                    && connection.or(status).is_none()
            }
        };
        if is_so { Ok(peer) } else { Err(different_networks()) }
    }

    /// A group of another account, which only a connection leads to.
    // unverified (looked up 2026-11-26): that where none does, the group is not there either.
    fn of_account(&self, cx: Read<'_>, owner: &str, id: &str) -> Result<Peer> {
        SecurityGroup::check_id(id)?;
        let there = cx.of(owner, cx.region());
        let found = there.and_then(|there| Some((there, there.find::<SecurityGroup>(id)?)));
        let peer = found.and_then(|(there, found)| self.beyond(cx, there, found));
        peer.ok_or_else(|| no_such_group(id))
    }

    /// A group as the peer of another group's rule.
    pub fn in_network(&self, cx: Read<'_>, referenced: &Row<SecurityGroup>) -> Result<Peer> {
        if referenced.vpc_id == self.group.vpc_id {
            return Ok(Peer::Group(referenced.id.clone()));
        }
        if let Some(peer) = self.beyond(cx, cx, referenced) {
            return Ok(peer);
        }
        let own = &self.group.vpc_id;
        if is_for(cx, referenced, own) {
            // unverified (looked up 2026-11-26): what shows such a rule; that there are some is
            // said of DescribeStaleSecurityGroups.
            let named = (cx.account(), &referenced.vpc_id, &referenced.id);
            return Ok(Peer::PeeredGroup(PeeredGroup::elsewhere(own, named)));
        }
        if is_for(cx, self.group, &referenced.vpc_id) {
            let what = "rules of a group that name those of a VPC it is associated with";
            return Err(Error::not_emulated(what));
        }
        Err(different_networks())
    }

    /// A group of another VPC, over an active peering connection within the region or, for traffic
    /// in, over a transit gateway.
    /// <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html>,
    /// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html>
    // unverified (looked up 2026-11-26): that the peering connection goes before the gateway.
    fn beyond(
        &self,
        cx: Read<'_>,
        there: Read<'_>,
        referenced: &Row<SecurityGroup>,
    ) -> Option<Peer> {
        let own = &self.group.vpc_id;
        let named = (there.account(), &referenced.vpc_id, &referenced.id);
        let over_gateway = || {
            let theirs = (there, &referenced.vpc_id);
            let is_led = self.direction == Direction::Ingress
                && !referencing::gateways(cx, own, theirs).is_empty();
            is_led.then(|| PeeredGroup::elsewhere(own, named))
        };
        let peered = PeeredGroup::over_connection(cx, own, named).or_else(over_gateway);
        peered.map(Peer::PeeredGroup)
    }
}

fn given(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

fn no_such_group(named: &str) -> Error {
    let message = format!("The security group '{named}' does not exist");
    Error::new("InvalidGroup.NotFound", message)
}

/// As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/13784>.
fn different_networks() -> Error {
    let message = "You have specified two resources that belong to different networks.";
    Error::new("InvalidGroup.NotFound", message)
}

pub(crate) fn no_group() -> Error {
    Error::new("MissingParameter", "Source group ID missing.")
}
