//! The filters over what a request launches that are no path into its view.

use super::{SpotInstanceRequest, specification};
use crate::engine::{CustomFilter, Read, Row};
use wire::{EbsBlockDevice, LaunchSpecification, WireEnum as _};

pub(super) const FILTERS: &[CustomFilter<SpotInstanceRequest>] = &[
    ("launch.block-device-mapping.delete-on-termination", |row, cx| {
        of_disks(row, cx, |ebs| ebs.delete_on_termination.map(|delete| delete.to_string()))
    }),
    ("launch.block-device-mapping.device-name", |row, cx| {
        let mappings = specification(row, cx).block_device_mappings.unwrap_or_default();
        mappings.into_iter().filter_map(|mapping| mapping.device_name).collect()
    }),
    ("launch.block-device-mapping.snapshot-id", |row, cx| {
        of_disks(row, cx, |ebs| ebs.snapshot_id.clone())
    }),
    ("launch.block-device-mapping.volume-size", |row, cx| {
        of_disks(row, cx, |ebs| ebs.volume_size.map(|size_gib| size_gib.to_string()))
    }),
    ("launch.block-device-mapping.volume-type", |row, cx| {
        of_disks(row, cx, |ebs| ebs.volume_type.map(|kind| kind.as_str().to_owned()))
    }),
    ("launch.group-id", |row, cx| {
        let groups = specification(row, cx).security_groups.unwrap_or_default();
        groups.into_iter().filter_map(|group| group.group_id).collect()
    }),
    ("launch.group-name", |row, cx| {
        let groups = specification(row, cx).security_groups.unwrap_or_default();
        groups.into_iter().filter_map(|group| group.group_name).collect()
    }),
    ("launch.image-id", |row, cx| one(row, cx, |launch| launch.image_id)),
    ("launch.instance-type", |row, cx| one(row, cx, |launch| launch.instance_type)),
    // Neither can be asked for here.
    ("launch.kernel-id", |_, _| Vec::new()),
    ("launch.ramdisk-id", |_, _| Vec::new()),
    ("launch.key-name", |row, cx| one(row, cx, |launch| launch.key_name)),
    ("launch.monitoring-enabled", |row, cx| {
        let enabled = specification(row, cx).monitoring.and_then(|it| it.enabled);
        vec![enabled.unwrap_or_default().to_string()]
    }),
];

fn one(
    row: &Row<SpotInstanceRequest>,
    cx: Read<'_>,
    member: impl Fn(LaunchSpecification) -> Option<String>,
) -> Vec<String> {
    member(specification(row, cx)).into_iter().collect()
}

fn of_disks(
    row: &Row<SpotInstanceRequest>,
    cx: Read<'_>,
    member: impl Fn(&EbsBlockDevice) -> Option<String>,
) -> Vec<String> {
    let mappings = specification(row, cx).block_device_mappings.unwrap_or_default();
    mappings.iter().filter_map(|mapping| member(mapping.ebs.as_ref()?)).collect()
}
