//! Which instance types a region and each of its Availability Zones offer, as recorded from AWS in
//! `data/offerings.tsv`. Regions that no recording covers (see `offerings_recorded`) and Local and
//! Wavelength Zones are said to offer nothing rather than something invented.

use std::sync::OnceLock;

use crate::catalog::{regions, rows};

static DATA: &str = include_str!("../data/offerings.tsv");
static OFFERINGS: OnceLock<Offerings> = OnceLock::new();

struct Offerings {
    /// By the place of a region's character in a type's row.
    regions: Vec<RecordedRegion>,
    /// Type and row, sorted by type.
    types: Vec<(&'static str, &'static [u8])>,
}

struct RecordedRegion {
    name: &'static str,
    /// By the bit of a zone in a character's value.
    zones: Vec<&'static str>,
}

/// Whether AWS was asked what this region offers; if not, the functions below know nothing of it.
pub(crate) fn offerings_recorded(region: &str) -> bool {
    place(region).is_some()
}

pub(crate) fn offered_in_region(region: &str, name: &str) -> bool {
    zone_set(region, name) != 0
}

pub(crate) fn offered_in_zone(region: &str, zone_name: &str, name: &str) -> bool {
    let Some(place) = place(region) else {
        return false;
    };
    let zone = recorded().regions[place].zones.iter().position(|zone| *zone == zone_name);
    zone.is_some_and(|bit| zone_set(region, name) & (1 << bit) != 0)
}

/// The names of the zones that offer the type, sorted.
pub(crate) fn zones_offering(region: &str, name: &str) -> Vec<&'static str> {
    let Some(place) = place(region) else {
        return Vec::new();
    };
    let set = zone_set(region, name);
    let zones = recorded().regions[place].zones.iter().enumerate();
    zones.filter(|(bit, _)| set & (1 << bit) != 0).map(|(_, zone)| *zone).collect()
}

/// The zones that offer the type; bit 0 is the region's first zone.
fn zone_set(region: &str, name: &str) -> u8 {
    let Some(place) = place(region) else { return 0 };
    let types = &recorded().types;
    types.binary_search_by(|(known, _)| (*known).cmp(name)).map_or(0, |at| set(types[at].1[place]))
}

fn place(region: &str) -> Option<usize> {
    recorded().regions.iter().position(|known| known.name == region)
}

/// The digits of base 64: `.1-9A-Za-z+#`.
const fn set(character: u8) -> u8 {
    match character {
        b'1'..=b'9' => character - b'0',
        b'A'..=b'Z' => character - b'A' + 10,
        b'a'..=b'z' => character - b'a' + 36,
        b'+' => 62,
        b'#' => 63,
        _ => 0,
    }
}

fn recorded() -> &'static Offerings {
    OFFERINGS.get_or_init(|| {
        let mut rows = rows(DATA).map(|(name, mut rest)| (name, rest.next().unwrap_or_default()));
        let (_, header) = rows.next().expect("offerings.tsv begins with the zones");
        let regions = header.split(' ').map(recorded_region).collect();
        let mut types: Vec<_> = rows.map(|(name, row)| (name, row.as_bytes())).collect();
        types.sort_unstable_by_key(|(name, _)| *name);
        Offerings { regions, types }
    })
}

/// `us-west-1:ab`
fn recorded_region(text: &'static str) -> RecordedRegion {
    let (name, letters) = text.split_once(':').expect("offerings.tsv: region:letters");
    let region = regions::find(name).expect("offerings.tsv names regions of regions.tsv");
    let zone = |letter: char| {
        let found = region.zone(&format!("{name}{letter}"));
        found.expect("offerings.tsv names zones of regions.tsv").name
    };
    RecordedRegion { name, zones: letters.chars().map(zone).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::instance_types::find;

    #[test]
    fn common_types_are_offered_where_they_were_recorded() {
        for name in ["t2.micro", "t3.micro", "m5.large", "c5.large", "t4g.small"] {
            assert!(offered_in_region("us-east-1", name), "{name}");
        }
        assert!(offered_in_zone("us-east-1", "us-east-1a", "m5.large"));
        assert!(!offered_in_zone("us-east-1", "us-east-1e", "m5.large"));
        assert!(!offered_in_zone("us-east-1", "us-west-2a", "m5.large"));
        assert_eq!(zones_offering("us-west-1", "t2.micro"), ["us-west-1a", "us-west-1b"]);
        assert!(!offered_in_region("us-east-1", "m5.huge"));
    }

    #[test]
    fn a_region_without_a_recording_offers_nothing() {
        assert!(!offerings_recorded("cn-north-1"));
        assert!(zones_offering("cn-north-1", "t2.micro").is_empty());
    }

    #[test]
    fn every_offered_type_is_described() {
        assert!(recorded().types.iter().all(|(name, _)| find(name).is_some()));
        let width = recorded().regions.len();
        assert!(recorded().types.iter().all(|(_, row)| row.len() == width));
    }
}
