//! The ids of kinds by their names. A record holds the ids of kinds of later groups, too, and two
//! kinds hold each other's; an id needs no more of its kind than the name. So this file names all
//! kinds and every file may name it: it stands outside the order of groups, and says nothing but
//! which type is whose id. What has an id and is no resource, as it is a part of one, is named
//! here alone.

use crate::engine::{Any, Id};
use crate::records::access::verified_access_groups::VerifiedAccessGroup;
use crate::records::access::verified_access_instances::VerifiedAccessInstance;
use crate::records::access::verified_access_trust_providers::VerifiedAccessTrustProvider;
use crate::records::compute::application_status_checks::ApplicationStatusCheck;
use crate::records::compute::capacity_reservations::CapacityReservation;
use crate::records::compute::fleets::Fleet;
use crate::records::compute::host_reservations::HostReservation;
use crate::records::compute::hosts::Host;
use crate::records::compute::instance_events::InstanceEvent;
use crate::records::compute::instances::Instance;
use crate::records::compute::launch_templates::LaunchTemplate;
use crate::records::compute::metric_categories::MetricCategory;
use crate::records::compute::spot_instance_requests::SpotInstanceRequest;
use crate::records::ipam::ipam_pool_allocations::IpamPoolAllocation;
use crate::records::ipam::ipam_pools::IpamPool;
use crate::records::ipam::ipam_resource_discoveries::{
    IpamResourceDiscovery, IpamResourceDiscoveryAssociation,
};
use crate::records::ipam::ipam_scopes::IpamScope;
use crate::records::ipam::ipams::Ipam;
use crate::records::network::addresses::Address;
use crate::records::network::carrier_gateways::CarrierGateway;
use crate::records::network::egress_only_internet_gateways::EgressOnlyInternetGateway;
use crate::records::network::internet_gateways::InternetGateway;
use crate::records::network::managed_prefix_lists::PrefixList;
use crate::records::network::nat_gateways::NatGateway;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::route_tables::RouteTable;
use crate::records::network::security_groups::SecurityGroup;
use crate::records::network::subnets::Subnet;
use crate::records::network::vpc_endpoint_services::VpcEndpointService;
use crate::records::network::vpc_endpoints::VpcEndpoint;
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use crate::records::network::vpcs::Vpc;
use crate::records::network::vpn_gateways::VpnGateway;
use crate::records::storage::images::Image;
use crate::records::storage::snapshots::Snapshot;
use crate::records::storage::volumes::Volume;
use crate::records::transit::transit_gateway_attachments::TransitGatewayAttachment;
use crate::records::transit::transit_gateway_policy_tables::TransitGatewayPolicyTable;
use crate::records::transit::transit_gateway_route_tables::TransitGatewayRouteTable;
use crate::records::transit::transit_gateways::TransitGateway;
use crate::records::vpn::vpn_concentrators::VpnConcentrator;

/// An id of one of several kinds, as what a flow log watches or a route table calls a gateway.
pub(crate) type AnyId = Id<Any>;

pub(crate) type ImageId = Id<Image>;
pub(crate) type SnapshotId = Id<Snapshot>;
pub(crate) type VolumeId = Id<Volume>;

pub(crate) type AllocationId = Id<Address>;
pub(crate) type CarrierGatewayId = Id<CarrierGateway>;
pub(crate) type CustomerGatewayId = Id<wire::CustomerGateway>;
pub(crate) type DhcpOptionsId = Id<wire::DhcpOptions>;
pub(crate) type EgressOnlyInternetGatewayId = Id<EgressOnlyInternetGateway>;
pub(crate) type InternetGatewayId = Id<InternetGateway>;
pub(crate) type NatGatewayId = Id<NatGateway>;
pub(crate) type NetworkInterfaceId = Id<NetworkInterface>;
pub(crate) type PrefixListId = Id<PrefixList>;
pub(crate) type RouteTableId = Id<RouteTable>;
pub(crate) type SecurityGroupId = Id<SecurityGroup>;
pub(crate) type SubnetId = Id<Subnet>;
pub(crate) type VpcEndpointId = Id<VpcEndpoint>;
pub(crate) type VpcEndpointServiceId = Id<VpcEndpointService>;
pub(crate) type VpcId = Id<Vpc>;
pub(crate) type VpcPeeringConnectionId = Id<VpcPeeringConnection>;
pub(crate) type VpnGatewayId = Id<VpnGateway>;

