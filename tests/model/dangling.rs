//! No id in the exported state names what is not there.

use super::emulated;
use super::play::{Player, steps};
use super::support::Ec2;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use wire::model;

const STEPS: usize = 500;
/// Between every ten of them, in seconds.
const PAUSE: u32 = 900;
/// `support::NOW`.
const STARTED_MILLIS: i64 = 1_769_860_800_000;

/// A member that may name what has gone, or what is elsewhere.
struct Kept {
    /// The kind and the members on the way.
    member: &'static str,
    /// Which rows may.
    when: fn(&Value, i64) -> bool,
}

const fn always(member: &'static str) -> Kept {
    Kept { member, when: |_, _| true }
}

fn ends(row: &Value, _now: i64) -> bool {
    !row["ends"].is_null()
}

fn is_over(row: &Value, _now: i64) -> bool {
    !row["record"]["ended"].is_null()
}

const KEPT: &[Kept] = &[
    // What something was made from is told for ever.
    always("images.record.origin.image"),
    always("images.record.origin.instance"),
    always("images.record.watermarks"),
    always("instances.record.launch.image_id"),
    always("snapshots.record.volume_id"),
    always("spotInstanceRequests.record.launch.image_id"),
    always("volumes.record.settings.snapshot_id"),
    // So is what a task made, or was told of.
    always("conversionTasks.record"),
    always("exportImageTasks.record.image_id"),
    always("exportTasks.record.instance_id"),
    always("importImageTasks.record"),
    always("importSnapshotTasks.record.snapshot_id"),
    always("imageUsageReports.record.image_id"),
    always("storeImageTasks.record.image_id"),
    always("storeImageTasks.record.image"),
    always("volumes.record.source_volume_id"),
    // unverified: that what is set for an image outlives it.
    always("fastLaunches.id"),
    always("fastLaunches.record.template"),
    // What had addresses is remembered.
    Kept { member: "ipamAddressRecords.record.holding", when: is_over },
    Kept { member: "ipamAddressRecords.id", when: is_over },
    // unverified: that what is said of a VPC's block outlives it.
    always("ipamResourceSettings.id"),
    // Nobody checks a template before something is launched by it.
    always("launchTemplates.record.versions.*.data"),
    // Nor what a fleet launches; what it has launched is told for a while.
    always("fleets.record.configs"),
    always("fleets.record.core.events"),
    always("fleets.record.instances"),
    always("fleets.record.errors"),
    always("spotFleetRequests.record.config"),
    always("spotFleetRequests.record.core.events"),
    // `aws:ec2launchtemplate:id`.
    always("instances.tags"),
    // unverified: that a flow log outlives what it watches.
    always("flowLogs.record.resource_id"),
    // unverified: that an interface may go while a mirror target names it.
    always("trafficMirrorTargets.record.network_interface_id"),
    // A path is told when an end of it has gone; an analysis is what was found once.
    always("networkInsightsPaths.record.source"),
    always("networkInsightsPaths.record.destination"),
    always("networkInsightsAnalyses.record.shown"),
    always("networkInsightsAccessScopes.record.content"),
    always("networkInsightsAccessScopeAnalyses.record.ways"),
    // unverified: that an interface may go while a Verified Access endpoint names it.
    always("verifiedAccessEndpoints.record.shown.network_interface_options"),
    // unverified: that a pool may go while a policy names it.
    always("ipamPolicies.record.documents"),
    // What was held once is told for months.
    always("capacityUses"),
    // Capacity Reservations that were cancelled, or whose fleet or source was.
    always("capacityReservationFleets.record.reservations"),
    always("capacityReservations.record.fleet"),
    always("capacityReservations.record.source"),
    always("capacityReservations.tags"),
    // The reservation asked for, which need not be there any more, and the one it ran in while
    // that was active; nobody sees the latter from then on.
    always("instances.record.rare.reservation_target"),
    always("instances.record.rare.reservation"),
    // A cancelled request is forgotten while its instance may still run.
    always("instances.record.rare.spot.request_id"),
    // The same; the next change forgets it.
    always("clientVpnEndpoints.record.networks"),
    // What has gone of these is passed over, and nobody sees it any more.
    always("transitGatewayMulticastDomains.record.associations"),
    always("transitGatewayMulticastDomains.record.registrations"),
    always("transitGatewayMeteringPolicies.record.entries"),
    // unverified: that an attachment may go while a metering policy names it.
    always("transitGatewayMeteringPolicies.record.middleboxes"),
    // A task is told when what it was about has gone.
    always("replaceRootVolumeTasks.record"),
    // A window goes on naming instances that have ended; unverified: hosts.
    always("instanceEventWindows.record.targets"),
    // A rule whose group beyond a peering connection has gone, or whose connection, is stale.
    always("securityGroupRules.record.peer.PeeredGroup"),
    // A route whose target has gone is a black hole.
    always("routeTables.record.routes.target"),
    // What has ended is listed for a while with what it was between, or in.
    Kept { member: "applicationStatusChecks.record.settings.health_check_paths", when: ends },
    Kept { member: "instanceConnectEndpoints.record.network_interface_id", when: ends },
    Kept { member: "natGateways.record.place", when: ends },
    Kept { member: "natGateways.record.regional", when: ends },
    Kept { member: "routeServerEndpoints.record", when: ends },
    Kept {
        member: "routeServers.record.association",
        when: |row, now| row["record"]["association"]["ends"].as_i64().is_some_and(|it| it <= now),
    },
    Kept { member: "transitGatewayAttachments.record.to.Vpc.places", when: ends },
    Kept { member: "verifiedAccessEndpoints.record", when: ends },
    Kept { member: "vpcPeeringConnections.record", when: ends },
    // AWS lists a VPC that was detached from a gateway, too.
    Kept {
        member: "vpnGateways.record.attachment",
        when: |row, now| is_detached(&row["record"]["attachment"]["state"], now),
    },
];

