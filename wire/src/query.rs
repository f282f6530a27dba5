//! A form's pairs as a tree: `Filter.1.Value.2=x` is `x` below Filter, 1, Value, 2.

use super::value::position;
use super::{Blob, Invalid, Part, Timestamp, WireEnum};
use choose::choose;
pub(crate) use range::Range;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;
use std::str::FromStr;

/// Deeper than any request of the model; a key with more segments belongs to none.
const MAX_DEPTH: usize = 16;

/// Up to so many children a look along them is quicker than hashing.
const FEW: usize = 16;

/// A parameter, or a part of one, and what stands below it.
#[derive(Debug, Default)]
pub struct Node<'a> {
    name: &'a str,
    value: Option<&'a str>,
    children: Vec<Node<'a>>,
    /// Where the children stand, once there are more than a few.
    places: BTreeMap<&'a str, usize>,
    /// Whether a request asked for it; what nobody asked for is not recognised.
    read: Cell<bool>,
}

impl<'a> Node<'a> {
    /// Builds the tree; of a key given twice the last value counts.
    ///
    /// # Errors
    /// `UnknownParameter` for a key that is deeper than any request.
    pub fn parse(pairs: &'a [(String, String)]) -> Result<Self, Invalid> {
        let mut root = Self::default();
        for (key, value) in pairs {
            if key.split('.').count() > MAX_DEPTH {
                return Err(Invalid::unknown(key.split('.').next().unwrap_or_default()));
            }
            let mut node = &mut root;
            for segment in key.split('.') {
                node = node.child_mut(segment);
            }
            node.value = Some(value);
        }
        Ok(root)
    }

    fn child_mut(&mut self, name: &'a str) -> &mut Self {
        // Forms list a parameter's parts one after the other: the last child is the likely one.
        let last = self.children.len().checked_sub(1);
        let at = last.filter(|last| self.children[*last].name == name);
        let at = at.or_else(|| self.place(name)).unwrap_or_else(|| self.add(name));
        &mut self.children[at]
    }

    fn add(&mut self, name: &'a str) -> usize {
        let at = self.children.len();
        self.children.push(Self { name, ..Self::default() });
        if at > FEW {
            self.places.insert(name, at);
        } else if at == FEW {
            self.places = self.children.iter().map(|child| child.name).zip(0..).collect();
        }
        at
    }

    fn place(&self, name: &str) -> Option<usize> {
        if self.children.len() > FEW {
            self.places.get(name).copied()
        } else {
            self.children.iter().position(|child| child.name == name)
        }
    }

    fn child(&self, name: &str) -> Option<&Self> {
        let child = &self.children[self.place(name)?];
        child.read.set(true);
        Some(child)
    }

    /// Whether it has a value of its own that is not empty.
    fn has_text(&self) -> bool {
        self.value.is_some_and(|text| !text.is_empty())
    }

    /// Whether anything is said here: a value that is not empty, or a part that says something.
    fn says_anything(&self) -> bool {
        self.has_text() || self.children.iter().any(Self::says_anything)
    }

