//! How the two ends of a tunnel agree on keys: by which groups first, and by which further
//! exchanges, as RFC 9370 has them. By `API_VpnAdditionalKeyExchangeRequest` in AWS's reference.

use crate::error::{Error, Result};
use std::collections::BTreeSet;
use wire::{
    AdditionalKeyExchangeMethodsListValue, AdditionalKeyExchangeRequirement as Requirement,
    TunnelOption, VpnAdditionalKeyExchange, VpnAdditionalKeyExchangeRequest,
};

pub(super) const PHASE_1_GROUPS: &[i32] = &[2, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 35];

pub(super) const PHASE_2_GROUPS: &[i32] =
    &[2, 5, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 35, 36, 37];

/// As the methods, of both phases.
const METHODS: &[i32] = PHASE_2_GROUPS;

pub(super) fn asked(
    asked: Option<&[VpnAdditionalKeyExchangeRequest]>,
) -> Option<Vec<VpnAdditionalKeyExchange>> {
    let round = |round: &VpnAdditionalKeyExchangeRequest| {
        let methods = round.key_exchange_methods.iter().flatten();
        let methods =
            methods.map(|method| AdditionalKeyExchangeMethodsListValue { value: method.value });
        VpnAdditionalKeyExchange {
            additional_key_exchange_round: round.additional_key_exchange_round,
            key_exchange_methods: Some(methods.collect()),
            requirement: round.requirement.or(Some(Requirement::Required)),
        }
    };
    let rounds = asked.filter(|rounds| !rounds.is_empty())?;
    Some(rounds.iter().map(round).collect())
}

/// The rules are documented.
// unverified (looked up 2026-11-26): codes and words.
pub(super) fn check(options: &TunnelOption) -> Result<()> {
    let mut versions = options.ike_versions.iter().flatten().peekable();
    let is_old = versions.peek().is_some()
        && versions.all(|version| version.value.as_deref() == Some("ikev1"));
    let groups = options.phase1_dh_group_numbers.iter().flatten();
    let groups = either(groups.filter_map(|group| group.value).collect(), PHASE_1_GROUPS);
    let rounds = options.phase1_additional_key_exchanges.as_deref();
    check_phase("Phase1AdditionalKeyExchanges", rounds, groups, is_old)?;
    let groups = options.phase2_dh_group_numbers.iter().flatten();
    let groups = either(groups.filter_map(|group| group.value).collect(), PHASE_2_GROUPS);
    let rounds = options.phase2_additional_key_exchanges.as_deref();
    check_phase("Phase2AdditionalKeyExchanges", rounds, groups, is_old)
}

/// What was asked for, each once, or all that there is.
fn either(asked: BTreeSet<i32>, all: &[i32]) -> Vec<i32> {
    if asked.is_empty() { all.to_vec() } else { asked.into_iter().collect() }
}

fn check_phase(
    parameter: &str,
    rounds: Option<&[VpnAdditionalKeyExchange]>,
    first: Vec<i32>,
    is_old: bool,
) -> Result<()> {
    let rounds = rounds.unwrap_or_default();
    let mut needed = vec![first];
    for (at, round) in rounds.iter().enumerate() {
        let number = round.additional_key_exchange_round;
        if rounds[..at].iter().any(|other| other.additional_key_exchange_round == number) {
            let number = number.unwrap_or_default();
            let reason = "Each round needs a number of its own.";
            return Err(Error::bad_parameter("AdditionalKeyExchangeRound", number, reason));
        }
        let methods = round.key_exchange_methods.iter().flatten();
        let methods: BTreeSet<i32> = methods.filter_map(|method| method.value).collect();
        for method in &methods {
            check_group("KeyExchangeMethods", Some(*method), METHODS)?;
        }
        if round.requirement == Some(Requirement::Optional) {
            continue;
        }
        if methods.is_empty() {
            return Err(Error::missing("KeyExchangeMethod"));
        }
        if is_old {
            let message = format!("A required round of {parameter} needs the IKE version ikev2.");
            return Err(Error::combination(message));
        }
        needed.push(methods.into_iter().collect());
    }
    // The fewer there are to choose from, the sooner it is seen that there are too few.
    needed.sort_by_key(Vec::len);
    if rounds.is_empty() || is_possible(&needed, &mut Vec::new()) {
        return Ok(());
    }
    let message = format!(
        "{parameter} must allow a different key exchange method for the initial exchange and for \
         each required round."
    );
    Err(Error::combination(message))
}

/// Whether each can have a method of its own.
fn is_possible(needed: &[Vec<i32>], taken: &mut Vec<i32>) -> bool {
    let Some((one, others)) = needed.split_first() else { return true };
    one.iter().any(|method| {
        if taken.contains(method) {
            return false;
        }
        taken.push(*method);
        let is_possible = is_possible(others, taken);
        taken.pop();
        is_possible
    })
}

pub(super) fn check_group(parameter: &str, value: Option<i32>, allowed: &[i32]) -> Result<()> {
    let value = value.unwrap_or_default();
    if allowed.contains(&value) {
        return Ok(());
    }
    let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
    let reason = format!("Expecting one of {}.", allowed.join(", "));
    Err(Error::bad_parameter(parameter, value, &reason))
}
