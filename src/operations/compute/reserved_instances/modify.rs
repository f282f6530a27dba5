//! Other places, counts and sizes for Reserved Instances: what they amount to stays the same.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ri-modifying.html>

use super::record::{Offering, ReservedInstances, active};
use crate::catalog::instance_types;
use crate::effects::compute::instances::launch::settings::find_type;
use crate::engine::{By, CustomFilter, Id, Index, Read, Resource, Row, Tags, Timed, Write};
use crate::error::{Error, Result};
use crate::records::account::regions::{invalid_zone, named_zone};
use crate::records::compute::instances::launch::place;
use crate::records::durations;
use serde::{Deserialize, Serialize};
use wire::{
    ModifyReservedInstancesRequest, ModifyReservedInstancesResult, RIProductDescription,
    ReservedInstancesConfiguration, ReservedInstancesId, ReservedInstancesModificationResult,
    Tenancy, Timestamp, scope as Scope,
};

pub(crate) fn modify_reserved_instances(
    cx: &mut Write<'_>,
    request: &ModifyReservedInstancesRequest,
) -> Result<ModifyReservedInstancesResult> {
    let rows = active(cx.read(), &request.reserved_instances_ids)?;
    let Some(first) = rows.first() else { return Err(Error::missing("ReservedInstancesId")) };
    for row in &rows {
        check_alike(first, row)?;
        check_unmodified(cx.read(), &row.id)?;
    }
    let targets = &request.target_configurations;
    let mut made = Vec::new();
    for asked in targets {
        made.push((asked.clone(), target(cx.read(), first, asked)?));
    }
    let has: f64 = rows.iter().map(|row| footprint(&row.offering.instance_type, row.count)).sum();
    let wants = made.iter().map(|(_, (to, count))| footprint(&to.instance_type, *count));
    if (has - wants.sum::<f64>()).abs() > 1e-6 {
        return Err(invalid(
            "The instance size footprint of the target configurations must be that of the \
             Reserved Instances.",
        ));
    }
    let created = cx.now().timestamp().whole_seconds();
    let record = ReservedInstancesModification {
        reserved: rows.iter().map(|row| row.id.clone()).collect(),
        targets: made.into_iter().map(|(asked, (to, count))| Target { asked, to, count }).collect(),
        made: Vec::new(),
        token: request.client_token.clone(),
        created,
        done: cx.read().transition(false, true, durations::RESERVED_INSTANCES_MODIFYING),
    };
    let is_done = record.done.settles().is_none();
    let id = Id::new(format!("rimod-{}", cx.ids().uuid()));
    cx.insert(id.clone(), record, Tags::default());
    if is_done {
        happen(cx, &id)?;
    }
    let reserved_instances_modification_id = Some(id.to_string());
    Ok(ModifyReservedInstancesResult { reserved_instances_modification_id })
}

// unverified (looked up 2026-11-26): the wordings below; the code is documented for what cannot be
// done with some.
fn invalid(message: impl Into<String>) -> Error {
    Error::new("InvalidInput", message)
}

/// Those that are merged have all but their places, sizes and counts alike.
fn check_alike(first: &ReservedInstances, other: &ReservedInstances) -> Result<()> {
    let of = |it: &ReservedInstances| {
        let offering = &it.offering;
        let family = offering.instance_type.split('.').next().unwrap_or_default().to_owned();
        (
            family,
            offering.product,
            offering.tenancy,
            offering.class,
            offering.option,
            it.end.0 / 3_600_000,
        )
    };
    if of(first) == of(other) {
        return Ok(());
    }
    Err(invalid("The Reserved Instances must have the same attributes to be modified together."))
}

/// Whether nothing else is about to take their place.
pub(crate) fn check_unmodified(cx: Read<'_>, id: &Id<ReservedInstances>) -> Result<()> {
    let mut rows = cx.with(ReservedInstancesModification::BY_RESERVED, id);
    if rows.any(|row| !row.done.at(cx.now())) {
        return Err(invalid(format!("The reserved instances '{id}' are being modified.")));
    }
    Ok(())
}

/// What one becomes, and how many.
fn target(
    cx: Read<'_>,
    from: &ReservedInstances,
    asked: &ReservedInstancesConfiguration,
) -> Result<(Offering, i32)> {
    let offering = &from.offering;
    let named = asked.instance_type.as_deref().unwrap_or(&offering.instance_type);
    let kind = find_type(named)?;
    let is_other = *kind.name != *offering.instance_type;
    let old = instance_types::find(&offering.instance_type);
    let can_resize = offering.product == RIProductDescription::LinuxUNIX
        && offering.tenancy == Tenancy::Default
        && old.is_some_and(|old| old.family() == kind.family())
        && size(kind.name).is_some();
    if is_other && !can_resize {
        return Err(invalid(format!(
            "The instance type cannot be modified from {} to {}.",
            offering.instance_type, kind.name
        )));
    }
    if asked.platform.as_deref().is_some_and(|platform| platform != "EC2-VPC") {
        return Err(invalid("The platform of Reserved Instances can only be EC2-VPC."));
    }
    let count = asked.instance_count.unwrap_or(from.count);
    if count < 1 {
        return Err(invalid("The instance count of a target configuration must be positive."));
    }
    let (name, id) = (asked.availability_zone.as_deref(), asked.availability_zone_id.as_deref());
    let named = named_zone(cx, name, id, invalid_zone)?;
    let zone = match (asked.scope, named) {
        (Some(Scope::Region), Some(_)) => {
            return Err(invalid("A regional scope cannot have an Availability Zone."));
        }
        (Some(Scope::Region), None) => None,
        (_, Some(zone)) => {
            place::check_offered(cx.region(), zone.name, kind)?;
            Some((zone.name.into(), zone.id.into()))
        }
        (Some(Scope::AvailabilityZone), None) if offering.zone.is_none() => {
            return Err(Error::missing("AvailabilityZone"));
        }
        _ => offering.zone.clone(),
    };
    let ratio = size(kind.name).zip(size(&offering.instance_type)).map_or(1.0, |(to, of)| to / of);
    let to = Offering {
        instance_type: kind.name.into(),
        zone,
        hourly: offering.hourly * ratio,
        upfront: offering.upfront * ratio,
        ..offering.clone()
    };
    Ok((to, count))
}

