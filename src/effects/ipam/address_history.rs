//! An IPAM looks who has which addresses, and remembers it. AWS looks every few minutes; here it is
//! whenever something has changed, so that nothing is missed between two looks.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/tutorials-historical-insights.html>

use crate::engine::{Id, Read, Row, Tags, Text, Write};
use crate::error::Result;
use crate::records::compute::instances::Instance;
use crate::records::ids::{IpamId, IpamScopeId, SubnetId};
use crate::records::ipam::address_history::{Holding, IpamAddressRecord, KEPT_MILLIS};
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::resource_cidrs::{Known, known};
use crate::records::network::network_interfaces::NetworkInterface;
use ipnet::IpNet;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use wire::{IpamAddressHistoryResourceType as Type, IpamResourceType, Timestamp};

/// What there is and was not, begins; what was and is not any more, ends.
pub(crate) fn look(cx: &mut Write<'_>, ipam_id: &IpamId) -> Result<()> {
    let read = cx.read();
    let Some(ipam) = read.find::<Ipam>(ipam_id) else { return Ok(()) };
    let rows = read.with(IpamAddressRecord::BY_IPAM, ipam_id);
    let mut open: BTreeMap<String, &Row<IpamAddressRecord>> =
        rows.map(|row| (row.holding.key(), row)).collect();
    let (mut begun, mut changed) = (Vec::new(), Vec::new());
    for holding in holdings(read, ipam) {
        match open.remove(&holding.key()) {
            Some(row) if row.holding == holding => {}
            Some(row) => changed.push((row.id.clone(), holding)),
            None => begun.push(holding),
        }
    }
    let gone: Vec<_> = open.into_values().map(|row| (row.id.clone(), row.ends())).collect();
    if begun.is_empty() && changed.is_empty() && gone.is_empty() {
        return Ok(());
    }
    let now = cx.now().timestamp();
    for (id, holding) in changed {
        if let Some(mut row) = cx.find_mut::<IpamAddressRecord>(&id) {
            row.holding = holding;
        }
    }
    for (id, ends) in gone {
        if let Some(mut row) = cx.find_mut::<IpamAddressRecord>(&id) {
            row.ended = Some(now);
        }
        let forgotten = now.plus_millis(KEPT_MILLIS);
        cx.end::<IpamAddressRecord>(&id, ends.map_or(forgotten, |ends| ends.min(forgotten)));
    }
    for holding in begun {
        begin(cx, ipam_id, holding, now);
    }
    Ok(())
}

/// The same at a moment at which something that has addresses changes by itself.
pub(crate) fn look_again(cx: &mut Write<'_>, id: &Id<IpamAddressRecord>) -> Result<()> {
    let ipam_id = cx.find::<IpamAddressRecord>(id).map(|row| row.ipam_id.clone());
    ipam_id.map_or(Ok(()), |ipam_id| look(cx, &ipam_id))
}

fn begin(cx: &mut Write<'_>, ipam_id: &IpamId, holding: Holding, now: Timestamp) {
    let id = Id::new(format!("{} {}", holding.key(), now.0));
    // What was lost at the very moment at which it began is there again.
    cx.remove::<IpamAddressRecord>(&id);
    let record = IpamAddressRecord { ipam_id: ipam_id.clone(), began: now, ended: None, holding };
    cx.insert(id, record, Tags::default());
}

/// The scopes of what is in subnets: by subnet, and whether it is IPv4.
type Scopes<'a> = HashMap<(&'a str, bool), &'a IpamScopeId>;

fn holdings(home: Read<'_>, ipam: &Row<Ipam>) -> Vec<Holding> {
    let known = known(home, ipam);
    let subnets = known.iter().filter(|one| one.block.of == IpamResourceType::Subnet);
    let scopes: Scopes<'_> = subnets
        .map(|one| ((&*one.block.id, matches!(one.block.cidr, IpNet::V4(_))), &one.scope_id))
        .collect();
    let mut all: Vec<Holding> = known.iter().filter_map(|one| of_block(home, one)).collect();
    for there in ipam.operating_regions.iter().filter_map(|name| home.in_region(name)) {
        let interfaces = there.table::<NetworkInterface>().iter(0, there.now());
        all.extend(interfaces.flat_map(|(_, row)| of_interface(there, row, &scopes, ipam)));
    }
    all
}

