//! Sets of packets. What lets packets through looks at addresses and ports alone, so that a set is
//! a number of boxes: of each field of the headers, a range.

use ipnet::{Ipv4Net, Ipv4Subnets};
use std::cmp::Reverse;
use std::net::Ipv4Addr;
use wire::{AnalysisPacketHeader, PortRange};

/// What a field of headers can be, both ends within.
pub(super) type Range = (u32, u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Source,
    Destination,
    SourcePort,
    DestinationPort,
}

const FIELDS: usize = 4;

const ADDRESSES: Range = (0, u32::MAX);

const PORTS: Range = (0, 65_535);

/// A box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Headers([Range; FIELDS]);

impl Headers {
    pub const ANY: Self = Self([ADDRESSES, ADDRESSES, PORTS, PORTS]);

    /// The same with a field within a range.
    pub const fn with(mut self, field: Field, range: Range) -> Self {
        self.0[field as usize] = range;
        self
    }

    const fn range(&self, field: Field) -> Range {
        self.0[field as usize]
    }

    fn meet(&self, other: &Self) -> Option<Self> {
        let mut met = *self;
        for (range, (from, to)) in met.0.iter_mut().zip(other.0) {
            *range = (range.0.max(from), range.1.min(to));
            if range.0 > range.1 {
                return None;
            }
        }
        Some(met)
    }

    /// What of it lies outside of another one, as boxes that do not overlap.
    fn outside(&self, other: &Self) -> Vec<Self> {
        let Some(met) = self.meet(other) else { return vec![*self] };
        let (mut rest, mut parts) = (*self, Vec::new());
        for (at, (from, to)) in met.0.into_iter().enumerate() {
            let (low, high) = rest.0[at];
            let mut part = |range: Range| {
                let mut part = rest;
                part.0[at] = range;
                parts.push(part);
            };
            if low < from {
                part((low, from - 1));
            }
            if to < high {
                part((to + 1, high));
            }
            rest.0[at] = (from, to);
        }
        parts
    }
}

/// The addresses of a block.
pub(super) fn block(net: Ipv4Net) -> Range {
    (net.network().into(), net.broadcast().into())
}

pub(super) fn address(address: Ipv4Addr) -> Range {
    (address.into(), address.into())
}

/// Boxes that do not overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Packets(Vec<Headers>);

impl Packets {
    /// Those of several boxes.
    pub fn new(boxes: impl IntoIterator<Item = Headers>) -> Self {
        let mut all = Self::default();
        for one in boxes {
            let new = Self(vec![one]);
            let new = all.0.iter().fold(new, |new, known| new.without(known));
            all.0.extend(new.0);
        }
        all
    }

    pub fn boxes(&self) -> &[Headers] {
        &self.0
    }

    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn within(&self, part: &Headers) -> Self {
        Self(self.0.iter().filter_map(|one| one.meet(part)).collect())
    }

    pub fn without(&self, part: &Headers) -> Self {
        Self(self.0.iter().flat_map(|one| one.outside(part)).collect())
    }

    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Those within any of several boxes.
    pub fn among(&self, boxes: &[Headers]) -> Self {
        let mut rest = self.clone();
        boxes.iter().fold(Self::default(), |found, part| {
            let hit = rest.within(part);
            rest = rest.without(part);
            found.and(hit)
        })
    }

    /// The same with all values of a field in place of the ones that there are.
    pub fn replaced(&self, field: Field, range: Range) -> Self {
        Self::new(self.0.iter().map(|one| one.with(field, range)))
    }

    /// Those that answer them.
    pub fn answers(&self) -> Self {
        let turned = |one: &Headers| {
            let [source, destination, source_port, destination_port] = one.0;
            Headers([destination, source, destination_port, source_port])
        };
        Self(self.0.iter().map(turned).collect())
    }

    /// The packets that differ in nothing but addresses from the first ones.
    pub fn alike(&self) -> Self {
        let ports =
            |one: &Headers| (one.range(Field::SourcePort), one.range(Field::DestinationPort));
        let first = self.0.first().map(ports);
        Self(self.0.iter().filter(|one| first == Some(ports(one))).copied().collect())
    }

    pub fn first(&self, field: Field) -> Option<Range> {
        self.0.first().map(|one| one.range(field))
    }

    /// All values of a field, in order.
    fn ranges(&self, field: Field) -> Vec<Range> {
        let mut ranges: Vec<Range> = self.0.iter().map(|one| one.range(field)).collect();
        ranges.sort_unstable();
        let mut merged: Vec<Range> = Vec::new();
        for (from, to) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        merged
    }

    /// As blocks: `10.0.2.87/32`.
    pub fn addresses(&self, field: Field) -> Vec<String> {
        let blocks = self
            .ranges(field)
            .into_iter()
            .flat_map(|(from, to)| Ipv4Subnets::new(Ipv4Addr::from(from), Ipv4Addr::from(to), 0));
        blocks.map(|block| block.to_string()).collect()
    }

    fn ports(&self, field: Field) -> Vec<PortRange> {
        let number = |port: u32| i32::try_from(port).ok();
        let ranges = self.ranges(field).into_iter();
        ranges.map(|(from, to)| PortRange { from: number(from), to: number(to) }).collect()
    }

    pub fn header(&self, protocol: &str) -> AnalysisPacketHeader {
        AnalysisPacketHeader {
            destination_addresses: Some(self.addresses(Field::Destination)),
            destination_port_ranges: Some(self.ports(Field::DestinationPort)),
            protocol: Some(protocol.to_owned()),
            source_addresses: Some(self.addresses(Field::Source)),
            source_port_ranges: Some(self.ports(Field::SourcePort)),
        }
    }
}

/// Deals packets out by their destination, each to the most specific block that it lies in.
pub(super) fn by_prefix<T>(
    known: impl IntoIterator<Item = (Ipv4Net, T)>,
    packets: &Packets,
) -> Vec<(T, Packets)> {
    let mut known: Vec<_> = known.into_iter().collect();
    known.sort_by_key(|(net, _)| Reverse(net.prefix_len()));
    let (mut rest, mut dealt) = (packets.clone(), Vec::new());
    for (net, to) in known {
        let part = Headers::ANY.with(Field::Destination, block(net));
        let hit = rest.within(&part);
        if !hit.is_empty() {
            rest = rest.without(&part);
            dealt.push((to, hit));
        }
    }
    dealt
}

#[cfg(test)]
mod tests {
    use super::{Field, Headers, Packets};

    #[test]
    fn what_is_outside_and_what_is_within_are_all() {
        let all = Packets::new([Headers::ANY]);
        let part = Headers::ANY.with(Field::DestinationPort, (22, 80)).with(Field::Source, (5, 9));
        let (within, outside) = (all.within(&part), all.without(&part));
        assert_eq!(within.first(Field::DestinationPort), Some((22, 80)));
        assert!(outside.within(&part).is_empty());
        assert!(outside.without(&Headers::ANY).is_empty());
        let rest = outside.ranges(Field::Source);
        assert_eq!(rest, [(0, u32::MAX)]);
        let low = outside.within(&Headers::ANY.with(Field::Source, (5, 5)));
        assert_eq!(low.ranges(Field::DestinationPort), [(0, 21), (81, 65_535)]);
    }

    #[test]
    fn addresses_are_blocks() {
        let private = Headers::ANY.with(Field::Source, (0x0a00_0000, 0x0aff_ffff));
        let public = Packets::new([Headers::ANY]).without(&private);
        assert_eq!(public.addresses(Field::Source)[..2], ["0.0.0.0/5", "8.0.0.0/7"]);
    }
}
