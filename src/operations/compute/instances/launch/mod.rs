//! RunInstances: a request, or what it and its launch template come to, is checked and becomes a
//! plan, and the plan is carried out once for each instance. Nothing is refused any more once the
//! first row is made, but for addresses that `interfaces` could not foresee.

pub(crate) mod market;

use crate::effects::compute::instances::launch::{
    carry_out, market as market_effects, plan, resolved, template,
};
use crate::engine::{Read, Row, Write};
use crate::error::{Error, Result};
use crate::records::compute::instances::{Instance, view};
use crate::records::storage::images;
use wire::{Reservation, RunInstancesRequest};

pub(crate) fn run_instances(
    cx: &mut Write<'_>,
    request: &RunInstancesRequest,
) -> Result<Reservation> {
    if let Some(info) = request.additional_info.as_deref().filter(|info| !info.is_empty()) {
        // CloudFormation's reference quotes it: the parameter is AWS's own.
        return Err(Error::combination(format!("Bad property set: [{info}]")));
    }
    check_placement(request)?;
    check_kernel(cx.read(), request)?;
    let template = template::asked_for(cx.read(), request)?;
    let request = template.as_ref().map_or(request, |template| &template.request);
    let request = &*resolved(cx.read(), request)?;
    let spot = market::spot(cx.read(), request)?;
    let mut plan = plan(cx, request, spot)?;
    market_effects::check_price(cx.read(), &plan)?;
    if let Some(template) = &template {
        template::tag(&mut plan.tags.instance, &template.id, template.version);
    }
    let made = carry_out(cx, &plan, request)?;
    let cx = cx.read();
    let rows: Vec<_> = made.iter().filter_map(|id| cx.find::<Instance>(id)).collect();
    Ok(answer(cx, &rows))
}

/// What the model has and EC2 does not, as those find who fill in the command line's skeleton
/// (looked up 2026-11-26).
fn check_placement(request: &RunInstancesRequest) -> Result<()> {
    match request.placement.as_ref().and_then(|placement| placement.spread_domain.as_ref()) {
        None => Ok(()),
        Some(_) => {
            let message = "The parameter SpreadDomain is not recognized";
            Err(Error::new("UnknownParameter", message))
        }
    }
}

/// Kernels are images to EC2, which looks for the one with an empty id: boto/boto3#2304. Others are
/// refused before.
fn check_kernel(cx: Read<'_>, request: &RunInstancesRequest) -> Result<()> {
    match &request.kernel_id {
        Some(id) => images::find(cx, id).map(drop),
        None => Ok(()),
    }
}

/// The instances that a repeated client token launched, as they are now.
pub(crate) fn replay_run_instances(
    cx: Read<'_>,
    request: &RunInstancesRequest,
) -> Result<Reservation> {
    let token = request.client_token.as_deref().unwrap_or_default();
    let rows: Vec<_> = cx.with(Instance::BY_CLIENT_TOKEN, token).collect();
    // <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html> and
    // boto/boto3#4406.
    // unverified (looked up 2026-11-26): that one instance left keeps the token usable.
    if rows.iter().all(|row| row.is_terminated(cx.now())) {
        let message = "The client token you have provided is associated with a terminated \
                       instance. Please use a different client token.";
        return Err(Error::new("IdempotentInstanceTerminated", message));
    }
    Ok(answer(cx, &rows))
}

fn answer(cx: Read<'_>, rows: &[&Row<Instance>]) -> Reservation {
    // A plan has at least one instance.
    let mut reservation =
        rows.first().map(|first| view::reservation(&first.launch, cx)).unwrap_or_default();
    let views = rows.iter().map(|row| view::launched(row, cx).into());
    reservation.instances = Some(views.collect());
    reservation
}
