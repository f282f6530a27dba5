//! Whether a zone has the capacity for a launch: it has, unless a test asked for a failure. Every
//! way to launch something asks here.

use super::place::is_offered;
use crate::catalog::instance_types::InstanceType;
use crate::engine::Read;
use crate::engine::faults::{Launching, NO_CAPACITY, Refused};
use crate::error::{Error, Result};
use crate::records::account::regions::availability_zones;

/// What is to be launched.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub kind: &'static InstanceType,
    pub is_spot: bool,
    pub purpose: Purpose<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose<'a> {
    Launch,
    /// This instance is to run again.
    Start(&'a str),
    Reservation,
}

impl<'a> Wanted<'a> {
    pub fn new(kind: &'static InstanceType, is_spot: bool) -> Self {
        Self { kind, is_spot, purpose: Purpose::Launch }
    }

    pub fn started(kind: &'static InstanceType, is_spot: bool, instance_id: &'a str) -> Self {
        Self { kind, is_spot, purpose: Purpose::Start(instance_id) }
    }

    pub fn reserved(kind: &'static InstanceType) -> Self {
        Self { kind, is_spot: false, purpose: Purpose::Reservation }
    }

    fn launching(&self) -> Launching<'a> {
        let resource = match self.purpose {
            Purpose::Start(id) => Some(id),
            Purpose::Launch | Purpose::Reservation => None,
        };
        Launching { instance_type: self.kind.name, is_spot: self.is_spot, resource }
    }
}

/// # Errors
/// What a launch that names a zone, or a subnet of it, is refused with.
pub(crate) fn check(cx: Read<'_>, wanted: &Wanted<'_>, zone: &str) -> Result<()> {
    let refusals = cx.refusals_of_launch(&wanted.launching(), &[zone]);
    refusals.into_iter().flatten().next().map_or(Ok(()), |it| {
        Err(match wanted.purpose {
            Purpose::Start(id) if wanted.is_spot && it.message.is_none() => none_to_start(id),
            _ => error(it, || in_zone(cx, wanted, zone)),
        })
    })
}

/// As users of Spot Instances have quoted it in 2026; the code is of one of them.
pub(crate) fn none_to_start(instance_id: &str) -> Error {
    let message = format!(
        "You can't start the Spot Instance '{instance_id}' because there is no available Spot \
         capacity."
    );
    Error::new("Unsupported", message)
}

/// The first of the zones, in which a launch that names none may be made.
///
/// # Errors
/// What it is refused with where none of them takes it; `volumes` is the type of its root volume.
pub(crate) fn first(
    cx: Read<'_>,
    wanted: &Wanted<'_>,
    zones: &[&str],
    volumes: &str,
) -> Result<usize> {
    let mut refusals = cx.refusals_of_launch(&wanted.launching(), zones);
    match refusals.iter().position(Option::is_none) {
        Some(at) => Ok(at),
        None => match refusals.first_mut().and_then(Option::take) {
            Some(refused) => Err(error(refused, || nowhere(wanted, volumes))),
            None => Ok(0),
        },
    }
}

/// Whether a launch failed for want of capacity in the zone; what a placement group does not take
/// is the client's mistake.
pub(crate) fn is_missing(error: &Error) -> bool {
    error.code == NO_CAPACITY && error.status >= 500
}

fn error(refused: Refused, words: impl FnOnce() -> String) -> Error {
    let message = refused.message.unwrap_or_else(words);
    Error::new(refused.code, message).with_status(refused.status)
}

/// Recorded many times, among others in commonwarexyz/monorepo#2859; of a start in
/// hashicorp/terraform-provider-aws#37730, and of a reservation in AWS's own workshops.
fn in_zone(cx: Read<'_>, wanted: &Wanted<'_>, zone: &str) -> String {
    if wanted.is_spot {
        return no_spot();
    }
    if wanted.purpose != Purpose::Launch {
        return "Insufficient capacity.".to_owned();
    }
    let name = wanted.kind.name;
    let has_it = |other: &&str| {
        *other != zone
            && is_offered(cx.region(), other, wanted.kind)
            && !cx.might_refuse_launch(&wanted.launching(), other)
    };
    let others: Vec<&str> =
        availability_zones(cx.region()).map(|zone| zone.name).filter(has_it).collect();
    let message = format!(
        "We currently do not have sufficient {name} capacity in the Availability Zone you \
         requested ({zone}). Our system will be working on provisioning additional capacity."
    );
    if others.is_empty() {
        // unverified (looked up 2026-11-26): that the sentence of other zones is left out where
        // there are none.
        return message;
    }
    format!(
        "{message} You can currently get {name} capacity by not specifying an Availability Zone in \
         your request or choosing {}.",
        others.join(", ")
    )
}

/// As an attacker's launches without a zone were answered, in a report of Expel's.
fn nowhere(wanted: &Wanted<'_>, volumes: &str) -> String {
    if wanted.is_spot {
        return no_spot();
    }
    format!(
        "We currently do not have sufficient {} capacity in zones with support for '{volumes}' \
         volumes. Our system will be working on provisioning additional capacity.",
        wanted.kind.name
    )
}

fn no_spot() -> String {
    "There is no Spot capacity available that matches your request.".to_owned()
}
