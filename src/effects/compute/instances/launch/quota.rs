//! The quotas of an account: how many vCPUs its running instances may have in a region, by bucket
//! of instance families. The limit is the server's to set; AWS's own differ from account to
//! account.
//! <https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html>

use crate::catalog::instance_types;
use crate::catalog::instance_types::InstanceType;
use crate::engine::Read;
use crate::error::{Error, Result};
use crate::records::compute::instances::Instance;
use crate::records::compute::instances::launch::quota::{bucket, value};
use crate::records::ids::InstanceId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use wire::InstanceStateName;

/// The numbers of vCPUs that types have.
fn sizes() -> &'static BTreeSet<u32> {
    static SIZES: OnceLock<BTreeSet<u32>> = OnceLock::new();
    SIZES.get_or_init(|| instance_types::all().iter().map(|kind| kind.processor.vcpus).collect())
}

/// How many of the instances wanted, at least and at most, the quota has room for.
///
/// # Errors
/// `VcpuLimitExceeded` or `MaxSpotInstanceCountExceeded`.
pub(crate) fn room(
    cx: Read<'_>,
    kind: &'static InstanceType,
    is_spot: bool,
    (least, most): (u32, u32),
) -> Result<(u32, u32)> {
    let limit = cx.vcpu_limit();
    let each = u64::from(kind.processor.vcpus.max(1));
    let fits = |used: u64| {
        let room = limit.saturating_sub(used) / each;
        u32::try_from(room).unwrap_or(u32::MAX)
    };
    // Most launches are far from the limit, whatever of these has stopped or ended.
    if fits(used(cx, kind, is_spot, false)) >= most {
        return Ok((least, most));
    }
    let room = fits(used(cx, kind, is_spot, true));
    if room >= least {
        return Ok((least, most.min(room)));
    }
    Err(exceeded(cx, is_spot))
}

/// Whether the quota has room for those of the instances that are stopped, together.
///
/// # Errors
/// Those of a launch.
pub(crate) fn check_start(cx: Read<'_>, ids: &[InstanceId]) -> Result<()> {
    let mut wanted: BTreeMap<(&str, bool), (&'static InstanceType, u64)> = BTreeMap::new();
    let rows = ids.iter().filter_map(|id| cx.find::<Instance>(id));
    for row in rows.filter(|row| row.state(cx.now()) == InstanceStateName::Stopped) {
        let key = (bucket(row.kind), row.spot().is_some());
        let (_, vcpus) = wanted.entry(key).or_insert((row.kind, 0));
        *vcpus = vcpus.saturating_add(u64::from(row.kind.processor.vcpus));
    }
    for ((_, is_spot), (kind, vcpus)) in wanted {
        let fits = |used: u64| used <= cx.vcpu_limit();
        let running = || used(cx, kind, is_spot, true).saturating_add(vcpus);
        if !fits(used(cx, kind, is_spot, false)) && !fits(running()) {
            return Err(exceeded(cx, is_spot));
        }
    }
    Ok(())
}

fn exceeded(cx: Read<'_>, is_spot: bool) -> Error {
    if is_spot {
        let message = "Max spot instance count exceeded";
        return Error::new("MaxSpotInstanceCountExceeded", message);
    }
    let limit = cx.vcpu_limit();
    let message = format!(
        "You have requested more vCPU capacity than your current vCPU limit of {limit} allows for \
         the instance bucket that the specified instance type belongs to. Please visit \
         http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit."
    );
    Error::new("VcpuLimitExceeded", message)
}

/// The vCPUs of the bucket's instances, those that do not run left out or not.
fn used(cx: Read<'_>, kind: &'static InstanceType, is_spot: bool, running: bool) -> u64 {
    use InstanceStateName::{Pending, Running};
    let now = cx.now();
    let of_size = |vcpus: &u32| {
        let value = value(bucket(kind), *vcpus, is_spot);
        let count = if running {
            let rows = cx.with(Instance::BY_QUOTA, &value);
            rows.filter(|row| matches!(row.state(now), Pending | Running)).count()
        } else {
            cx.table::<Instance>().live_count_with(Instance::BY_QUOTA, &value, now)
        };
        count as u64 * u64::from(*vcpus)
    };
    sizes().iter().map(of_size).sum()
}
