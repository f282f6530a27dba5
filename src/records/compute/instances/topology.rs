//! DescribeInstanceTopology: below which nodes of the network an instance runs, for the types that
//! EC2 tells it of.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-topology.html>

use crate::catalog::instance_types::InstanceType;
use crate::engine::Read;

/// The families that EC2 tells three or four nodes of.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-topology-prerequisites.html>
const THREE_NODES: [&str; 17] = [
    "g6e", "g7e", "hpc6a", "hpc6id", "hpc7a", "hpc7g", "hpc8a", "p3dn", "p4d", "p4de", "p5", "p5e",
    "p5en", "trn1", "trn1n", "trn2", "trn2u",
];

const FOUR_NODES: [&str; 2] = ["p6-b200", "p6-b300"];

/// Types of these families that the same page does not list.
const WITHOUT: [&str; 2] = ["p5.4xlarge", "trn2.3xlarge"];

pub(crate) fn depth(kind: &InstanceType) -> Option<usize> {
    if WITHOUT.contains(&kind.name) {
        return None;
    }
    let family = kind.family();
    let three = THREE_NODES.contains(&family).then_some(3);
    three.or_else(|| FOUR_NODES.contains(&family).then_some(4))
}

/// From the top to the node that a place in a zone is below.
pub(crate) fn nodes_below(cx: Read<'_>, zone: &str, place: &str, depth: usize) -> Vec<String> {
    let account = cx.account();
    let node = |level: usize| match level {
        0 => node_id(&format!("{account}/{zone}")),
        _ => node_id(&format!("{account}/{zone}/{level}/{place}")),
    };
    (0..depth).map(node).collect()
}

/// `nn-` and seventeen digits, the same ones for the same place.
fn node_id(place: &str) -> String {
    // FNV-1a in 128 bits: stable over versions and platforms, unlike the standard hasher.
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for byte in place.bytes() {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    format!("nn-{:017x}", hash >> 60)
}
