//! What IP Address Manager finds in a region: the blocks of VPCs, subnets and public IPv4 pools,
//! and Elastic IP addresses.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/monitor-cidr-compliance-ipam.html>

use crate::engine::{Read, Row, Tags, Text};
use crate::records::ids::{AnyId, VpcId};
use crate::records::network::addresses::Address;
use crate::records::network::from_pool::FromPool;
use crate::records::network::public_ipv4_pools::{Block, PublicIpv4Pool, given};
use crate::records::network::subnets::{Subnet, available_addresses};
use crate::records::network::vpcs::Vpc;
use ipnet::{IpNet, Ipv4Net};
use wire::{
    IpSource, IpamResourceCidrIpSource as Source, IpamResourceTag, IpamResourceType, Timestamp,
};

pub(crate) struct Watched<'a> {
    pub region: &'a Text,
    pub id: AnyId,
    pub of: IpamResourceType,
    pub cidr: IpNet,
    /// Who the addresses are from; nobody, if they are private.
    pub source: Source,
    /// Which part of the addresses is in use, of 1.
    usage: Option<f64>,
    pub tags: &'a Tags,
    pub vpc_id: Option<VpcId>,
    pub zone_id: Option<Text>,
    /// When it may be another one, or be gone, without anybody doing anything.
    pub changes: Option<Timestamp>,
}

impl Watched<'_> {
    /// Four digits, as in AWS CLI's example.
    pub fn usage(&self) -> Option<f64> {
        self.usage.map(|usage| (usage * 10_000.0).round() / 10_000.0)
    }

    pub fn tags(&self) -> Vec<IpamResourceTag> {
        let tag = |(key, value): (&str, &str)| IpamResourceTag {
            key: Some(key.to_owned()),
            value: Some(value.to_owned()),
        };
        self.tags.iter().map(tag).collect()
    }
}

