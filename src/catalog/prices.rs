//! What an hour of an instance costs on demand, as recorded from AWS's price list in
//! `data/prices.tsv`. The list is older than the newest instance types and regions: what it lacks
//! is read off what it has, and the functions here say how. China's regions have prices in another
//! currency, of which nothing was recorded.

use std::sync::OnceLock;

use super::instance_types::{self, InstanceType};
use super::regions::{self, Partition};
use super::{Architecture, Columns, rows};

static DATA: &str = include_str!("data/prices.tsv");
static PRICES: OnceLock<Prices> = OnceLock::new();

/// What runs on an instance, as far as its price goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Product {
    Linux,
    RedHat,
    Suse,
    Windows,
}

impl Product {
    pub(crate) const ALL: [Self; 4] = [Self::Linux, Self::RedHat, Self::Suse, Self::Windows];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Linux => "Linux/UNIX",
            Self::RedHat => "Red Hat Enterprise Linux",
            Self::Suse => "SUSE Linux",
            Self::Windows => "Windows",
        }
    }
}

struct Prices {
    /// By the place of a region's value in a family's row.
    regions: Vec<&'static str>,
    /// Family and row, sorted by family.
    families: Vec<(&'static str, &'static str)>,
    /// Type and what is recorded of it, sorted by type.
    types: Vec<(&'static str, Columns)>,
}

/// The regions that are newer than the list, each with one that is near it.
// unverified: that their prices are alike.
const NEIGHBOURS: [(&str, &str); 2] =
    [("ap-east-2", "ap-east-1"), ("ap-southeast-6", "ap-southeast-2")];

/// US dollars an hour; `None` where nothing is known of the region, the type's series or the
/// product on such a type.
pub(crate) fn on_demand(region: &str, kind: &InstanceType, product: Product) -> Option<f64> {
    let linux = linux(region, kind)?;
    Some(round(linux + surcharge(kind, product)?))
}

/// The price without any licence.
pub(crate) fn linux(region: &str, kind: &InstanceType) -> Option<f64> {
    let priced = priced_as(kind)?;
    let base = priced.column(0)? * priced.share;
    let ratio = ratio(region, priced.name)?;
    // A multiple is recorded with four decimals; rounding brings the listed price back.
    let decimals = if base < 1.0 { 10_000.0 } else { 1_000.0 };
    let is_base = (ratio - 1.0).abs() < 1e-9;
    Some(round(if is_base { base } else { (base * ratio * decimals).round() / decimals }))
}

/// What a product costs on top of that; the same in every region.
pub(crate) fn surcharge(kind: &InstanceType, product: Product) -> Option<f64> {
    if !can_run(kind, product) {
        return None;
    }
    let priced = priced_as(kind)?;
    let column = match product {
        Product::Linux => return Some(0.0),
        Product::Windows => 1,
        Product::RedHat => 2,
        Product::Suse => 3,
    };
    Some(round(priced.column(column)? * priced.share))
}

fn can_run(kind: &InstanceType, product: Product) -> bool {
    let has = |wanted| kind.processor.architectures.contains(&wanted);
    match product {
        Product::Linux => true,
        Product::RedHat | Product::Suse => has(Architecture::X86_64) || has(Architecture::Arm64),
        Product::Windows => has(Architecture::X86_64),
    }
}

fn round(price: f64) -> f64 {
    (price * 1_000_000.0).round() / 1_000_000.0
}

/// The recorded type whose prices tell those of another.
struct Priced {
    name: &'static str,
    columns: Columns,
    /// How much of its price the other one costs.
    share: f64,
}

impl Priced {
    fn column(&self, at: usize) -> Option<f64> {
        self.columns.clone().nth(at)?.parse().ok()
    }
}

/// A type itself, or the one of its family with the most like number of vCPUs, or the same of the
/// family before: in a family the price goes with the number of vCPUs.
fn priced_as(kind: &InstanceType) -> Option<Priced> {
    let types = &recorded().types;
    if let Ok(at) = types.binary_search_by(|(name, _)| (*name).cmp(kind.name)) {
        let (name, columns) = &types[at];
        return Some(Priced { name, columns: columns.clone(), share: 1.0 });
    }
    let family = format!("{}.", alike(kind.family())?);
    let first = types.partition_point(|(name, _)| *name < family.as_str());
    let of_family = types[first..].iter().take_while(|(name, _)| name.starts_with(&family));
    let known = of_family.filter_map(|(name, columns)| {
        let vcpus = instance_types::find(name)?.processor.vcpus;
        Some((vcpus.abs_diff(kind.processor.vcpus), vcpus, *name, columns))
    });
    let (_, vcpus, name, columns) = known.min_by_key(|(difference, ..)| *difference)?;
    let share = f64::from(kind.processor.vcpus) / f64::from(vcpus.max(1));
    Some(Priced { name, columns: columns.clone(), share })
}

/// The recorded family that is most like one: itself, or of its series the one with the most of
/// its attributes (`m8gd`: series `m`, attributes `gd`), the latest of these.
fn alike(family: &str) -> Option<&'static str> {
    let families = recorded().families.iter().map(|(name, _)| *name);
    let (series, _, attributes) = parts(family);
    let same_series = families.filter(|known| parts(known).0 == series && *known != "*");
    let likeness = |known: &str| {
        let (_, generation, others) = parts(known);
        let shared = attributes.chars().filter(|letter| others.contains(*letter)).count();
        let additional = others.chars().filter(|letter| !attributes.contains(*letter)).count();
        (known == family, 2 * shared + 16 - additional.min(16), generation)
    };
    same_series.max_by_key(|known| likeness(known))
}

