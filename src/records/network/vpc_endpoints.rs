//! VPC endpoints to services of AWS and of accounts: gateways, which are routes, interfaces, which
//! are network interfaces with DNS names, and those of Gateway Load Balancers, which are network
//! interfaces that routes can lead to. No traffic ever passes through an endpoint, so that
//! its policy is kept and never applied.

use crate::catalog::endpoint_services::{EndpointKind, EndpointService, hosted_zone, in_region};
use crate::engine::{By, Hold, Id, Index, Now, PageSize, Quota, Read, Resource, Row, Text, Timed};
use crate::error::{Error, Result};
use crate::records::ids::{
    EndpointConnectionId, NetworkInterfaceId, PrefixListId, RouteTableId, SecurityGroupId,
    SubnetId, VpcEndpointId, VpcId,
};
use crate::records::network::vpc_endpoint_ids::check;
use crate::records::network::{network_interfaces, vpc_endpoint_services};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use wire::{
    DnsEntry, DnsOptions, DnsRecordIpType, IpAddressType, PayerResponsibilityEntry,
    PayerResponsibilityScope, PayerResponsibilityType, ResourceType, SecurityGroupIdentifier,
    State, Timestamp, VpcEndpointType,
};

/// What an endpoint's policy is until another one is given, as AWS writes it for either type.
const GATEWAY_POLICY: &str = "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\
                              \"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

const INTERFACE_POLICY: &str = "{\n  \"Statement\": [\n    {\n      \"Action\": \"*\", \n      \
                                \"Effect\": \"Allow\", \n      \"Principal\": \"*\", \n      \
                                \"Resource\": \"*\"\n    }\n  ]\n}";

impl VpcEndpoint {
    pub(crate) const BY_VPC: By<Self, VpcId> = By::new("vpc-id");
    pub(crate) const BY_SERVICE_NAME: By<Self, str> = By::new("service-name");
    /// Indexes that no filter is answered by.
    pub(crate) const BY_ROUTE_TABLE: By<Self, RouteTableId> = By::new("route-table-id");
    pub(crate) const BY_GROUP: By<Self, SecurityGroupId> = By::new("group-id");
}

