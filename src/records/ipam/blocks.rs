//! Where there is room in blocks for another one.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

pub(crate) fn overlap(one: &IpNet, other: &IpNet) -> bool {
    one.contains(other) || other.contains(one)
}

/// The first block of a length that is within one of some blocks and overlaps none of others.
// unverified (looked up 2026-11-26): that AWS takes the first one.
pub(crate) fn first_free(within: &[IpNet], taken: &[IpNet], length: u8) -> Option<IpNet> {
    within.iter().find_map(|block| first_free_of(block, taken, length))
}

fn first_free_of(within: &IpNet, taken: &[IpNet], length: u8) -> Option<IpNet> {
    if within.prefix_len() > length {
        return None;
    }
    let (mut first, end) = bounds(within);
    // What addresses of the block differ in.
    let size = bounds(&block(within, first, length)?).1 - first;
    let taken: Vec<(u128, u128)> =
        taken.iter().filter(|it| overlap(within, it)).map(bounds).collect();
    loop {
        let last = first.checked_add(size).filter(|last| *last <= end)?;
        let ends = taken.iter().filter(|(from, to)| *from <= last && first <= *to);
        match ends.map(|(_, to)| *to).max() {
            Some(to) => first = (to | size).checked_add(1)?,
            None => return block(within, first, length),
        }
    }
}

/// The first and the last address.
fn bounds(net: &IpNet) -> (u128, u128) {
    match net {
        IpNet::V4(net) => (u32::from(net.network()).into(), u32::from(net.broadcast()).into()),
        IpNet::V6(net) => (net.network().into(), net.broadcast().into()),
    }
}

/// A block of the family of another one.
fn block(like: &IpNet, first: u128, length: u8) -> Option<IpNet> {
    match like {
        IpNet::V4(_) => {
            let first = u32::try_from(first).ok()?;
            Ipv4Net::new(first.into(), length).ok().map(IpNet::V4)
        }
        IpNet::V6(_) => Ipv6Net::new(first.into(), length).ok().map(IpNet::V6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nets(texts: &[&str]) -> Vec<IpNet> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn free(within: &[&str], taken: &[&str], length: u8) -> Option<String> {
        first_free(&nets(within), &nets(taken), length).map(|net| net.to_string())
    }

    #[test]
    fn the_first_room_is_taken() {
        let ten = ["10.0.0.0/8"];
        assert_eq!(free(&ten, &[], 16).unwrap(), "10.0.0.0/16");
        assert_eq!(free(&ten, &["10.0.0.0/16", "10.1.3.0/24"], 16).unwrap(), "10.2.0.0/16");
        assert_eq!(free(&ten, &["10.0.0.0/16", "10.1.3.0/24"], 23).unwrap(), "10.1.0.0/23");
        assert_eq!(free(&ten, &["10.0.0.0/8"], 32), None);
        assert_eq!(free(&ten, &[], 7), None);
        let two = ["10.0.0.0/24", "10.0.9.0/24"];
        assert_eq!(free(&two, &["10.0.0.0/25"], 24).unwrap(), "10.0.9.0/24");
        assert_eq!(free(&["0.0.0.0/0"], &["0.0.0.0/1"], 1).unwrap(), "128.0.0.0/1");
        assert_eq!(free(&["255.255.255.0/24"], &["255.255.255.0/24"], 25), None);
        assert_eq!(free(&["::/0"], &[], 0).unwrap(), "::/0");
        assert_eq!(free(&["::/0"], &["::/0"], 1), None);
        let six = free(&["2600:1f00::/52"], &["2600:1f00::/56"], 56);
        assert_eq!(six.unwrap(), "2600:1f00:0:100::/56");
    }
}
