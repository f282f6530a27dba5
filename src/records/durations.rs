//! How long the transitions of resources take in the lifecycle `aws`, in one table. A test can say
//! otherwise, under the same names; the lives of kinds that have one are beside their records.
//! The times are in the order of AWS's, which documents none.

use crate::engine::Millis;

pub(crate) const ADDRESSES_DOMAIN_NAME: Millis = Millis::new("addresses", "domain-name", 10_000);
pub(crate) const BYOIP_CIDRS_DEPROVISIONING: Millis =
    Millis::new("byoipCidrs", "deprovisioning", 60_000);
pub(crate) const BYOIP_CIDRS_PROVISIONING: Millis =
    Millis::new("byoipCidrs", "provisioning", 60_000);
pub(crate) const CAPACITY_MANAGER_TAG_KEYS_ACTIVATING: Millis =
    Millis::new("capacityManagerMonitoredTagKeys", "activating", 24 * 3_600_000);
pub(crate) const CAPACITY_MANAGER_TAG_KEYS_DEACTIVATING: Millis =
    Millis::new("capacityManagerMonitoredTagKeys", "deactivating", 3_600_000);
pub(crate) const CAPACITY_MANAGERS_INGESTING: Millis =
    Millis::new("capacityManagers", "ingesting", 30 * 60_000);
pub(crate) const CAPACITY_RESERVATIONS_ASSESSING: Millis =
    Millis::new("capacityReservations", "assessing", 60_000);
pub(crate) const CAPACITY_RESERVATIONS_PAYMENT: Millis =
    Millis::new("capacityReservations", "payment", 60_000);
pub(crate) const CONVERSION_TASKS_ACTIVE: Millis = Millis::new("conversionTasks", "active", 60_000);
pub(crate) const CONVERSION_TASKS_CANCELLING: Millis =
    Millis::new("conversionTasks", "cancelling", 5_000);
pub(crate) const EXPORT_IMAGE_TASKS_ACTIVE: Millis =
    Millis::new("exportImageTasks", "active", 30_000);
pub(crate) const EXPORT_IMAGE_TASKS_DELETING: Millis =
    Millis::new("exportImageTasks", "deleting", 5_000);
pub(crate) const EXPORT_TASKS_ACTIVE: Millis = Millis::new("exportTasks", "active", 30_000);
pub(crate) const EXPORT_TASKS_CANCELLING: Millis = Millis::new("exportTasks", "cancelling", 5_000);
pub(crate) const FAST_LAUNCHES_CHANGING: Millis = Millis::new("fastLaunches", "changing", 30_000);
pub(crate) const FAST_SNAPSHOT_RESTORES_DISABLING: Millis =
    Millis::new("fastSnapshotRestores", "disabling", 5_000);
pub(crate) const FAST_SNAPSHOT_RESTORES_ENABLING: Millis =
    Millis::new("fastSnapshotRestores", "enabling", 5_000);
pub(crate) const FAST_SNAPSHOT_RESTORES_OPTIMIZING: Millis =
    Millis::new("fastSnapshotRestores", "optimizing", 60_000);
pub(crate) const FPGA_IMAGES_PENDING: Millis = Millis::new("fpgaImages", "pending", 30 * 60_000);
pub(crate) const IAM_INSTANCE_PROFILE_ASSOCIATIONS_CHANGING: Millis =
    Millis::new("iamInstanceProfileAssociations", "changing", 2_000);
pub(crate) const IMAGE_USAGE_REPORTS_PENDING: Millis =
    Millis::new("imageUsageReports", "pending", 5_000);
pub(crate) const IMAGES_REGISTERING: Millis = Millis::new("images", "registering", 2_000);
pub(crate) const IMAGES_RESTORING: Millis = Millis::new("images", "restoring", 10_000);
pub(crate) const IMPORT_IMAGE_TASKS_ACTIVE: Millis =
    Millis::new("importImageTasks", "active", 60_000);
