//! Services that accounts offer to others behind load balancers of their own: who may have an
//! endpoint to them, and what these have to wait for. Which endpoints there are is known by their
//! own accounts, in whatever region. The load balancers belong to another service: their ARNs are
//! looked at, and a service is in every zone of the region.
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html>

use super::vpc_endpoint_ids::check;
use crate::catalog::endpoint_services::{EndpointKind, EndpointService, in_region};
use crate::catalog::regions;
use crate::engine::{By, EVERYBODY, Index, PageSize, Read, Resource, Row, Sharing, Text, Timed};
use crate::error::{Error, Result};
use crate::records::ids::ServicePermissionId;
use serde::{Deserialize, Serialize};
use wire::{
    AllowedPrincipal, DnsNameState, PayerResponsibility, PermissionType, PrincipalType,
    PrivateDnsNameConfiguration, ResourceType, ServiceConfiguration, ServiceConnectivityType,
    ServiceState, ServiceType, ServiceTypeDetail, SupportedRegionDetail,
};

const NAMES: &str = "com.amazonaws.vpce.";

impl VpcEndpointService {
    /// No filter has this name.
    const OPEN_TO: By<Self, str> = By::new("open-to");
}

impl Resource for VpcEndpointService {
    type View = ServiceConfiguration;
    const PREFIX: &'static str = "vpce-svc";
    const TYPE: Option<ResourceType> = Some(ResourceType::VpcEndpointService);
    const PLURAL: &'static str = "vpcEndpointServices";
    const NOT_FOUND: &'static str = "InvalidVpcEndpointServiceId.NotFound";
    const MALFORMED: &'static str = "InvalidVpcEndpointServiceId.Malformed";
    const NOUN: &'static str = "VpcEndpointService Id";
    const OF_VPC: bool = true;
    const ID_FILTER: Option<&'static str> = Some("service-id");
    const PAGE_SIZE: PageSize = PageSize::Bounded;
    const SHARING: Option<Sharing<Self>> =
        Some(Sharing::new(Some(Self::OPEN_TO), |row, owner, account| {
            row.is_open_to(owner, account)
        }));

    fn view(row: &Row<Self>, cx: Read<'_>) -> ServiceConfiguration {
        view(row, cx)
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        for principal in self.principals.iter().filter(|it| !it.is_of_attachments) {
            index.add(Self::OPEN_TO, principal.account());
        }
    }

