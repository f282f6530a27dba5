//! Which entries of the log are asked for, in the query of a control route.

use super::show::Seen;
use crate::engine::filter::Pattern;
use crate::http::form;
use wire::Timestamp;

const OUTCOMES: [&str; 7] = ["ok", "refused", "failed", "dropped", "lost", "cut", "abandoned"];
const USUAL_LIMIT: usize = 1_000;
const MOST: usize = 10_000;
const KNOWN: &str = "action, account, region, outcome, error, since, after and limit";

/// What all must be so.
pub(in crate::http) struct Filter {
    action: Option<Pattern>,
    account: Option<Pattern>,
    region: Option<Pattern>,
    error: Option<Pattern>,
    outcome: Option<String>,
    since: Option<Timestamp>,
    /// The number of the entry behind which they begin.
    pub after: Option<u64>,
    pub limit: usize,
}

impl Filter {
    /// # Errors
    /// What was expected.
    pub fn parse(query: &str) -> Result<Self, String> {
        let pairs = form::pairs(query.as_bytes()).map_err(|error| error.message)?;
        let mut filter = Self {
            action: None,
            account: None,
            region: None,
            error: None,
            outcome: None,
            since: None,
            after: None,
            limit: USUAL_LIMIT,
        };
        for (name, value) in pairs {
            let pattern = || Some(Pattern::parse(&value));
            match name.as_str() {
                "action" => filter.action = pattern(),
                "account" => filter.account = pattern(),
                "region" => filter.region = pattern(),
                "error" => filter.error = pattern(),
                "outcome" if OUTCOMES.contains(&value.as_str()) => filter.outcome = Some(value),
                "outcome" => return Err(format!("outcome is one of {}", OUTCOMES.join(", "))),
                "since" => {
                    let moment = Timestamp::parse(&value);
                    let wrong = || format!("'{value}' is no moment like 2026-01-31T12:00:00Z");
                    filter.since = Some(moment.ok_or_else(wrong)?);
                }
                "after" => {
                    let wrong = |_| "after is the id of a request".to_owned();
                    filter.after = Some(value.parse().map_err(wrong)?);
                }
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| (1..=MOST).contains(limit));
                    filter.limit = limit.ok_or_else(|| format!("limit goes from 1 to {MOST}"))?;
                }
                _ => return Err(format!("there is no filter '{name}'; there are {KNOWN}")),
            }
        }
        Ok(filter)
    }

    pub fn matches(&self, seen: &Seen<'_>) -> bool {
        let is = |pattern: &Option<Pattern>, text: &str| {
            pattern.as_ref().is_none_or(|pattern| pattern.matches(text))
        };
        is(&self.action, &seen.action)
            && is(&self.account, &seen.account)
            && is(&self.region, &seen.region)
            && self.error.as_ref().is_none_or(|it| seen.error_code().is_some_and(|c| it.matches(c)))
            && self.outcome.as_deref().is_none_or(|outcome| outcome == seen.outcome())
            && self.since.is_none_or(|since| seen.entry.at >= since)
    }
}