pub(crate) const IMPORT_IMAGE_TASKS_DELETING: Millis =
    Millis::new("importImageTasks", "deleting", 5_000);
pub(crate) const IMPORT_SNAPSHOT_TASKS_ACTIVE: Millis =
    Millis::new("importSnapshotTasks", "active", 30_000);
pub(crate) const IMPORT_SNAPSHOT_TASKS_DELETING: Millis =
    Millis::new("importSnapshotTasks", "deleting", 5_000);
pub(crate) const INSTANCE_EVENT_WINDOWS_CREATING: Millis =
    Millis::new("instanceEventWindows", "creating", 2_000);
pub(crate) const INSTANCES_ATTACHING_INTERFACE: Millis =
    Millis::new("instances", "attaching-interface", 2_000);
/// How long an instance has to run before it can hibernate, where transitions take time.
pub(crate) const INSTANCES_HIBERNATION: Millis = Millis::new("instances", "hibernation", 120_000);
pub(crate) const INSTANCES_HIBERNATION_OF_WINDOWS: Millis =
    Millis::new("instances", "hibernation-of-windows", 300_000);
pub(crate) const INSTANCES_INITIALIZING: Millis = Millis::new("instances", "initializing", 60_000);
/// How long before an interruption an instance is told, in either lifecycle:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html>
pub(crate) const INSTANCES_INTERRUPTION_NOTICE: Millis =
    Millis::new("instances", "interruption-notice", 120_000);
pub(crate) const INSTANCES_METADATA_OPTIONS: Millis =
    Millis::new("instances", "metadata-options", 3_000);
pub(crate) const INSTANCES_MONITORING: Millis = Millis::new("instances", "monitoring", 5_000);
pub(crate) const INSTANCES_PASSWORD: Millis = Millis::new("instances", "password", 240_000);
pub(crate) const INSTANCES_PENDING: Millis = Millis::new("instances", "pending", 5_000);
pub(crate) const INSTANCES_SHUTTING_DOWN: Millis =
    Millis::new("instances", "shutting-down", 10_000);
pub(crate) const INSTANCES_STOPPING: Millis = Millis::new("instances", "stopping", 10_000);
pub(crate) const IPAM_POOL_CIDRS_DEPROVISIONING: Millis =
    Millis::new("ipamPoolCidrs", "deprovisioning", 10_000);
pub(crate) const IPAM_POOL_CIDRS_PROVISIONING: Millis =
    Millis::new("ipamPoolCidrs", "provisioning", 10_000);
pub(crate) const IPAM_BYOASNS_DEPROVISIONING: Millis =
    Millis::new("ipamByoasns", "deprovisioning", 60_000);
pub(crate) const IPAM_BYOASNS_PROVISIONING: Millis =
    Millis::new("ipamByoasns", "provisioning", 60_000);
pub(crate) const IPAM_INTERNET_REGISTRY_ASSOCIATIONS_ENABLING: Millis =
    Millis::new("ipamInternetRegistryAssociations", "enabling", 60_000);
pub(crate) const IPAMS_MODIFYING: Millis = Millis::new("ipams", "modifying", 5_000);
pub(crate) const MANAGED_PREFIX_LISTS_CHANGING: Millis =
    Millis::new("managedPrefixLists", "changing", 2_000);
pub(crate) const NAT_GATEWAYS_ADDRESS: Millis = Millis::new("natGateways", "address", 5_000);
pub(crate) const NETWORK_INSIGHTS_ACCESS_SCOPE_ANALYSES_RUNNING: Millis =
    Millis::new("networkInsightsAccessScopeAnalyses", "running", 60_000);
pub(crate) const NETWORK_INSIGHTS_ANALYSES_RUNNING: Millis =
    Millis::new("networkInsightsAnalyses", "running", 30_000);
pub(crate) const NETWORK_INTERFACES_ATTACHING: Millis =
    Millis::new("networkInterfaces", "attaching", 2_000);
pub(crate) const NETWORK_INTERFACES_DETACHING: Millis =
    Millis::new("networkInterfaces", "detaching", 2_000);
