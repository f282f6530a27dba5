//! The table of contents: every kind of resource and the operations on it, a row each.

use crate::effects::compute::capacity_interruptions;
use crate::effects::compute::fleets;
use crate::effects::compute::instance_events::happen;
use crate::effects::compute::spot_instance_requests::later;
use crate::effects::ipam::address_history;
use crate::effects::network::default_vpc;
use crate::effects::network::network_interfaces;
use crate::effects::storage::volumes;
use crate::engine::{Due, Entry, Id, Kind, Operation, Then, Watch, World};
use crate::operations::access::instance_connect_endpoints::InstanceConnectEndpoint;
use crate::operations::account::enclave_certificates::EnclaveCertificateRole;
use crate::operations::compute::capacity_blocks::extensions::Extension;
use crate::operations::compute::capacity_blocks::record::CapacityBlock;
use crate::operations::compute::capacity_manager;
use crate::operations::compute::capacity_manager::data_exports::CapacityManagerDataExport;
use crate::operations::compute::capacity_manager::monitored_tag_keys::MonitoredTagKey;
use crate::operations::compute::capacity_manager::record::CapacityManager;
use crate::operations::compute::capacity_manager::uses::CapacityUse;
use crate::operations::compute::capacity_reservation_fleets::CapacityReservationFleet;
use crate::operations::compute::capacity_reservations::billing::BillingRequest;
use crate::operations::compute::fpga_images::FpgaImage;
use crate::operations::compute::replace_root_volume_tasks::{self, ReplaceRootVolumeTask};
use crate::operations::compute::reserved_instances::listings::ReservedInstancesListing;
use crate::operations::compute::reserved_instances::modify::{self, ReservedInstancesModification};
use crate::operations::compute::reserved_instances::record::ReservedInstances;
use crate::operations::compute::spot_datafeed_subscriptions::SpotDatafeed;
use crate::operations::insight::aws_network_performance_metric_subscriptions::MetricSubscription;
use crate::operations::insight::network_insights_access_scope_analyses as scope_analyses;
use crate::operations::insight::network_insights_analyses::NetworkInsightsAnalysis;
use crate::operations::insight::networking_flex_cost_allocation_policies::record as flex_cost;
use crate::operations::ipam::ipam_byoasn::Byoasn;
use crate::operations::ipam::ipam_external_resource_verification_tokens as verification_tokens;
use crate::operations::ipam::ipam_policies::IpamPolicy;
use crate::operations::ipam::ipam_prefix_list_resolvers::record::IpamPrefixListResolver;
use crate::operations::ipam::ipam_prefix_list_resolvers::target::IpamPrefixListResolverTarget;
use crate::operations::network::addresses::released::ReleasedAddress;
use crate::operations::network::addresses::transfers::AcceptedTransfer;
use crate::operations::network::byoip_cidrs::ByoipCidr;
use crate::operations::network::flow_logs::FlowLog;
use crate::operations::network::route_servers::endpoints::RouteServerEndpoint;
use crate::operations::network::route_servers::peers::RouteServerPeer;
use crate::operations::network::route_servers::propagations::RouteServerPropagation;
use crate::operations::network::route_servers::record::RouteServer;
use crate::operations::network::secondary_networks::record::SecondaryNetwork;
use crate::operations::network::secondary_networks::subnets::SecondarySubnet;
use crate::operations::storage::conversion_tasks::task::ConversionTask;
use crate::operations::storage::export_tasks::images::ExportImageTask;
use crate::operations::storage::export_tasks::instances::ExportTask;
use crate::operations::storage::fast_launch::FastLaunch;
use crate::operations::storage::image_usage_reports::report::ImageUsageReport;
use crate::operations::storage::import_tasks::images::ImportImageTask;
use crate::operations::storage::import_tasks::snapshots::ImportSnapshotTask;
use crate::operations::storage::store_image_tasks::task::StoreImageTask;
use crate::operations::transit::transit_gateway_metering_policies::TransitGatewayMeteringPolicy;
use crate::operations::vpn::client_vpn_endpoints::ClientVpnEndpoint;
use crate::operations::{
    access, account, compute, edge, insight, ipam, network, storage, transit, vpn,
};
use crate::records::access::verified_access_endpoints::VerifiedAccessEndpoint;
use crate::records::access::verified_access_groups::VerifiedAccessGroup;
use crate::records::access::verified_access_instances::VerifiedAccessInstance;
use crate::records::access::verified_access_trust_providers::VerifiedAccessTrustProvider;
use crate::records::account::account_settings::AccountSettings;
use crate::records::compute::application_status_checks as status_checks;
use crate::records::compute::capacity_reservations::CapacityReservation;
use crate::records::compute::fleets::Fleet;
use crate::records::compute::host_reservations::HostReservation;
use crate::records::compute::hosts::Host;
use crate::records::compute::iam_instance_profile_associations::IamInstanceProfileAssociation;
use crate::records::compute::instance_event_windows::InstanceEventWindow;
use crate::records::compute::instance_events::InstanceEvent;
use crate::records::compute::instances::Instance;
use crate::records::compute::key_pairs::KeyPair;
use crate::records::compute::launch_templates::LaunchTemplate;
use crate::records::compute::metric_categories::MetricCategory;
use crate::records::compute::spot_fleet_requests::SpotFleetRequest;
use crate::records::compute::spot_instance_requests::SpotInstanceRequest;
use crate::records::durations;
use crate::records::insight::network_insights_access_scopes::NetworkInsightsAccessScope;
use crate::records::ipam::address_history::IpamAddressRecord;
use crate::records::ipam::ipam_internet_registry_associations::IpamInternetRegistryAssociation;
use crate::records::ipam::ipam_pool_allocations::IpamPoolAllocation;
use crate::records::ipam::ipam_pool_cidrs::IpamPoolCidr;
use crate::records::ipam::ipam_pools::IpamPool;
use crate::records::ipam::ipam_resource_discoveries::{
    IpamResourceDiscovery, IpamResourceDiscoveryAssociation,
};
use crate::records::ipam::ipam_scopes::IpamScope;
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::resource_cidrs::IpamResourceSetting;
use crate::records::network::addresses::Address;
use crate::records::network::carrier_gateways::CarrierGateway;
use crate::records::network::egress_only_internet_gateways::EgressOnlyInternetGateway;
use crate::records::network::internet_gateways::InternetGateway;
use crate::records::network::managed_prefix_lists::PrefixList;
use crate::records::network::nat_gateways::NatGateway;
use crate::records::network::network_acls::NetworkAcl;
use crate::records::network::network_interface_permissions::NetworkInterfacePermission;
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::public_ipv4_pools::PublicIpv4Pool;
use crate::records::network::route_tables::RouteTable;
use crate::records::network::security_group_rules::SecurityGroupRule;
use crate::records::network::security_group_vpc_associations::SecurityGroupVpcAssociation;
use crate::records::network::security_groups::SecurityGroup;
use crate::records::network::subnets::{self, Subnet, SubnetCidrReservation};
use crate::records::network::trunk_interface_associations::TrunkInterfaceAssociation;
use crate::records::network::vpc_block_public_access::{
    VpcBlockPublicAccessExclusion, VpcBlockPublicAccessOptions,
};
use crate::records::network::vpc_encryption_controls::{
    AccountVpcEncryptionControl, VpcEncryptionControl,
};
use crate::records::network::vpc_endpoint_connection_notifications as notifications;
use crate::records::network::vpc_endpoint_services::VpcEndpointService;
use crate::records::network::vpc_endpoints::VpcEndpoint;
use crate::records::network::vpc_peering_connections::VpcPeeringConnection;
use crate::records::network::vpcs::Vpc;
use crate::records::network::vpn_connections::VpnConnection;
use crate::records::network::vpn_gateways::VpnGateway;
use crate::records::storage::fast_snapshot_restores::FastSnapshotRestore;
use crate::records::storage::images::Image;
use crate::records::storage::images::deregister::DeregisteredImage;
use crate::records::storage::images::public::PublicImageTags;
use crate::records::storage::recycle_bin::Recycled;
use crate::records::storage::snapshots::Snapshot;
use crate::records::storage::snapshots::shared::SharedSnapshotTags;
use crate::records::storage::volumes::Volume;
use crate::records::transit::transit_gateway_attachments::TransitGatewayAttachment;
use crate::records::transit::transit_gateway_connect_peers::TransitGatewayConnectPeer;
use crate::records::transit::transit_gateway_multicast_domains::TransitGatewayMulticastDomain;
use crate::records::transit::transit_gateway_policy_tables::TransitGatewayPolicyTable;
use crate::records::transit::transit_gateway_route_table_announcements as announcements;
use crate::records::transit::transit_gateway_route_tables::TransitGatewayRouteTable;
use crate::records::transit::transit_gateways::TransitGateway;
use crate::records::vpn::vpn_concentrators::VpnConcentrator;
use std::any::TypeId;
use wire::Action;

