//! Where an encoded response goes, and the leaf functions generated code calls.

use super::{Blob, Encode, Timestamp, WireEnum};

/// Receives a response element by element: an XML writer, or a probe that looks for some values.
pub trait Sink {
    /// Enters `name`. `false` says that nothing below is wanted: the caller then skips its content
    /// and does not call [`Sink::close`] for it.
    fn open(&mut self, name: &str) -> bool;

    /// An element that holds just text.
    fn text(&mut self, name: &str, text: &str);

    /// An element that holds nothing.
    fn empty(&mut self, name: &str) {
        if self.open(name) {
            self.close(name);
        }
    }

    /// Leaves the element that [`Sink::open`] entered last.
    fn close(&mut self, name: &str);
}

#[inline(never)]
pub(crate) fn string(sink: &mut dyn Sink, name: &'static str, value: Option<&str>) {
    if let Some(value) = value {
        sink.text(name, value);
    }
}

#[inline(never)]
pub(crate) fn bool(sink: &mut dyn Sink, name: &'static str, value: Option<bool>) {
    if let Some(value) = value {
        sink.text(name, if value { "true" } else { "false" });
    }
}

#[inline(never)]
pub(crate) fn long(sink: &mut dyn Sink, name: &'static str, value: Option<i64>) {
    if let Some(value) = value {
        sink.text(name, itoa::Buffer::new().format(value));
    }
}

pub(crate) fn int(sink: &mut dyn Sink, name: &'static str, value: Option<i32>) {
    long(sink, name, value.map(i64::from));
}

#[inline(never)]
pub(crate) fn double(sink: &mut dyn Sink, name: &'static str, value: Option<f64>) {
    if let Some(value) = value {
        sink.text(name, &format!("{value:?}"));
    }
}

#[inline(never)]
pub(crate) fn float(sink: &mut dyn Sink, name: &'static str, value: Option<f32>) {
    if let Some(value) = value {
        sink.text(name, &format!("{value:?}"));
    }
}

#[inline(never)]
pub(crate) fn time(sink: &mut dyn Sink, name: &'static str, value: Option<Timestamp>) {
    if let Some(value) = value {
        sink.text(name, &value.iso8601());
    }
}

#[inline(never)]
pub(crate) fn blob(sink: &mut dyn Sink, name: &'static str, value: Option<&Blob>) {
    if let Some(value) = value {
        sink.text(name, &value.base64());
    }
}

pub(crate) fn enumeration<T: WireEnum>(sink: &mut dyn Sink, name: &'static str, value: Option<T>) {
    string(sink, name, value.map(WireEnum::as_str));
}

#[inline(never)]
pub(crate) fn structure(sink: &mut dyn Sink, name: &'static str, value: Option<&dyn Encode>) {
    if let Some(value) = value
        && sink.open(name)
    {
        value.encode(sink);
        sink.close(name);
    }
}

/// Enters a list, if there is one and anything in it is wanted.
#[inline(never)]
fn open_list(sink: &mut dyn Sink, name: &'static str, length: Option<usize>) -> bool {
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
    name: &'static str,
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
    name: &'static str,
    item: &'static str,
    values: Option<&[String]>,
) {
    list(sink, name, values, |sink, value| sink.text(item, value));
}

#[inline(never)]
pub(crate) fn structures<T: Encode>(
    sink: &mut dyn Sink,
    name: &'static str,
    item: &'static str,
    values: Option<&[T]>,
) {
    list(sink, name, values, |sink, value| structure(sink, item, Some(value)));
}