/// Series, generation and attributes: `hpc7a` is `hpc`, 7 and `a`.
fn parts(family: &str) -> (&str, u32, &str) {
    let digit = |letter: char| letter.is_ascii_digit();
    let start = family.find(digit).unwrap_or(family.len());
    let (series, rest) = family.split_at(start);
    let end = rest.find(|letter| !digit(letter)).unwrap_or(rest.len());
    let (generation, attributes) = rest.split_at(end);
    (series.trim_end_matches('-'), generation.parse().unwrap_or(0), attributes)
}

fn family_of(name: &str) -> &str {
    name.split_once('.').map_or(name, |(family, _)| family)
}

/// What a type of a family costs in a region, as a multiple of its recorded price; where the family
/// was not recorded there, what most families cost there.
fn ratio(region: &str, name: &str) -> Option<f64> {
    let recorded = recorded();
    if regions::find(region)?.partition == Partition::AwsCn {
        return None;
    }
    let near = NEIGHBOURS.iter().find(|(newer, _)| *newer == region);
    let region = near.map_or(region, |(_, near)| near);
    let place = recorded.regions.iter().position(|known| *known == region)?;
    let of = |family: &str| {
        let families = &recorded.families;
        let at = families.binary_search_by(|(name, _)| (*name).cmp(family)).ok()?;
        families[at].1.split(' ').nth(place)?.parse().ok()
    };
    of(family_of(name)).or_else(|| of("*"))
}

fn recorded() -> &'static Prices {
    PRICES.get_or_init(|| {
        let mut prices = Prices { regions: Vec::new(), families: Vec::new(), types: Vec::new() };
        for (name, mut columns) in rows(DATA) {
            if name == "regions" {
                prices.regions = columns.next().unwrap_or_default().split(' ').collect();
            } else if let Some(family) = name.strip_prefix("family ") {
                prices.families.push((family, columns.next().unwrap_or_default()));
            } else {
                prices.types.push((name, columns));
            }
        }
        prices.families.sort_unstable_by_key(|(family, _)| *family);
        prices.types.sort_unstable_by_key(|(name, _)| *name);
        prices
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(region: &str, name: &str, product: Product) -> Option<f64> {
        on_demand(region, instance_types::find(name).unwrap(), product)
    }

    #[test]
    fn common_types_cost_what_aws_lists() {
        for (region, name, listed) in [
            ("us-east-1", "t3.micro", 0.0104),
            ("us-east-1", "t2.micro", 0.0116),
            ("us-east-1", "m5.large", 0.096),
            ("eu-west-1", "m5.large", 0.107),
            ("sa-east-1", "m5.large", 0.153),
            ("us-west-1", "t3.nano", 0.0062),
            ("eu-central-1", "m5.metal", 5.52),
        ] {
            assert_eq!(price(region, name, Product::Linux), Some(listed), "{region} {name}");
        }
        assert_eq!(price("us-east-1", "m5.large", Product::Windows), Some(0.188));
        assert_eq!(price("eu-west-1", "m5.large", Product::Windows), Some(0.199));
        assert_eq!(price("us-east-1", "m6g.large", Product::Windows), None);
    }

    #[test]
    fn what_is_newer_than_the_list_is_read_off_its_like() {
        assert_eq!(alike("m8i"), Some("m7i"));
        assert_eq!(alike("c8gd"), Some("c7gd"));
        assert_eq!(alike("m5"), Some("m5"));
        assert_eq!(alike("mac2"), None);
        let m8i = price("us-east-1", "m8i.2xlarge", Product::Linux);
        assert_eq!(m8i, price("us-east-1", "m7i.2xlarge", Product::Linux));
        let here = price("ap-east-2", "m5.large", Product::Linux);
        assert_eq!(here, price("ap-east-1", "m5.large", Product::Linux));
        assert_eq!(price("cn-north-1", "m5.large", Product::Linux), None);
    }

    #[test]
    fn every_type_that_spot_sells_has_a_price_wherever_it_is_offered() {
        use super::super::instance_types::{UsageClass, offered_in_region, offerings_recorded};
        for region in regions::all().iter().filter(|region| offerings_recorded(region.name)) {
            let offered = instance_types::all().iter().filter(|kind| {
                kind.usage_classes.contains(&UsageClass::Spot)
                    && offered_in_region(region.name, kind.name)
            });
            for kind in offered {
                let price = on_demand(region.name, kind, Product::Linux);
                assert!(price.is_some_and(|price| price > 0.0), "{} {}", region.name, kind.name);
            }
        }
    }
}
