//! Regions of the partitions aws, aws-cn and aws-us-gov, and their zones, as a default account sees
//! them: newer regions, Local Zones and Wavelength Zones are not opted in. Which zone name stands
//! for which zone id differs between older accounts; here it is the mapping of one recorded
//! account, the one whose offerings `instance_types` tells. The facts are in `data/regions.tsv`.

use std::sync::OnceLock;

use super::{Columns, names, rows, value};

static DATA: &str = include_str!("data/regions.tsv");
static REGIONS: OnceLock<Vec<Region>> = OnceLock::new();

names! {
    /// A set of regions with accounts of its own; the second part of every ARN.
    Partition { Aws = "aws", AwsCn = "aws-cn", AwsUsGov = "aws-us-gov" }
}

impl Partition {
    pub(crate) const fn dns_suffix(self) -> &'static str {
        match self {
            Self::Aws | Self::AwsUsGov => "amazonaws.com",
            Self::AwsCn => "amazonaws.com.cn",
        }
    }
}

names! {
    #[expect(clippy::enum_variant_names, reason = "EC2's names")]
    OptIn {
        OptInNotRequired = "opt-in-not-required",
        OptedIn = "opted-in",
        NotOptedIn = "not-opted-in",
    }
}

names! {
    #[expect(clippy::enum_variant_names, reason = "EC2's names")]
    ZoneKind {
        AvailabilityZone = "availability-zone",
        LocalZone = "local-zone",
        WavelengthZone = "wavelength-zone",
    }
}

#[derive(Debug)]
pub(crate) struct Region {
    pub(crate) name: &'static str,
    pub(crate) endpoint: String,
    pub(crate) partition: Partition,
    pub(crate) opt_in: OptIn,
    pub(crate) geography: &'static str,
    /// "US East (N. Virginia)"
    pub(crate) long_name: &'static str,
    /// Availability Zones first, then Local Zones, then Wavelength Zones.
    pub(crate) zones: Vec<Zone>,
}

/// A zone; its state is always `available`.
#[derive(Debug)]
pub(crate) struct Zone {
    pub(crate) name: &'static str,
    pub(crate) id: &'static str,
    pub(crate) kind: ZoneKind,
    pub(crate) group_name: String,
    /// Unknown for most Wavelength Zones.
    pub(crate) group_long_name: Option<String>,
    pub(crate) network_border_group: &'static str,
    pub(crate) opt_in: OptIn,
    /// Name and id of the zone whose control plane serves this one, where a source tells it.
    pub(crate) parent: Option<(&'static str, &'static str)>,
    pub(crate) geography: Option<&'static str>,
    pub(crate) sub_geography: Option<&'static str>,
}

impl Region {
    /// By name: `us-east-1a`.
    pub(crate) fn zone(&self, name: &str) -> Option<&Zone> {
        self.zones.iter().find(|zone| zone.name == name)
    }

    /// By id: `use1-az1`.
    pub(crate) fn zone_by_id(&self, id: &str) -> Option<&Zone> {
        self.zones.iter().find(|zone| zone.id == id)
    }
}

/// Every region of every partition; `DescribeRegions` answers those of the caller's partition.
pub(crate) fn all() -> &'static [Region] {
    REGIONS.get_or_init(|| parse(DATA))
}

/// Whether a region has an operation: Hong Kong lacked these in October 2025, by
/// ekristen/aws-nuke#774.
// unverified (looked up 2026-11-26): which others lack what.
pub(crate) fn has(region: &str, operation: &str) -> bool {
    region != "ap-east-1" || !operation.contains("VerifiedAccess")
}

pub(crate) fn find(name: &str) -> Option<&'static Region> {
    all().iter().find(|region| region.name == name)
}

fn parse(text: &'static str) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let mut sub_geography = None;
    for (kind, mut columns) in rows(text) {
        if kind == "region" {
            let region = parse_region(&mut columns, &mut sub_geography);
            regions.push(region);
            continue;
        }
        let region = regions.last_mut().expect("a zone follows its region");
        let zone = match ZoneKind::parse(kind).expect("a kind of zone") {
            ZoneKind::AvailabilityZone => availability_zone(region, &mut columns, sub_geography),
            ZoneKind::LocalZone => local_zone(region, &mut columns),
            ZoneKind::WavelengthZone => wavelength_zone(region, &mut columns),
        };
        region.zones.push(zone);
    }
    regions
}

fn parse_region(columns: &mut Columns, sub_geography: &mut Option<&'static str>) -> Region {
    let name = required(columns);
    let partition = Partition::parse(required(columns)).expect("a known partition");
    let opt_in = OptIn::parse(required(columns)).expect("a known opt-in status");
    let geography = required(columns);
    *sub_geography = value(columns.next());
    Region {
        name,
        endpoint: format!("ec2.{name}.{}", partition.dns_suffix()),
        partition,
        opt_in,
        geography,
        long_name: required(columns),
        zones: Vec::new(),
    }
}