fn footprint(name: &str, count: i32) -> f64 {
    size(name).unwrap_or(1.0) * f64::from(count)
}

/// AWS's normalization factor; `None` for bare metal.
fn size(name: &str) -> Option<f64> {
    Some(match name.split('.').nth(1)? {
        "nano" => 0.25,
        "micro" => 0.5,
        "small" => 1.0,
        "medium" => 2.0,
        "large" => 4.0,
        "xlarge" => 8.0,
        other => 8.0 * other.strip_suffix("xlarge")?.parse::<f64>().ok()?,
    })
}

/// New ones take the place of the old ones, from the hour of the request on.
pub(crate) fn happen(cx: &mut Write<'_>, id: &Id<ReservedInstancesModification>) -> Result<()> {
    let row = cx.get::<ReservedInstancesModification>(id)?;
    let (reserved, targets, effective) =
        (row.reserved.clone(), row.targets.clone(), row.effective());
    let now = cx.now().timestamp();
    let mut end = now;
    for old in &reserved {
        let mut old = cx.get_mut::<ReservedInstances>(old)?;
        (end, old.retired) = (old.end, Some(now));
    }
    let mut made = Vec::new();
    for Target { to, count, .. } in targets {
        let record = ReservedInstances {
            offering: to,
            count,
            start: effective,
            paid: effective,
            end,
            is_deleted: false,
            retired: None,
        };
        let id = Id::new(cx.ids().uuid());
        made.push(id.clone());
        cx.insert(id, record, Tags::default());
    }
    cx.get_mut::<ReservedInstancesModification>(id)?.made = made;
    Ok(())
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReservedInstancesModification {
    reserved: Vec<Id<ReservedInstances>>,
    targets: Vec<Target>,
    /// What took their place, in the order of the targets.
    made: Vec<Id<ReservedInstances>>,
    token: Option<String>,
    created: Timestamp,
    done: Timed<bool>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Target {
    asked: ReservedInstancesConfiguration,
    to: Offering,
    count: i32,
}

impl ReservedInstancesModification {
    const BY_RESERVED: By<Self, Id<ReservedInstances>> = By::new("reserved-instances-id");

    /// The beginning of its hour.
    fn effective(&self) -> Timestamp {
        Timestamp(self.created.0 - self.created.0.rem_euclid(3_600_000))
    }
}

/// Filters that AWS documents otherwise than where the answer has them.
const FILTERS: &[CustomFilter<ReservedInstancesModification>] = &[
    ("reserved-instances-id", |row, _| row.reserved.iter().map(ToString::to_string).collect()),
    ("modification-result.target-configuration.platform", |row, _| {
        row.targets.iter().filter_map(|target| target.asked.platform.clone()).collect()
    }),
];

impl Resource for ReservedInstancesModification {
    type View = wire::ReservedInstancesModification;
    const PREFIX: &'static str = "rimod";
    const PLURAL: &'static str = "reservedInstancesModifications";
    /// unverified (looked up 2026-11-26): the code and the noun.
    const NOT_FOUND: &'static str = "InvalidReservedInstancesModificationId";
    const NOUN: &'static str = "reserved instances modification ID";
    const FILTERS: &'static [CustomFilter<Self>] = FILTERS;

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::ReservedInstancesModification {
        let is_done = row.done.at(cx.now());
        let results = row.targets.iter().enumerate().map(|(at, target)| {
            ReservedInstancesModificationResult {
                reserved_instances_id: row.made.get(at).map(ToString::to_string),
                target_configuration: Some(target.asked.clone()),
            }
        });
        let ids = row
            .reserved
            .iter()
            .map(|id| ReservedInstancesId { reserved_instances_id: Some(id.to_string()) });
        wire::ReservedInstancesModification {
            client_token: row.token.clone(),
            create_date: Some(row.created),
            effective_date: is_done.then(|| row.effective()),
            modification_results: Some(results.collect()),
            reserved_instances_ids: Some(ids.collect()),
            reserved_instances_modification_id: Some(row.id.to_string()),
            status: Some(if is_done { "fulfilled" } else { "processing" }.to_owned()),
            status_message: None,
            update_date: Some(row.done.settles().filter(|_| is_done).unwrap_or(row.created)),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        self.reserved.iter().for_each(|id| index.add(Self::BY_RESERVED, id));
    }

    fn due(&self) -> Option<Timestamp> {
        self.done.settles().filter(|_| self.made.is_empty())
    }

    fn check_id(_id: &str) -> Result<()> {
        Ok(())
    }
}