pub(crate) const NETWORK_INTERFACES_PENDING: Millis =
    Millis::new("networkInterfaces", "pending", 1_000);
pub(crate) const REPLACE_ROOT_VOLUME_TASKS_PENDING: Millis =
    Millis::new("replaceRootVolumeTasks", "pending", 5_000);
/// From the beginning, as one was recorded in 2022.
pub(crate) const REPLACE_ROOT_VOLUME_TASKS_COMPLETING: Millis =
    Millis::new("replaceRootVolumeTasks", "completing", 25_000);
pub(crate) const RESERVED_INSTANCES_MODIFYING: Millis =
    Millis::new("reservedInstances", "modifying", 60_000);
pub(crate) const RESERVED_INSTANCES_PAYMENT: Millis =
    Millis::new("reservedInstances", "payment", 60_000);
pub(crate) const ROUTE_SERVERS_CHANGING: Millis = Millis::new("routeServers", "changing", 10_000);
pub(crate) const SECURITY_GROUP_VPC_ASSOCIATIONS_CHANGING: Millis =
    Millis::new("securityGroupVpcAssociations", "changing", 3_000);
pub(crate) const SNAPSHOTS_PENDING: Millis = Millis::new("snapshots", "pending", 5_000);
pub(crate) const SNAPSHOTS_TIER: Millis = Millis::new("snapshots", "tier", 10_000);
/// As recorded scripts wait for it: about a minute.
pub(crate) const SPOT_INSTANCE_REQUESTS_STOPPING: Millis =
    Millis::new("spotInstanceRequests", "stopping", 60_000);
pub(crate) const STORE_IMAGE_TASKS_IN_PROGRESS: Millis =
    Millis::new("storeImageTasks", "in-progress", 30_000);
pub(crate) const SUBNETS_IPV6_CIDR_BLOCK: Millis = Millis::new("subnets", "ipv6-cidr-block", 2_000);
pub(crate) const TRANSIT_GATEWAY_ATTACHMENTS_CHANGING: Millis =
    Millis::new("transitGatewayAttachments", "changing", 10_000);
pub(crate) const TRANSIT_GATEWAY_ATTACHMENTS_INITIATING_REQUEST: Millis =
    Millis::new("transitGatewayAttachments", "initiating-request", 11_000);
pub(crate) const TRANSIT_GATEWAY_ROUTE_TABLES_ASSOCIATION: Millis =
    Millis::new("transitGatewayRouteTables", "association", 5_000);
pub(crate) const TRANSIT_GATEWAY_ROUTE_TABLES_CHANGING: Millis =
    Millis::new("transitGatewayRouteTables", "changing", 5_000);
pub(crate) const TRANSIT_GATEWAY_ROUTE_TABLES_PREFIX_LIST_REFERENCE: Millis =
    Millis::new("transitGatewayRouteTables", "prefix-list-reference", 2_000);
pub(crate) const TRANSIT_GATEWAYS_CHANGING: Millis =
    Millis::new("transitGateways", "changing", 10_000);
pub(crate) const VOLUMES_ATTACHING: Millis = Millis::new("volumes", "attaching", 3_000);
pub(crate) const VOLUMES_COPYING: Millis = Millis::new("volumes", "copying", 10_000);
pub(crate) const VOLUMES_CREATING: Millis = Millis::new("volumes", "creating", 2_000);
pub(crate) const VOLUMES_DELETING: Millis = Millis::new("volumes", "deleting", 3_000);
pub(crate) const VOLUMES_DETACHING: Millis = Millis::new("volumes", "detaching", 3_000);
pub(crate) const VPC_BLOCK_PUBLIC_ACCESS_OPTIONS_CHANGING: Millis =
    Millis::new("vpcBlockPublicAccessOptions", "changing", 30_000);
pub(crate) const VPC_ENDPOINT_SERVICES_DELETING: Millis =
    Millis::new("vpcEndpointServices", "deleting", 5_000);