/// What has an id and is a part of a row: what the id begins with, and the members of which each
/// makes one be there.
const PARTS: &[(&str, &[&str])] = &[
    ("aclassoc", &["networkAcls.record.associations.id"]),
    ("agfi", &["fpgaImages.record.global_id"]),
    ("cvpn-assoc", &["clientVpnEndpoints.record.networks.id"]),
    (
        "eipassoc",
        &[
            "natGateways.record.regional.places.association_id",
            "networkInterfaces.record.addresses.elastic.association_id",
        ],
    ),
    ("ela-attach", &["networkInterfaces.record.requester.attachment_id"]),
    ("eni-attach", &["networkInterfaces.record.attachment.id"]),
    ("r", &["instances.record.launch.reservation"]),
    ("rtbassoc", &["routeTables.record.associations.id"]),
    ("sn-cidr-assoc", &["secondaryNetworks.record.association_id"]),
    ("ss-cidr-assoc", &["secondarySubnets.record.association_id"]),
    ("subnet-cidr-assoc", &["subnets.record.ipv6_blocks.association_id"]),
    (
        "vpc-cidr-assoc",
        &["vpcs.record.cidr_blocks.association_id", "vpcs.record.ipv6_cidr_blocks.association_id"],
    ),
    (
        "vpce-con",
        &[
            "transitGatewayAttachments.record.to.Function.zones.connection_id",
            "vpcEndpoints.record.connection_id",
        ],
    ),
    ("vpce-svc-perm", &["vpcEndpointServices.record.principals.id"]),
];

/// What may be another account's or region's.
const ELSEWHERE: &[&str] =
    &["vpcPeeringConnections.record.accepter", "vpcPeeringConnections.record.requester"];

fn is_below(path: &str, members: &[&str]) -> bool {
    members.iter().any(|member| {
        path.strip_prefix(member).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// Whether a state that moves on its own has come to its end.
fn is_detached(state: &Value, now: i64) -> bool {
    match state["next"][0].as_i64() {
        Some(at) => at <= now && state["next"][1] == "detached",
        None => state["first"] == "detached",
    }
}

fn is_kept(path: &str, row: &Value, now: i64) -> bool {
    KEPT.iter().any(|kept| is_below(path, &[kept.member]) && (kept.when)(row, now))
}

/// The rows of a region by kind, without those that have ended.
fn rows(region: &Value, now: i64) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (kind, rows) in region.as_object().unwrap() {
        let lives = |row: &&Value| row["ends"].as_i64().is_none_or(|ends| ends > now);
        let rows = rows.as_array().unwrap().iter().filter(lives);
        found.extend(rows.map(|row| (kind.clone(), row.clone())));
    }
    found
}

/// Every text of a row with the members that lead to it; keys of maps count as texts.
fn texts(value: &Value, path: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, path, found)),
        Value::Object(members) => {
            for (name, member) in members {
                let is_id = name.contains('-');
                if is_id {
                    found.push((format!("{path}.*"), name.clone()));
                }
                let is_key = is_id || name.bytes().all(|byte| byte.is_ascii_digit());
                let name = if is_key { "*" } else { name };
                texts(member, &format!("{path}.{name}"), found);
            }
        }
        _ => {}
    }
}

/// `vpc` of `vpc-0123456789abcdef0`.
fn prefix(text: &str) -> Option<&str> {
    let (prefix, digits) = text.rsplit_once('-')?;
    let is_long = digits.len() == if prefix == "sir" { 8 } else { 17 };
    let is_id = is_long && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_id.then_some(prefix)
}

