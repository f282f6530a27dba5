//! An IPAM looks who has which addresses, and remembers it. AWS looks every few minutes; here it is
//! whenever something has changed, and at what has: nothing is missed between two looks.
//! <https://docs.aws.amazon.com/vpc/latest/ipam/tutorials-historical-insights.html>

use crate::engine::{Changed, Id, Read, Row, Tags, Text, Write};
use crate::error::Result;
use crate::records::compute::instances::Instance;
use crate::records::ids::{IpamId, IpamScopeId};
use crate::records::ipam::address_history::{
    Holding, IpamAddressRecord, KEPT_MILLIS, in_region, known_under, overlap,
};
use crate::records::ipam::ipam_pools::IpamPool;
use crate::records::ipam::ipam_scopes::IpamScope;
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::resource_cidrs::{IpamResourceSetting, Known, know};
use crate::records::ipam::watched::{Watched, of_address, of_subnet, of_vpc};
use crate::records::network::addresses::Address;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpcs::Vpc;
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use wire::{IpamAddressHistoryResourceType as Type, IpamResourceType, Timestamp};

/// Where resources are that have addresses, and their ids.
type Places = BTreeSet<(Text, Text)>;

/// What of something that has changed matters to an IPAM.
pub(crate) fn look(cx: &mut Write<'_>, id: &Text, changed: &[Changed]) -> Result<()> {
    let read = cx.read();
    let Some(ipam) = read.find::<Ipam>(id.as_str()) else { return Ok(()) };
    let is_whole = |it: &Changed| {
        let is_rule =
            it.is_of::<IpamScope>() || it.is_of::<IpamPool>() || it.is_of::<IpamResourceSetting>();
        it.is_of::<Ipam>() && it.id == *id || is_rule && it.region == *read.region()
    };
    let mut places = Places::new();
    if changed.iter().any(is_whole) {
        everything(read, ipam, &mut places);
    } else {
        places.extend(changed.iter().flat_map(|it| place(read, it)));
        // What a region has had from the beginning, nobody has changed.
        let regions: BTreeSet<&Text> = changed.iter().map(|it| &it.region).collect();
        for region in regions {
            let under = in_region(id, region);
            if read.with(IpamAddressRecord::BY_REGION, &*under).next().is_none() {
                read.in_region(region).into_iter().for_each(|there| all_in(there, &mut places));
            }
        }
    }
    look_at(cx, &Id::new(id.clone()), &places);
    Ok(())
}

/// The same at a moment at which something that has addresses changes by itself.
pub(crate) fn look_again(cx: &mut Write<'_>, id: &Id<IpamAddressRecord>) -> Result<()> {
    if let Some(row) = cx.find::<IpamAddressRecord>(id) {
        let place = (row.holding.region.clone(), row.holding.known_by.as_text().clone());
        let ipam_id = row.ipam_id.clone();
        look_at(cx, &ipam_id, &BTreeSet::from([place]));
    }
    Ok(())
}

/// What an instance is called stands with the addresses of its interfaces.
fn place(cx: Read<'_>, changed: &Changed) -> Vec<(Text, Text)> {
    if !changed.is_of::<Instance>() {
        return vec![(changed.region.clone(), changed.id.clone())];
    }
    let there = cx.in_region(&changed.region);
    let interfaces = there
        .into_iter()
        .flat_map(|there| there.with(NetworkInterface::BY_INSTANCE, &Id::new(changed.id.clone())));
    interfaces.map(|row| (changed.region.clone(), row.id.as_text().clone())).collect()
}

fn everything(home: Read<'_>, ipam: &Row<Ipam>, places: &mut Places) {
    let rows = home.with(IpamAddressRecord::BY_IPAM, &ipam.id).map(|row| &row.holding);
    places.extend(rows.map(|it| (it.region.clone(), it.known_by.as_text().clone())));
    let regions = ipam.operating_regions.iter().filter_map(|name| home.in_region(name));
    regions.for_each(|there| all_in(there, places));
}

fn all_in(there: Read<'_>, places: &mut Places) {
    let now = there.now();
    let at = |id: &Text| (there.region().clone(), id.clone());
    places.extend(there.table::<Vpc>().iter(0, now).map(|(_, row)| at(row.id.as_text())));
    places.extend(there.table::<Subnet>().iter(0, now).map(|(_, row)| at(row.id.as_text())));
    places.extend(there.table::<Address>().iter(0, now).map(|(_, row)| at(row.id.as_text())));
    let interfaces = there.table::<NetworkInterface>().iter(0, now);
    places.extend(interfaces.map(|(_, row)| at(row.id.as_text())));
}

/// What there is and was not, begins; what was and is not any more, ends.
fn look_at(cx: &mut Write<'_>, ipam_id: &IpamId, places: &Places) {
    let read = cx.read();
    let Some(ipam) = read.find::<Ipam>(ipam_id) else { return };
    let (mut begun, mut changed, mut gone) = (Vec::new(), Vec::new(), Vec::new());
    for (region, id) in places {
        let known = known_under(ipam_id, region, id);
        let rows = read.with(IpamAddressRecord::BY_KNOWN, &*known);
        let mut open: BTreeMap<String, &Row<IpamAddressRecord>> =
            rows.map(|row| (row.holding.key(), row)).collect();
        let there = read.in_region(region).filter(|_| ipam.operates_in(region));
        for holding in there.map(|there| holdings((read, ipam), there, id)).unwrap_or_default() {
            match open.remove(&holding.key()) {
                Some(row) if row.holding == holding => {}
                Some(row) => changed.push((row.id.clone(), holding)),
                None => begun.push(holding),
            }
        }
        gone.extend(
            open.into_values()
                .map(|row| (row.id.clone(), row.ends(), overlap(read, ipam, &row.holding))),
        );
    }
    if begun.is_empty() && changed.is_empty() && gone.is_empty() {
        return;
    }
    let now = cx.now().timestamp();
    for (id, holding) in changed {
        if let Some(mut row) = cx.find_mut::<IpamAddressRecord>(&id) {
            row.holding = holding;
        }
    }
    for (id, ends, overlap) in gone {
        if let Some(mut row) = cx.find_mut::<IpamAddressRecord>(&id) {
            (row.ended, row.overlap) = (Some(now), overlap);
        }
        let forgotten = now.plus_millis(KEPT_MILLIS);
        cx.end::<IpamAddressRecord>(&id, ends.map_or(forgotten, |ends| ends.min(forgotten)));
    }
    for holding in begun {
        begin(cx, ipam_id, holding, now);
    }
}

