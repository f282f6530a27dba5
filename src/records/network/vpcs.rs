//! VPCs: their attributes, and what comes and goes with them. Their blocks are in `cidr_blocks`.

use crate::engine::{By, CustomFilter, Hold, Index, Now, Quota, Read, Resource, Row, Tags, Timed};
use crate::error::Result;
use crate::records::ids::{DhcpOptionsId, VpcCidrBlockId};
use crate::records::network::from_pool::{self, FromPool};
use crate::records::network::vpc_block_public_access;
use crate::records::network::vpc_encryption_controls::{self, VpcEncryptionControl};
use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};
use wire::{
    ResourceType, Tenancy, VpcCidrBlockAssociation, VpcCidrBlockState, VpcCidrBlockStateCode,
    VpcIpv6CidrBlockAssociation, VpcState,
};

// unverified (looked up 2026-11-26): that a block can be taken away while it is associating.
/// A block of a VPC. One that was disassociated stays listed as that, and is otherwise gone:
/// amazon.aws's `ec2_vpc_subnet` waits until it finds it so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Block<N> {
    pub association_id: VpcCidrBlockId,
    pub cidr: N,
    pub state: Timed<VpcCidrBlockStateCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_pool: Option<Box<FromPool>>,
}

pub(crate) type Ipv4Block = Block<Ipv4Net>;

pub(crate) type Ipv6Block = Block<Ipv6Net>;

impl<N> Block<N> {
    pub const fn associated(association_id: VpcCidrBlockId, cidr: N) -> Self {
        let state = Timed::settled(VpcCidrBlockStateCode::Associated);
        Self { association_id, cidr, state, from_pool: None }
    }

    pub fn is_there(&self, now: Now<'_>) -> bool {
        self.state.at(now) != VpcCidrBlockStateCode::Disassociated
    }

    pub fn is_associated(&self, now: Now<'_>) -> bool {
        self.state.at(now) == VpcCidrBlockStateCode::Associated
    }

    /// Whether it is associated, or about to be, under an id.
    pub fn is_held(&self, id: &str, now: Now<'_>) -> bool {
        *self.association_id == *id && self.stays(now)
    }

    /// Whether it is associated, or about to be.
    pub fn stays(&self, now: Now<'_>) -> bool {
        !matches!(
            self.state.at(now),
            VpcCidrBlockStateCode::Disassociating | VpcCidrBlockStateCode::Disassociated
        )
    }

    pub fn state(&self, now: Now<'_>) -> VpcCidrBlockState {
        VpcCidrBlockState { state: Some(self.state.at(now)), status_message: None }
    }
}

impl Block<Ipv4Net> {
    pub fn view(&self, now: Now<'_>) -> VpcCidrBlockAssociation {
        VpcCidrBlockAssociation {
            association_id: Some(self.association_id.to_string()),
            cidr_block: Some(self.cidr.to_string()),
            cidr_block_state: Some(self.state(now)),
        }
    }
}

impl Block<Ipv6Net> {
    /// Which block it is shows when it is associated.
    pub fn view(&self, group: &str, now: Now<'_>) -> VpcIpv6CidrBlockAssociation {
        let is_chosen = self.state.at(now) != VpcCidrBlockStateCode::Associating;
        let cidr = if is_chosen { self.cidr.to_string() } else { String::new() };
        let (source, attribute) = from_pool::source(self.from_pool.as_deref());
        // That of IPAM's is as recorded in pulumi/pulumi-aws#2378.
        let pool = if self.from_pool.is_some() { "IPAM Managed" } else { "Amazon" };
        VpcIpv6CidrBlockAssociation {
            association_id: Some(self.association_id.to_string()),
            ipv6_cidr_block: Some(cidr),
            ipv6_cidr_block_state: Some(self.state(now)),
            network_border_group: Some(group.to_owned()),
            ipv6_pool: Some(pool.to_owned()),
            ipv6_address_attribute: Some(attribute),
            ip_source: Some(source),
        }
    }
}

impl Vpc {
    /// The IPv4 blocks, in whatever state they are.
    pub fn ipv4_cidrs(&self, now: Now<'_>) -> impl Iterator<Item = Ipv4Net> {
        self.cidr_blocks.iter().filter(move |block| block.is_there(now)).map(|block| block.cidr)
    }

    pub fn ipv6_cidrs(&self, now: Now<'_>) -> impl Iterator<Item = Ipv6Net> {
        let blocks = self.ipv6_cidr_blocks.iter();
        blocks.filter(move |block| block.is_there(now)).map(|block| block.cidr)
    }

    /// The blocks that subnets can be made in and local routes lead to.
    pub fn usable_ipv4_cidrs(&self, now: Now<'_>) -> impl Iterator<Item = Ipv4Net> {
        let blocks = self.cidr_blocks.iter();
        blocks.filter(move |block| block.is_associated(now)).map(|block| block.cidr)
    }

    pub fn usable_ipv6_cidrs(&self, now: Now<'_>) -> impl Iterator<Item = Ipv6Net> {
        let blocks = self.ipv6_cidr_blocks.iter();
        blocks.filter(move |block| block.is_associated(now)).map(|block| block.cidr)
    }

    pub fn has_ipv6(&self, now: Now<'_>) -> bool {
        self.ipv6_cidr_blocks.iter().any(|block| block.stays(now))
    }
}

