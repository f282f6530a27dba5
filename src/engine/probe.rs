//! What filters look at: the values that a view shows, by the way to them.

use super::pattern::Pattern;
use wire::{Encode, Name, Sink};

/// The names of the elements that lead to a value in a view.
pub(super) type Path = &'static [&'static str];

pub(super) fn any(patterns: &[Pattern], value: &str) -> bool {
    patterns.iter().any(|pattern| pattern.matches(value))
}

/// The values that a view shows at a path.
pub(super) fn values_at(view: &dyn Encode, path: Path) -> Box<[Box<str>]> {
    let mut probe = Probe { path, depth: 0, values: Vec::new() };
    view.encode(&mut probe);
    probe.values.into()
}

/// A sink that keeps the values of one path and enters nothing beside it.
struct Probe {
    path: Path,
    depth: usize,
    values: Vec<Box<str>>,
}

impl Sink for Probe {
    fn open(&mut self, name: Name<'_>) -> bool {
        // The items of a list are no step of a path.
        if name.as_str() == "item" && self.depth > 0 {
            return true;
        }
        let wanted = self.path.get(self.depth) == Some(&name.as_str());
        self.depth += usize::from(wanted);
        wanted
    }

    fn text(&mut self, name: Name<'_>, text: &str) {
        let last = self.depth + 1 == self.path.len() && self.path[self.depth] == name.as_str();
        // A list of plain values has its text in the items.
        let item = name.as_str() == "item" && self.depth == self.path.len();
        if last || item {
            self.values.push(text.into());
        }
    }

    fn close(&mut self, name: Name<'_>) {
        if name.as_str() != "item" {
            self.depth -= 1;
        }
    }
}

/// Keys and values of the tags that a view shows.
pub(super) fn tags_in(view: &dyn Encode) -> Vec<(String, String)> {
    let mut found = TagsSeen::default();
    view.encode(&mut found);
    found.tags
}

#[derive(Default)]
struct TagsSeen {
    depth: usize,
    tags: Vec<(String, String)>,
}

impl Sink for TagsSeen {
    fn open(&mut self, name: Name<'_>) -> bool {
        let wanted = matches!((self.depth, name.as_str()), (0, "tagSet") | (1, "item"));
        self.depth += usize::from(wanted);
        if wanted && name.as_str() == "item" {
            self.tags.push(<(String, String)>::default());
        }
        wanted
    }

    fn text(&mut self, name: Name<'_>, text: &str) {
        let Some(tag) = self.tags.last_mut().filter(|_| self.depth == 2) else { return };
        match name.as_str() {
            "key" => text.clone_into(&mut tag.0),
            "value" => text.clone_into(&mut tag.1),
            _ => {}
        }
    }

    fn close(&mut self, _: Name<'_>) {
        self.depth -= 1;
    }
}