fn begin(cx: &mut Write<'_>, ipam_id: &IpamId, holding: Holding, now: Timestamp) {
    let id = Id::new(format!("{} {}", holding.key(), now.0));
    // What was lost at the very moment at which it began is there again.
    cx.remove::<IpamAddressRecord>(&id);
    let record = IpamAddressRecord {
        ipam_id: ipam_id.clone(),
        began: now,
        ended: None,
        overlap: None,
        holding,
    };
    cx.insert(id, record, Tags::default());
}

/// What a resource has: blocks, or addresses.
fn holdings((home, ipam): (Read<'_>, &Row<Ipam>), there: Read<'_>, id: &str) -> Vec<Holding> {
    let known = |blocks: Vec<Watched<'_>>| {
        let all = blocks.into_iter().map(|block| know(home, ipam, block));
        all.filter_map(|one| of_block(home, &one)).collect()
    };
    if let Some(row) = there.find::<NetworkInterface>(id) {
        return of_interface((home, ipam), there, row);
    }
    if let Some(row) = there.find::<Address>(id) {
        return known(vec![of_address(there, row)]);
    }
    if let Some(row) = there.find::<Subnet>(id) {
        return known(of_subnet(there, row));
    }
    there.find::<Vpc>(id).map(|row| known(of_vpc(there, row))).unwrap_or_default()
}

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
        known_by: block.id.clone(),
        resource_id: Some(block.id.clone()),
        owner: home.account().clone(),
        vpc_id: block.vpc_id.clone(),
        name: block.tags.get("Name").map(Text::from),
        // Of subnets nothing is said, as in AWS's examples.
        compliance: (of != Type::Subnet).then(|| one.compliance()),
        changes: block.changes,
    })
}

/// An interface that is attached, and its instance; that of a service's is AWS's own.
// unverified (looked up 2026-11-26): that an instance has its addresses also while it is stopped.
fn of_interface(
    (home, ipam): (Read<'_>, &Row<Ipam>),
    there: Read<'_>,
    row: &Row<NetworkInterface>,
) -> Vec<Holding> {
    let now = there.now();
    let instance_id = row.attached(now).map(|(attachment, _)| &attachment.instance_id);
    if instance_id.is_none() && row.requester.is_none() {
        return Vec::new();
    }
    let instance = instance_id.and_then(|id| there.find::<Instance>(id));
    let name = |tags: &Tags| tags.get("Name").map(Text::from);
    let settles = row.attachment_state.settles().into_iter().chain(row.ends());
    let changes = settles.filter(|at| !now.reached(*at)).min();
    let subnet = there.find::<Subnet>(&row.subnet_id);
    let blocks = subnet.map(|subnet| of_subnet(there, subnet)).unwrap_or_default();
    let known: Vec<_> = blocks.into_iter().map(|block| know(home, ipam, block)).collect();
    let held = addresses(row, &known, &ipam.public_scope_id);
    let of_each = held.into_iter().flat_map(|(cidr, scope_id)| {
        let interface = Holding {
            scope_id: scope_id.clone(),
            cidr,
            region: there.region().clone(),
            of: Type::NetworkInterface,
            known_by: row.id.any(),
            resource_id: Some(row.id.any()),
            owner: home.account().clone(),
            vpc_id: Some(row.vpc_id.clone()),
            name: name(&row.tags),
            compliance: None,
            changes,
        };
        let instance = Holding {
            of: Type::Instance,
            resource_id: instance_id.map(Id::any),
            owner: instance_id.map_or_else(|| "amazon-aws".into(), |_| home.account().clone()),
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
    subnet: &'a [Known<'_>],
    public: &'a IpamScopeId,
) -> Vec<(IpNet, &'a IpamScopeId)> {
    let scope = |is_ipv4: bool| {
        let one = subnet.iter().find(|one| matches!(one.block.cidr, IpNet::V4(_)) == is_ipv4);
        one.map(|one| &one.scope_id)
    };
    let (in_ipv4, in_ipv6) = (scope(true), scope(false));
    let single = |address: IpAddr| IpNet::from(address);
    let ipv4 = row.addresses.iter().map(|it| single(it.address.into()));
    let ipv4 = ipv4.chain(row.ipv4_prefixes.iter().copied().map(IpNet::V4));
    let ipv6 = row.ipv6_addresses.iter().map(|address| single((*address).into()));
    let ipv6 = ipv6.chain(row.ipv6_prefixes.iter().copied().map(IpNet::V6));
    let given = row.addresses.iter().filter_map(|it| it.public);
    ipv4.filter_map(|cidr| Some((cidr, in_ipv4?)))
        .chain(ipv6.filter_map(|cidr| Some((cidr, in_ipv6?))))
        .chain(given.map(|address| (single(address.into()), public)))
        .collect()
}