    fn check_id(id: &str) -> Result<()> {
        check(Self::MALFORMED, "Id", Self::PREFIX, id)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VpcEndpointService {
    pub state: Timed<ServiceState>,
    pub is_of_gateways: bool,
    pub load_balancer_arns: Vec<String>,
    pub acceptance_required: bool,
    pub ip_address_types: Vec<ServiceConnectivityType>,
    pub private_dns: Option<PrivateDns>,
    pub principals: Vec<Principal>,
    pub owner_pays: bool,
    /// Where endpoints to it can be; none: in its own region.
    #[serde(default)]
    pub supported_regions: Vec<Text>,
}

/// A name of the owner's, once it was shown to be that.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PrivateDns {
    pub name: String,
    pub state: Timed<DnsNameState>,
    /// What is to stand in the record `label` of the domain.
    pub value: String,
    pub label: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Principal {
    pub id: ServicePermissionId,
    /// An ARN, or `*`.
    pub arn: String,
    /// Whether it lets transit gateways be attached, and not endpoints be made.
    #[serde(default)]
    pub is_of_attachments: bool,
}

impl Principal {
    pub fn kind(&self) -> PrincipalType {
        match self.arn.split(':').nth(5) {
            None => PrincipalType::All,
            Some(it) if it.starts_with("user/") => PrincipalType::User,
            Some(it) if it.starts_with("role/") => PrincipalType::Role,
            Some(_) => PrincipalType::Account,
        }
    }

    /// Requests are told apart by their accounts, so that a user or role stands for its account.
    fn account(&self) -> &str {
        self.arn.split(':').nth(4).unwrap_or(EVERYBODY)
    }

    pub fn view(&self, service_id: &str) -> AllowedPrincipal {
        AllowedPrincipal {
            principal_type: Some(self.kind()),
            principal: Some(self.arn.clone()),
            service_permission_id: Some(self.id.to_string()),
            tags: Some(Vec::new()),
            service_id: Some(service_id.to_owned()),
            permission_type: Some(if self.is_of_attachments {
                PermissionType::TransitGatewayAttachment
            } else {
                PermissionType::VpcEndpoint
            }),
        }
    }
}

/// `com.amazonaws.vpce.us-east-1.vpce-svc-…`
pub(crate) fn name(cx: Read<'_>, id: &str) -> String {
    format!("{NAMES}{}.{id}", cx.region())
}

fn base_name(cx: Read<'_>, id: &str) -> String {
    let suffix = regions::find(cx.region()).map_or("amazonaws.com", |it| it.partition.dns_suffix());
    format!("{id}.{}.vpce.{suffix}", cx.region())
}

pub(crate) fn is_of_account(name: &str) -> bool {
    name.starts_with(NAMES)
}

/// The service with a name, and the account that offers it.
pub(crate) fn named<'a>(
    cx: Read<'a>,
    name: &str,
) -> Option<(Read<'a>, &'a Row<VpcEndpointService>)> {
    let (region, id) = name.strip_prefix(NAMES)?.split_once('.')?;
    let mut there = cx.everywhere().filter(|there| **there.region() == *region);
    there.find_map(|owner| Some((owner, owner.find(id)?)))
}

pub(crate) fn does_not_exist(name: &str) -> Error {
    let message = format!("The Vpc Endpoint Service '{name}' does not exist");
    Error::new("InvalidServiceName", message)
}

/// What is said of a name that AWS has no service of a type with in a region.
pub(crate) fn none_of_aws(region: &str, name: &str, kind: EndpointKind) -> Error {
    let others = in_region(region).iter().filter(|service| service.name == name);
    let kinds: Vec<&str> = others.map(|service| service.kind.as_str()).collect();
    if kinds.is_empty() {
        return does_not_exist(name);
    }
    other_type(kind, &kinds.join(", "))
}

pub(crate) fn other_type(kind: EndpointKind, kinds: &str) -> Error {
    let message = format!(
        "Endpoint type ({}) does not match available service types ([{kinds}]).",
        kind.as_str(),
    );
    Error::new("InvalidParameter", message)
}

/// The services of accounts in a region that the caller may have endpoints to where it is.
pub(crate) fn visible<'a>(
    cx: Read<'a>,
    region: &str,
) -> Vec<(Read<'a>, &'a Row<VpcEndpointService>)> {
    let of = |owner: Read<'a>| {
        let rows = owner.table::<VpcEndpointService>().iter(0, cx.now());
        rows.map(move |(_, row)| (owner, row))
    };
    let is_open = |(owner, row): &(Read<'a>, &'a Row<VpcEndpointService>)| {
        row.is_open_to(*owner, cx.account()) && row.is_for(*owner, cx.region())
    };
    if **cx.region() == *region {
        return of(cx).chain(cx.shared().map(|(_, shared)| shared)).filter(is_open).collect();
    }
    let there = cx.everywhere().filter(|owner| **owner.region() == *region);
    there.flat_map(of).filter(is_open).collect()
}

impl VpcEndpointService {
    fn is_available(&self, cx: Read<'_>) -> bool {
        self.state.at(cx.now()) == ServiceState::Available
    }

    /// Whether an account sees it: its owner does, and those with a permission.
    pub fn is_open_to(&self, owner: Read<'_>, account: &Text) -> bool {
        self.lets(owner, account, false)
    }

    /// The regions that endpoints to it can be in.
    pub fn regions(&self, owner: Read<'_>) -> Vec<Text> {
        if self.supported_regions.is_empty() {
            vec![owner.region().clone()]
        } else {
            self.supported_regions.clone()
        }
    }

