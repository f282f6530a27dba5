//! Dedicated Hosts: what the server of an instance family is made of, and how many instances of a
//! type it has room for. The older families are as AWS's price list of 2019-09-20 has them; the
//! others follow from their largest type, which takes a whole server.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-hosts-limits.html>

use super::instance_types::{self, InstanceType};
use super::prices;

/// The server that a family's hosts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HostModel {
    pub(crate) family: &'static str,
    pub(crate) sockets: u32,
    pub(crate) cores: u32,
    pub(crate) vcpus: u32,
}

const fn model(family: &'static str, sockets: u32, cores: u32, vcpus: u32) -> HostModel {
    HostModel { family, sockets, cores, vcpus }
}

/// Those with more cores than instances can use, or that their largest type does not fill.
const RECORDED: [HostModel; 16] = [
    model("c3", 2, 20, 32),
    model("c4", 2, 20, 32),
    model("c5", 2, 36, 72),
    model("c5d", 2, 36, 72),
    model("d2", 2, 24, 36),
    model("h1", 2, 36, 64),
    model("i2", 2, 20, 32),
    model("i3", 2, 36, 64),
    model("m3", 2, 20, 32),
    model("m4", 2, 24, 44),
    model("r3", 2, 20, 32),
    model("r4", 2, 36, 64),
    model("t3", 2, 48, 96),
    model("u-6tb1", 8, 224, 448),
    model("x1", 4, 72, 128),
    model("x1e", 4, 72, 128),
];

/// The families whose hosts can take several types at a time.
const MIXED: [&str; 14] =
    ["a1", "c5", "c5n", "c6i", "c7i", "m5", "m5n", "m6i", "m7i", "r5", "r5n", "r6i", "r7i", "t3"];

/// What a host costs by the hour for each dollar of the instances that fill it, as its prices on
/// demand are listed.
const SURCHARGE: f64 = 1.1;

/// The server of a family; `None` for families that have no hosts.
pub(crate) fn find(family: &str) -> Option<HostModel> {
    let largest = types(family).max_by_key(|kind| kind.processor.vcpus)?;
    let recorded = RECORDED.iter().find(|model| model.family == family).copied();
    Some(recorded.unwrap_or_else(|| HostModel {
        family: largest.family(),
        sockets: sockets(largest),
        cores: largest.processor.cores,
        vcpus: largest.processor.vcpus,
    }))
}

/// The types of a family that run on its hosts.
pub(crate) fn types(family: &str) -> impl Iterator<Item = &'static InstanceType> + use<'_> {
    let all = instance_types::all().iter();
    all.filter(move |kind| kind.dedicated_hosts && kind.family() == family)
}

/// The families that have hosts, in the order of their names.
pub(crate) fn families() -> Vec<&'static str> {
    let hosted = instance_types::all().iter().filter(|kind| kind.dedicated_hosts);
    let mut families: Vec<_> = hosted.map(InstanceType::family).collect();
    families.sort_unstable();
    families.dedup();
    families
}

// unverified (looked up 2026-11-26): the sockets of what is newer than the price list.
fn sockets(largest: &InstanceType) -> u32 {
    match (largest.processor.manufacturer, largest.processor.vcpus) {
        ("Apple", _) | ("AWS", ..=64) => 1,
        _ if largest.family().starts_with("mac") => 1,
        (_, 448..) => 8,
        _ => 2,
    }
}

impl HostModel {
    pub(crate) fn is_mixed(self) -> bool {
        MIXED.contains(&self.family)
    }

    /// How many instances of a type fill a host. No instance that a socket has room for lies on
    /// two, but for those of `m4`.
    pub(crate) fn capacity(self, kind: &InstanceType) -> u32 {
        let each = kind.processor.vcpus.max(1);
        if self.family == "t3" {
            return burstable(kind);
        }
        let a_socket = self.vcpus / self.sockets;
        let fits = if each <= a_socket && self.family != "m4" {
            a_socket / each * self.sockets
        } else {
            self.vcpus / each
        };
        fits.max(1)
    }

    /// US dollars an hour, on demand; `None` where nothing is known of the instances' prices.
    // unverified (looked up 2026-11-26): for other families than c5, m4, m5 and r5.
    pub(crate) fn price(self, region: &str) -> Option<f64> {
        let full = |kind| Some(prices::linux(region, kind)? * f64::from(self.capacity(kind)));
        let prices = types(self.family).filter_map(full);
        prices.max_by(f64::total_cmp).map(|price| price * SURCHARGE)
    }
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-t3.html>
fn burstable(kind: &InstanceType) -> u32 {
    match kind.name {
        "t3.large" => 96,
        "t3.xlarge" => 48,
        "t3.2xlarge" => 24,
        _ => 192,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_have_room_for_what_aws_lists() {
        for (name, listed) in [
            ("a1.medium", 16),
            ("c3.xlarge", 8),
            ("c5.large", 36),
            ("c5.xlarge", 18),
            ("c5.2xlarge", 8),
            ("c5.4xlarge", 4),
            ("c5.9xlarge", 2),
            ("c5.18xlarge", 1),
            ("d2.xlarge", 8),
            ("i3.large", 32),
            ("m3.medium", 32),
            ("m3.2xlarge", 4),
            ("m4.large", 22),
            ("m4.2xlarge", 5),
            ("m4.4xlarge", 2),
            ("m4.10xlarge", 1),
            ("m5.large", 48),
            ("m5.4xlarge", 6),
            ("r5.8xlarge", 2),
            ("m5.12xlarge", 2),
            ("m5.24xlarge", 1),
            ("t3.nano", 192),
            ("t3.large", 96),
            ("x1e.32xlarge", 1),
        ] {
            let kind = instance_types::find(name).unwrap();
            let model = find(kind.family()).unwrap();
            assert_eq!(model.capacity(kind), listed, "{name}");
        }
    }

    #[test]
    fn servers_are_what_aws_lists() {
        assert_eq!(find("m5"), Some(model("m5", 2, 48, 96)));
        assert_eq!(find("a1"), Some(model("a1", 1, 16, 16)));
        assert_eq!(find("mac1"), Some(model("mac1", 1, 6, 12)));
        assert_eq!(find("t2"), None);
        assert!(find("r5").unwrap().is_mixed() && !find("m4").unwrap().is_mixed());
        let price = |family| find(family).unwrap().price("us-east-1").unwrap();
        let about = |family, listed: f64| (price(family) - listed).abs() < 0.001;
        assert!(about("m5", 5.069) && about("c5", 3.366) && about("r5", 6.653), "{}", price("m5"));
        assert!(about("m4", 2.42));
    }
}
