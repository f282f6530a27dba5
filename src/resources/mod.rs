//! The table of contents: every kind of resource in one list.

// The account and where it is
mod account_attributes;
mod account_settings;
mod arns;
mod default_vpc;
mod regions;
mod tags;
// Networks
mod addresses;
mod customer_gateways;
mod dhcp_options;
mod egress_only_internet_gateways;
mod flow_logs;
mod internet_gateways;
mod managed_prefix_lists;
mod nat_gateways;
mod network_acls;
mod network_interface_permissions;
mod network_interfaces;
mod route_tables;
mod security_group_rules;
mod security_groups;
mod subnets;
mod vpc_endpoints;
mod vpc_peering_connections;
mod vpcs;
mod vpn_gateways;
// Instances
mod capacity_reservations;
mod iam_instance_profile_associations;
mod instance_requirements;
mod instance_types;
mod instances;
mod key_pairs;
mod launch_templates;
mod placement_groups;
mod spot_datafeed_subscriptions;
mod spot_instance_requests;
mod spot_placement_scores;
mod spot_price_history;
// Storage and images
mod device_names;
mod images;
mod snapshots;
mod volumes;

use crate::engine::{Kind, Operation, World};

pub(crate) const WORLD: World = World {
    kinds: KINDS,
    operations: OPERATIONS,
    found: default_vpc::found,
    zone: subnets::zone::zone_of,
};

/// The kinds that have rows.
const KINDS: &[Kind] = &[
    Kind::record::<account_settings::AccountSettings>(),
    Kind::of::<addresses::Address>(),
    Kind::record::<addresses::ReleasedAddress>(),
    Kind::of::<capacity_reservations::CapacityReservation>(),
    Kind::of::<customer_gateways::CustomerGateway>(),
    Kind::of::<wire::DhcpOptions>(),
    Kind::of::<egress_only_internet_gateways::EgressOnlyInternetGateway>(),
    Kind::of::<flow_logs::FlowLog>(),
    Kind::of::<iam_instance_profile_associations::IamInstanceProfileAssociation>(),
    Kind::of::<images::Image>(),
    Kind::record::<images::DeregisteredImage>(),
    Kind::record::<images::PublicImageTags>(),
    Kind::of::<internet_gateways::InternetGateway>(),
    Kind::of::<managed_prefix_lists::PrefixList>(),
    Kind::of::<instances::Instance>(),
    Kind::of::<key_pairs::KeyPair>(),
    Kind::of::<launch_templates::LaunchTemplate>(),
    Kind::of::<nat_gateways::NatGateway>(),
    Kind::of::<network_acls::NetworkAcl>(),
    Kind::of::<network_interface_permissions::NetworkInterfacePermission>(),
    Kind::of::<network_interfaces::NetworkInterface>(),
    Kind::of::<wire::PlacementGroup>(),
    Kind::of::<route_tables::RouteTable>(),
    Kind::of::<security_group_rules::SecurityGroupRule>(),
    Kind::of::<security_groups::SecurityGroup>(),
    Kind::of::<snapshots::Snapshot>(),
    Kind::record::<spot_datafeed_subscriptions::SpotDatafeed>(),
    Kind::of::<spot_instance_requests::SpotInstanceRequest>(),
    Kind::of::<subnets::Subnet>(),
    Kind::of::<subnets::cidr_reservations::SubnetCidrReservation>(),
    Kind::of::<volumes::Volume>(),
    Kind::of::<vpc_endpoints::VpcEndpoint>(),
    Kind::of::<vpc_peering_connections::VpcPeeringConnection>(),
    Kind::of::<vpcs::Vpc>(),
    Kind::of::<vpn_gateways::VpnGateway>(),
];

/// The operations of every file.
const OPERATIONS: &[&[Operation]] = &[
    account_attributes::OPERATIONS,
    addresses::OPERATIONS,
    capacity_reservations::OPERATIONS,
    customer_gateways::OPERATIONS,
    default_vpc::OPERATIONS,
    dhcp_options::OPERATIONS,
    egress_only_internet_gateways::OPERATIONS,
    flow_logs::OPERATIONS,
    iam_instance_profile_associations::OPERATIONS,
    images::OPERATIONS,
    instance_requirements::OPERATIONS,
    instance_types::OPERATIONS,
    internet_gateways::OPERATIONS,
    instances::OPERATIONS,
    key_pairs::OPERATIONS,
    launch_templates::OPERATIONS,
    managed_prefix_lists::OPERATIONS,
    nat_gateways::OPERATIONS,
    network_acls::OPERATIONS,
    network_interface_permissions::OPERATIONS,
    network_interfaces::OPERATIONS,
    placement_groups::OPERATIONS,
    regions::OPERATIONS,
    route_tables::OPERATIONS,
    security_group_rules::OPERATIONS,
    security_groups::OPERATIONS,
    snapshots::OPERATIONS,
    spot_datafeed_subscriptions::OPERATIONS,
    spot_instance_requests::OPERATIONS,
    spot_placement_scores::OPERATIONS,
    spot_price_history::OPERATIONS,
    subnets::OPERATIONS,
    tags::OPERATIONS,
    volumes::OPERATIONS,
    vpc_endpoints::OPERATIONS,
    vpc_peering_connections::OPERATIONS,
    vpcs::OPERATIONS,
    vpn_gateways::OPERATIONS,
];
