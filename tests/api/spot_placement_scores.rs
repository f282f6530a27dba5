use crate::support::{Ec2, Xml};

const LISTED: &str = "spotPlacementScoreSet.item";
const TYPES: [(&str, &str); 3] = [
    ("InstanceType.1", "m5.large"),
    ("InstanceType.2", "m6i.large"),
    ("InstanceType.3", "c5.large"),
];
const METADATA: &str = "InstanceRequirementsWithMetadata";

fn form<'a>(capacity: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let capacity = [("TargetCapacity", capacity)];
    TYPES.iter().copied().chain(capacity).chain(more.iter().copied()).collect()
}

fn scores(found: &Xml) -> Vec<i32> {
    found.texts("spotPlacementScoreSet.item.score").iter().map(|it| it.parse().unwrap()).collect()
}

#[test]
fn the_ten_best_regions_are_scored() {
    let ec2 = Ec2::new();
    let found = ec2.call("GetSpotPlacementScores", &form("10", &[]));
    assert_eq!(found.all_at(LISTED).len(), 10);
    assert!(found.all_at(LISTED).iter().all(|row| !row.has("availabilityZoneId")));
    let best = scores(&found);
    assert!(best.windows(2).all(|pair| pair[0] >= pair[1]), "{best:?}");
    assert!(best.iter().all(|score| (1..=10).contains(score)), "{best:?}");
    ec2.advance(100_000);
    let again = ec2.in_region("eu-west-1").call("GetSpotPlacementScores", &form("10", &[]));
    assert_eq!(again.all_at(LISTED), found.all_at(LISTED));
}

#[test]
fn zones_of_named_regions_are_scored() {
    let ec2 = Ec2::new();
    let more = [("RegionName.1", "us-west-1"), ("SingleAvailabilityZone", "true")];
    let found = ec2.call("GetSpotPlacementScores", &form("10", &more));
    let mut zones = found.texts("spotPlacementScoreSet.item.availabilityZoneId");
    zones.sort_unstable();
    assert_eq!(zones, ["usw1-az1", "usw1-az3"]);
    assert_eq!(found.texts("spotPlacementScoreSet.item.region"), ["us-west-1", "us-west-1"]);
    let region = ec2.call("GetSpotPlacementScores", &form("10", &more[..1]));
    assert_eq!(region.all_at(LISTED).len(), 1);
}

#[test]
fn much_capacity_and_few_types_score_low() {
    let ec2 = Ec2::new();
    let score = |form: &[(&str, &str)]| {
        let mut form = form.to_vec();
        form.push(("RegionName.1", "us-east-1"));
        scores(&ec2.call("GetSpotPlacementScores", &form))[0]
    };
    let little = score(&form("1", &[]));
    assert!(score(&form("1000000000", &[])) < little);
    let in_vcpus = ("TargetCapacityUnitType", "vcpu");
    let in_mib = ("TargetCapacityUnitType", "memory-mib");
    assert_eq!(score(&form("2", &[in_vcpus])), little);
    assert_eq!(score(&form("8192", &[in_mib])), little);
    assert!(score(&form("8192", &[in_vcpus])) < little);
    assert_eq!(score(&[("TargetCapacity", "1"), ("InstanceType.1", "m5.large")]), 1);
}

#[test]
fn requirements_choose_the_types() {
    let (cpus, memory) = (
        format!("{METADATA}.InstanceRequirements.VCpuCount.Min"),
        format!("{METADATA}.InstanceRequirements.MemoryMiB.Min"),
    );
    let architecture = format!("{METADATA}.ArchitectureType.1");
    let form = [
        ("TargetCapacity", "5"),
        (&*cpus, "4"),
        (&*memory, "8192"),
        (&*architecture, "arm64"),
        ("RegionName.1", "us-east-1"),
    ];
    let found = Ec2::new().call("GetSpotPlacementScores", &form);
    assert_eq!(found.text("spotPlacementScoreSet.item.region"), "us-east-1");
    assert!(scores(&found)[0] > 3);
}

#[test]
fn what_is_refused() {
    let ec2 = Ec2::new();
    let refused = |form: &[(&str, &str)]| ec2.refused("GetSpotPlacementScores", form);
    let is = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    let invalid = |message: &str| is("InvalidParameterValue", message);
    let types = [
        ("TargetCapacity", "1"),
        ("InstanceType.1", "m5.large"),
        ("InstanceType.2", "m5.huge"),
        ("InstanceType.3", "mac1.metal"),
    ];
    assert_eq!(
        refused(&types),
        invalid(
            "The request contains instance types that are not valid. Remove or correct the \
             following instance types, and try again: [m5.huge, mac1.metal]."
        )
    );
    assert_eq!(
        refused(&form("1", &[("RegionName.1", "us-east-9"), ("RegionName.2", "cn-north-1")])),
        invalid(
            "The request contains Region names that are not valid. Remove or correct the \
             following Region names, and try again: [us-east-9, cn-north-1]."
        )
    );
    let cpus = format!("{METADATA}.InstanceRequirements.VCpuCount.Min");
    let memory = format!("{METADATA}.InstanceRequirements.MemoryMiB.Min");
    assert_eq!(
        refused(&form("1", &[(&cpus, "1"), (&memory, "1")])),
        is(
            "InvalidParameterCombination",
            "The parameter instanceTypes cannot be used with the parameter \
             instanceRequirementsWithMetadata"
        )
    );
    assert_eq!(
        refused(&[("TargetCapacity", "1")]),
        is(
            "MissingParameter",
            "The request must contain either InstanceTypes or InstanceRequirements, but not both."
        )
    );
    let architecture = format!("{METADATA}.ArchitectureType.1");
    assert_eq!(
        refused(&[("TargetCapacity", "1"), (&architecture, "arm64")]),
        is("MissingParameter", "The request must contain the parameter instanceRequirements")
    );
    assert_eq!(
        refused(&TYPES),
        is("MissingParameter", "The request must contain the parameter targetCapacity")
    );
    assert_eq!(
        refused(&form("1", &[("IncludeLocalZones", "true")])),
        is(
            "UnsupportedOperation",
            "parlel-ec2 does not emulate what Local Zones offer: IncludeLocalZones."
        )
    );
    for (name, value) in [("TargetCapacity", "0"), ("MaxResults", "9"), ("MaxResults", "1001")] {
        let mut form = form("1", &[]);
        form.retain(|(known, _)| *known != name);
        form.push((name, value));
        assert_eq!(refused(&form).0, "InvalidParameterValue", "{name}={value}");
    }
    let (code, message) = refused(&form("1", &[("NextToken", "made-up")]));
    assert_eq!((&*code, &*message), ("InvalidNextToken", "The token 'made-up' is invalid"));
}