/// Whether ids that begin so are of no kind: all that are listed, and those that have to be.
fn is_of_part(prefix: &str) -> bool {
    prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

/// The ids of what the rows have as parts.
fn parts(rows: &[(String, Value)]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (kind, row) in rows {
        let mut named = Vec::new();
        texts(row, kind, &mut named);
        for (path, text) in named {
            let part = prefix(&text).and_then(|prefix| PARTS.iter().find(|it| it.0 == prefix));
            if part.is_some_and(|(_, members)| members.contains(&path.as_str())) {
                found.insert(text);
            }
        }
    }
    found
}

/// The ids that name nothing, by the member that holds them.
fn dangling(ec2: &Ec2, now: i64) -> BTreeMap<String, BTreeSet<String>> {
    let state = ec2.state();
    let mut regions = Vec::new();
    for (account, inside) in state.as_object().unwrap() {
        for (name, region) in inside.as_object().unwrap() {
            regions.push((account, name, rows(region, now)));
        }
    }
    let known: BTreeSet<String> = regions
        .iter()
        .flat_map(|(_, _, rows)| rows)
        .filter_map(|(_, row)| prefix(row["id"].as_str()?).map(str::to_owned))
        .collect();
    let all = regions.iter().flat_map(|(_, _, rows)| rows);
    let anywhere: BTreeSet<&str> = all.filter_map(|(_, row)| row["id"].as_str()).collect();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (account, name, rows) in &regions {
        let there: BTreeSet<&str> = rows.iter().filter_map(|(_, row)| row["id"].as_str()).collect();
        let parts = parts(rows);
        let client = ec2.as_account(account).in_region(name);
        for (kind, row) in rows {
            let mut named = Vec::new();
            texts(row, kind, &mut named);
            for (path, text) in named {
                let Some(prefix) = prefix(&text) else { continue };
                if parts.contains(text.as_str()) {
                    continue;
                }
                let is_known = known.contains(prefix) || is_of_part(prefix);
                if !is_known || there.contains(text.as_str()) || is_aws(&client, &text) {
                    continue;
                }
                let is_elsewhere = is_below(&path, ELSEWHERE) && anywhere.contains(text.as_str());
                if is_elsewhere || is_kept(&path, row, now) {
                    continue;
                }
                found.entry(path).or_default().insert(format!("{text} in {row}"));
            }
        }
    }
    found
}

/// Images and prefix lists that AWS offers are in no account's state.
fn is_aws(client: &Ec2, id: &str) -> bool {
    let (operation, parameter) = match prefix(id) {
        Some("ami") => ("DescribeImages", "ImageId.1"),
        Some("pl") => ("DescribeManagedPrefixLists", "PrefixListId.1"),
        _ => return false,
    };
    client.ask(operation, &[(parameter, id)]).is_ok()
}

fn play(ec2: &Ec2, seed: u64) {
    let model = model();
    let operations = emulated(ec2, &model);
    let ask = |operation: &str, form: &[(&str, &str)]| ec2.ask(operation, form);
    let mut player = Player::new(seed, &model, &operations, &ask);
    let mut now = STARTED_MILLIS;
    for step in 0..steps(STEPS) {
        if step % 10 == 0 {
            player.look_at(ec2);
            ec2.advance(PAUSE);
            now += i64::from(PAUSE) * 1000;
        }
        player.step();
    }
    assert_none_dangles(ec2, now, seed);
}

fn assert_none_dangles(ec2: &Ec2, now: i64, seed: u64) {
    let found = dangling(ec2, now);
    let first = |texts: &BTreeSet<String>| texts.first().unwrap().chars().take(700).collect();
    let found: BTreeMap<&String, String> =
        found.iter().map(|(path, texts)| (path, first(texts))).collect();
    assert!(found.is_empty(), "seed {seed}: {found:#?}");
}

/// Has two accounts, or regions, do what ties them to each other.
fn meet([one, other]: [&Neighbour; 2], step: usize) {
    let Ok(vpcs) = other.ec2.ask("DescribeVpcs", &[]) else { return };
    let theirs = vpcs.texts("vpcSet.item.vpcId");
    let own = one.ec2.call("DescribeVpcs", &[]);
    let own = own.texts("vpcSet.item.vpcId");
    let pick = |from: &[&str]| from.get(step.checked_rem(from.len())?).map(|id| (*id).to_owned());
    let (Some(vpc), Some(peer)) = (pick(&own), pick(&theirs)) else { return };
    let form = [
        ("VpcId", vpc.as_str()),
        ("PeerVpcId", &peer),
        ("PeerOwnerId", other.account),
        ("PeerRegion", other.region),
    ];
    if let Ok(made) = one.ec2.ask("CreateVpcPeeringConnection", &form) {
        let id = made.text("vpcPeeringConnection.vpcPeeringConnectionId");
        drop(other.ec2.ask("AcceptVpcPeeringConnection", &[("VpcPeeringConnectionId", id)]));
        name_a_group([one, other], [&vpc, &peer]);
    }
    let (all, form) = ("CreateVolumePermission.Add.1.Group", &[("Owner.1", "self")]);
    let snapshots = one.ec2.call("DescribeSnapshots", form);
    if let Some(snapshot) = pick(&snapshots.texts("snapshotSet.item.snapshotId")) {
        let form = [("SnapshotId", snapshot.as_str()), (all, "all")];
        drop(one.ec2.ask("ModifySnapshotAttribute", &form));
        let form = [("SourceRegion", one.region), ("SourceSnapshotId", &snapshot)];
        drop(other.ec2.ask("CopySnapshot", &form));
        let form = [("SnapshotId", snapshot.as_str()), ("AvailabilityZone", "us-east-1a")];
        drop(other.ec2.ask("CreateVolume", &form));
    }
    let images = one.ec2.call("DescribeImages", form);
    if let Some(image) = pick(&images.texts("imagesSet.item.imageId")) {
        let form = [("ImageId", image.as_str()), ("LaunchPermission.Add.1.Group", "all")];
        drop(one.ec2.ask("ModifyImageAttribute", &form));
        let name = format!("of-a-neighbour-{step}");
        let form = [("SourceRegion", one.region), ("SourceImageId", &image), ("Name", &name)];
        drop(other.ec2.ask("CopyImage", &form));
        let form = [("ImageId", image.as_str()), ("InstanceType", "t3.micro")];
        drop(other.ec2.ask("RunInstances", &form));
    }
}

/// Has a rule of one's default group name the other's.
fn name_a_group([one, other]: [&Neighbour; 2], [vpc, peer]: [&str; 2]) {
    let group = |of: &Neighbour, vpc: &str| {
        let form = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc)];
        let found = of.ec2.call("DescribeSecurityGroups", &form);
        found.at("securityGroupInfo.item.groupId").map(|id| id.text.clone())
    };
    let (Some(own), Some(theirs)) = (group(one, vpc), group(other, peer)) else { return };
    let form = [
        ("GroupId", own.as_str()),
        ("IpPermissions.1.IpProtocol", "-1"),
        ("IpPermissions.1.Groups.1.GroupId", &theirs),
        ("IpPermissions.1.Groups.1.UserId", other.account),
    ];
    drop(one.ec2.ask("AuthorizeSecurityGroupIngress", &form));
}

