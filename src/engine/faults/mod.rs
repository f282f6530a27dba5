//! Failures that a test asks for. A rule says which requests, or launches, it is for, how often it
//! strikes, and what happens then. Requests are asked about before they are run, by `http`;
//! launches from within their handlers, so that every way to launch something meets the same rules.

mod definition;

pub(crate) use definition::{Connection, Definition, Market, NO_CAPACITY, Stage};

use super::pattern::Pattern;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha12Rng;
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Who asks for what, and where.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    pub action: &'a str,
    pub account: &'a str,
    pub region: &'a str,
}

/// A launch that is about to be made.
pub(crate) struct Launching<'a> {
    pub instance_type: &'a str,
    pub is_spot: bool,
    /// The instance that is started, if it is there already.
    pub resource: Option<&'a str>,
}

/// What a rule answers in place of the operation; `message`: `None` for what EC2 words after the
/// request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub code: &'static str,
    pub status: u16,
    pub message: Option<String>,
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    Refused(Refused),
    Connection(Connection),
}

/// What all rules together do to a request.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Fault {
    pub latency: Duration,
    pub failure: Option<Failure>,
}

/// A rule and how it has fared.
pub(crate) struct Rule {
    pub id: u64,
    pub definition: Definition,
    /// How many requests or launches it was for.
    pub matched: u64,
    /// In how many of them it struck.
    pub fired: u64,
    code: Option<&'static str>,
    patterns: Patterns,
    chance: ChaCha12Rng,
}

/// `None`: whatever it is.
struct Patterns {
    action: Option<Pattern>,
    resource: Option<Pattern>,
    instance_type: Option<Pattern>,
    zone: Option<Pattern>,
    account: Option<Pattern>,
    region: Option<Pattern>,
    tag: Option<Pattern>,
}

const LAUNCH: Stage = Stage::Launch;

#[derive(Default)]
struct Rules {
    last_id: u64,
    all: Vec<Rule>,
}

#[derive(Default)]
pub(crate) struct Faults {
    /// Whether there are rules: without any, nobody takes the lock.
    any: AtomicBool,
    rules: Mutex<Rules>,
}

impl Faults {
    pub fn any(&self) -> bool {
        self.any.load(Ordering::Relaxed)
    }

    /// Adds a rule and hands it to `show`.
    ///
    /// # Errors
    /// What was expected instead.
    pub fn add<T>(&self, definition: Definition, show: impl Fn(&Rule) -> T) -> Result<T, String> {
        let code = definition.check()?;
        let mut rules = self.rules();
        if rules.all.len() >= definition::MOST_RULES {
            let most = definition::MOST_RULES;
            return Err(format!("there are {most} rules already; DELETE some"));
        }
        rules.last_id += 1;
        let rule = Rule {
            id: rules.last_id,
            matched: 0,
            fired: 0,
            code,
            patterns: Patterns::of(&definition),
            chance: ChaCha12Rng::seed_from_u64(definition.seed.unwrap_or(rules.last_id)),
            definition,
        };
        let shown = show(&rule);
        rules.all.push(rule);
        self.any.store(true, Ordering::Relaxed);
        Ok(shown)
    }

    pub fn list<T>(&self, show: impl Fn(&Rule) -> T) -> Vec<T> {
        self.rules().all.iter().map(show).collect()
    }

    /// Removes one rule, or all, and tells how many that were.
    pub fn remove(&self, id: Option<u64>) -> usize {
        let mut rules = self.rules();
        let before = rules.all.len();
        rules.all.retain(|rule| id.is_some_and(|id| rule.id != id));
        self.any.store(!rules.all.is_empty(), Ordering::Relaxed);
        before - rules.all.len()
    }

    /// What happens to a request: of several rules the first failure, and all latencies.
    pub fn of_request(&self, call: Call<'_>, pairs: &[(String, String)]) -> Fault {
        let mut fault = Fault::default();
        for rule in &mut self.rules().all {
            let is_for = rule.patterns.match_request(call, pairs);
            if rule.definition.stage() != Stage::Request || !is_for {
                continue;
            }
            rule.matched += 1;
            let failure = rule.failure();
            if (fault.failure.is_some() && failure.is_some()) || !rule.strikes() {
                continue;
            }
            let latency = Duration::from_millis(rule.definition.latency_millis.unwrap_or(0));
            fault.latency = fault.latency.saturating_add(latency);
            fault.failure = fault.failure.or(failure);
        }
        fault
    }

    /// What refuses a launch in each of the zones that it could be made in.
    pub(super) fn of_launch(
        &self,
        call: Call<'_>,
        launching: &Launching<'_>,
        zones: &[&str],
    ) -> Vec<Option<Refused>> {
        let mut refusals = vec![None; zones.len()];
        for rule in &mut self.rules().all {
            if !zones.iter().any(|zone| rule.is_for_launch(call, launching, (zone, LAUNCH))) {
                continue;
            }
            rule.matched += 1;
            // It is one launch, however many zones it could be made in.
            if !rule.strikes() {
                continue;
            }
            for (zone, refusal) in zones.iter().zip(&mut refusals) {
                if refusal.is_none() && rule.is_for_launch(call, launching, (zone, LAUNCH)) {
                    *refusal = rule.refused();
                }
            }
        }
        refusals
    }

