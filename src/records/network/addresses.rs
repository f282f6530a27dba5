//! Elastic IP addresses: allocated to an account until it releases them. Where one is associated is
//! a matter of the network interface; how it gets there is in `associate`. Addresses that were
//! released are in `released`, those offered to other accounts in `transfers`.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html>

use crate::catalog::regions::ZoneKind;
use crate::engine::{By, Id, IdRule, Index, Join, Key, Now, Quota, Read, Resource, Row, Text};
use crate::error::{Error, Result};
use crate::records::account::regions::kind_of_group;
use crate::records::ids::{AllocationId, AnyId};
use crate::records::network::from_pool::FromPool;
use crate::records::network::nat_gateways;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::network_interfaces::elastic::{self, Placed};
use serde::{Deserialize, Serialize};
use std::net::Ipv4Addr;
use wire::{DomainType, ResourceType, ServiceManaged, Timestamp};

/// The record, and the one that takes its place at a moment. `None`: no record.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct DomainName {
    pub current: Option<Text>,
    pub next: Option<(Timestamp, Option<Text>)>,
}

impl DomainName {
    pub fn at(&self, now: Now<'_>) -> Option<&Text> {
        match &self.next {
            Some((moment, next)) if now.reached(*moment) => next.as_ref(),
            _ => self.current.as_ref(),
        }
    }

    pub fn pending(&self, now: Now<'_>) -> Option<&Option<Text>> {
        self.next.as_ref().filter(|(moment, _)| !now.reached(*moment)).map(|(_, next)| next)
    }

    /// Whether there is one, or one is on its way here or from here.
    pub fn is_there(&self, now: Now<'_>) -> bool {
        self.at(now).is_some() || self.pending(now).is_some()
    }

    /// # Errors
    /// `InvalidAddress.PtrSet` for an address with a record.
    pub fn check_releasable(&self, id: &str, now: Now<'_>) -> Result<()> {
        if !self.is_there(now) {
            return Ok(());
        }
        let message = format!(
            "The address with allocation id [{id}] cannot be released because it has a PTR record \
             set."
        );
        Err(Error::new("InvalidAddress.PtrSet", message))
    }
}

/// AWS's own addresses; an account may bring others.
pub(crate) const POOL: &str = "amazon";

impl Address {
    pub(crate) const BY_PUBLIC_IP: By<Self, str> = By::new("public-ip");
    /// Neither this name nor the next is a filter's.
    pub(crate) const BY_POOL: By<Self, AnyId> = By::new("pool");
    pub(crate) const OFFERED: By<Self, ()> = By::new("transfer-offered");

    /// The refusal of an id that nothing has, of operations on NAT gateways and tags:
    /// hashicorp/terraform-provider-aws#27087 (2022), #11060.
    pub(crate) fn unknown_elastic_ip(id: &str) -> Error {
        let message = format!("The elasticIp ID '{id}' does not exist");
        Error::new("InvalidElasticIpID.NotFound", message)
    }
}

impl Resource for Address {
    type View = wire::Address;
    const PREFIX: &'static str = "eipalloc";
    const TYPE: Option<ResourceType> = Some(ResourceType::ElasticIp);
    const PLURAL: &'static str = "addresses";
    const NOT_FOUND: &'static str = "InvalidAllocationID.NotFound";
    const MALFORMED: &'static str = "InvalidAllocationID.Malformed";
    const NOUN: &'static str = "allocation ID";
    /// As transcribed of the ids of associations.
    const ID: IdRule = IdRule::LookedUp;
    const ID_FILTER: Option<&'static str> = Some("allocation-id");
    const JOINS: &'static [Join<Self>] = &[
        ("association-id", |value, cx| {
            let id = Id::new(value);
            let place = elastic::of_association(cx, &id);
            let place = place.map(|place| place.elastic.allocation_id.clone());
            let in_zone = || Some(nat_gateways::of_association(cx, &id)?.allocation_id.clone());
            place.or_else(in_zone).into_iter().collect()
        }),
        ("network-interface-id", |value, cx| {
            cx.find::<NetworkInterface>(value)
                .map_or_else(Vec::new, |row| elastic::allocations(row))
        }),
        ("instance-id", |value, cx| {
            on_interfaces(cx, NetworkInterface::BY_INSTANCE, &Id::new(value))
        }),
        ("private-ip-address", |value, cx| {
            on_interfaces(cx, NetworkInterface::BY_PRIVATE_ADDRESS, value)
        }),
    ];
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > 5,
        code: "AddressLimitExceeded",
        // hashicorp/terraform#6018.
        message: |_| "The maximum number of addresses has been reached.".to_owned(),
    });

    /// Each id is quoted for itself where there are several, as a cluster's log has it
    /// (transcript 53412550314).
    fn not_found(ids: &[&str]) -> Error {
        let message = match ids {
            [id] => format!("The allocation ID '{id}' does not exist"),
            _ => format!("The allocation IDs '{}' do not exist", ids.join("', '")),
        };
        Error::new(Self::NOT_FOUND, message)
    }

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::Address {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_PUBLIC_IP, &self.public_ip.to_string());
        if self.offer.is_some() {
            index.add(Self::OFFERED, &());
        }
        if let Some(pool) = &self.pool {
            index.add(Self::BY_POOL, &pool.id);
        }
    }
}

