//! Network ACLs and the subnets under them: the default one of each VPC, and those made besides.
//! Their entries are in `entries`.

use crate::engine::{By, CustomFilter, Hold, Index, Quota, Read, Resource, Row};
use crate::records::ids::{NetworkAclAssociationId, SubnetId, VpcId};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use wire::{NetworkAclAssociation, NetworkAclEntry, ResourceType, RuleAction};

/// The entries that deny what no other one allows; nobody can take them away.
pub(crate) const LAST_IPV4_RULE: i32 = 32_767;

const LAST_IPV6_RULE: i32 = 32_768;

/// The entries by which a default ACL allows everything.
pub(crate) const FIRST_IPV4_RULE: i32 = 100;

const FIRST_IPV6_RULE: i32 = 101;

/// One of the entries over everything that AWS makes.
pub(crate) fn everything(number: i32, egress: bool) -> NetworkAclEntry {
    let is_ipv6 = matches!(number, FIRST_IPV6_RULE | LAST_IPV6_RULE);
    let denies = number >= LAST_IPV4_RULE;
    NetworkAclEntry {
        cidr_block: (!is_ipv6).then(|| "0.0.0.0/0".to_owned()),
        ipv6_cidr_block: is_ipv6.then(|| "::/0".to_owned()),
        egress: Some(egress),
        protocol: Some("-1".to_owned()),
        rule_action: Some(if denies { RuleAction::Deny } else { RuleAction::Allow }),
        rule_number: Some(number),
        ..NetworkAclEntry::default()
    }
}

impl NetworkAcl {
    pub fn position(&self, number: i32, egress: bool) -> Option<usize> {
        let is_it = |entry: &NetworkAclEntry| {
            entry.rule_number == Some(number) && entry.egress == Some(egress)
        };
        self.entries.iter().position(is_it)
    }

    /// Outgoing entries are listed first, each direction in the order of the numbers.
    pub fn add(&mut self, entry: NetworkAclEntry) {
        self.entries.push(entry);
        self.entries.sort_by_key(|entry| (Reverse(entry.egress), entry.rule_number));
    }

    /// All ACLs of a VPC with IPv6 deny it last; a default one allows it in the directions that
    /// nobody changed before:
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html>
    pub fn gain_ipv6(&mut self) {
        for egress in [true, false] {
            if self.position(LAST_IPV6_RULE, egress).is_some() {
                continue;
            }
            let of_direction = |entry: &&NetworkAclEntry| entry.egress == Some(egress);
            let untouched = self.is_default
                && self.entries.iter().filter(of_direction).count() == 2
                && self.entries.contains(&everything(FIRST_IPV4_RULE, egress));
            if untouched {
                self.add(everything(FIRST_IPV6_RULE, egress));
            }
            self.add(everything(LAST_IPV6_RULE, egress));
        }
    }
}

impl NetworkAcl {
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
    pub(crate) const BY_SUBNET: By<Self, SubnetId> = By::new("association.subnet-id");
    pub(crate) const BY_ASSOCIATION: By<Self, NetworkAclAssociationId> =
        By::new("association.association-id");
}

impl Resource for NetworkAcl {
    type View = wire::NetworkAcl;
    const HOLDS: &'static [Hold<Self>] = &[Hold::of_those(Self::BY_VPC, |acl, _| !acl.is_default)];
    const PREFIX: &'static str = "acl";
    const TYPE: Option<ResourceType> = Some(ResourceType::NetworkAcl);
    const PLURAL: &'static str = "networkAcls";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("network-acl-id");
    const FILTERS: &'static [CustomFilter<Self>] = &[
        ("entry.cidr", |row: &Row<Self>, _| {
            row.entries.iter().filter_map(|entry| entry.cidr_block.clone()).collect()
        }),
        ("entry.ipv6-cidr", |row: &Row<Self>, _| {
            row.entries.iter().filter_map(|entry| entry.ipv6_cidr_block.clone()).collect()
        }),
        ("entry.icmp.code", |row: &Row<Self>, _| {
            let icmp = row.entries.iter().filter_map(|entry| entry.icmp_type_code.as_ref());
            icmp.filter_map(|icmp| icmp.code).map(|code| code.to_string()).collect()
        }),
        ("entry.icmp.type", |row: &Row<Self>, _| {
            let icmp = row.entries.iter().filter_map(|entry| entry.icmp_type_code.as_ref());
            icmp.filter_map(|icmp| icmp.r#type).map(|kind| kind.to_string()).collect()
        }),
    ];
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| cx.with(Self::BY_VPC, &row.vpc_id).count() > 200,
        code: "NetworkAclLimitExceeded",
        // unverified (looked up 2026-11-26): the text.
        message: |_| "The maximum number of network ACLs has been reached.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::NetworkAcl {
        let associations = row.associations.iter().map(|one| NetworkAclAssociation {
            network_acl_association_id: Some(one.id.to_string()),
            network_acl_id: Some(row.id.to_string()),
            subnet_id: Some(one.subnet_id.to_string()),
        });
        wire::NetworkAcl {
            associations: Some(associations.collect()),
            entries: Some(row.entries.clone()),
            is_default: Some(row.is_default),
            network_acl_id: Some(row.id.to_string()),
            tags: row.tags.wire(),
            vpc_id: Some(row.vpc_id.to_string()),
            owner_id: Some(cx.account().to_string()),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_VPC, &self.vpc_id);
        for association in &self.associations {
            index.add(Self::BY_SUBNET, &association.subnet_id);
            index.add(Self::BY_ASSOCIATION, &association.id);
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NetworkAcl {
    pub vpc_id: VpcId,
    pub is_default: bool,
    pub entries: Vec<NetworkAclEntry>,
    pub associations: Vec<Association>,
}

/// Which subnet is under the ACL.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Association {
    pub id: NetworkAclAssociationId,
    pub subnet_id: SubnetId,
}