    /// What happens to an instance that is launched, and how many seconds later.
    pub(super) fn of_launched(
        &self,
        call: Call<'_>,
        launching: &Launching<'_>,
        (zone, tags): (&str, &[String]),
    ) -> Vec<(Value, u32)> {
        let mut happening = Vec::new();
        for rule in &mut self.rules().all {
            let tag = &rule.patterns.tag;
            let has_tag = tag.as_ref().is_none_or(|tag| tags.iter().any(|it| tag.matches(it)));
            let is_for = has_tag && rule.is_for_launch(call, launching, (zone, Stage::Launched));
            if !is_for {
                continue;
            }
            rule.matched += 1;
            if rule.strikes()
                && let Some(event) = &rule.definition.event
            {
                happening.push((event.clone(), rule.definition.after_seconds.unwrap_or(0)));
            }
        }
        happening
    }

    /// Whether a launch might be refused in a zone; asking is no launch.
    pub(super) fn might_refuse(
        &self,
        call: Call<'_>,
        launching: &Launching<'_>,
        zone: &str,
    ) -> bool {
        let rules = self.rules();
        let mut left = rules.all.iter().filter(|rule| !rule.is_over());
        left.any(|rule| rule.is_for_launch(call, launching, (zone, LAUNCH)))
    }

    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rule {
    fn is_for_launch(
        &self,
        call: Call<'_>,
        launching: &Launching<'_>,
        (zone, stage): (&str, Stage),
    ) -> bool {
        let (patterns, resource) = (&self.patterns, launching.resource);
        self.definition.stage() == stage
            && self.definition.is_of_market(launching.is_spot)
            && patterns.match_place(call)
            && is(patterns.instance_type.as_ref(), launching.instance_type)
            && is(patterns.zone.as_ref(), zone)
            && patterns.resource.as_ref().is_none_or(|it| resource.is_some_and(|id| it.matches(id)))
    }

    fn failure(&self) -> Option<Failure> {
        let refused = self.refused().map(Failure::Refused);
        refused.or(self.definition.connection.map(Failure::Connection))
    }

    fn refused(&self) -> Option<Refused> {
        let status = self.definition.status.unwrap_or(400);
        let message = self.definition.message.clone();
        self.code.map(|code| Refused { code, status, message })
    }

    fn is_over(&self) -> bool {
        self.definition.count.is_some_and(|count| self.fired >= count)
    }

    /// Whether it strikes this time, by its count and its probability.
    fn strikes(&mut self) -> bool {
        if self.is_over() {
            return false;
        }
        let is_lucky = |odds| self.chance.random::<f64>() >= odds;
        if self.definition.probability.is_some_and(is_lucky) {
            return false;
        }
        self.fired += 1;
        true
    }
}

fn is(pattern: Option<&Pattern>, value: &str) -> bool {
    pattern.is_none_or(|pattern| pattern.matches(value))
}

impl Patterns {
    fn of(definition: &Definition) -> Self {
        let parse = |text: &Option<String>| text.as_deref().map(Pattern::parse);
        Self {
            action: parse(&definition.action),
            resource: parse(&definition.resource),
            instance_type: parse(&definition.instance_type),
            zone: parse(&definition.zone),
            account: parse(&definition.account),
            region: parse(&definition.region),
            tag: parse(&definition.tag),
        }
    }

    fn match_place(&self, call: Call<'_>) -> bool {
        is(self.action.as_ref(), call.action)
            && is(self.account.as_ref(), call.account)
            && is(self.region.as_ref(), call.region)
    }

    /// A request is for what one of its parameters names.
    fn match_request(&self, call: Call<'_>, pairs: &[(String, String)]) -> bool {
        let names = |pattern: &Option<Pattern>, is_it: fn(&str) -> bool| {
            pattern.as_ref().is_none_or(|pattern| {
                let mut named = pairs.iter().filter(|(name, _)| is_it(member(name)));
                named.any(|(_, value)| pattern.matches(value))
            })
        };
        self.match_place(call)
            && names(&self.resource, |_| true)
            && names(&self.instance_type, |name| name == "InstanceType")
            && names(&self.zone, |name| {
                matches!(name, "AvailabilityZone" | "AvailabilityZones" | "ZoneName")
            })
    }
}

/// The member that a parameter is of: `InstanceType` of `Overrides.1.InstanceType.2`.
fn member(name: &str) -> &str {
    let is_index = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    name.rsplit('.').find(|part| !is_index(part)).unwrap_or_default()
}