impl Vpc {
    pub(crate) const BY_IS_DEFAULT: By<Self, bool> = By::new("is-default");
    /// The same under an older name of the filter.
    pub(crate) const BY_IS_DEFAULT_AS_BEFORE: By<Self, bool> = By::new("isDefault");
    pub(crate) const BY_DHCP_OPTIONS: By<Self, DhcpOptionsId> = By::new("dhcp-options-id");
    pub(crate) const BY_IPV4_ASSOCIATION: By<Self, VpcCidrBlockId> =
        By::new("cidr-block-association.association-id");
    pub(crate) const BY_IPV6_ASSOCIATION: By<Self, VpcCidrBlockId> =
        By::new("ipv6-cidr-block-association.association-id");
}

impl Resource for Vpc {
    type View = wire::Vpc;
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_DHCP_OPTIONS)];
    const PREFIX: &'static str = "vpc";
    const TYPE: Option<ResourceType> = Some(ResourceType::Vpc);
    const PLURAL: &'static str = "vpcs";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("vpc-id");
    /// An older spelling that EC2 still takes, and that clients still send.
    /// Names that EC2 takes beside the documented ones: Terraform asks for `isDefault`, Ansible for
    /// `cidr-block`. <https://github.com/Corymbia/eucalyptus/issues/316>
    const FILTERS: &'static [CustomFilter<Self>] = &[
        ("cidr-block", |row: &Row<Self>, _| vec![row.own_cidr()]),
        ("cidrBlock", |row: &Row<Self>, _| vec![row.own_cidr()]),
        ("isDefault", |row: &Row<Self>, _| vec![row.is_default.to_string()]),
    ];
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 5,
        code: "VpcLimitExceeded",
        // virt-s1/rhel-edge#3947.
        message: |_| "The maximum number of VPCs has been reached.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Vpc {
        view(row, cx)
    }

    /// A Describe looks any text up: `networking.json` of `radkawar/stackd` has `vpc-invalid`.
    fn check_listed_id(_id: &str) -> Result<()> {
        Ok(())
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_IS_DEFAULT, &self.is_default);
        index.add(Self::BY_IS_DEFAULT_AS_BEFORE, &self.is_default);
        index.add(Self::BY_DHCP_OPTIONS, &self.dhcp_options_id);
        for block in &self.cidr_blocks {
            index.add(Self::BY_IPV4_ASSOCIATION, &block.association_id);
        }
        for block in &self.ipv6_cidr_blocks {
            index.add(Self::BY_IPV6_ASSOCIATION, &block.association_id);
        }
    }
}

/// What a create answers: with a list of IPv6 blocks that DescribeVpcs leaves out where it is
/// empty, and without the state of public access.
pub(crate) fn created(row: &Row<Vpc>, cx: Read<'_>) -> wire::Vpc {
    let mut vpc = view(row, cx);
    vpc.block_public_access_states = None;
    vpc.ipv6_cidr_block_association_set.get_or_insert_default();
    vpc
}

/// The VPC that requests mean which name none, if it was not deleted.
pub(crate) fn default_of_region(cx: Read<'_>) -> Option<&Row<Vpc>> {
    cx.with(Vpc::BY_IS_DEFAULT, &true).next()
}

/// What a VPC is made of.
pub(crate) struct NewVpc {
    pub cidr: Ipv4Net,
    pub with_ipv6: bool,
    pub tenancy: Tenancy,
    pub dhcp_options_id: DhcpOptionsId,
    pub is_default: bool,
    pub tags: Tags,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Vpc {
    /// The first one is the VPC's own; the others were associated later.
    pub cidr_blocks: Vec<Ipv4Block>,
    pub ipv6_cidr_blocks: Vec<Ipv6Block>,
    /// `default` when the VPC uses none.
    pub dhcp_options_id: DhcpOptionsId,
    pub instance_tenancy: Tenancy,
    pub is_default: bool,
    pub state: Timed<VpcState>,
    pub enable_dns_support: bool,
    pub enable_dns_hostnames: bool,
    pub enable_network_address_usage_metrics: bool,
}

impl Vpc {
    pub fn own_cidr(&self) -> String {
        self.cidr_blocks.first().map(|block| block.cidr.to_string()).unwrap_or_default()
    }
}

fn view(row: &Row<Vpc>, cx: Read<'_>) -> wire::Vpc {
    let now = cx.now();
    let ipv4 = row.cidr_blocks.iter().map(|block| block.view(now));
    let ipv6 = row.ipv6_cidr_blocks.iter().map(|block| block.view(cx.region(), now));
    let control = vpc_encryption_controls::of_vpc(cx, &row.id);
    wire::Vpc {
        owner_id: Some(cx.account().to_string()),
        instance_tenancy: Some(row.instance_tenancy),
        ipv6_cidr_block_association_set: Some(ipv6.collect::<Vec<_>>()).filter(|s| !s.is_empty()),
        cidr_block_association_set: Some(ipv4.collect()),
        is_default: Some(row.is_default),
        tags: row.tags.wire_unless_empty(),
        block_public_access_states: Some(vpc_block_public_access::states(cx, &[row.id.any()])),
        vpc_id: Some(row.id.to_string()),
        state: Some(row.state.at(cx.now())),
        cidr_block: Some(row.own_cidr()),
        dhcp_options_id: Some(row.dhcp_options_id.to_string()),
        encryption_control: control.map(|control| VpcEncryptionControl::view(control, cx)),
        // They are made by Network Firewall, a service that is not here.
        network_firewall_associations: None,
    }
}