fn on_interfaces<K: Key + ?Sized>(
    cx: Read<'_>,
    by: By<NetworkInterface, K>,
    value: &K,
) -> Vec<AllocationId> {
    let interfaces = cx.with(by, value);
    interfaces.flat_map(|interface| elastic::allocations(interface)).collect()
}

pub(crate) fn with_public_ip<'a>(cx: Read<'a>, public_ip: &str) -> Option<&'a Row<Address>> {
    cx.with(Address::BY_PUBLIC_IP, public_ip).next()
}

/// Whether an address is allocated, associated or not.
pub(crate) fn is_allocated(cx: Read<'_>, public_ip: Ipv4Addr) -> bool {
    with_public_ip(cx, &public_ip.to_string()).is_some()
}

/// Pools and blocks are advertised from the region itself, not from a zone of its own.
// unverified (looked up 2026-11-26): the wording.
pub(crate) fn check_group(cx: Read<'_>, group: Option<&str>) -> Result<()> {
    match group {
        Some(group) if group != &**cx.region() => {
            let reason = "Expecting the name of the region.";
            Err(Error::bad_parameter("networkBorderGroup", group, reason))
        }
        _ => Ok(()),
    }
}

/// The network border group that an address is asked for in; `None`: the region's own.
///
/// # Errors
/// `InvalidParameterValue` for what is no group of zones that the account has opted in to, and
/// `UnsupportedOperation` for that of a Wavelength Zone, whose addresses are its carrier's.
// Of the former nothing more is said: `public_addresses.json` of `radkawar/stackd`.
pub(crate) fn wanted_group(cx: Read<'_>, group: Option<&str>) -> Result<Option<Text>> {
    let Some(group) = group.filter(|group| *group != &**cx.region()) else { return Ok(None) };
    match kind_of_group(cx, group) {
        Some(ZoneKind::LocalZone) => Ok(Some(group.into())),
        Some(_) => Err(Error::not_emulated(format!("carrier IP addresses: {group}"))),
        None => Err(Error::invalid_value(group)),
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Address {
    pub public_ip: Ipv4Addr,
    pub domain_name: DomainName,
    /// To another account; it may have expired.
    pub offer: Option<Offer>,
    /// Which service of AWS has allocated it, and releases it.
    #[serde(default)]
    pub service: Option<ServiceManaged>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<Box<OfPool>>,
    /// A Local Zone's; `None`: the region's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub border_group: Option<Text>,
}

/// The pool that an address is out of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OfPool {
    pub id: AnyId,
    /// What IP Address Manager has again when the address is released; `None`: it is out of a
    /// public IPv4 pool, which keeps its blocks.
    #[serde(default)]
    pub from: Option<FromPool>,
}

impl Address {
    pub const fn new(public_ip: Ipv4Addr) -> Self {
        let domain_name = DomainName { current: None, next: None };
        let border_group = None;
        Self { public_ip, domain_name, offer: None, service: None, pool: None, border_group }
    }

    /// The network border group that it is advertised from.
    pub fn border_group<'a>(&'a self, cx: Read<'a>) -> &'a str {
        self.border_group.as_deref().unwrap_or(cx.region())
    }

    /// The id of its pool, as AWS's tutorial shows that of IP Address Manager.
    pub fn pool(&self) -> String {
        self.pool.as_ref().map_or_else(|| POOL.to_owned(), |pool| pool.id.to_string())
    }
}

fn view(row: &Row<Address>, cx: Read<'_>) -> wire::Address {
    let view = wire::Address {
        allocation_id: Some(row.id.to_string()),
        domain: Some(DomainType::Vpc),
        tags: row.tags.wire_unless_empty(),
        public_ipv4_pool: Some(row.pool()),
        network_border_group: Some(row.border_group(cx).to_owned()),
        public_ip: Some(row.public_ip.to_string()),
        service_managed: row.service,
        ..wire::Address::default()
    };
    let Some(Placed { interface, private, elastic }) = elastic::of_allocation(cx, &row.id) else {
        let in_zone = nat_gateways::of_allocation(cx, &row.id);
        let association_id = in_zone.map(|place| place.association_id.to_string());
        return wire::Address { association_id, ..view };
    };
    let attached = interface.attached(cx.now());
    wire::Address {
        association_id: Some(elastic.association_id.to_string()),
        network_interface_id: Some(interface.id.to_string()),
        network_interface_owner_id: Some(cx.account().to_string()),
        private_ip_address: Some(private.address.to_string()),
        instance_id: attached.map(|(attachment, _)| attachment.instance_id.to_string()),
        ..view
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Offer {
    pub account: Text,
    /// The address stays with its owner from then on.
    pub expires: Timestamp,
}

impl Offer {
    pub fn is_open(&self, now: Now<'_>) -> bool {
        !now.reached(self.expires)
    }
}
