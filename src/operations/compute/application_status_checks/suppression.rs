//! For which instances nobody is told of what checks find, for some time or until somebody says
//! otherwise. What comes of one does not keep the others.

use crate::engine::{Id, Resource as _, Tags, Write};
use crate::error::{Error, Result};
use crate::records::compute::application_status_checks::ApplicationStatusCheckSuppression;
use crate::records::compute::instances::Instance;
use crate::records::compute::instances::finders::alive;
use crate::records::ids::InstanceId;
use wire::{
    DisableApplicationStatusCheckSuppressionRequest,
    DisableApplicationStatusCheckSuppressionResult, EnableApplicationStatusCheckSuppressionRequest,
    EnableApplicationStatusCheckSuppressionResult,
    SuccessfulSuppressionResponseObject as Successful, Timestamp,
    UnsuccessfulSuppressionResponseObject as Unsuccessful,
};

fn check_ids(ids: &[String]) -> Result<()> {
    if ids.is_empty() {
        return Err(Error::missing("InstanceId"));
    }
    ids.iter().try_for_each(|id| Instance::check_id(id))
}

/// A second one takes the place of the first.
// unverified (looked up 2026-11-26): that it does; the words for the duration, and the reasons.
pub(crate) fn enable(
    cx: &mut Write<'_>,
    request: &EnableApplicationStatusCheckSuppressionRequest,
) -> Result<EnableApplicationStatusCheckSuppressionResult> {
    check_ids(&request.instance_ids)?;
    if let Some(none) = request.duration_seconds.filter(|seconds| *seconds <= 0) {
        return Err(Error::bad_parameter("durationSeconds", none, "It must be greater than 0."));
    }
    let since = cx.now().timestamp();
    let until =
        request.duration_seconds.map(|seconds| since.plus_millis(i64::from(seconds) * 1_000));
    let (mut made, mut failed) = (Vec::new(), Vec::new());
    for id in &request.instance_ids {
        if let Err(error) = alive(cx.read(), id) {
            failed.push(unsuccessful(id, (since, until), error.message));
            continue;
        }
        let key: Id<ApplicationStatusCheckSuppression> = Id::new(id.as_str());
        cx.remove(&key);
        let instance_id = InstanceId::new(id.as_str());
        let record = ApplicationStatusCheckSuppression { instance_id, since, until };
        cx.insert(key.clone(), record, Tags::default());
        if let Some(until) = until {
            cx.end(&key, until);
        }
        made.push(successful(id, (since, until)));
    }
    Ok(EnableApplicationStatusCheckSuppressionResult {
        successful_results: Some(made),
        unsuccessful_results: Some(failed),
    })
}

// unverified (looked up 2026-11-26): that one that there is not fails, and the reason.
pub(crate) fn disable(
    cx: &mut Write<'_>,
    request: &DisableApplicationStatusCheckSuppressionRequest,
) -> Result<DisableApplicationStatusCheckSuppressionResult> {
    check_ids(&request.instance_ids)?;
    let now = cx.now().timestamp();
    let (mut ended, mut failed) = (Vec::new(), Vec::new());
    for id in &request.instance_ids {
        let key: Id<ApplicationStatusCheckSuppression> = Id::new(id.as_str());
        if let Some(since) = cx.find(&key).map(|row| row.since) {
            cx.remove(&key);
            ended.push(successful(id, (since, Some(now))));
            continue;
        }
        let reason = match cx.get::<Instance>(id) {
            Ok(_) => "Its application status checks are not suppressed.".to_owned(),
            Err(error) => error.message,
        };
        failed.push(unsuccessful(id, (now, None), reason));
    }
    Ok(DisableApplicationStatusCheckSuppressionResult {
        successful_results: Some(ended),
        unsuccessful_results: Some(failed),
    })
}

/// From when to when.
type Span = (Timestamp, Option<Timestamp>);

fn successful(id: &str, (since, until): Span) -> Successful {
    Successful { instance_id: Some(id.to_owned()), suppress_at: Some(since), resume_at: until }
}

fn unsuccessful(id: &str, (since, until): Span, reason: String) -> Unsuccessful {
    Unsuccessful {
        instance_id: Some(id.to_owned()),
        suppress_at: Some(since),
        resume_at: until,
        reason: Some(reason),
    }
}