/// All that there is in a region, at once; AWS looks every few minutes.
pub(crate) fn all_in(cx: Read<'_>) -> Vec<Watched<'_>> {
    let now = cx.now();
    let vpcs = cx.table::<Vpc>().iter(0, now).flat_map(|(_, row)| of_vpc(cx, row));
    let subnets = cx.table::<Subnet>().iter(0, now).flat_map(|(_, row)| of_subnet(cx, row));
    let addresses = cx.table::<Address>().iter(0, now).map(|(_, row)| of_address(cx, row));
    let pools = cx.table::<PublicIpv4Pool>().iter(0, now).flat_map(|(_, row)| of_pool(cx, row));
    vpcs.chain(subnets).chain(addresses).chain(pools).collect()
}

/// What subnets take of it is its use, as documented.
pub(crate) fn of_vpc<'a>(cx: Read<'a>, row: &'a Row<Vpc>) -> Vec<Watched<'a>> {
    let now = cx.now();
    let ipv4 = row.ipv4_cidrs(now).map(|cidr| (IpNet::V4(cidr), Source::None));
    let ipv6 = row.ipv6_cidr_blocks.iter().filter(|block| block.is_associated(now));
    let ipv6 = ipv6.map(|it| (IpNet::V6(it.cidr), source(it.from_pool.as_deref())));
    let settles = row.cidr_blocks.iter().map(|block| block.state.settles());
    let settles = settles.chain(row.ipv6_cidr_blocks.iter().map(|block| block.state.settles()));
    let changes = next(cx, settles.chain([row.ends()]));
    let subnets = cx.with(Subnet::BY_VPC, &row.id);
    let of_subnets: Vec<IpNet> = subnets.flat_map(|subnet| blocks(cx, subnet)).collect();
    let watched = |(cidr, source)| Watched {
        region: cx.region(),
        id: row.id.any(),
        of: IpamResourceType::Vpc,
        cidr,
        source,
        usage: Some(of_subnets.iter().map(|inner| part(inner, &cidr)).sum()),
        tags: &row.tags,
        vpc_id: Some(row.id.clone()),
        zone_id: None,
        changes,
    };
    ipv4.chain(ipv6).map(watched).collect()
}

fn blocks(cx: Read<'_>, subnet: &Row<Subnet>) -> Vec<IpNet> {
    let ipv6 = subnet.ipv6_block(cx.now()).map(|block| IpNet::V6(block.cidr));
    subnet.cidr.map(IpNet::V4).into_iter().chain(ipv6).collect()
}

/// Which part of a block another one is.
fn part(inner: &IpNet, whole: &IpNet) -> f64 {
    if !whole.contains(inner) {
        return 0.0;
    }
    0.5_f64.powi((inner.prefix_len() - whole.prefix_len()).into())
}

/// What interfaces and AWS itself have of it is its use; nothing is said of IPv6.
pub(crate) fn of_subnet<'a>(cx: Read<'a>, row: &'a Row<Subnet>) -> Vec<Watched<'a>> {
    let watched = |cidr, source, usage, settles| Watched {
        region: cx.region(),
        id: row.id.any(),
        of: IpamResourceType::Subnet,
        cidr,
        source,
        usage,
        tags: &row.tags,
        vpc_id: Some(row.vpc_id.clone()),
        zone_id: Some(row.zone_id.clone()),
        changes: next(cx, [settles, row.ends()]),
    };
    let ipv4 = row.cidr.map(|cidr| {
        let all = 2.0_f64.powi(32 - i32::from(cidr.prefix_len()));
        let free = f64::from(available_addresses(row, cx));
        watched(IpNet::V4(cidr), Source::None, Some((all - free) / all), None)
    });
    let ipv6 = row.ipv6_block(cx.now()).map(|it| {
        watched(IpNet::V6(it.cidr), source(it.from_pool.as_deref()), None, it.state.settles())
    });
    ipv4.into_iter().chain(ipv6).collect()
}

pub(crate) fn of_address<'a>(cx: Read<'a>, row: &'a Row<Address>) -> Watched<'a> {
    Watched {
        region: cx.region(),
        id: row.id.any(),
        of: IpamResourceType::Eip,
        cidr: Ipv4Net::from(row.public_ip).into(),
        source: row.pool.as_ref().map_or(Source::Amazon, |pool| source(pool.from.as_ref())),
        usage: None,
        tags: &row.tags,
        vpc_id: None,
        zone_id: None,
        changes: next(cx, [row.ends()]),
    }
}

/// The first of some moments that is still to come.
fn next(cx: Read<'_>, moments: impl IntoIterator<Item = Option<Timestamp>>) -> Option<Timestamp> {
    moments.into_iter().flatten().filter(|at| !cx.now().reached(*at)).min()
}

/// What is allocated of it is its use.
// unverified (looked up 2026-11-26): that it is.
fn of_pool<'a>(cx: Read<'a>, row: &'a Row<PublicIpv4Pool>) -> Vec<Watched<'a>> {
    let given = given(cx, row);
    let watched = |block: &Block| {
        let taken = given.iter().filter(|address| block.cidr.contains(*address));
        let one = 0.5_f64.powi(32 - i32::from(block.cidr.prefix_len()));
        Watched {
            region: cx.region(),
            id: row.id.any(),
            of: IpamResourceType::PublicIpv4Pool,
            cidr: block.cidr.into(),
            source: source(Some(&block.from)),
            usage: Some(taken.map(|_| one).sum()),
            tags: &row.tags,
            vpc_id: None,
            zone_id: None,
            changes: None,
        }
    };
    row.blocks.iter().map(watched).collect()
}

/// That of a block which may be out of a pool.
fn source(from_pool: Option<&FromPool>) -> Source {
    match from_pool.map_or(IpSource::Amazon, |from| from.source) {
        IpSource::Amazon => Source::Amazon,
        IpSource::Byoip => Source::Byoip,
        IpSource::None => Source::None,
    }
}