pub(crate) const VPC_ENDPOINT_SERVICES_VERIFYING: Millis =
    Millis::new("vpcEndpointServices", "verifying", 10_000);
pub(crate) const VPC_ENDPOINTS_ACCEPTING: Millis = Millis::new("vpcEndpoints", "accepting", 5_000);
pub(crate) const VPC_ENDPOINTS_DELETING: Millis = Millis::new("vpcEndpoints", "deleting", 5_000);
pub(crate) const VPC_ENDPOINTS_MODIFYING: Millis = Millis::new("vpcEndpoints", "modifying", 5_000);
pub(crate) const VPC_ENCRYPTION_CONTROLS_CHANGING: Millis =
    Millis::new("vpcEncryptionControls", "changing", 5_000);
pub(crate) const VPC_ENDPOINTS_PENDING: Millis = Millis::new("vpcEndpoints", "pending", 5_000);
pub(crate) const VPC_PEERING_CONNECTIONS_CHANGING: Millis =
    Millis::new("vpcPeeringConnections", "changing", 500);
pub(crate) const VPC_PEERING_CONNECTIONS_INITIATING_REQUEST: Millis =
    Millis::new("vpcPeeringConnections", "initiating-request", 500);
pub(crate) const VPCS_CIDR_BLOCK: Millis = Millis::new("vpcs", "cidr-block", 2_000);
pub(crate) const VPCS_PENDING: Millis = Millis::new("vpcs", "pending", 1_000);
pub(crate) const VPN_CONNECTIONS_DELETING: Millis =
    Millis::new("vpnConnections", "deleting", 30_000);
pub(crate) const VPN_CONNECTIONS_PENDING: Millis = Millis::new("vpnConnections", "pending", 60_000);
pub(crate) const VPN_CONNECTIONS_ROUTE: Millis = Millis::new("vpnConnections", "route", 5_000);
pub(crate) const VPN_GATEWAYS_ATTACHING: Millis = Millis::new("vpnGateways", "attaching", 5_000);
/// Up to hashicorp/terraform-provider-aws#8575, Terraform attached one elsewhere right after it had
/// detached it, which went well.
pub(crate) const VPN_GATEWAYS_DETACHING: Millis = Millis::new("vpnGateways", "detaching", 100);

