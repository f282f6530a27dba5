//! EC2 Capacity Manager, which an account turns on in one region, and which watches from there what
//! its instances and reservations use in all of them.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-manager.html>

pub(crate) mod data;
pub(crate) mod data_exports;
pub(crate) mod look;
pub(crate) mod manager;
pub(crate) mod metrics;
pub(crate) mod monitored_tag_keys;
pub(crate) mod record;
pub(crate) mod supportability;
pub(crate) mod uses;

use crate::engine::{Operation, listed, operations};
use data_exports::CapacityManagerDataExport;

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write EnableCapacityManager => manager::enable_capacity_manager;
    Read  GetCapacityManagerAttributes => manager::get_capacity_manager_attributes;
    Write UpdateCapacityManagerOrganizationsAccess => manager::update_organizations_access;
    Write DisableCapacityManager => manager::disable_capacity_manager;
    Write CreateCapacityManagerDataExport => data_exports::create_capacity_manager_data_export;
    Read  DescribeCapacityManagerDataExports => listed::<CapacityManagerDataExport>;
    Write DeleteCapacityManagerDataExport => data_exports::delete_capacity_manager_data_export;
    Write UpdateCapacityManagerMonitoredTagKeys => monitored_tag_keys::update_monitored_tag_keys;
    Read  GetCapacityManagerMonitoredTagKeys => monitored_tag_keys::get_monitored_tag_keys;
    Read  GetCapacityManagerMetricData => data::get_metric_data;
    Read  GetCapacityManagerMetricDimensions => data::get_metric_dimensions;
    Read  GetCapacityManagerSupportabilityScores => supportability::get_supportability_scores;
};
