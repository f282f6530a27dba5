//! A form's pairs as a tree: `Filter.1.Value.2=x` is `x` below Filter, 1, Value, 2.

use crate::{Blob, Decode, Invalid, Timestamp, WireEnum};
use std::cell::Cell;
use std::fmt::Display;
use std::str::FromStr;

/// Deeper than any request of the model; a key with more segments belongs to none.
const MAX_DEPTH: usize = 16;

/// A parameter, or a part of one, and what stands below it.
#[derive(Debug, Default)]
pub struct Node<'a> {
    name: &'a str,
    value: Option<&'a str>,
    children: Vec<Node<'a>>,
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
        let at = self.children.iter().rposition(|child| child.name == name);
        let at = at.unwrap_or_else(|| {
            self.children.push(Self { name, ..Self::default() });
            self.children.len() - 1
        });
        &mut self.children[at]
    }

    fn child(&self, name: &str) -> Option<&Self> {
        let child = self.children.iter().find(|child| child.name == name)?;
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

    /// The text of `name`, if it was given.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.child(name)?.value
    }

    /// # Errors
    /// `MissingParameter` if there is no value.
    #[inline(never)]
    pub fn required<T>(&self, name: &str, value: Option<T>) -> Result<T, Invalid> {
        value.ok_or_else(|| Invalid::missing(name))
    }

    #[inline(never)]
    pub(crate) fn string(&self, name: &str) -> Result<Option<String>, Invalid> {
        Ok(self.text(name).map(str::to_owned))
    }

    #[inline(never)]
    pub(crate) fn bool(&self, name: &str) -> Result<Option<bool>, Invalid> {
        self.text(name).map(|text| parse_bool(name, text)).transpose()
    }

    #[inline(never)]
    pub(crate) fn int(&self, name: &str, range: Range<i32>) -> Result<Option<i32>, Invalid> {
        self.text(name).map(|text| parse_number(name, text, &range, "an integer")).transpose()
    }

    #[inline(never)]
    pub(crate) fn long(&self, name: &str, range: Range<i64>) -> Result<Option<i64>, Invalid> {
        self.text(name).map(|text| parse_number(name, text, &range, "an integer")).transpose()
    }

    #[inline(never)]
    pub(crate) fn double(&self, name: &str, range: Range<f64>) -> Result<Option<f64>, Invalid> {
        self.text(name).map(|text| parse_number(name, text, &range, "a number")).transpose()
    }

    #[inline(never)]
    pub(crate) fn time(&self, name: &str) -> Result<Option<Timestamp>, Invalid> {
        self.text(name)
            .map(|text| Timestamp::parse(text).ok_or_else(|| not_a(name, text, "a timestamp")))
            .transpose()
    }

    #[inline(never)]
    pub(crate) fn blob(&self, name: &str) -> Result<Option<Blob>, Invalid> {
        self.text(name)
            .map(|text| Blob::parse(text).ok_or_else(|| not_a(name, text, "base64 encoded")))
            .transpose()
    }

    pub(crate) fn enumeration<T: WireEnum>(&self, name: &str) -> Result<Option<T>, Invalid> {
        self.text(name)
            .map(|text| T::parse(text).ok_or_else(|| bad_enum(name, text, T::NAME)))
            .transpose()
    }

    #[inline(never)]
    pub(crate) fn structure<T: Decode>(&self, name: &str) -> Result<Option<T>, Invalid> {
        self.child(name).map(T::decode).transpose()
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

    pub(crate) fn list<T: Decode>(
        &self,
        name: &str,
        bounds: Range<usize>,
    ) -> Result<Option<Vec<T>>, Invalid> {
        let Some(items) = self.items(name, bounds)? else { return Ok(None) };
        if items.is_empty() {
            // EC2 takes `Filter=` for one filter that says nothing:
            // https://github.com/aws/aws-sdk-js-v3/issues/6063
            return Ok(Some(vec![T::decode(&Self::default())?]));
        }
        items.into_iter().map(T::decode).collect::<Result<_, _>>().map(Some)
    }

    #[inline(never)]
    pub(crate) fn strings(
        &self,
        name: &str,
        bounds: Range<usize>,
    ) -> Result<Option<Vec<String>>, Invalid> {
        let Some(items) = self.items(name, bounds)? else { return Ok(None) };
        Ok(Some(items.into_iter().map(|item| item.value.unwrap_or_default().to_owned()).collect()))
    }

    pub(crate) fn enumerations<T: WireEnum>(
        &self,
        name: &str,
        bounds: Range<usize>,
    ) -> Result<Option<Vec<T>>, Invalid> {
        let Some(items) = self.items(name, bounds)? else { return Ok(None) };
        let parse = |item: &Self| {
            let text = item.value.unwrap_or_default();
            T::parse(text).ok_or_else(|| bad_enum(name, text, T::NAME))
        };
        items.into_iter().map(parse).collect::<Result<_, _>>().map(Some)
    }

    #[inline(never)]
    pub(crate) fn numbers<T: FromStr + PartialOrd + Display>(
        &self,
        name: &str,
        bounds: Range<usize>,
    ) -> Result<Option<Vec<T>>, Invalid> {
        let Some(items) = self.items(name, bounds)? else { return Ok(None) };
        let parse = |item: &Self| {
            let text = item.value.unwrap_or_default();
            parse_number(name, text, &Range(None, None), "a number")
        };
        items.into_iter().map(parse).collect::<Result<_, _>>().map(Some)
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

fn bad_enum(name: &str, text: &str, enumeration: &str) -> Invalid {
    Invalid::value(name, text, &format!("It is not a known {enumeration}."))
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
        let ids = root.strings("Id", Range(None, None)).unwrap();
        assert_eq!(ids, Some(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]));
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
        let refusal = root.int("MaxResults", Range(Some(5), Some(1000))).unwrap_err();
        assert_eq!(
            refusal.message,
            "Value ( 2 ) for parameter maxResults is invalid. Expecting a value greater than 5."
        );
        assert_eq!(root.bool("DryRun").unwrap_err().code, "InvalidParameterValue");
    }

    #[test]
    fn a_key_of_endless_depth_is_refused() {
        let form = pairs(&[(&"a.".repeat(100_000), "")]);
        assert_eq!(Node::parse(&form).unwrap_err().code, "UnknownParameter");
    }
}
