//! Instances: their record, its states, and how DescribeInstances finds them. The life of one is
//! told in `launch` and `lifecycle`; what can be asked and changed of it in `status`,
//! `attributes`, `credits` and `options`.

pub(crate) mod attributes;
pub(crate) mod checks;
pub(crate) mod console;
pub(crate) mod credits;
pub(crate) mod defaults;
pub(crate) mod diagnostic;
pub(crate) mod firmware;
pub(crate) mod image_metadata;
pub(crate) mod launch;
pub(crate) mod lifecycle;
pub(crate) mod options;
pub(crate) mod password;
pub(crate) mod placement;
pub(crate) mod product_codes;
pub(crate) mod resize;
pub(crate) mod rules;
pub(crate) mod screen;
pub(crate) mod sql_ha;
pub(crate) mod status;
pub(crate) mod topology;

use crate::engine::{Operation, Query, Read, operations, page};
use crate::error::Result;
use crate::records::compute::instances::{Instance, view};
use crate::records::ids::ReservationId;
use checks::check_ids;
use wire::{DescribeInstancesRequest, DescribeInstancesResult, Reservation};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write RunInstances => launch::run_instances, replayed by launch::replay_run_instances,
        ruled by rules::LAUNCH, refuses [
            "BlockDeviceMapping.Ebs.AvailabilityZone",
            "BlockDeviceMapping.Ebs.AvailabilityZoneId", "BlockDeviceMapping.Ebs.OutpostArn",
            "ElasticGpuSpecification", "ElasticInferenceAccelerator",
            "KernelId",
            "Operator", "Placement.HostResourceGroupArn",
            "RamdiskId", "SecondaryInterface",
        ];
    Read DescribeInstances => describe_instances;
    Write StartInstances => lifecycle::start_instances, ruled by rules::CHANGE,
        refuses ["AdditionalInfo"];
    Write StopInstances => lifecycle::stop_instances, ruled by rules::CHANGE;
    Write RebootInstances => lifecycle::reboot_instances, ruled by rules::CHANGE;
    Write TerminateInstances => lifecycle::terminate_instances, ruled by rules::CHANGE;
    Read DescribeInstanceStatus => status::describe_instance_status, ruled by rules::STATUS;
    Read DescribeInstanceAttribute => attributes::describe_instance_attribute;
    Read GetPasswordData => password::get_password_data;
    Read GetConsoleOutput => console::get_console_output;
    Read GetConsoleScreenshot => console::get_console_screenshot, ruled by rules::SCREENSHOT;
    Read GetInstanceUefiData => firmware::get_instance_uefi_data;
    Write GetInstanceTpmEkPub => firmware::get_instance_tpm_ek_pub,
        prepared by firmware::endorsement_key;
    Write SendDiagnosticInterrupt => diagnostic::send_diagnostic_interrupt;
    Read ConfirmProductInstance => product_codes::confirm_product_instance;
    Write EnableInstanceSqlHaStandbyDetections => sql_ha::enable_standby_detections;
    Write DisableInstanceSqlHaStandbyDetections => sql_ha::disable_standby_detections;
    Read DescribeInstanceSqlHaStates => sql_ha::describe_states;
    Read DescribeInstanceSqlHaHistoryStates => sql_ha::describe_history_states;
    Read DescribeInstanceTopology => topology::describe_instance_topology,
        ruled by rules::TOPOLOGY;
    Write ModifyInstanceAttribute => attributes::modify_instance_attribute, refuses [
        "BlockDeviceMapping.NoDevice", "BlockDeviceMapping.VirtualName", "Kernel", "Ramdisk",
    ];
    Write ResetInstanceAttribute => attributes::reset_instance_attribute;
    Read DescribeInstanceCreditSpecifications => credits::describe_credit_specifications,
        ruled by rules::CREDITS;
    Write ModifyInstanceCreditSpecification => credits::modify_credit_specification,
        ruled by rules::CHANGE_CREDITS;
    Write ModifyDefaultCreditSpecification => defaults::modify_default_credits,
        ruled by rules::CHANGE_CREDITS;
    Read GetDefaultCreditSpecification => defaults::default_credits,
        ruled by rules::CHANGE_CREDITS;
    Write ModifyInstanceMetadataDefaults => defaults::modify_metadata_defaults;
    Read GetInstanceMetadataDefaults => defaults::metadata_defaults;
    Write EnableSerialConsoleAccess => defaults::enable_serial_console_access;
    Write DisableSerialConsoleAccess => defaults::disable_serial_console_access;
    Read GetSerialConsoleAccessStatus => defaults::serial_console_access;
    Write MonitorInstances => options::monitor_instances;
    Write UnmonitorInstances => options::unmonitor_instances;
    Write ModifyInstanceMetadataOptions => options::modify_metadata_options;
    Write ModifyInstanceMaintenanceOptions => options::modify_maintenance_options;
    Write ModifyPrivateDnsNameOptions => options::modify_private_dns_name_options;
    Write ModifyInstanceCapacityReservationAttributes =>
        options::modify_capacity_reservation_attributes;
    Write ModifyInstancePlacement => placement::modify_instance_placement,
        refuses ["HostResourceGroupArn"];
    Write ModifyInstanceNetworkPerformanceOptions => options::modify_network_performance;
    Read DescribeInstanceImageMetadata => image_metadata::describe_instance_image_metadata;
    Read ReportInstanceStatus => status::report_instance_status;
    Write ModifyInstanceCpuOptions => options::modify_cpu_options;
};

fn describe_instances(
    cx: Read<'_>,
    request: &DescribeInstancesRequest,
) -> Result<DescribeInstancesResult> {
    check_ids(&request.instance_ids)?;
    let page = cx.show_rows::<Instance>(&Query {
        ids: &request.instance_ids,
        filters: &request.filters,
        max_results: page::size(request.max_results)?,
        next_token: request.next_token.as_deref(),
    })?;
    let mut reservations: Vec<Reservation> = Vec::new();
    let mut last: Option<&ReservationId> = None;
    for (row, shown) in page.items {
        let id = &row.launch.reservation;
        if last != Some(id) {
            reservations.push(view::reservation(&row.launch, cx));
            last = Some(id);
        }
        let instances = reservations.last_mut().and_then(|open| open.instances.as_mut());
        if let Some(instances) = instances {
            instances.push(shown);
        }
    }
    Ok(DescribeInstancesResult { reservations: Some(reservations), next_token: page.next_token })
}