pub(crate) type ApplicationStatusCheckId = Id<ApplicationStatusCheck>;
pub(crate) type CapacityReservationId = Id<CapacityReservation>;
pub(crate) type FleetId = Id<Fleet>;
pub(crate) type HostId = Id<Host>;
pub(crate) type HostReservationId = Id<HostReservation>;
pub(crate) type InstanceEventId = Id<InstanceEvent>;
pub(crate) type InstanceId = Id<Instance>;
pub(crate) type LaunchTemplateId = Id<LaunchTemplate>;
pub(crate) type MetricCategoryId = Id<MetricCategory>;
pub(crate) type SpotInstanceRequestId = Id<SpotInstanceRequest>;

pub(crate) type TransitGatewayAttachmentId = Id<TransitGatewayAttachment>;
pub(crate) type TransitGatewayId = Id<TransitGateway>;
pub(crate) type TransitGatewayPolicyTableId = Id<TransitGatewayPolicyTable>;
pub(crate) type TransitGatewayRouteTableId = Id<TransitGatewayRouteTable>;

pub(crate) type VpnConcentratorId = Id<VpnConcentrator>;

pub(crate) type IpamId = Id<Ipam>;
pub(crate) type IpamPoolAllocationId = Id<IpamPoolAllocation>;
pub(crate) type IpamPoolId = Id<IpamPool>;
pub(crate) type IpamResourceDiscoveryAssociationId = Id<IpamResourceDiscoveryAssociation>;
pub(crate) type IpamResourceDiscoveryId = Id<IpamResourceDiscovery>;
pub(crate) type IpamScopeId = Id<IpamScope>;

pub(crate) type VerifiedAccessGroupId = Id<VerifiedAccessGroup>;
pub(crate) type VerifiedAccessInstanceId = Id<VerifiedAccessInstance>;
pub(crate) type VerifiedAccessTrustProviderId = Id<VerifiedAccessTrustProvider>;

pub(crate) type TrafficMirrorFilterId = Id<wire::TrafficMirrorFilter>;
pub(crate) type TrafficMirrorTargetId = Id<wire::TrafficMirrorTarget>;

/// `r-…`: instances that were launched together.
pub(crate) enum Reservation {}
pub(crate) type ReservationId = Id<Reservation>;

/// `hro-…`
pub(crate) enum HostReservationOffering {}
pub(crate) type HostOfferingId = Id<HostReservationOffering>;

/// `eni-attach-…`, and `ela-attach-…` of an AWS service.
pub(crate) enum NetworkInterfaceAttachment {}
pub(crate) type AttachmentId = Id<NetworkInterfaceAttachment>;

/// `eipassoc-…`
pub(crate) enum AddressAssociation {}
pub(crate) type AddressAssociationId = Id<AddressAssociation>;

/// `rtbassoc-…`
pub(crate) enum RouteTableAssociation {}
pub(crate) type RouteTableAssociationId = Id<RouteTableAssociation>;

/// `aclassoc-…`
pub(crate) enum NetworkAclAssociation {}
pub(crate) type NetworkAclAssociationId = Id<NetworkAclAssociation>;

/// `vpc-cidr-assoc-…`
pub(crate) enum VpcCidrBlock {}
pub(crate) type VpcCidrBlockId = Id<VpcCidrBlock>;

/// `subnet-cidr-assoc-…`
pub(crate) enum SubnetCidrBlock {}
pub(crate) type SubnetCidrBlockId = Id<SubnetCidrBlock>;

/// `sn-cidr-assoc-…` and `ss-cidr-assoc-…`
pub(crate) enum SecondaryCidrBlock {}
pub(crate) type SecondaryCidrBlockId = Id<SecondaryCidrBlock>;

/// `vpce-con-…`
pub(crate) enum EndpointConnection {}
pub(crate) type EndpointConnectionId = Id<EndpointConnection>;

/// `vpce-svc-perm-…`
pub(crate) enum ServicePermission {}
pub(crate) type ServicePermissionId = Id<ServicePermission>;
