//! The tag keys by which capacity can be grouped: four that Capacity Manager provides, and up to
//! five of the account's own.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/managing-monitored-tag-keys.html>

use super::record::enabled;
use crate::engine::{Id, Read, Record, Row, Tags, Timed, Write};
use crate::error::{Error, Result};
use crate::records::durations;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wire::{
    CapacityManagerMonitoredTagKey, CapacityManagerMonitoredTagKeyStatus as Status,
    GetCapacityManagerMonitoredTagKeysRequest, GetCapacityManagerMonitoredTagKeysResult,
    UpdateCapacityManagerMonitoredTagKeysRequest, UpdateCapacityManagerMonitoredTagKeysResult,
};

const PROVIDED: [&str; 4] = [
    "aws:autoscaling:groupName",
    "aws:eks:cluster-name",
    "eks:kubernetes-node-pool-name",
    "karpenter.sh/nodepool",
];

const MOST: usize = 5;
const LONGEST: usize = 128;

/// One of the account's own; its row's id is the key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MonitoredTagKey {
    status: Timed<Status>,
}

impl Record for MonitoredTagKey {
    const PLURAL: &'static str = "capacityManagerMonitoredTagKeys";
}

/// As AWS's example shows what an update answers.
fn changed(row: &Row<MonitoredTagKey>, cx: Read<'_>) -> CapacityManagerMonitoredTagKey {
    CapacityManagerMonitoredTagKey {
        tag_key: Some(row.id.to_string()),
        status: Some(row.status.at(cx.now())),
        ..CapacityManagerMonitoredTagKey::default()
    }
}

/// Those that are provided become active with the first data point that has one, and nothing here
/// has: neither Auto Scaling nor EKS runs on what is here.
pub(crate) fn get_monitored_tag_keys(
    cx: Read<'_>,
    request: &GetCapacityManagerMonitoredTagKeysRequest,
) -> Result<GetCapacityManagerMonitoredTagKeysResult> {
    let paging = cx.paging(request.max_results, request.next_token.as_deref())?;
    enabled(cx)?;
    let provided = PROVIDED.into_iter().map(|key| CapacityManagerMonitoredTagKey {
        tag_key: Some(key.to_owned()),
        status: Some(Status::Activating),
        capacity_manager_provided: Some(true),
        ..CapacityManagerMonitoredTagKey::default()
    });
    let own = cx.table::<MonitoredTagKey>().iter(0, cx.now());
    let own = own.map(|(_, row)| CapacityManagerMonitoredTagKey {
        capacity_manager_provided: Some(false),
        ..changed(row, cx)
    });
    let all = (1_u64..).zip(provided.chain(own)).filter(|(at, _)| *at > paging.position());
    let page = paging.cut(all.map(Ok))?;
    Ok(GetCapacityManagerMonitoredTagKeysResult {
        capacity_manager_tag_keys: Some(page.items),
        next_token: page.next_token,
    })
}

pub(crate) fn update_monitored_tag_keys(
    cx: &mut Write<'_>,
    request: &UpdateCapacityManagerMonitoredTagKeysRequest,
) -> Result<UpdateCapacityManagerMonitoredTagKeysResult> {
    enabled(cx.read())?;
    let (activated, deactivated) = (&request.activate_tag_keys, &request.deactivate_tag_keys);
    check(cx.read(), activated, deactivated)?;
    for key in activated {
        activate(cx, key);
    }
    for key in deactivated {
        deactivate(cx, key);
    }
    let read = cx.read();
    let on = activated.iter().filter_map(|key| read.find::<MonitoredTagKey>(key));
    let off = deactivated.iter().map(|key| CapacityManagerMonitoredTagKey {
        tag_key: Some(key.clone()),
        status: Some(Status::Deactivating),
        ..CapacityManagerMonitoredTagKey::default()
    });
    let all = on.map(|row| changed(row, read)).chain(off).collect();
    Ok(UpdateCapacityManagerMonitoredTagKeysResult { capacity_manager_tag_keys: Some(all) })
}

/// One that is active stays so; one that leaves begins anew.
fn activate(cx: &mut Write<'_>, key: &str) {
    let takes = durations::CAPACITY_MANAGER_TAG_KEYS_ACTIVATING;
    let status = cx.read().transition(Status::Activating, Status::Activated, takes);
    let was = cx.find::<MonitoredTagKey>(key).map(|row| row.status.at(cx.now()));
    match was {
        None => {
            cx.insert(Id::new(key), MonitoredTagKey { status }, Tags::default());
        }
        Some(Status::Deactivating) => {
            if let Some(mut row) = cx.find_mut::<MonitoredTagKey>(key) {
                row.status = status;
            }
            cx.keep::<MonitoredTagKey>(key);
        }
        Some(_) => {}
    }
}

fn deactivate(cx: &mut Write<'_>, key: &str) {
    let takes = durations::CAPACITY_MANAGER_TAG_KEYS_DEACTIVATING;
    let leaving = cx.read().transition(Status::Deactivating, Status::Deactivating, takes);
    if let Some(mut row) = cx.find_mut::<MonitoredTagKey>(key) {
        row.status = leaving;
    }
    let gone = leaving.settles().unwrap_or_else(|| cx.now().timestamp());
    cx.end::<MonitoredTagKey>(key, gone);
}

/// How many there may be, what they are made of, and which are not the account's to change is
/// documented.
///
/// # Errors
/// `MissingParameter` without any key, `InvalidParameterCombination` for one that is in both lists,
/// `InvalidParameterValue` for what is no key, is provided or is not monitored,
/// `ResourceLimitExceeded` for one too many.
// unverified (looked up 2026-11-26): codes and words.
fn check(cx: Read<'_>, activated: &[String], deactivated: &[String]) -> Result<()> {
    if activated.is_empty() && deactivated.is_empty() {
        let message = "Either 'activateTagKey' or 'deactivateTagKey' should be provided.";
        return Err(Error::new("MissingParameter", message));
    }
    for key in activated {
        check_key("activateTagKey", key)?;
        if deactivated.contains(key) {
            let message = format!("The tag key '{key}' is to be activated and deactivated.");
            return Err(Error::combination(message));
        }
    }
    for key in deactivated {
        check_key("deactivateTagKey", key)?;
        if cx.find::<MonitoredTagKey>(key).is_none() {
            return Err(Error::bad_parameter("deactivateTagKey", key, "It is not monitored."));
        }
    }
    let there = cx.table::<MonitoredTagKey>().iter(0, cx.now());
    let there = there.map(|(_, row)| row.id.to_string()).filter(|key| !deactivated.contains(key));
    let all: BTreeSet<String> = there.chain(activated.iter().cloned()).collect();
    if all.len() > MOST {
        let message = format!("An account can monitor up to {MOST} tag keys.");
        return Err(Error::new("ResourceLimitExceeded", message));
    }
    Ok(())
}

fn check_key(parameter: &str, key: &str) -> Result<()> {
    let is_allowed = |letter: char| {
        letter.is_alphanumeric() || letter.is_whitespace() || "_.:/=+@-".contains(letter)
    };
    if PROVIDED.contains(&key) {
        let reason = "It is provided by Capacity Manager.";
        return Err(Error::bad_parameter(parameter, key, reason));
    }
    if key.is_empty() || key.chars().count() > LONGEST || !key.chars().all(is_allowed) {
        return Err(Error::bad_parameter(parameter, key, "It is not a valid tag key."));
    }
    Ok(())
}