/// Subnets show no statuses, as in AWS's examples.
// unverified (looked up 2026-11-26): that Elastic IP addresses do.
fn of_block(home: Read<'_>, one: &Known<'_>) -> Option<Holding> {
    let block = &one.block;
    let of = match block.of {
        IpamResourceType::Vpc => Type::Vpc,
        IpamResourceType::Subnet => Type::Subnet,
        IpamResourceType::Eip => Type::Eip,
        _ => return None,
    };
    Some(Holding {
        scope_id: one.scope_id.clone(),
        cidr: block.cidr,
        region: block.region.clone(),
        of,
        resource_id: Some(block.id.clone()),
        owner: home.account().clone(),
        vpc_id: block.vpc_id.clone(),
        name: block.tags.get("Name").map(Text::from),
        compliance: (of != Type::Subnet).then(|| one.compliance()),
        overlap: (of != Type::Subnet).then(|| one.overlap()),
        changes: block.changes,
    })
}

/// An interface that is attached, and its instance; that of a service's is AWS's own.
// unverified (looked up 2026-11-26): that an instance has its addresses also while it is stopped.
fn of_interface(
    cx: Read<'_>,
    row: &Row<NetworkInterface>,
    scopes: &Scopes<'_>,
    ipam: &Ipam,
) -> Vec<Holding> {
    let now = cx.now();
    let instance_id = row.attached(now).map(|(attachment, _)| &attachment.instance_id);
    if instance_id.is_none() && row.requester.is_none() {
        return Vec::new();
    }
    let instance = instance_id.and_then(|id| cx.find::<Instance>(id));
    let name = |tags: &Tags| tags.get("Name").map(Text::from);
    let settles = row.attachment_state.settles().into_iter().chain(row.ends());
    let changes = settles.filter(|at| !now.reached(*at)).min();
    let held = addresses(row, scopes, &ipam.public_scope_id);
    let of_each = held.into_iter().flat_map(|(cidr, scope_id)| {
        let interface = Holding {
            scope_id: scope_id.clone(),
            cidr,
            region: cx.region().clone(),
            of: Type::NetworkInterface,
            resource_id: Some(row.id.any()),
            owner: cx.account().clone(),
            vpc_id: Some(row.vpc_id.clone()),
            name: name(&row.tags),
            compliance: None,
            overlap: None,
            changes,
        };
        let instance = Holding {
            of: Type::Instance,
            resource_id: instance_id.map(Id::any),
            owner: instance_id.map_or_else(|| "amazon-aws".into(), |_| cx.account().clone()),
            name: instance.and_then(|row| name(&row.tags)),
            ..interface.clone()
        };
        [interface, instance]
    });
    of_each.collect()
}

/// Private ones are in the scopes of the subnet's blocks.
fn addresses<'a>(
    row: &NetworkInterface,
    scopes: &Scopes<'a>,
    public: &'a IpamScopeId,
) -> Vec<(IpNet, &'a IpamScopeId)> {
    let subnet_id: &SubnetId = &row.subnet_id;
    let scope = |is_ipv4| scopes.get(&(&**subnet_id, is_ipv4)).copied();
    let single = |address: IpAddr| IpNet::from(address);
    let ipv4 = row.addresses.iter().map(|it| single(it.address.into()));
    let ipv4 = ipv4.chain(row.ipv4_prefixes.iter().copied().map(IpNet::V4));
    let ipv4 = ipv4.filter_map(|cidr| Some((cidr, scope(true)?)));
    let ipv6 = row.ipv6_addresses.iter().map(|address| single((*address).into()));
    let ipv6 = ipv6.chain(row.ipv6_prefixes.iter().copied().map(IpNet::V6));
    let ipv6 = ipv6.filter_map(|cidr| Some((cidr, scope(false)?)));
    let given = row.addresses.iter().filter_map(|it| it.public);
    ipv4.chain(ipv6).chain(given.map(|address| (single(address.into()), public))).collect()
}