pub(crate) const WORLD: World = World {
    entries: ENTRIES,
    due: DUE,
    watches: WATCHES,
    found: default_vpc::found,
    zone: subnets::zone_of,
    durations: durations::ALL,
};

/// What comes of rows at the moments that they name.
const DUE: &[Due] = &[
    Due::of(
        Action::CreateInterruptibleCapacityReservationAllocation,
        &Then(capacity_interruptions::happen),
    ),
    Due::of(Action::CreateFleet, &Then(fleets::life::happen::<Fleet>)),
    Due::of(Action::CreateReplaceRootVolumeTask, &Then(replace_root_volume_tasks::happen)),
    Due::of(Action::DescribeInstanceStatus, &Then(happen::happen)),
    Due::of(Action::DetachNetworkInterface, &Then(network_interfaces::life::detached)),
    Due::of(Action::GetCapacityManagerMetricData, &Then(capacity_manager::look::look)),
    Due::of(Action::GetIpamAddressHistory, &Then(address_history::look_again)),
    Due::of(Action::ModifyReservedInstances, &Then(modify::happen)),
    Due::of(Action::RequestSpotFleet, &Then(fleets::life::happen::<SpotFleetRequest>)),
    Due::of(Action::RequestSpotInstances, &Then(later::happen)),
    Due::of(Action::DetachVolume, &Then(volumes::detached)),
];

