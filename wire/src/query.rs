//! A form's pairs as a tree: `Filter.1.Value.2=x` is `x` below Filter, 1, Value, 2.

use crate::value::position;
use crate::{Blob, Invalid, Part, Timestamp, WireEnum};
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

    /// Refuses a parameter that was not read while the request was decoded.
    ///
    /// # Errors
    /// `UnknownParameter`, naming the first such parameter.
    pub fn refuse_unread(&self) -> Result<(), Invalid> {
        for child in &self.children {
            if !child.read.get() {
                return Err(Invalid::unknown(child.name));
            }
            child.refuse_unread()?;
        }
        Ok(())
    }

    /// Whether a parameter was given at `path`, dotted names without the indexes of lists.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        let (name, rest) = path.split_once('.').map_or((path, None), |(n, rest)| (n, Some(rest)));
        let below = |child: &Self| match rest {
            _ if child.name != name => false,
            None => true,
            Some(rest) => child.has(rest),
        };
        let is_index = |child: &Self| child.name.bytes().all(|byte| byte.is_ascii_digit());
        let mut children = self.children.iter();
        children.any(|child| below(child) || (is_index(child) && child.has(path)))
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

    /// The text of `name`, if it was given.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.child(name)?.value
    }

    /// # Errors
    /// `MissingParameter` if `name` was not given.
    #[inline(never)]
    pub(crate) fn require(&self, name: &str) -> Result<(), Invalid> {
        self.child(name).map(drop).ok_or_else(|| Invalid::missing(name))
    }

    #[inline(never)]
    pub(crate) fn required_string(&self, name: &str) -> Result<String, Invalid> {
        self.text(name).map(str::to_owned).ok_or_else(|| Invalid::missing(name))
    }

    #[inline(never)]
    pub(crate) fn string(&self, name: &str, to: &mut Option<String>) -> Result<(), Invalid> {
        *to = self.text(name).map(str::to_owned);
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

    pub(crate) fn enumeration<T: WireEnum>(
        &self,
        name: &str,
        to: &mut Option<T>,
    ) -> Result<(), Invalid> {
        *to = self.choice(name, T::NAME, T::TEXTS)?.map(|at| T::VALUES[at]);
        Ok(())
    }

    #[inline(never)]
    fn choice(&self, name: &str, of: &str, texts: &[&str]) -> Result<Option<usize>, Invalid> {
        self.text(name).map(|text| choose(name, text, of, texts)).transpose()
    }

    #[inline(never)]
    pub(crate) fn structure<T: Part>(&self, name: &str, to: &mut Option<T>) -> Result<(), Invalid> {
        match self.child(name) {
            Some(child) => to.insert(T::default()).read(child),
            None => Ok(()),
        }
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
        // A client says "an empty list" by giving the bare name.
        if items.is_empty() && list.value.is_some_and(|text| !text.is_empty()) {
            return Err(Invalid::unknown(list.name));
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

/// The least and the greatest value a member takes.
#[derive(Clone, Copy)]
pub(crate) struct Range<T>(pub Option<T>, pub Option<T>);

impl<T: PartialOrd + Display> Range<T> {
    fn check(&self, name: &str, text: &str, value: T) -> Result<T, Invalid> {
        // EC2 says "greater than 5" and takes 5.
        if let Some(low) = &self.0
            && value < *low
        {
            return Err(Invalid::range(name, text, &format!("a value greater than {low}")));
        }
        // unverified: no recording has the wording for a value above the range.
        if let Some(high) = &self.1
            && value > *high
        {
            return Err(Invalid::range(name, text, &format!("a value less than {high}")));
        }
        Ok(value)
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

// unverified: no recording has EC2's wording for a value of the wrong type or outside an enum.
fn not_a(name: &str, text: &str, what: &str) -> Invalid {
    Invalid::value(name, text, &format!("The value must be {what}."))
}

/// Which of an enum's `texts` it is.
fn choose(name: &str, text: &str, of: &str, texts: &[&str]) -> Result<usize, Invalid> {
    position(texts, text)
        .ok_or_else(|| Invalid::value(name, text, &format!("It is not a known {of}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(form: &[(&str, &str)]) -> Vec<(String, String)> {
        form.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn lists_follow_their_indexes_across_gaps() {
        let form = pairs(&[("Id.10", "c"), ("Id.2", "b"), ("Id.0", "a")]);
        let root = Node::parse(&form).unwrap();
        let mut ids: Vec<String> = Vec::new();
        root.strings("Id", Range(None, None), &mut ids).unwrap();
        assert_eq!(ids, ["a", "b", "c"]);
        assert_eq!(root.refuse_unread(), Ok(()));
    }

    #[test]
    fn what_nobody_reads_is_not_recognised() {
        let form = pairs(&[("Ebs.Size", "1"), ("Ebs.Colour", "red")]);
        let root = Node::parse(&form).unwrap();
        assert_eq!(root.child("Ebs").unwrap().text("Size"), Some("1"));
        let refusal = root.refuse_unread().unwrap_err();
        assert_eq!(refusal.message, "The parameter Colour is not recognized");
    }

    #[test]
    fn ranges_and_types_are_refused_in_ec2s_words() {
        let form = pairs(&[("MaxResults", "2"), ("DryRun", "perhaps")]);
        let root = Node::parse(&form).unwrap();
        let refusal = root.int("MaxResults", Range(Some(5), Some(1000)), &mut None).unwrap_err();
        assert_eq!(
            refusal.message,
            "Value ( 2 ) for parameter maxResults is invalid. Expecting a value greater than 5."
        );
        assert_eq!(root.bool("DryRun", &mut None).unwrap_err().code, "InvalidParameterValue");
    }

    #[test]
    fn many_keys_take_their_time_once_each() {
        // Half a million of each: looked for along its siblings, each would take days.
        let lists = (0..500_000).map(|at| (format!("Id.{at}"), at.to_string()));
        let keys = (0..500_000).map(|at| (format!("Key{at}"), String::new()));
        let form: Vec<(String, String)> = lists.chain(keys).collect();
        let root = Node::parse(&form).unwrap();
        let mut ids: Vec<String> = Vec::new();
        root.strings("Id", Range(None, None), &mut ids).unwrap();
        assert_eq!((ids.len(), ids[499_999].as_str()), (500_000, "499999"));
        assert_eq!(root.child("Key499999").unwrap().value, Some(""));
        assert_eq!((root.count("Id"), root.longest_list()), (500_000, ("Id", 500_000)));
        let refusal = root.refuse_unread().unwrap_err();
        assert_eq!(refusal.message, "The parameter Key0 is not recognized");
    }

    #[test]
    fn of_a_key_given_twice_among_many_the_last_counts() {
        let mut form: Vec<(String, String)> =
            (0..40).map(|at| (format!("Key{at}"), at.to_string())).collect();
        form.push(("Key3".to_owned(), "again".to_owned()));
        form.push(("Key30".to_owned(), "again".to_owned()));
        let root = Node::parse(&form).unwrap();
        assert_eq!(root.children.len(), 40);
        assert_eq!((root.text("Key3"), root.text("Key30")), (Some("again"), Some("again")));
        assert_eq!((root.text("Key39"), root.text("Key40")), (Some("39"), None));
    }

    #[test]
    fn a_key_of_endless_depth_is_refused() {
        let form = pairs(&[(&"a.".repeat(100_000), "")]);
        assert_eq!(Node::parse(&form).unwrap_err().code, "UnknownParameter");
    }
}
