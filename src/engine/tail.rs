//! A map whose keys are mostly counted up. Whoever made something asks for it at once, and the next
//! stands behind it: the last entry is kept aside, where it is found without a walk.

use std::collections::BTreeMap;
use std::collections::btree_map::Range;

#[derive(Debug)]
pub(super) struct Tail<V> {
    /// All but the last.
    rest: BTreeMap<u64, V>,
    last: Option<(u64, V)>,
}

impl<V> Default for Tail<V> {
    fn default() -> Self {
        Self { rest: BTreeMap::new(), last: None }
    }
}

impl<V> Tail<V> {
    pub fn get(&self, key: u64) -> Option<&V> {
        match &self.last {
            Some((last, value)) if *last == key => Some(value),
            _ => self.rest.get(&key),
        }
    }

    pub fn get_mut(&mut self, key: u64) -> Option<&mut V> {
        match &mut self.last {
            Some((last, value)) if *last == key => Some(value),
            _ => self.rest.get_mut(&key),
        }
    }

    /// The value of a key, made if there is none.
    pub fn or_insert_with(&mut self, key: u64, make: impl FnOnce() -> V) -> &mut V {
        let Self { rest, last } = self;
        if last.as_ref().is_some_and(|(last, _)| *last > key) {
            return rest.entry(key).or_insert_with(make);
        }
        if let Some((before, value)) = last.take_if(|(last, _)| *last < key) {
            rest.insert(before, value);
        }
        &mut last.get_or_insert_with(|| (key, make())).1
    }

    pub fn remove(&mut self, key: u64) {
        if self.last.take_if(|(last, _)| *last == key).is_some() {
            self.last = self.rest.pop_last();
        } else {
            self.rest.remove(&key);
        }
    }

    pub fn last(&self) -> Option<(u64, &V)> {
        self.last.as_ref().map(|(key, value)| (*key, value))
    }

    /// The entries from a key on, in their order.
    pub fn from(&self, key: u64) -> From<'_, V> {
        let last = self.last().filter(|(last, _)| *last >= key);
        From { rest: self.rest.range(key..), last }
    }
}

/// The entries of a tail from a key on.
pub(super) struct From<'a, V> {
    rest: Range<'a, u64, V>,
    last: Option<(u64, &'a V)>,
}

impl<'a, V> Iterator for From<'a, V> {
    type Item = (u64, &'a V);

    fn next(&mut self) -> Option<(u64, &'a V)> {
        self.rest.next().map(|(key, value)| (*key, value)).or_else(|| self.last.take())
    }
}

impl<V> IntoIterator for Tail<V> {
    type Item = (u64, V);
    type IntoIter = std::iter::Chain<
        std::collections::btree_map::IntoIter<u64, V>,
        std::option::IntoIter<(u64, V)>,
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.rest.into_iter().chain(self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_in_the_order_of_their_keys_whatever_came_first() {
        let mut tail = Tail::default();
        for key in [5, 9, 7, 9, 1] {
            *tail.or_insert_with(key, || 0) += key;
        }
        let all = |tail: &Tail<u64>, key| tail.from(key).map(|(k, v)| (k, *v)).collect::<Vec<_>>();
        assert_eq!(all(&tail, 0), [(1, 1), (5, 5), (7, 7), (9, 18)]);
        assert_eq!(all(&tail, 7), [(7, 7), (9, 18)]);
        assert!(all(&tail, 10).is_empty());
        assert_eq!((tail.get(9), tail.get(5), tail.get(6)), (Some(&18), Some(&5), None));
        tail.remove(9);
        assert_eq!((tail.last(), tail.get(9)), (Some((7, &7)), None));
        tail.remove(5);
        tail.remove(5);
        *tail.get_mut(7).unwrap() = 2;
        *tail.get_mut(1).unwrap() = 3;
        assert_eq!(tail.into_iter().collect::<Vec<_>>(), [(1, 3), (7, 2)]);
    }
}
