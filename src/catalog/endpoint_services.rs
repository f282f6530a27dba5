//! AWS's own endpoint services, per region: what interface and gateway endpoints lead to. Which
//! services there are, and what their endpoints are called, is in `data/endpoint_services.tsv`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::regions::{self, Partition, Region, Zone, ZoneKind};
use super::{rows, value};

static DATA: &str = include_str!("data/endpoint_services.tsv");

/// By region, each made when it is first asked for.
type Services = HashMap<&'static str, OnceLock<Vec<EndpointService>>>;

static SERVICES: OnceLock<Services> = OnceLock::new();

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndpointKind {
    Gateway,
    Interface,
    /// Of accounts alone.
    GatewayLoadBalancer,
}

impl EndpointKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Gateway => "Gateway",
            Self::Interface => "Interface",
            Self::GatewayLoadBalancer => "GatewayLoadBalancer",
        }
    }
}

/// The last parts of the names of services that endpoints in other regions can lead to: those of
/// PrivateLink's guide, `aws-services-cross-region-privatelink-support`, that are of one region.
const ACROSS_REGIONS: [&str; 10] = [
    "ecr.api",
    "ecr.dkr",
    "ecs",
    "kinesis-firehose",
    "kinesisanalytics",
    "kinesisanalytics-fips",
    "kms",
    "kms-fips",
    "lambda",
    "s3",
];

/// A service that AWS offers in a region, in all zones of it but those that it is known to lack.
// unverified (looked up 2026-11-26): more services lack a zone or two of the larger regions.
#[derive(Debug, Clone)]
pub(crate) struct EndpointService {
    /// `com.amazonaws.us-east-1.ec2`; S3 and DynamoDB have it twice, once of each kind.
    pub(crate) name: String,
    /// `vpce-svc-…`, derived: the same with every start, but not AWS's own.
    pub(crate) id: String,
    pub(crate) kind: EndpointKind,
    /// What the names of its endpoints end with: `ec2.us-east-1.vpce.amazonaws.com`.
    pub(crate) base_name: String,
    /// The public names that lead to an endpoint with private DNS; none for a service without.
    pub(crate) private_names: Vec<String>,
    /// Whether an endpoint has private DNS unless its maker says otherwise.
    pub(crate) private_by_default: bool,
    /// Whether the names of its endpoints begin with `*.`, as each bucket has a name below them.
    pub(crate) wildcard_endpoints: bool,
    pub(crate) policy_supported: bool,
    pub(crate) ipv6: bool,
    /// The ids of the zones that it is not in.
    lacks: Vec<&'static str>,
}

impl EndpointService {
    /// One that an account offers.
    pub(crate) fn of_account(
        kind: EndpointKind,
        id: String,
        name: String,
        base_name: String,
        private_names: Vec<String>,
    ) -> Self {
        Self {
            name,
            id,
            kind,
            base_name,
            private_by_default: !private_names.is_empty(),
            private_names,
            wildcard_endpoints: false,
            policy_supported: false,
            ipv6: false,
            lacks: Vec::new(),
        }
    }

    /// Whether endpoints in other regions can lead to it.
    pub(crate) fn is_reached_across_regions(&self) -> bool {
        let is_one =
            |last: &&str| self.name.strip_suffix(*last).is_some_and(|it| it.ends_with('.'));
        self.kind == EndpointKind::Interface && ACROSS_REGIONS.iter().any(is_one)
    }

    /// Whether an interface endpoint can be in a zone; in none of those at the edge.
    pub(crate) fn is_in(&self, zone: &Zone) -> bool {
        zone.kind == ZoneKind::AvailabilityZone && !self.lacks.contains(&zone.id)
    }
}

/// The services of a region in the order of their names; none in a region that AWS does not have.
pub(crate) fn in_region(region: &str) -> &'static [EndpointService] {
    let services = SERVICES.get_or_init(|| {
        regions::all().iter().map(|region| (region.name, OnceLock::new())).collect()
    });
    let Some(region) = regions::find(region) else {
        return &[];
    };
    services[region.name].get_or_init(|| services_of(region))
}

/// The public hosted zone that the names of a region's interface endpoints are in.
pub(crate) fn hosted_zone(region: &str) -> String {
    let zones = rows(DATA).filter(|(kind, _)| *kind == "zone");
    let mut zones = zones.map(|(_, mut columns)| (columns.next(), columns.next()));
    let known = zones.find(|(name, _)| *name == Some(region)).and_then(|(_, id)| id);
    // Not AWS's own where no source tells it.
    known.map_or_else(|| format!("Z{:016X}", hash(region)), str::to_owned)
}

fn services_of(region: &Region) -> Vec<EndpointService> {
    let lacking = lacking();
    let services = rows(DATA).filter(|(kind, _)| *kind == "service").filter_map(|(_, columns)| {
        let mut columns = columns.map(|column| value(Some(column)));
        let mut next = || columns.next().flatten();
        let suffix = next().expect("a service has a name");
        let (prefix, notes, regions) = (next(), next(), next());
        let lacks = lacking.get(suffix).cloned().unwrap_or_default();
        is_offered(region, regions).then(|| service(region, suffix, prefix, notes, lacks))
    });
    let mut services: Vec<EndpointService> = services.collect();
    services.sort_by(|one, other| {
        (&one.name, one.kind.as_str()).cmp(&(&other.name, other.kind.as_str()))
    });
    services
}