struct Neighbour {
    ec2: Ec2,
    account: &'static str,
    region: &'static str,
}

fn play_with_neighbours(ec2: &Ec2, seed: u64) {
    let places = [
        ("000000000000", "us-east-1"),
        ("000000000000", "eu-west-1"),
        ("111111111111", "us-east-1"),
    ];
    let neighbours = places.map(|(account, region)| {
        let ec2 = ec2.as_account(account).in_region(region);
        Neighbour { ec2, account, region }
    });
    let model = model();
    let operations = emulated(ec2, &model);
    let asks = neighbours.each_ref().map(|neighbour| {
        let ec2 = &neighbour.ec2;
        move |operation: &str, form: &[(&str, &str)]| ec2.ask(operation, form)
    });
    let mut players = asks.each_ref().map(|ask| Player::new(seed, &model, &operations, ask));
    let mut now = STARTED_MILLIS;
    for step in 0..steps(STEPS) / players.len() {
        if step % 10 == 0 {
            for player in &mut players {
                player.look_at(ec2);
            }
            ec2.advance(PAUSE);
            now += i64::from(PAUSE) * 1000;
        }
        players.iter_mut().for_each(Player::step);
        if step % 5 == 0 {
            let (at, further) = (step / 5 % 3, 1 + step / 15 % 2);
            meet([&neighbours[at], &neighbours[(at + further) % 3]], step / 5);
        }
    }
    assert_none_dangles(ec2, now, seed);
}

#[test]
fn no_id_dangles() {
    for seed in 40..42 {
        play(&Ec2::new(), seed);
        play(&Ec2::with_aws_lifecycle(), seed);
    }
}

#[test]
fn no_id_dangles_between_neighbours() {
    for seed in 50..52 {
        play_with_neighbours(&Ec2::new(), seed);
        play_with_neighbours(&Ec2::with_aws_lifecycle(), seed);
    }
}