impl Resource for VpcEndpoint {
    type View = wire::VpcEndpoint;
    const HOLDS: &'static [Hold<Self>] = &[Hold::of(Self::BY_VPC)];
    const PREFIX: &'static str = "vpce";
    const TYPE: Option<ResourceType> = Some(ResourceType::VpcEndpoint);
    const PLURAL: &'static str = "vpcEndpoints";
    const NOT_FOUND: &'static str = "InvalidVpcEndpointId.NotFound";
    const NOUN: &'static str = "Vpc Endpoint Id";
    const OF_VPC: bool = true;
    const PAGE_SIZE: PageSize = PageSize::Bounded;
    const ID_FILTER: Option<&'static str> = Some("vpc-endpoint-id");
    /// Gateways in the region, others in a VPC.
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html>
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |row, cx| match row.means {
            Means::Gateway(_) => {
                let all = cx.table::<Self>().iter(0, cx.now());
                all.filter(|(_, row)| matches!(row.means, Means::Gateway(_))).count() > 20
            }
            Means::Interface(_) | Means::LoadBalancer(_) => {
                let here = cx.with(Self::BY_VPC, &row.vpc_id);
                here.filter(|row| !matches!(row.means, Means::Gateway(_))).count() > 50
            }
        },
        code: "VpcEndpointLimitExceeded",
        // unverified (looked up 2026-11-26): the text.
        message: |_| "The maximum number of VPC endpoints has been reached.".to_owned(),
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::VpcEndpoint {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_VPC, &self.vpc_id);
        index.add(Self::BY_SERVICE_NAME, &self.service_name);
        match &self.means {
            Means::Gateway(gateway) => {
                for table in &gateway.route_table_ids {
                    index.add(Self::BY_ROUTE_TABLE, table);
                }
            }
            Means::Interface(interface) => {
                for group in &interface.groups {
                    index.add(Self::BY_GROUP, group);
                }
            }
            Means::LoadBalancer(_) => {}
        }
    }

    fn check_id(id: &str) -> Result<()> {
        check(Self::MALFORMED, "Id", Self::PREFIX, id)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpcEndpoint {
    pub vpc_id: VpcId,
    pub service_name: Text,
    pub created: Timestamp,
    pub state: Timed<State>,
    /// What the owner of the service knows it by, unless that is AWS.
    pub connection_id: Option<EndpointConnectionId>,
    /// `None`: the default one.
    pub policy: Option<String>,
    /// Where the service is, if that is another region.
    #[serde(default)]
    pub service_region: Option<Text>,
    /// Who pays for it, if anybody has said so.
    #[serde(default)]
    pub payer: Option<PayerResponsibilityType>,
    pub means: Means,
}

/// How the traffic gets to the service.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Means {
    Gateway(Gateway),
    Interface(Interface),
    /// Where the endpoint of a Gateway Load Balancer is.
    LoadBalancer(InSubnet),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Gateway {
    /// Where the routes that the endpoint adds to these tables lead from.
    pub prefix_list_id: PrefixListId,
    pub route_table_ids: Vec<RouteTableId>,
    // unverified (looked up 2026-11-26): that the routes of one for IPv6 lead to the same list.
    pub ip_address_type: IpAddressType,
    pub dns_record_ip_type: DnsRecordIpType,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Interface {
    /// One in each zone at most.
    pub places: Vec<InSubnet>,
    pub groups: Vec<SecurityGroupId>,
    pub private_dns: bool,
    /// For a service that has gateways too: whether only an inbound resolver knows the names.
    pub inbound_resolver_only: Option<bool>,
    /// What tells the endpoint's DNS names from others.
    pub label: String,
    /// The hidden hosted zone that private names are in.
    pub private_zone: String,
    /// From when on the zone is there, if not from the beginning.
    #[serde(default)]
    pub zone_since: Option<Timestamp>,
    #[serde(default = "only_ipv4")]
    pub ip_address_type: IpAddressType,
    #[serde(default = "records_of_ipv4")]
    pub dns_record_ip_type: DnsRecordIpType,
}

/// What endpoints of an older state have.
const fn only_ipv4() -> IpAddressType {
    IpAddressType::Ipv4
}

const fn records_of_ipv4() -> DnsRecordIpType {
    DnsRecordIpType::Ipv4
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InSubnet {
    pub subnet_id: SubnetId,
    pub zone: Text,
    pub network_interface_id: NetworkInterfaceId,
    /// From when on the endpoint shows the interface, if not from the beginning.
    pub since: Option<Timestamp>,
}

impl InSubnet {
    pub fn is_shown(&self, now: Now<'_>) -> bool {
        self.since.is_none_or(|since| now.reached(since))
    }
}

impl VpcEndpoint {
    pub fn service_region<'a>(&'a self, cx: Read<'a>) -> &'a Text {
        self.service_region.as_ref().unwrap_or(cx.region())
    }

    pub fn kind(&self) -> EndpointKind {
        match self.means {
            Means::Gateway(_) => EndpointKind::Gateway,
            Means::Interface(_) => EndpointKind::Interface,
            Means::LoadBalancer(_) => EndpointKind::GatewayLoadBalancer,
        }
    }

    /// Whether routes can lead to it.
    pub fn is_target(&self, now: Now<'_>) -> bool {
        matches!(self.means, Means::LoadBalancer(_)) && self.state.at(now) == State::Available
    }

    pub fn is_being_deleted(&self, now: Now<'_>) -> bool {
        self.state.at(now) == State::Deleting
    }
}

fn view(row: &Row<VpcEndpoint>, cx: Read<'_>) -> wire::VpcEndpoint {
    let service = service_of(row, cx);
    let service = service.as_deref();
    let default_policy = match row.kind() {
        EndpointKind::Gateway => GATEWAY_POLICY,
        EndpointKind::Interface | EndpointKind::GatewayLoadBalancer => INTERFACE_POLICY,
    };
    let has_policy = service.is_some_and(|service| service.policy_supported);
    let policy = row.policy.as_deref().unwrap_or(default_policy).to_owned();
    let view = wire::VpcEndpoint {
        vpc_endpoint_id: Some(row.id.to_string()),
        vpc_id: Some(row.vpc_id.to_string()),
        service_name: Some(row.service_name.to_string()),
        state: Some(row.state.at(cx.now())),
        policy_document: has_policy.then_some(policy),
        ip_address_type: Some(IpAddressType::Ipv4),
        requester_managed: Some(false),
        creation_timestamp: Some(row.created),
        tags: row.tags.wire(),
        owner_id: Some(cx.account().to_string()),
        service_region: Some(row.service_region(cx).to_string()),
        payer_responsibilities: payers(row.payer),
        ..wire::VpcEndpoint::default()
    };
    match &row.means {
        Means::Gateway(gateway) => wire::VpcEndpoint {
            vpc_endpoint_type: Some(VpcEndpointType::Gateway),
            route_table_ids: texts(&gateway.route_table_ids),
            subnet_ids: Some(Vec::new()),
            groups: Some(Vec::new()),
            private_dns_enabled: Some(false),
            network_interface_ids: Some(Vec::new()),
            dns_entries: Some(Vec::new()),
            ip_address_type: Some(gateway.ip_address_type),
            dns_options: Some(DnsOptions {
                dns_record_ip_type: Some(gateway.dns_record_ip_type),
                ..DnsOptions::default()
            }),
            ..view
        },
        Means::Interface(interface) => view_of_interface(row, interface, service, view, cx),
        // As in the AWS CLI's example of CreateVpcEndpoint.
        Means::LoadBalancer(place) => wire::VpcEndpoint {
            vpc_endpoint_type: Some(VpcEndpointType::GatewayLoadBalancer),
            subnet_ids: Some(vec![place.subnet_id.to_string()]),
            network_interface_ids: Some(vec![place.network_interface_id.to_string()]),
            ..view
        },
    }
}

/// What is shown of who pays.
pub(crate) fn payers(
    payer: Option<PayerResponsibilityType>,
) -> Option<Vec<PayerResponsibilityEntry>> {
    let scope = Some(PayerResponsibilityScope::VpcEndpointCharges);
    let entry = |payer| PayerResponsibilityEntry { scope, payer_responsibility_type: Some(payer) };
    payer.map(|payer| vec![entry(payer)])
}

fn view_of_interface(
    row: &Row<VpcEndpoint>,
    interface: &Interface,
    service: Option<&EndpointService>,
    view: wire::VpcEndpoint,
    cx: Read<'_>,
) -> wire::VpcEndpoint {
    let places = interface.places.iter();
    let shown = places.clone().filter(|place| place.is_shown(cx.now()));
    wire::VpcEndpoint {
        vpc_endpoint_type: Some(VpcEndpointType::Interface),
        ip_address_type: Some(interface.ip_address_type),
        route_table_ids: Some(Vec::new()),
        subnet_ids: Some(places.map(|it| it.subnet_id.to_string()).collect()),
        groups: Some(interface.groups.iter().map(|id| group(id, cx)).collect()),
        private_dns_enabled: Some(interface.private_dns),
        network_interface_ids: Some(shown.map(|it| it.network_interface_id.to_string()).collect()),
        dns_entries: Some(service.map(|it| interface.dns_entries(row, it, cx)).unwrap_or_default()),
        dns_options: Some(DnsOptions {
            dns_record_ip_type: Some(interface.dns_record_ip_type),
            private_dns_only_for_inbound_resolver_endpoint: interface.inbound_resolver_only,
            ..DnsOptions::default()
        }),
        ..view
    }
}

fn texts<K>(ids: &[Id<K>]) -> Option<Vec<String>> {
    Some(ids.iter().map(ToString::to_string).collect())
}

fn group(id: &SecurityGroupId, cx: Read<'_>) -> SecurityGroupIdentifier {
    let group = network_interfaces::group(id, cx);
    SecurityGroupIdentifier { group_id: group.group_id, group_name: group.group_name }
}

impl Interface {
    /// The name of the endpoint, those of its zones, and the service's own names if it has these;
    /// none of them without a subnet to lead to.
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html>
    // unverified (looked up 2026-11-26): which hosted zone has the names of endpoints to a service
    // of another region, whose domain is that region's.
    pub fn dns_entries(
        &self,
        row: &Row<VpcEndpoint>,
        service: &EndpointService,
        cx: Read<'_>,
    ) -> Vec<DnsEntry> {
        let id = &row.id;
        let places: Vec<&InSubnet> =
            self.places.iter().filter(|place| place.is_shown(cx.now())).collect();
        if places.is_empty() {
            return Vec::new();
        }
        let zone = hosted_zone(row.service_region(cx));
        let star = if service.wildcard_endpoints { "*." } else { "" };
        let (label, base) = (&self.label, &service.base_name);
        let regional = format!("{star}{id}-{label}.{base}");
        let zonal = |place: &InSubnet| format!("{star}{id}-{label}-{}.{base}", place.zone);
        let entry = |name: String, zone: &str| DnsEntry {
            dns_name: Some(name),
            hosted_zone_id: Some(zone.to_owned()),
        };
        let mut entries = vec![entry(regional, &zone)];
        entries.extend(places.into_iter().map(|place| entry(zonal(place), &zone)));
        if self.private_dns {
            // One of all names below another one stands for that, too, but where the endpoint's
            // own names do so.
            let above = |name: &'_ str| {
                let is_listed = !service.wildcard_endpoints;
                name.strip_prefix("*.").filter(|_| is_listed).map(str::to_owned)
            };
            let names = service.private_names.iter();
            let names = names.flat_map(|name| above(name).into_iter().chain([name.clone()]));
            let is_there = self.zone_since.is_none_or(|since| cx.now().reached(since));
            let zone = if is_there { &*self.private_zone } else { "ZONEIDPENDING" };
            entries.extend(names.map(|name| entry(name, zone)));
        }
        entries
    }
}

/// The gateway endpoints that a route table leads to: the prefix list of each, and its id.
pub(crate) fn routes_of<'a>(
    cx: Read<'a>,
    route_table_id: &RouteTableId,
) -> impl Iterator<Item = (&'a PrefixListId, &'a VpcEndpointId)> + use<'a> {
    let now = cx.now();
    let endpoints = cx.with(VpcEndpoint::BY_ROUTE_TABLE, route_table_id);
    endpoints.filter(move |row| !row.is_being_deleted(now)).filter_map(|row| match &row.means {
        Means::Gateway(gateway) => Some((&gateway.prefix_list_id, &row.id)),
        Means::Interface(_) | Means::LoadBalancer(_) => None,
    })
}

