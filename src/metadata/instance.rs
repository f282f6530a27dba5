//! What the metadata says of the instance itself, its place and its disks; its user data.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html>

use super::text::given;
use super::tree::{Tree, Value};
use crate::catalog::instance_types::Hypervisor;
use crate::catalog::regions;
use crate::engine::{Read, Row};
use crate::records::compute::instances::Instance;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use wire::{InstanceMetadataTagsState, MonitoringState, WireEnum as _};

pub(super) fn add(tree: &mut Tree<'_>, cx: Read<'_>, row: &Row<Instance>, view: &wire::Instance) {
    let name = given(view.private_dns_name.as_ref());
    tree.text("1.0", "meta-data/ami-id", view.image_id.clone());
    tree.text("1.0", "meta-data/ami-launch-index", Some(row.launch_index.to_string()));
    tree.text("1.0", "meta-data/ami-manifest-path", Some("(unknown)".to_owned()));
    tree.text("1.0", "meta-data/hostname", name.clone());
    tree.text("1.0", "meta-data/instance-id", Some(row.id.to_string()));
    tree.text("1.0", "meta-data/local-ipv4", view.private_ip_address.clone());
    tree.text("1.0", "meta-data/reservation-id", Some(row.launch.reservation.to_string()));
    let groups = view.security_groups.iter().flatten();
    let groups: Vec<String> = groups.filter_map(|group| group.group_name.clone()).collect();
    tree.lines("1.0", "meta-data/security-groups", &groups);
    tree.text("2007-01-19", "meta-data/local-hostname", name);
    let public_name = given(view.public_dns_name.as_ref());
    tree.text("2007-01-19", "meta-data/public-hostname", public_name);
    tree.text("2007-01-19", "meta-data/public-ipv4", view.public_ip_address.clone());
    tree.text("2007-08-29", "meta-data/instance-type", view.instance_type.clone());
    tree.text("2008-09-01", "meta-data/instance-action", Some("none".to_owned()));
    tree.text("2007-12-15", "meta-data/profile", Some("default-hvm".to_owned()));
    let nothing = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    // unverified (looked up 2026-11-26): it is documented as "no longer available", and listed
    // all the same.
    tree.text("2011-05-01", "meta-data/metrics/vhostmd", Some(nothing.to_owned()));
    let life_cycle = view.instance_lifecycle.map_or("on-demand", |it| it.as_str());
    tree.text("2019-10-01", "meta-data/instance-life-cycle", Some(life_cycle.to_owned()));
    tree.text("2021-01-03", "meta-data/ipv6", view.ipv6_address.clone());
    // As recorded, it is not there where hibernation is not configured.
    // unverified (looked up 2026-11-26): since which version it is, where it is.
    let hibernates = row.switches.hibernation.then(|| "true".to_owned());
    tree.text("2021-07-15", "meta-data/hibernation/configured", hibernates);
    let system = match row.kind.hypervisor {
        Some(Hypervisor::Xen) => "xen",
        // Bare metal has Nitro's cards without its hypervisor.
        Some(Hypervisor::Nitro) | None => "nitro",
    };
    tree.text("2022-09-24", "meta-data/system", Some(system.to_owned()));
    let user_data = row.user_data.as_deref().and_then(|text| STANDARD.decode(text).ok());
    let user_data = user_data.filter(|bytes| !bytes.is_empty());
    tree.put("1.0", "user-data", user_data.map(Value::Bytes));
    // As recorded, nothing is there without detailed monitoring.
    let is_monitored = row.monitoring.at(cx.now()) == MonitoringState::Enabled;
    let monitoring = is_monitored.then(|| "enabled".to_owned());
    tree.text("2009-04-04", "dynamic/fws/instance-monitoring", monitoring);
    add_key(tree, row);
    add_place(tree, cx, view);
    add_disks(tree, row, view);
    add_tags(tree, row);
}

fn add_key(tree: &mut Tree<'_>, row: &Row<Instance>) {
    let launch = &row.launch;
    let (Some(name), Some(key)) = (&launch.key_name, &launch.public_key) else { return };
    tree.text("1.0", "meta-data/public-keys/0/openssh-key", Some(format!("{key}\n")));
    tree.label("meta-data/public-keys/0", format!("0={name}"));
}

fn add_place(tree: &mut Tree<'_>, cx: Read<'_>, view: &wire::Instance) {
    let region = cx.region();
    let mut put = |since, name, text| {
        tree.text(since, format!("meta-data/placement/{name}"), text);
    };
    put("2019-10-01", "region", Some(region.to_string()));
    if let Some(placement) = &view.placement {
        put("2008-02-01", "availability-zone", placement.availability_zone.clone());
        put("2019-10-01", "availability-zone-id", placement.availability_zone_id.clone());
        put("2020-10-27", "group-name", given(placement.group_name.as_ref()));
        put("2020-10-27", "host-id", placement.host_id.clone());
        let partition = placement.partition_number.map(|number| number.to_string());
        put("2020-10-27", "partition-number", partition);
    }
    if let Some(region) = regions::find(region) {
        let domain = region.partition.dns_suffix().to_owned();
        tree.text("2014-02-25", "meta-data/services/domain", Some(domain));
        let partition = region.partition.as_str().to_owned();
        tree.text("2015-10-20", "meta-data/services/partition", Some(partition));
    }
}

/// The root device twice, the other volumes and the disks of the instance store by number.
/// The root device is recorded as `xvda` for `ami`, and as `/dev/xvda` for `root`. Of the others
/// a name such as `/dev/sdb` is told as `sdb`: so in a transcript of `ec2-metadata`, in Facter's
/// tests and in cloud-init's documentation; `/dev/xvdb` stays.
fn add_disks(tree: &mut Tree<'_>, row: &Row<Instance>, view: &wire::Instance) {
    let mut put = |name: String, device: &str| {
        let path = format!("meta-data/block-device-mapping/{name}");
        tree.text("2007-12-15", path, Some(device.to_owned()));
    };
    let short = |device| match str::strip_prefix(device, "/dev/") {
        Some(name) if name.starts_with("sd") => name,
        _ => device,
    };
    let root = &*row.launch.root_device_name;
    put("ami".to_owned(), root.strip_prefix("/dev/").unwrap_or(root));
    put("root".to_owned(), root);
    let devices = view.block_device_mappings.iter().flatten();
    let devices = devices.filter_map(|mapping| mapping.device_name.as_deref());
    for (at, device) in devices.filter(|device| *device != root).enumerate() {
        put(format!("ebs{}", at + 1), short(device));
    }
    for (device, disk) in &row.launch.instance_store {
        put(disk.to_string(), short(device));
    }
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html>
fn add_tags(tree: &mut Tree<'_>, row: &Row<Instance>) {
    if row.metadata.tags != InstanceMetadataTagsState::Enabled {
        return;
    }
    for (key, value) in row.tags.iter() {
        let path = format!("meta-data/tags/instance/{key}");
        tree.text("2021-03-23", path, Some(value.to_owned()));
    }
    // unverified (looked up 2026-11-26): in which order the tags are; what is there without any.
    let all: BTreeMap<&str, &str> = row.tags.iter().collect();
    let all = (!all.is_empty()).then(|| serde_json::to_string(&all).unwrap_or_default());
    tree.text("2025-10-04", "meta-data/tag-sets/instance", all);
}