/// What is told when others change.
const WATCHES: &[Watch] = &[
    Watch {
        kinds: &[TypeId::of::<CapacityReservation>, TypeId::of::<Instance>],
        of: TypeId::of::<CapacityManager>,
        action: Action::GetCapacityManagerMetricData,
        tell: |cx, id, _| capacity_manager::look::look(cx, &Id::new(id.clone())),
    },
    Watch {
        kinds: &[
            TypeId::of::<Vpc>,
            TypeId::of::<Subnet>,
            TypeId::of::<Address>,
            TypeId::of::<NetworkInterface>,
            TypeId::of::<Instance>,
            TypeId::of::<Ipam>,
            TypeId::of::<IpamScope>,
            TypeId::of::<IpamPool>,
            TypeId::of::<IpamResourceSetting>,
        ],
        of: TypeId::of::<Ipam>,
        action: Action::GetIpamAddressHistory,
        tell: address_history::look,
    },
];

const fn row(kinds: &'static [Kind], operations: &'static [Operation]) -> Entry {
    Entry { kinds, operations }
}

const ENTRIES: &[Entry] = &[
    // The account and where it is
    row(&[], account::account_attributes::OPERATIONS),
    row(&[Kind::record::<AccountSettings>()], &[]),
    row(&[], account::declarative_policies_reports::OPERATIONS),
    row(&[Kind::record::<EnclaveCertificateRole>()], account::enclave_certificates::OPERATIONS),
    row(&[], account::id_formats::OPERATIONS),
    row(&[], account::managed_resource_visibility::OPERATIONS),
    row(&[], account::regions::OPERATIONS),
    row(&[], account::tags::OPERATIONS),
    // Storage and images
    row(&[], storage::bundle_tasks::OPERATIONS),
    row(&[Kind::record::<FastLaunch>()], storage::fast_launch::OPERATIONS),
    row(&[Kind::record::<FastSnapshotRestore>()], storage::fast_snapshot_restores::OPERATIONS),
    row(&[Kind::record::<ConversionTask>()], storage::conversion_tasks::OPERATIONS),
    row(
        &[Kind::of::<ExportImageTask>(), Kind::of::<ExportTask>()],
        storage::export_tasks::OPERATIONS,
    ),
    row(&[Kind::of::<ImageUsageReport>()], storage::image_usage_reports::OPERATIONS),
    row(
        &[
            Kind::of::<Image>(),
            Kind::record::<DeregisteredImage>(),
            Kind::record::<PublicImageTags>(),
        ],
        storage::images::OPERATIONS,
    ),
    row(
        &[Kind::of::<ImportImageTask>(), Kind::of::<ImportSnapshotTask>()],
        storage::import_tasks::OPERATIONS,
    ),
    row(
        &[
            Kind::record::<Recycled<Image>>(),
            Kind::record::<Recycled<Snapshot>>(),
            Kind::record::<Recycled<Volume>>(),
        ],
        storage::recycle_bin::OPERATIONS,
    ),
    row(
        &[Kind::of::<Snapshot>(), Kind::record::<SharedSnapshotTags>()],
        storage::snapshots::OPERATIONS,
    ),
    row(&[Kind::record::<StoreImageTask>()], storage::store_image_tasks::OPERATIONS),
    row(&[Kind::of::<Volume>()], storage::volumes::OPERATIONS),
    // Networks
    row(&[Kind::of::<PublicIpv4Pool>()], network::address_pools::OPERATIONS),
    row(
        &[
            Kind::of::<Address>(),
            Kind::record::<ReleasedAddress>(),
            Kind::record::<AcceptedTransfer>(),
        ],
        network::addresses::OPERATIONS,
    ),
    row(&[Kind::record::<ByoipCidr>()], network::byoip_cidrs::OPERATIONS),
    row(&[], network::classic_link::OPERATIONS),
    row(&[Kind::of::<wire::CustomerGateway>()], network::customer_gateways::OPERATIONS),
    row(&[], network::default_vpc::OPERATIONS),
    row(&[Kind::of::<wire::DhcpOptions>()], network::dhcp_options::OPERATIONS),
    row(
        &[Kind::of::<EgressOnlyInternetGateway>()],
        network::egress_only_internet_gateways::OPERATIONS,
    ),
    row(&[Kind::of::<FlowLog>()], network::flow_logs::OPERATIONS),
    row(&[Kind::of::<InternetGateway>()], network::internet_gateways::OPERATIONS),
    row(&[Kind::of::<PrefixList>()], network::managed_prefix_lists::OPERATIONS),
    row(&[Kind::of::<NatGateway>()], network::nat_gateways::OPERATIONS),
    row(&[Kind::of::<NetworkAcl>()], network::network_acls::OPERATIONS),
    row(
        &[Kind::of::<NetworkInterfacePermission>()],
        network::network_interface_permissions::OPERATIONS,
    ),
    row(&[Kind::of::<NetworkInterface>()], network::network_interfaces::OPERATIONS),
    row(
        &[
            Kind::of::<RouteServer>(),
            Kind::of::<RouteServerEndpoint>(),
            Kind::of::<RouteServerPeer>(),
            Kind::record::<RouteServerPropagation>(),
        ],
        network::route_servers::OPERATIONS,
    ),
    row(&[Kind::of::<RouteTable>()], network::route_tables::OPERATIONS),
    row(
        &[Kind::of::<SecondaryNetwork>(), Kind::of::<SecondarySubnet>()],
        network::secondary_networks::OPERATIONS,
    ),
    row(&[Kind::of::<SecurityGroupRule>()], network::security_group_rules::OPERATIONS),
    row(
        &[Kind::record::<SecurityGroupVpcAssociation>()],
        network::security_group_vpc_associations::OPERATIONS,
    ),
    row(&[Kind::of::<SecurityGroup>()], network::security_groups::OPERATIONS),
    row(&[Kind::of::<Subnet>(), Kind::of::<SubnetCidrReservation>()], network::subnets::OPERATIONS),
    row(
        &[Kind::of::<TrunkInterfaceAssociation>()],
        network::trunk_interface_associations::OPERATIONS,
    ),
    row(
        &[
            Kind::of::<VpcBlockPublicAccessExclusion>(),
            Kind::record::<VpcBlockPublicAccessOptions>(),
        ],
        network::vpc_block_public_access::OPERATIONS,
    ),
    row(
        &[Kind::of::<VpcEncryptionControl>(), Kind::record::<AccountVpcEncryptionControl>()],
        network::vpc_encryption_controls::OPERATIONS,
    ),
    row(
        &[Kind::of::<notifications::VpcEndpointConnectionNotification>()],
        network::vpc_endpoint_connection_notifications::OPERATIONS,
    ),
    row(&[Kind::of::<VpcEndpointService>()], network::vpc_endpoint_services::OPERATIONS),
    row(&[Kind::of::<VpcEndpoint>()], network::vpc_endpoints::OPERATIONS),
    row(&[Kind::of::<VpcPeeringConnection>()], network::vpc_peering_connections::OPERATIONS),
    row(&[Kind::of::<Vpc>()], network::vpcs::OPERATIONS),
    row(&[Kind::of::<VpnGateway>()], network::vpn_gateways::OPERATIONS),
    // Instances
    row(
        &[
            Kind::of::<status_checks::ApplicationStatusCheck>(),
            Kind::record::<status_checks::ApplicationStatusCheckAssociation>(),
            Kind::record::<status_checks::ApplicationStatusCheckSuppression>(),
        ],
        compute::application_status_checks::OPERATIONS,
    ),
    row(
        &[
            Kind::record::<CapacityManager>(),
            Kind::record::<CapacityUse>(),
            Kind::of::<CapacityManagerDataExport>(),
            Kind::record::<MonitoredTagKey>(),
        ],
        compute::capacity_manager::OPERATIONS,
    ),
    row(
        &[Kind::of::<CapacityReservation>(), Kind::record::<BillingRequest>()],
        compute::capacity_reservations::OPERATIONS,
    ),
    row(
        &[Kind::of::<CapacityBlock>(), Kind::record::<Extension>()],
        compute::capacity_blocks::OPERATIONS,
    ),
    row(
        &[Kind::of::<CapacityReservationFleet>()],
        compute::capacity_reservation_fleets::OPERATIONS,
    ),
    row(&[], compute::elastic_gpus::OPERATIONS),
    row(&[Kind::of::<Fleet>()], compute::fleets::OPERATIONS),
    row(&[Kind::of::<FpgaImage>()], compute::fpga_images::OPERATIONS),
    row(&[Kind::of::<HostReservation>()], compute::host_reservations::OPERATIONS),
    row(&[Kind::of::<Host>()], compute::hosts::OPERATIONS),
    row(
        &[Kind::of::<IamInstanceProfileAssociation>()],
        compute::iam_instance_profile_associations::OPERATIONS,
    ),
    row(&[Kind::of::<InstanceEventWindow>()], compute::instance_event_windows::OPERATIONS),
    row(&[Kind::record::<InstanceEvent>()], compute::instance_events::OPERATIONS),
    row(&[], compute::instance_requirements::OPERATIONS),
    row(&[], compute::instance_types::OPERATIONS),
    row(&[Kind::of::<Instance>()], compute::instances::OPERATIONS),
    row(&[Kind::of::<KeyPair>()], compute::key_pairs::OPERATIONS),
    row(&[Kind::of::<LaunchTemplate>()], compute::launch_templates::OPERATIONS),
    row(&[Kind::of::<MetricCategory>()], compute::metric_categories::OPERATIONS),
    row(&[Kind::of::<wire::PlacementGroup>()], compute::placement_groups::OPERATIONS),
    row(&[Kind::of::<ReplaceRootVolumeTask>()], compute::replace_root_volume_tasks::OPERATIONS),
    row(
        &[
            Kind::of::<ReservedInstances>(),
            Kind::of::<ReservedInstancesListing>(),
            Kind::of::<ReservedInstancesModification>(),
        ],
        compute::reserved_instances::OPERATIONS,
    ),
    row(&[], compute::scheduled_instances::OPERATIONS),
    row(&[Kind::record::<SpotDatafeed>()], compute::spot_datafeed_subscriptions::OPERATIONS),
    row(&[Kind::of::<SpotFleetRequest>()], compute::spot_fleet_requests::OPERATIONS),
    row(&[Kind::of::<SpotInstanceRequest>()], compute::spot_instance_requests::OPERATIONS),
    row(&[], compute::spot_placement_scores::OPERATIONS),
    row(&[], compute::spot_price_history::OPERATIONS),
    // Transit gateways
    row(
        &[Kind::of::<TransitGatewayAttachment>()],
        transit::transit_gateway_attachments::OPERATIONS,
    ),
    row(&[], transit::transit_gateway_client_vpn_attachments::OPERATIONS),
    row(
        &[Kind::of::<TransitGatewayConnectPeer>()],
        transit::transit_gateway_connect_peers::OPERATIONS,
    ),
    row(
        &[Kind::of::<TransitGatewayMeteringPolicy>()],
        transit::transit_gateway_metering_policies::OPERATIONS,
    ),
    row(
        &[Kind::of::<TransitGatewayMulticastDomain>()],
        transit::transit_gateway_multicast_domains::OPERATIONS,
    ),
    row(
        &[Kind::of::<TransitGatewayPolicyTable>()],
        transit::transit_gateway_policy_tables::OPERATIONS,
    ),
    row(
        &[Kind::of::<announcements::TransitGatewayRouteTableAnnouncement>()],
        transit::transit_gateway_route_table_announcements::OPERATIONS,
    ),
    row(
        &[Kind::of::<TransitGatewayRouteTable>()],
        transit::transit_gateway_route_tables::OPERATIONS,
    ),
    row(&[Kind::of::<TransitGateway>()], transit::transit_gateways::OPERATIONS),
    // VPN
    row(&[Kind::of::<ClientVpnEndpoint>()], vpn::client_vpn_endpoints::OPERATIONS),
    row(&[Kind::of::<VpnConcentrator>()], vpn::vpn_concentrators::OPERATIONS),
    row(&[Kind::of::<VpnConnection>()], vpn::vpn_connections::OPERATIONS),
    // IP Address Manager
    row(&[Kind::record::<IpamAddressRecord>()], ipam::ipam_address_history::OPERATIONS),
    row(&[Kind::record::<Byoasn>()], ipam::ipam_byoasn::OPERATIONS),
    row(&[], ipam::ipam_discovered::OPERATIONS),
    row(
        &[Kind::of::<verification_tokens::IpamExternalResourceVerificationToken>()],
        verification_tokens::OPERATIONS,
    ),
    row(
        &[Kind::of::<IpamInternetRegistryAssociation>()],
        ipam::ipam_internet_registry_associations::OPERATIONS,
    ),
    row(&[], ipam::ipam_organization_admin_accounts::OPERATIONS),
    row(&[Kind::of::<IpamPolicy>()], ipam::ipam_policies::OPERATIONS),
    row(
        &[Kind::of::<IpamPrefixListResolver>(), Kind::of::<IpamPrefixListResolverTarget>()],
        ipam::ipam_prefix_list_resolvers::OPERATIONS,
    ),
    row(&[Kind::of::<IpamPoolAllocation>()], ipam::ipam_pool_allocations::OPERATIONS),
    row(&[Kind::of::<IpamPoolCidr>()], ipam::ipam_pool_cidrs::OPERATIONS),
    row(&[Kind::of::<IpamPool>()], ipam::ipam_pools::OPERATIONS),
    row(&[Kind::record::<IpamResourceSetting>()], ipam::ipam_resource_cidrs::OPERATIONS),
    row(
        &[Kind::of::<IpamResourceDiscovery>(), Kind::of::<IpamResourceDiscoveryAssociation>()],
        ipam::ipam_resource_discoveries::OPERATIONS,
    ),
    row(&[], ipam::ipam_routing_policy_registrations::OPERATIONS),
    row(&[Kind::of::<IpamScope>()], ipam::ipam_scopes::OPERATIONS),
    row(&[Kind::of::<Ipam>()], ipam::ipams::OPERATIONS),
    // The edges of the network
    row(&[Kind::of::<CarrierGateway>()], edge::carrier_gateways::OPERATIONS),
    row(&[], edge::local_gateways::OPERATIONS),
    // Ways in
    row(&[Kind::of::<InstanceConnectEndpoint>()], access::instance_connect_endpoints::OPERATIONS),
    row(&[Kind::of::<VerifiedAccessEndpoint>()], access::verified_access_endpoints::OPERATIONS),
    row(&[Kind::of::<VerifiedAccessGroup>()], access::verified_access_groups::OPERATIONS),
    row(&[Kind::of::<VerifiedAccessInstance>()], access::verified_access_instances::OPERATIONS),
    row(
        &[Kind::of::<VerifiedAccessTrustProvider>()],
        access::verified_access_trust_providers::OPERATIONS,
    ),
    // What looks at networks
    row(
        &[Kind::record::<MetricSubscription>()],
        insight::aws_network_performance_metric_subscriptions::OPERATIONS,
    ),
    row(
        &[Kind::of::<scope_analyses::NetworkInsightsAccessScopeAnalysis>()],
        scope_analyses::OPERATIONS,
    ),
    row(
        &[Kind::of::<NetworkInsightsAccessScope>()],
        insight::network_insights_access_scopes::OPERATIONS,
    ),
    row(&[Kind::of::<NetworkInsightsAnalysis>()], insight::network_insights_analyses::OPERATIONS),
    row(&[Kind::of::<wire::NetworkInsightsPath>()], insight::network_insights_paths::OPERATIONS),
    row(
        &[
            Kind::of::<flex_cost::FlexCostAllocationPolicy>(),
            Kind::of::<flex_cost::FlexCostAllocationPolicyAssociation>(),
        ],
        insight::networking_flex_cost_allocation_policies::OPERATIONS,
    ),
    row(&[], insight::reachability_analyzer_sharing::OPERATIONS),
    row(
        &[Kind::of::<wire::TrafficMirrorFilterRule>()],
        insight::traffic_mirror_filter_rules::OPERATIONS,
    ),
    row(&[Kind::of::<wire::TrafficMirrorFilter>()], insight::traffic_mirror_filters::OPERATIONS),
    row(&[Kind::of::<wire::TrafficMirrorSession>()], insight::traffic_mirror_sessions::OPERATIONS),
    row(&[Kind::of::<wire::TrafficMirrorTarget>()], insight::traffic_mirror_targets::OPERATIONS),
];
