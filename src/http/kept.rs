//! Answers in their encoded form, kept while asking again would give the same. Programs that poll
//! (waiters, Terraform's refresh) ask the same many times between two changes; the second time
//! costs a look-up and a copy.
//!
//! What may be kept, and for how long, is the engine's to say ([`Holds`]); nothing here depends on
//! an operation.

use super::{Server, credentials::Scope, xml};
use crate::engine::{Caller, Engine, Holds};
use axum::body::Bytes;
use axum::http::Method;
use axum::http::request::Parts;
use hashbrown::DefaultHashBuilder;
use quick_cache::OptionsBuilder;
use quick_cache::Weighter;
use quick_cache::sync::{Cache, DefaultLifecycle};

/// What an entry takes beside its texts: their heads and those of their allocations, and its place
/// in the cache's table and queue.
const OVERHEAD_BYTES: usize = 256;

/// What decides an answer: who asks, and the form as it came.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    pub caller: Caller,
    form: Bytes,
}

impl Asked {
    /// The question of a signed POST; others are too rare to be worth keeping.
    pub fn of(server: &Server, parts: &Parts, form: &Bytes) -> Option<Self> {
        if parts.method != Method::POST || parts.uri.query().is_some() {
            return None;
        }
        let scope = Scope::of(&parts.headers, &[]).ok()?;
        let is_ec2 = scope.service == Some("ec2");
        if !is_ec2 || parts.headers.contains_key(super::TARGET) {
            return None;
        }
        Some(Self { caller: scope.caller(server).ok()?, form: form.clone() })
    }
}

#[derive(Clone)]
struct Answered {
    holds: Holds,
    body: xml::Answer,
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Asked, Answered> for Bytewise {
    fn weight(&self, asked: &Asked, answered: &Answered) -> u64 {
        let caller = asked.caller.account.len() + asked.caller.region.len();
        let texts = caller + asked.form.len() + answered.body.len();
        (texts + size_of::<Asked>() + size_of::<Answered>() + OVERHEAD_BYTES) as u64
    }
}

pub(super) struct Kept(Cache<Asked, Answered, Bytewise, DefaultHashBuilder>);

impl Kept {
    /// Keeps answers up to a number of bytes in all.
    pub fn new(capacity_bytes: usize) -> Self {
        let options = OptionsBuilder::new()
            // One shard: each may hold but its share, and a single answer can be long.
            .shards(1)
            .estimated_items_capacity(64)
            .weight_capacity(capacity_bytes as u64)
            .build()
            .expect("both capacities are given");
        let hasher = DefaultHashBuilder::default();
        Self(Cache::with_options(options, Bytewise, hasher, DefaultLifecycle::default()))
    }

    pub fn find(&self, asked: &Asked, engine: &Engine, request_id: &str) -> Option<xml::Answer> {
        let answered = self.0.get(asked)?;
        engine.still_holds(&asked.caller, &answered.holds).then(|| answered.body.again(request_id))
    }

    pub fn clear(&self) {
        self.0.clear();
    }

    pub fn keep(&self, asked: Asked, holds: Holds, body: xml::Answer) {
        // The form is a part of the connection's read buffer; keeping it would keep all of that.
        let form = Bytes::copy_from_slice(&asked.form);
        self.0.insert(Asked { form, ..asked }, Answered { holds, body });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Settings;
    use crate::world::WORLD;
    use wire::Action;

    fn ask(engine: &Engine, kept: &Kept, action: Action, pairs: &[(&str, &str)]) -> bool {
        let form = Bytes::from(format!("{}{pairs:?}", action.name()));
        let caller = Caller { account: "000000000000".into(), region: "us-east-1".into() };
        let asked = Asked { caller, form };
        if kept.find(&asked, engine, "another").is_some() {
            return true;
        }
        let owned: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let outcome = engine.execute(&asked.caller, action, &owned).ok().unwrap();
        let body = xml::answer(action, None, "one", &*outcome.answer);
        if let Some(holds) = outcome.holds {
            kept.keep(asked, holds, body);
        }
        false
    }

    #[test]
    fn an_answer_is_given_again_until_something_changes() {
        let engine = Engine::new(WORLD, Settings::default());
        let kept = Kept::new(1 << 20);
        assert!(!ask(&engine, &kept, Action::DescribeVpcs, &[]));
        assert!(ask(&engine, &kept, Action::DescribeVpcs, &[]));
        let changed = [("CidrBlock", "10.0.0.0/16")];
        assert!(!ask(&engine, &kept, Action::CreateVpc, &changed));
        assert!(!ask(&engine, &kept, Action::CreateVpc, &changed), "a change is never repeated");
        assert!(!ask(&engine, &kept, Action::DescribeVpcs, &[]));
        assert!(ask(&engine, &kept, Action::DescribeVpcs, &[]));
    }

    #[test]
    fn nothing_is_kept_beyond_the_capacity() {
        let engine = Engine::new(WORLD, Settings::default());
        let kept = Kept::new(0);
        assert!(!ask(&engine, &kept, Action::DescribeVpcs, &[]));
        assert!(!ask(&engine, &kept, Action::DescribeVpcs, &[]));
    }
}
