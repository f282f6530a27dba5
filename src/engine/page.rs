//! MaxResults and NextToken. A token says behind which row to go on, not how many were seen: rows
//! that come or go between two pages make no other row appear twice or get lost.

use super::context::Read;
use super::rules::PageRule;
use crate::error::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wire::Action;

/// One page of a listing.
pub(crate) struct Page<T> {
    pub items: Vec<T>,
    pub next_token: Option<String>,
}

impl<T> Page<T> {
    pub fn map<U>(self, mut each: impl FnMut(T) -> U) -> Page<U> {
        let mut items = Vec::with_capacity(self.items.len());
        for item in self.items {
            items.push(each(item));
        }
        Page { items, next_token: self.next_token }
    }
}

/// What the client asked for: where to go on, and how many rows at most.
pub(crate) struct Paging {
    action: Action,
    after: Option<String>,
    limit: usize,
}

impl Paging {
    fn new(
        (action, rule): (Action, &PageRule),
        max_results: Option<i32>,
        token: Option<&str>,
    ) -> Result<Self> {
        let limit = max_results.map_or(usize::MAX, |max| usize::try_from(max).unwrap_or(0).max(1));
        let token = token.filter(|token| !token.is_empty() || rule.refuses_empty);
        let after = match token {
            Some(token) => Some(read(action, token).ok_or_else(|| (rule.unknown)(token))?),
            None => None,
        };
        Ok(Self { action, after, limit })
    }

    /// The key of the last row of the page before.
    pub fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// The same as the position of a row in its table.
    pub fn position(&self) -> u64 {
        self.after().and_then(|key| key.parse().ok()).unwrap_or(0)
    }

    /// Cuts a page out of rows that come in the order of their keys. It takes no more of them
    /// than the page needs.
    ///
    /// # Errors
    /// Those of the rows.
    pub fn cut<K: ToString, T>(
        &self,
        rows: impl Iterator<Item = Result<(K, T)>>,
    ) -> Result<Page<T>> {
        let mut items = Vec::new();
        let mut last = None;
        for row in rows {
            let (key, item) = row?;
            if items.len() == self.limit {
                let next_token = last.map(|key: K| self.token(&key.to_string()));
                return Ok(Page { items, next_token });
            }
            items.push(item);
            last = Some(key);
        }
        Ok(Page { items, next_token: None })
    }

    /// A page of a list whose rows have text keys in ascending order.
    pub fn cut_sorted<T>(&self, rows: impl Iterator<Item = (String, T)>) -> Result<Page<T>> {
        let after = self.after();
        let rows = rows.filter(|(key, _)| after.is_none_or(|after| key.as_str() > after));
        self.cut(rows.map(Ok))
    }

    /// The same of rows in any order.
    pub fn sort_and_cut<T>(&self, rows: impl Iterator<Item = (String, T)>) -> Result<Page<T>> {
        let mut rows: Vec<_> = rows.collect();
        rows.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        self.cut_sorted(rows.into_iter())
    }

    fn token(&self, key: &str) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}\n{key}", self.action.name()))
    }
}

impl Read<'_> {
    /// # Errors
    /// `InvalidNextToken`, or what the operation's [`PageRule`] says, for a token that it did not
    /// hand out.
    pub fn paging(self, max_results: Option<i32>, token: Option<&str>) -> Result<Paging> {
        Paging::new((self.action, &self.rules.page), max_results, token)
    }
}

/// The page size of operations whose model has no bounds: 5 at least, and 1000 where more is asked
/// for. <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html>
///
/// # Errors
/// `InvalidParameterValue` for less than 5.
pub(crate) fn size(max_results: Option<i32>) -> Result<Option<i32>> {
    size_called("maxResults", max_results)
}

/// The same where the refusal has a name of its own for it.
///
/// # Errors
/// `InvalidParameterValue` for less than 5.
pub(crate) fn size_called(parameter: &str, max_results: Option<i32>) -> Result<Option<i32>> {
    match max_results {
        Some(few) if few < 5 => Err(Error::invalid_value(format!(
            "Value ( {few} ) for parameter {parameter} is invalid. Expecting a value greater than \
             5."
        ))),
        asked => Ok(asked.map(|many| many.min(1_000))),
    }
}

/// The page size of operations of which the documentation has bounds that the model lacks.
///
/// # Errors
/// `InvalidParameterValue` outside of them.
// unverified (looked up 2026-11-26): the words, which are those for bounds of the model.
pub(crate) fn within(max_results: Option<i32>, least: i32, most: i32) -> Result<Option<i32>> {
    let Some(asked) = max_results else { return Ok(None) };
    let bound = match asked {
        few if few < least => format!("greater than {least}"),
        many if many > most => format!("less than {most}"),
        _ => return Ok(max_results),
    };
    Err(Error::invalid_value(format!(
        "Value ( {asked} ) for parameter maxResults is invalid. Expecting a value {bound}."
    )))
}

/// The page size of operations that take 1 to 1000, which is also what they give unasked.
///
/// # Errors
/// `InvalidParameterValue` for less than 1.
pub(crate) fn size_from_one(max_results: Option<i32>) -> Result<i32> {
    match max_results {
        // unverified (looked up 2026-11-26): the wording, and that more than 1000 is taken for
        // 1000.
        Some(few) if few < 1 => Err(Error::invalid_value(format!(
            "Value ( {few} ) for parameter maxResults is invalid. Expecting a value greater than 0."
        ))),
        asked => Ok(asked.unwrap_or(1_000).min(1_000)),
    }
}

/// The key in a token that this operation handed out.
fn read(action: Action, token: &str) -> Option<String> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (name, key) = text.split_once('\n')?;
    (name == action.name()).then(|| key.to_owned())
}

/// How many rows a kind's Describe shows at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageSize {
    /// What is asked for, within the model's bounds; all without MaxResults.
    Asked,
    /// The model has no bounds: [`size`] says them.
    Bounded,
    /// The same with bounds of its own: [`within`].
    Within(i32, i32),
    /// As many as this without MaxResults.
    Usual(i32),
}

impl PageSize {
    pub(super) fn of(self, asked: Option<i32>) -> Result<Option<i32>> {
        match self {
            Self::Asked => Ok(asked),
            Self::Bounded => size(asked),
            Self::Within(least, most) => within(asked, least, most),
            Self::Usual(usual) => Ok(asked.or(Some(usual))),
        }
    }
}