    pub fn is_for(&self, owner: Read<'_>, region: &Text) -> bool {
        self.regions(owner).contains(region)
    }

    /// Whether an account can attach its transit gateways to it.
    pub fn is_attachable_by(&self, owner: Read<'_>, account: &Text) -> bool {
        self.lets(owner, account, true)
    }

    fn lets(&self, owner: Read<'_>, account: &Text, is_of_attachments: bool) -> bool {
        let mut fitting =
            self.principals.iter().filter(|it| it.is_of_attachments == is_of_attachments);
        self.is_available(owner)
            && (owner.account() == account
                || fitting.any(|it| [EVERYBODY, account].contains(&it.account())))
    }

    /// The private name, once it is verified.
    pub fn verified_name(&self, cx: Read<'_>) -> Option<&String> {
        let dns = self.private_dns.as_ref();
        let dns = dns.filter(|dns| dns.state.at(cx.now()) == DnsNameState::Verified);
        dns.map(|dns| &dns.name)
    }

    pub fn service_type(&self) -> ServiceType {
        if self.is_of_gateways { ServiceType::GatewayLoadBalancer } else { ServiceType::Interface }
    }
}

/// What its endpoints have to know of a service.
pub(crate) fn offered(row: &Row<VpcEndpointService>, cx: Read<'_>) -> EndpointService {
    let private_names = row.verified_name(cx).cloned().into_iter().collect();
    let (name, base) = (name(cx, &row.id), base_name(cx, &row.id));
    let id = row.id.to_string();
    let kind = if row.is_of_gateways {
        EndpointKind::GatewayLoadBalancer
    } else {
        EndpointKind::Interface
    };
    EndpointService::of_account(kind, id, name, base, private_names)
}

fn view(row: &Row<VpcEndpointService>, cx: Read<'_>) -> ServiceConfiguration {
    let zones = regions::find(cx.region()).map(|it| it.zones.as_slice()).unwrap_or_default();
    let zones = zones.iter().filter(|zone| zone.kind == regions::ZoneKind::AvailabilityZone);
    let (names, ids): (Vec<_>, Vec<_>) =
        zones.map(|zone| (zone.name.to_owned(), zone.id.to_owned())).unzip();
    let arns = Some(row.load_balancer_arns.clone());
    let (gateways, networks) = if row.is_of_gateways { (arns, None) } else { (None, arns) };
    let state = row.state.at(cx.now());
    let dns = row.private_dns.as_ref();
    let regions = row.regions(cx);
    // unverified (looked up 2026-11-26): what else the state of a region can be.
    let supported = |region: &Text| SupportedRegionDetail {
        region: Some(region.to_string()),
        service_state: Some("Available".to_owned()),
    };
    ServiceConfiguration {
        service_type: Some(vec![ServiceTypeDetail { service_type: Some(row.service_type()) }]),
        service_id: Some(row.id.to_string()),
        service_name: Some(name(cx, &row.id)),
        service_state: Some(state),
        availability_zone_ids: Some(ids),
        availability_zones: Some(names),
        acceptance_required: Some(row.acceptance_required),
        manages_vpc_endpoints: Some(false),
        network_load_balancer_arns: networks,
        gateway_load_balancer_arns: gateways,
        supported_ip_address_types: Some(row.ip_address_types.clone()),
        base_endpoint_dns_names: Some(vec![base_name(cx, &row.id)]),
        private_dns_name: dns.map(|dns| dns.name.clone()),
        private_dns_name_configuration: Some(dns.map_or_else(Default::default, |dns| {
            PrivateDnsNameConfiguration {
                state: Some(dns.state.at(cx.now())),
                r#type: Some("TXT".to_owned()),
                value: Some(dns.value.clone()),
                name: Some(dns.label.clone()),
            }
        })),
        payer_responsibility: row.owner_pays.then_some(PayerResponsibility::ServiceOwner),
        tags: row.tags.wire(),
        remote_access_enabled: Some(regions.iter().any(|region| region != cx.region())),
        supported_regions: Some(regions.iter().map(supported).collect()),
    }
}