/// All of them.
pub(crate) const ALL: &[Millis] = &[
    ADDRESSES_DOMAIN_NAME,
    BYOIP_CIDRS_DEPROVISIONING,
    BYOIP_CIDRS_PROVISIONING,
    CAPACITY_MANAGER_TAG_KEYS_ACTIVATING,
    CAPACITY_MANAGER_TAG_KEYS_DEACTIVATING,
    CAPACITY_MANAGERS_INGESTING,
    CAPACITY_RESERVATIONS_ASSESSING,
    CAPACITY_RESERVATIONS_PAYMENT,
    CONVERSION_TASKS_ACTIVE,
    CONVERSION_TASKS_CANCELLING,
    EXPORT_IMAGE_TASKS_ACTIVE,
    EXPORT_IMAGE_TASKS_DELETING,
    EXPORT_TASKS_ACTIVE,
    EXPORT_TASKS_CANCELLING,
    FAST_LAUNCHES_CHANGING,
    FAST_SNAPSHOT_RESTORES_DISABLING,
    FAST_SNAPSHOT_RESTORES_ENABLING,
    FAST_SNAPSHOT_RESTORES_OPTIMIZING,
    FPGA_IMAGES_PENDING,
    IAM_INSTANCE_PROFILE_ASSOCIATIONS_CHANGING,
    IMAGE_USAGE_REPORTS_PENDING,
    IMAGES_REGISTERING,
    IMAGES_RESTORING,
    IMPORT_IMAGE_TASKS_ACTIVE,
    IMPORT_IMAGE_TASKS_DELETING,
    IMPORT_SNAPSHOT_TASKS_ACTIVE,
    IMPORT_SNAPSHOT_TASKS_DELETING,
    INSTANCE_EVENT_WINDOWS_CREATING,
    INSTANCES_ATTACHING_INTERFACE,
    INSTANCES_HIBERNATION,
    INSTANCES_HIBERNATION_OF_WINDOWS,
    INSTANCES_INITIALIZING,
    INSTANCES_INTERRUPTION_NOTICE,
    INSTANCES_METADATA_OPTIONS,
    INSTANCES_MONITORING,
    INSTANCES_PASSWORD,
    INSTANCES_PENDING,
    INSTANCES_SHUTTING_DOWN,
    INSTANCES_STOPPING,
    IPAM_POOL_CIDRS_DEPROVISIONING,
    IPAM_POOL_CIDRS_PROVISIONING,
    IPAM_BYOASNS_DEPROVISIONING,
    IPAM_BYOASNS_PROVISIONING,
    IPAM_INTERNET_REGISTRY_ASSOCIATIONS_ENABLING,
    IPAMS_MODIFYING,
    MANAGED_PREFIX_LISTS_CHANGING,
    NAT_GATEWAYS_ADDRESS,
    NETWORK_INSIGHTS_ACCESS_SCOPE_ANALYSES_RUNNING,
    NETWORK_INSIGHTS_ANALYSES_RUNNING,
    NETWORK_INTERFACES_ATTACHING,
    NETWORK_INTERFACES_DETACHING,
    NETWORK_INTERFACES_PENDING,
    REPLACE_ROOT_VOLUME_TASKS_PENDING,
    REPLACE_ROOT_VOLUME_TASKS_COMPLETING,
    RESERVED_INSTANCES_MODIFYING,
    RESERVED_INSTANCES_PAYMENT,
    ROUTE_SERVERS_CHANGING,
    SECURITY_GROUP_VPC_ASSOCIATIONS_CHANGING,
    SNAPSHOTS_PENDING,
    SNAPSHOTS_TIER,
    SPOT_INSTANCE_REQUESTS_STOPPING,
    STORE_IMAGE_TASKS_IN_PROGRESS,
    SUBNETS_IPV6_CIDR_BLOCK,
    TRANSIT_GATEWAY_ATTACHMENTS_CHANGING,
    TRANSIT_GATEWAY_ATTACHMENTS_INITIATING_REQUEST,
    TRANSIT_GATEWAY_ROUTE_TABLES_ASSOCIATION,
    TRANSIT_GATEWAY_ROUTE_TABLES_CHANGING,
    TRANSIT_GATEWAY_ROUTE_TABLES_PREFIX_LIST_REFERENCE,
    TRANSIT_GATEWAYS_CHANGING,
    VOLUMES_ATTACHING,
    VOLUMES_COPYING,
    VOLUMES_CREATING,
    VOLUMES_DELETING,
    VOLUMES_DETACHING,
    VPC_BLOCK_PUBLIC_ACCESS_OPTIONS_CHANGING,
    VPC_ENDPOINT_SERVICES_DELETING,
    VPC_ENDPOINT_SERVICES_VERIFYING,
    VPC_ENDPOINTS_ACCEPTING,
    VPC_ENDPOINTS_DELETING,
    VPC_ENDPOINTS_MODIFYING,
    VPC_ENCRYPTION_CONTROLS_CHANGING,
    VPC_ENDPOINTS_PENDING,
    VPC_PEERING_CONNECTIONS_CHANGING,
    VPC_PEERING_CONNECTIONS_INITIATING_REQUEST,
    VPCS_CIDR_BLOCK,
    VPCS_PENDING,
    VPN_CONNECTIONS_DELETING,
    VPN_CONNECTIONS_PENDING,
    VPN_CONNECTIONS_ROUTE,
    VPN_GATEWAYS_ATTACHING,
    VPN_GATEWAYS_DETACHING,
];

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn the_table_lists_all() {
        let made = include_str!("durations.rs").matches("Millis::new(").count();
        assert_eq!(made, ALL.len() + 1, "and here once");
    }
}