    /// Whether a parameter was given at `path`, dotted names without the indexes of lists.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        let (name, rest) = path.split_once('.').map_or((path, None), |(n, rest)| (n, Some(rest)));
        let below = |child: &Self| match rest {
            _ if child.name != name => false,
            None => child.says_anything(),
            Some(rest) => child.has(rest),
        };
        let mut children = self.children.iter();
        children.any(|child| below(child) || (child.is_index() && child.has(path)))
    }

    fn is_index(&self) -> bool {
        self.name.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether it was given as a list of more than one.
    fn is_several(&self) -> bool {
        self.children.len() > 1 && self.children.iter().all(Self::is_index)
    }

    /// Why `name` has no value.
    fn missing(&self, name: &str) -> Invalid {
        let several = self.child(name).is_some_and(Self::is_several);
        if several { Invalid::repeated(name) } else { Invalid::missing(name) }
    }

    /// How many items the list `name` has.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        self.place(name).map_or(0, |at| self.children[at].children.len())
    }

    /// The name and the number of items of the longest list, at whatever depth.
    #[must_use]
    pub fn longest_list(&self) -> (&'a str, usize) {
        let longest = |child: &Self| {
            let (name, count) = child.longest_list();
            if count > child.children.len() {
                (name, count)
            } else {
                (child.name, child.children.len())
            }
        };
        self.children.iter().map(longest).max_by_key(|(_, count)| *count).unwrap_or_default()
    }

    /// The text of `name`, if it was given. Programs in Go send optional values that they do not
    /// mean as empty ones, and EC2 takes these for not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.child(name)?.value.filter(|text| !text.is_empty())
    }

    /// # Errors
    /// `MissingParameter` if `name` was not given.
    #[inline(never)]
    pub(crate) fn require(&self, name: &str) -> Result<(), Invalid> {
        self.child(name).map(drop).ok_or_else(|| self.missing(name))
    }

    /// # Errors
    /// `MissingParameter` if `name` was not given, or is empty.
    #[inline(never)]
    pub(crate) fn require_text(&self, name: &str) -> Result<(), Invalid> {
        self.text(name).map(drop).ok_or_else(|| self.missing(name))
    }

    #[inline(never)]
    pub(crate) fn required_string(&self, name: &str) -> Result<String, Invalid> {
        self.child(name)
            .and_then(|child| child.value)
            .map(str::to_owned)
            .ok_or_else(|| self.missing(name))
    }

    #[inline(never)]
    pub(crate) fn string(&self, name: &str, to: &mut Option<String>) -> Result<(), Invalid> {
        *to = self.text(name).map(str::to_owned);
        Ok(())
    }

    /// A member whose empty text is a value like others.
    #[inline(never)]
    pub(crate) fn string_or_empty(
        &self,
        name: &str,
        to: &mut Option<String>,
    ) -> Result<(), Invalid> {
        *to = self.child(name).and_then(|child| child.value).map(str::to_owned);
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn bool(&self, name: &str, to: &mut Option<bool>) -> Result<(), Invalid> {
        *to = self.text(name).map(|text| parse_bool(name, text)).transpose()?;
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn int(
        &self,
        name: &str,
        range: Range<i32>,
        to: &mut Option<i32>,
    ) -> Result<(), Invalid> {
        self.number(name, &range, "an integer", to)
    }

    #[inline(never)]
    pub(crate) fn long(
        &self,
        name: &str,
        range: Range<i64>,
        to: &mut Option<i64>,
    ) -> Result<(), Invalid> {
        self.number(name, &range, "an integer", to)
    }

    #[inline(never)]
    pub(crate) fn double(
        &self,
        name: &str,
        range: Range<f64>,
        to: &mut Option<f64>,
    ) -> Result<(), Invalid> {
        self.number(name, &range, "a number", to)
    }

    fn number<T: FromStr + PartialOrd + Display>(
        &self,
        name: &str,
        range: &Range<T>,
        what: &str,
        to: &mut Option<T>,
    ) -> Result<(), Invalid> {
        *to = self.text(name).map(|text| parse_number(name, text, range, what)).transpose()?;
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn time(&self, name: &str, to: &mut Option<Timestamp>) -> Result<(), Invalid> {
        let parse = |text| Timestamp::parse(text).ok_or_else(|| not_a(name, text, "a timestamp"));
        *to = self.text(name).map(parse).transpose()?;
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn blob(&self, name: &str, to: &mut Option<Blob>) -> Result<(), Invalid> {
        let parse = |text| Blob::parse(text).ok_or_else(|| not_a(name, text, "base64 encoded"));
        *to = self.text(name).map(parse).transpose()?;
        Ok(())
    }

    /// A member whose empty text is a value like others.
    #[inline(never)]
    pub(crate) fn blob_or_empty(&self, name: &str, to: &mut Option<Blob>) -> Result<(), Invalid> {
        let text = self.child(name).and_then(|child| child.value);
        let parse = |text| Blob::parse(text).ok_or_else(|| not_a(name, text, "base64 encoded"));
        *to = text.map(parse).transpose()?;
        Ok(())
    }

    pub(crate) fn enumeration<T: WireEnum>(
        &self,
        name: &str,
        to: &mut Option<T>,
    ) -> Result<(), Invalid> {
        *to = self.choice(name, T::NAME, T::TEXTS)?.map(|at| T::VALUES[at]);
        Ok(())
    }

    /// An enum's member that EC2 refuses when it is empty, and in other words than most.
    pub(crate) fn enumeration_or_refuse<T: WireEnum>(
        &self,
        name: &str,
        to: &mut Option<T>,
    ) -> Result<(), Invalid> {
        let text = self.child(name).and_then(|child| child.value);
        let choose = |text: &str| {
            let at = position(T::TEXTS, text).ok_or_else(|| Invalid::choice(name, text, T::TEXTS));
            at.map(|at| T::VALUES[at])
        };
        *to = text.map(choose).transpose()?;
        Ok(())
    }

    #[inline(never)]
    fn choice(&self, name: &str, of: &str, texts: &[&str]) -> Result<Option<usize>, Invalid> {
        self.text(name).map(|text| choose(name, text, of, texts)).transpose()
    }

    /// A part that says nothing counts as not sent; what it is made of is checked all the same.
    #[inline(never)]
    pub(crate) fn structure<T: Part>(&self, name: &str, to: &mut Option<T>) -> Result<(), Invalid> {
        self.structure_or_empty(name, to)?;
        if to.is_some() && !self.child(name).is_some_and(Self::says_anything) {
            *to = None;
        }
        Ok(())
    }

    /// A part that says something even when it is empty.
    #[inline(never)]
    pub(crate) fn structure_or_empty<T: Part>(
        &self,
        name: &str,
        to: &mut Option<T>,
    ) -> Result<(), Invalid> {
        match self.child(name) {
            // As reported: docker/machine#1276 (2015), of a launch's `Monitoring`.
            Some(child) if child.has_text() => Err(Invalid::unknown(name)),
            Some(child) => to.insert(T::default()).read(child),
            None => Ok(()),
        }
    }

    /// The value of an attribute, which stands in a part of its own that says something even when
    /// it is empty. Sent in the part's place it is no request, as reported: aws/aws-cli#803 (2014),
    /// amazon-archives/aws-sdk-ios-v1#6 (2011).
    #[inline(never)]
    pub(crate) fn attribute<T: Part>(&self, name: &str, to: &mut Option<T>) -> Result<(), Invalid> {
        if self.child(name).is_some_and(Self::has_text) {
            return Err(Invalid::request());
        }
        self.structure_or_empty(name, to)
    }

    /// The items of a list in the order of their indexes, which may start anywhere and have gaps.
    #[inline(never)]
    fn items(&self, name: &str, bounds: Range<usize>) -> Result<Option<Vec<&Self>>, Invalid> {
        let Some(list) = self.child(name) else { return Ok(None) };
        let mut items = Vec::with_capacity(list.children.len());
        for child in &list.children {
            let index: u32 = child.name.parse().map_err(|_| Invalid::unknown(child.name))?;
            child.read.set(true);
            items.push((index, child));
        }
        items.sort_by_key(|(index, _)| *index);
        // A client says "an empty list" by giving the bare name, and a list of one value by giving
        // it that value: https://github.com/apache/libcloud asks so for a key pair by its name.
        if items.is_empty() && list.has_text() {
            items.push((0, list));
        }
        let count = items.len();
        bounds.check(name, &count.to_string(), count)?;
        Ok(Some(items.into_iter().map(|(_, child)| child).collect()))
    }

    pub(crate) fn list<T: Part>(
        &self,
        name: &str,
        bounds: Range<usize>,
        to: &mut impl List<T>,
    ) -> Result<(), Invalid> {
        let Some(items) = self.items(name, bounds)? else { return Ok(()) };
        if items.iter().any(|item| item.has_text()) {
            return Err(Invalid::unknown(name));
        }
        let to = to.values();
        // EC2 takes `Filter=` for one filter that says nothing:
        // https://github.com/aws/aws-sdk-js-v3/issues/6063
        let nothing = Self::default();
        let items = if items.is_empty() { vec![&nothing] } else { items };
        for item in items {
            to.push(T::default());
            to.last_mut().map_or(Ok(()), |part| part.read(item))?;
        }
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn strings(
        &self,
        name: &str,
        bounds: Range<usize>,
        to: &mut impl List<String>,
    ) -> Result<(), Invalid> {
        let Some(items) = self.items(name, bounds)? else { return Ok(()) };
        to.values().extend(items.into_iter().map(|item| item.value.unwrap_or_default().to_owned()));
        Ok(())
    }

    /// A list that EC2 takes for one of an empty text where its bare name is sent.
    #[inline(never)]
    pub(crate) fn strings_or_empty(
        &self,
        name: &str,
        bounds: Range<usize>,
        to: &mut impl List<String>,
    ) -> Result<(), Invalid> {
        self.strings(name, bounds, to)?;
        if to.values().is_empty() && self.child(name).is_some() {
            to.values().push(String::new());
        }
        Ok(())
    }

    pub(crate) fn enumerations<T: WireEnum>(
        &self,
        name: &str,
        bounds: Range<usize>,
        to: &mut impl List<T>,
    ) -> Result<(), Invalid> {
        let Some(items) = self.items(name, bounds)? else { return Ok(()) };
        let to = to.values();
        // Some enums have a thousand values.
        let places: HashMap<&str, usize> = match items.len() {
            0..=FEW => HashMap::new(),
            _ => T::TEXTS.iter().copied().zip(0..).collect(),
        };
        for item in items {
            let text = item.value.unwrap_or_default();
            let place = places.get(text).copied();
            let place = place.map_or_else(|| choose(name, text, T::NAME, T::TEXTS), Ok)?;
            to.push(T::VALUES[place]);
        }
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn numbers<T: FromStr + PartialOrd + Display>(
        &self,
        name: &str,
        bounds: Range<usize>,
        to: &mut impl List<T>,
    ) -> Result<(), Invalid> {
        let Some(items) = self.items(name, bounds)? else { return Ok(()) };
        let to = to.values();
        for item in items {
            let text = item.value.unwrap_or_default();
            to.push(parse_number(name, text, &Range(None, None), "a number")?);
        }
        Ok(())
    }
}

/// A list of a request, or one of a part, where an absent list and an empty one differ.
pub(crate) trait List<T> {
    fn values(&mut self) -> &mut Vec<T>;
}

impl<T> List<T> for Vec<T> {
    fn values(&mut self) -> &mut Self {
        self
    }
}

impl<T> List<T> for Option<Vec<T>> {
    fn values(&mut self) -> &mut Vec<T> {
        self.get_or_insert_default()
    }
}

fn parse_bool(name: &str, text: &str) -> Result<bool, Invalid> {
    if text.eq_ignore_ascii_case("true") || text == "1" {
        Ok(true)
    } else if text.eq_ignore_ascii_case("false") || text == "0" {
        Ok(false)
    } else {
        Err(not_a(name, text, "a boolean"))
    }
}

fn parse_number<T: FromStr + PartialOrd + Display>(
    name: &str,
    text: &str,
    range: &Range<T>,
    what: &str,
) -> Result<T, Invalid> {
    let value = text.trim().parse().map_err(|_| not_a(name, text, what))?;
    range.check(name, text, value)
}

// unverified (looked up 2026-11-26): EC2's words for a value of the wrong type or outside an enum.
fn not_a(name: &str, text: &str, what: &str) -> Invalid {
    Invalid::value(name, text, &format!("The value must be {what}."))
}

mod choose;
mod range;
#[cfg(test)]
mod tests;
mod unknown;