fn is_offered(region: &Region, regions: Option<&str>) -> bool {
    let Some(regions) = regions else { return true };
    let (listed, otherwise) = match regions.strip_prefix('!') {
        Some(without) => (without, false),
        None => (regions, true),
    };
    listed.split(',').any(|name| name == region.name) == otherwise
}

fn service(
    region: &Region,
    suffix: &str,
    prefix: Option<&str>,
    notes: Option<&str>,
    lacks: Vec<&'static str>,
) -> EndpointService {
    let has = |note: &str| notes.is_some_and(|notes| notes.split(',').any(|one| one == note));
    let in_china = region.partition == Partition::AwsCn;
    let (owner, end) = match in_china {
        true if has("cn-suffix") => ("cn.com.amazonaws", ".cn"),
        true if has("cn") => ("cn.com.amazonaws", ""),
        _ => ("com.amazonaws", ""),
    };
    let name = format!("{owner}.{}.{suffix}{end}", region.name);
    let kind = if has("gateway") { EndpointKind::Gateway } else { EndpointKind::Interface };
    let (prefix, domain) = (prefix.unwrap_or(suffix), region.partition.dns_suffix());
    let public = |host: &str| format!("{host}.{}.{domain}", region.name);
    let private_names = if kind == EndpointKind::Gateway || has("no-private-dns") {
        Vec::new()
    } else if has("s3") {
        ["s3", "*.s3", "*.s3-accesspoint", "*.s3-control"].map(public).to_vec()
    } else {
        let star = if has("wildcard") { "*." } else { "" };
        let also = rows(DATA).filter(|(kind, _)| *kind == "also");
        let also = also.filter_map(|(_, mut columns)| Some((columns.next()?, columns.next()?)));
        let also = also.filter(|(name, _)| *name == suffix && !in_china);
        let also = also.map(|(_, host)| host.replace("REGION", region.name));
        let hosts = std::iter::once(public(prefix)).chain(also);
        hosts.map(|host| format!("{star}{host}")).collect()
    };
    let base_name = match kind {
        EndpointKind::Gateway => public(prefix),
        _ => format!("{prefix}.{}.vpce.{domain}", region.name),
    };
    EndpointService {
        id: format!("vpce-svc-0{:016x}", hash(&format!("{name}/{}", kind.as_str()))),
        name,
        kind,
        base_name,
        private_by_default: !private_names.is_empty() && !has("s3"),
        private_names,
        wildcard_endpoints: has("s3"),
        policy_supported: !has("no-policy"),
        ipv6: has("ipv6"),
        lacks,
    }
}

/// The zones that services lack, by the last part of a service's name.
fn lacking() -> HashMap<&'static str, Vec<&'static str>> {
    let lacking = rows(DATA).filter(|(kind, _)| *kind == "lacks");
    let lacking = lacking.filter_map(|(_, mut columns)| Some((columns.next()?, columns.next()?)));
    lacking.map(|(name, zones)| (name, zones.split(',').collect())).collect()
}

/// FNV-1a, for ids that are the same with every build.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(region: &str, name: &str, kind: EndpointKind) -> Option<&'static EndpointService> {
        in_region(region).iter().find(|service| service.name == name && service.kind == kind)
    }

    #[test]
    fn names_follow_service_and_region() {
        let interface = |region, name| find(region, name, EndpointKind::Interface).unwrap();
        let ecr = interface("us-west-2", "com.amazonaws.us-west-2.ecr.dkr");
        assert_eq!(ecr.base_name, "dkr.ecr.us-west-2.vpce.amazonaws.com");
        let wildcards = ["*.dkr.ecr.us-west-2.amazonaws.com", "*.dkr-ecr.us-west-2.on.aws"];
        assert_eq!(ecr.private_names, wildcards);
        let logs = interface("eu-west-1", "com.amazonaws.eu-west-1.logs");
        assert_eq!(logs.private_names, ["logs.eu-west-1.amazonaws.com"]);
        assert!(logs.private_by_default && logs.policy_supported && !logs.wildcard_endpoints);
        let chinese = interface("cn-north-1", "cn.com.amazonaws.cn-north-1.ec2");
        assert_eq!(chinese.private_names, ["ec2.cn-north-1.amazonaws.com.cn"]);
        interface("cn-north-1", "cn.com.amazonaws.cn-north-1.transcribe.cn");
        let s3 = interface("us-east-1", "com.amazonaws.us-east-1.s3");
        assert!(!s3.private_by_default && s3.wildcard_endpoints);
    }

    #[test]
    fn gateways_are_s3_and_dynamodb_everywhere() {
        for region in regions::all() {
            let gateways = in_region(region.name).iter();
            let gateways = gateways.filter(|service| service.kind == EndpointKind::Gateway);
            let names: Vec<&str> = gateways.map(|service| service.name.as_str()).collect();
            let expected =
                ["dynamodb", "s3"].map(|it| format!("com.amazonaws.{}.{it}", region.name));
            assert_eq!(names, expected);
        }
        assert!(in_region("us-east-9").is_empty());
    }

    #[test]
    fn a_service_is_offered_where_it_exists() {
        let fips = |region: &str| {
            find(region, &format!("com.amazonaws.{region}.kms-fips"), EndpointKind::Interface)
        };
        assert!(fips("us-east-1").is_some());
        let braket = "com.amazonaws.eu-central-1.braket";
        assert!(find("eu-central-1", braket, EndpointKind::Interface).is_none());
    }

    #[test]
    fn zones_are_aws_s_own_where_they_are_known() {
        assert_eq!(hosted_zone("us-east-1"), "Z7HUB22UULQXV");
        assert_eq!(hosted_zone("mx-central-1").len(), 17);
    }
}