fn availability_zone(
    region: &Region,
    columns: &mut Columns,
    sub_geography: Option<&'static str>,
) -> Zone {
    Zone {
        name: required(columns),
        id: required(columns),
        kind: ZoneKind::AvailabilityZone,
        group_name: format!("{}-zg-1", region.name),
        group_long_name: Some(format!("{} 1", region.long_name)),
        network_border_group: region.name,
        opt_in: OptIn::OptInNotRequired,
        parent: None,
        geography: Some(region.geography),
        sub_geography,
    }
}

/// `us-west-2-lax-1a` belongs to the group `us-west-2-lax-1`, which is its border group as well.
fn local_zone(region: &Region, columns: &mut Columns) -> Zone {
    let name = required(columns);
    let id = required(columns);
    let parent = value(columns.next()).and_then(|id| region.zone_by_id(id));
    let group = name.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    Zone {
        name,
        id,
        kind: ZoneKind::LocalZone,
        group_name: group.to_owned(),
        group_long_name: value(columns.next()).map(str::to_owned),
        network_border_group: group,
        opt_in: OptIn::NotOptedIn,
        parent: parent.map(|parent| (parent.name, parent.id)),
        geography: value(columns.next()),
        sub_geography: value(columns.next()),
    }
}

/// `us-east-1-wl1-bos-wlz-1` was recorded in the group `us-east-1-wl1`, its carrier's.
fn wavelength_zone(region: &Region, columns: &mut Columns) -> Zone {
    let name = required(columns);
    let id = required(columns);
    let parent = value(columns.next()).and_then(|id| region.zone_by_id(id));
    let group = name.trim_end_matches("-wlz-1").rsplit_once('-').map_or(name, |(group, _)| group);
    Zone {
        name,
        id,
        kind: ZoneKind::WavelengthZone,
        group_name: group.to_owned(),
        group_long_name: value(columns.next()).map(str::to_owned),
        network_border_group: name,
        opt_in: OptIn::NotOptedIn,
        parent: parent.map(|parent| (parent.name, parent.id)),
        geography: None,
        sub_geography: None,
    }
}

fn required(columns: &mut Columns) -> &'static str {
    value(columns.next()).expect("regions.tsv fills the columns its header names")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_has_its_endpoint_partition_and_opt_in_status() {
        let virginia = find("us-east-1").unwrap();
        assert_eq!(virginia.endpoint, "ec2.us-east-1.amazonaws.com");
        assert_eq!(virginia.opt_in, OptIn::OptInNotRequired);
        assert_eq!(virginia.long_name, "US East (N. Virginia)");
        let beijing = find("cn-north-1").unwrap();
        assert_eq!(beijing.endpoint, "ec2.cn-north-1.amazonaws.com.cn");
        assert_eq!(beijing.partition, Partition::AwsCn);
        assert_eq!(find("mx-central-1").unwrap().opt_in, OptIn::NotOptedIn);
        assert!(find("us-east-9").is_none());
    }

    #[test]
    fn zones_know_their_kind_group_and_parent() {
        let virginia = find("us-east-1").unwrap();
        let zone = |at: usize| (virginia.zones[at].name, virginia.zones[at].id);
        assert_eq!(zone(0), ("us-east-1a", "use1-az2"));
        assert_eq!(zone(5), ("us-east-1f", "use1-az5"));
        assert_eq!(virginia.zones[0].group_long_name.as_deref(), Some("US East (N. Virginia) 1"));

        let boston = virginia.zone("us-east-1-bos-1a").unwrap();
        assert_eq!(boston.kind, ZoneKind::LocalZone);
        assert_eq!(boston.network_border_group, "us-east-1-bos-1");
        assert_eq!(boston.parent, Some(("us-east-1b", "use1-az4")));

        let wavelength = virginia.zone_by_id("use1-wl1-bos-wlz1").unwrap();
        assert_eq!(wavelength.group_name, "us-east-1-wl1");
        // https://github.com/boto/boto3/issues/3994
        assert_eq!(wavelength.parent, Some(("us-east-1b", "use1-az4")));
        assert_eq!(wavelength.network_border_group, "us-east-1-wl1-bos-wlz-1");
    }

    #[test]
    fn names_and_ids_are_unique() {
        let zones: Vec<_> = all().iter().flat_map(|region| &region.zones).collect();
        let unique = |key: fn(&Zone) -> &'static str| {
            zones.iter().map(|zone| key(zone)).collect::<std::collections::HashSet<_>>().len()
        };
        assert_eq!(unique(|zone| zone.name), zones.len());
        assert_eq!(unique(|zone| zone.id), zones.len());
        assert!(all().iter().all(|region| !region.zones.is_empty()));
    }
}
