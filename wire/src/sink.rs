//! Where an encoded response goes, and the leaf functions generated code calls.

use super::{Blob, Encode, Timestamp, WireEnum};
use std::fmt::{Debug, UpperExp};
use std::sync::Arc;

/// The name of an element. It is held as the tag that ends the element, which a writer copies as it
/// is; the names of the model need no escaping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'a>(&'a str);

impl<'a> Name<'a> {
    /// Out of the end tag: `</instanceId>`.
    #[inline]
    #[must_use]
    pub const fn ending(tag: &'a str) -> Self {
        Self(tag)
    }

    #[inline]
    #[must_use]
    pub fn as_str(self) -> &'a str {
        &self.0[2..self.0.len() - 1]
    }

    /// What follows the first bracket of the tag that begins the element: `instanceId>`.
    #[inline]
    #[must_use]
    pub fn begins(self) -> &'a [u8] {
        &self.0.as_bytes()[2..]
    }

    /// The tag that ends the element.
    #[inline]
    #[must_use]
    pub const fn ends(self) -> &'a str {
        self.0
    }
}

/// Receives a response element by element: an XML writer, or a probe that looks for some values.
pub trait Sink {
    /// Enters `name`. `false` says that nothing below is wanted: the caller then skips its content
    /// and does not call [`Sink::close`] for it.
    fn open(&mut self, name: Name<'_>) -> bool;

    /// An element that holds just text.
    fn text(&mut self, name: Name<'_>, text: &str);

    /// The same with a text that no writer has to look through for what needs care, as numbers
    /// and the values of enums.
    fn plain(&mut self, name: Name<'_>, text: &str) {
        self.text(name, text);
    }

    /// An element that holds nothing.
    fn empty(&mut self, name: Name<'_>) {
        if self.open(name) {
            self.close(name);
        }
    }

    /// Leaves the element that [`Sink::open`] entered last.
    fn close(&mut self, name: Name<'_>);

    /// All that was written so far, by a sink that writes.
    fn written(&self) -> Option<&[u8]> {
        None
    }

    /// Writes what [`Sink::written`] told of the same content before.
    fn write(&mut self, _written: &Arc<[u8]>) {
        debug_assert!(false, "only a sink that told what it wrote gets it back");
    }
}

#[inline(never)]
pub(crate) fn string(sink: &mut dyn Sink, name: Name<'_>, value: Option<&str>) {
    if let Some(value) = value {
        sink.text(name, value);
    }
}

#[inline(never)]
fn plain(sink: &mut dyn Sink, name: Name<'_>, value: Option<&str>) {
    if let Some(value) = value {
        sink.plain(name, value);
    }
}

#[inline(never)]
pub(crate) fn bool(sink: &mut dyn Sink, name: Name<'_>, value: Option<bool>) {
    if let Some(value) = value {
        sink.plain(name, if value { "true" } else { "false" });
    }
}

#[inline(never)]
pub(crate) fn long(sink: &mut dyn Sink, name: Name<'_>, value: Option<i64>) {
    if let Some(value) = value {
        sink.plain(name, itoa::Buffer::new().format(value));
    }
}

pub(crate) fn int(sink: &mut dyn Sink, name: Name<'_>, value: Option<i32>) {
    long(sink, name, value.map(i64::from));
}

/// As Java writes a number: with an exponent from ten million on and below a thousandth. Recorded
/// in apache/libcloud's tests: `<diskImageSize>1.073741824E10</diskImageSize>`.
fn number<T: Debug + UpperExp + Into<f64> + Copy>(value: T) -> String {
    let size = value.into().abs();
    if size <= 0.0 || (1e-3..1e7).contains(&size) {
        return format!("{value:?}");
    }
    let text = format!("{value:E}");
    if text.contains('.') { text } else { text.replacen('E', ".0E", 1) }
}

#[inline(never)]
pub(crate) fn double(sink: &mut dyn Sink, name: Name<'_>, value: Option<f64>) {
    if let Some(value) = value {
        sink.plain(name, &number(value));
    }
}

#[inline(never)]
pub(crate) fn float(sink: &mut dyn Sink, name: Name<'_>, value: Option<f32>) {
    if let Some(value) = value {
        sink.plain(name, &number(value));
    }
}

#[inline(never)]
pub(crate) fn time(sink: &mut dyn Sink, name: Name<'_>, value: Option<Timestamp>) {
    if let Some(value) = value {
        value.written(|text| sink.plain(name, text));
    }
}

#[inline(never)]
pub(crate) fn blob(sink: &mut dyn Sink, name: Name<'_>, value: Option<&Blob>) {
    if let Some(value) = value {
        sink.plain(name, &value.base64());
    }
}

pub(crate) fn enumeration<T: WireEnum>(sink: &mut dyn Sink, name: Name<'_>, value: Option<T>) {
    plain(sink, name, value.map(WireEnum::as_str));
}

#[inline(never)]
pub(crate) fn structure(sink: &mut dyn Sink, name: Name<'_>, value: Option<&dyn Encode>) {
    if let Some(value) = value
        && sink.open(name)
    {
        value.encode(sink);
        sink.close(name);
    }
}

/// Enters a list, if there is one and anything in it is wanted.
#[inline(never)]
fn open_list(sink: &mut dyn Sink, name: Name<'_>, length: Option<usize>) -> bool {
    match length {
        None => false,
        Some(0) => {
            sink.empty(name);
            false
        }
        Some(_) => sink.open(name),
    }
}

pub(crate) fn list<T>(
    sink: &mut dyn Sink,
    name: Name<'_>,
    values: Option<&[T]>,
    item: impl Fn(&mut dyn Sink, &T),
) {
    if open_list(sink, name, values.map(<[T]>::len)) {
        values.unwrap_or_default().iter().for_each(|value| item(sink, value));
        sink.close(name);
    }
}

#[inline(never)]
pub(crate) fn strings(
    sink: &mut dyn Sink,
    name: Name<'_>,
    item: Name<'_>,
    values: Option<&[String]>,
) {
    list(sink, name, values, |sink, value| sink.text(item, value));
}

#[inline(never)]
pub(crate) fn structures<T: Encode>(
    sink: &mut dyn Sink,
    name: Name<'_>,
    item: Name<'_>,
    values: Option<&[T]>,
) {
    list(sink, name, values, |sink, value| structure(sink, item, Some(value)));
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_written_as_java_writes_them() {
        let texts = [0.0, 0.0009, 0.001, 2.0, 9_999_999.5, 1e7, 10_737_418_240.0].map(number);
        let written = ["0.0", "9.0E-4", "0.001", "2.0", "9999999.5", "1.0E7", "1.073741824E10"];
        assert_eq!(texts, written);
        assert_eq!(number(0.5_f32), "0.5");
    }
}