/// Whether endpoints have a security group, also those without a subnet.
pub(crate) fn use_group(cx: Read<'_>, id: &SecurityGroupId) -> bool {
    cx.with(VpcEndpoint::BY_GROUP, id).next().is_some()
}

/// The refusal of an endpoint as the target of a route, also of one that is still pending:
/// <https://github.com/hashicorp/terraform-provider-aws/issues/32774>.
pub(crate) fn refuse_as_target(id: &str) -> Error {
    let message = format!(
        "Route table contains unsupported route target: {id}. VPC Endpoints of this type cannot be \
         used as route targets."
    );
    Error::new("RouteNotSupported", message)
}

/// The service of an endpoint: AWS's, or an account's, which may be gone by now.
fn service_of(row: &VpcEndpoint, cx: Read<'_>) -> Option<Cow<'static, EndpointService>> {
    if let Some(service) = find(row.service_region(cx), &row.service_name, row.kind()) {
        return Some(Cow::Borrowed(service));
    }
    let (owner, service) = vpc_endpoint_services::named(cx, &row.service_name)?;
    Some(Cow::Owned(vpc_endpoint_services::offered(service, owner)))
}

pub(crate) fn find(
    region: &str,
    name: &str,
    kind: EndpointKind,
) -> Option<&'static EndpointService> {
    let services = in_region(region);
    let from = services.partition_point(|service| *service.name < *name);
    let named = services.get(from..)?.iter().take_while(|service| service.name == name);
    named.into_iter().find(|service| service.kind == kind)
}
