//! DescribeInstanceTopology: below which nodes of the network an instance runs, for the types that
//! EC2 tells it of.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-topology.html>

use crate::catalog::instance_types::InstanceType;

/// The families that EC2 tells three or four nodes of.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-topology-prerequisites.html>
// unverified: p6-b300, and the small types of p5 and trn2.
const THREE_NODES: [&str; 17] = [
    "g6e", "g7e", "hpc6a", "hpc6id", "hpc7a", "hpc7g", "hpc8a", "p3dn", "p4d", "p4de", "p5", "p5e",
    "p5en", "trn1", "trn1n", "trn2", "trn2u",
];

const FOUR_NODES: [&str; 2] = ["p6-b200", "p6-b300"];

pub(crate) fn depth(kind: &InstanceType) -> Option<usize> {
    let family = kind.family();
    let three = THREE_NODES.contains(&family).then_some(3);
    three.or_else(|| FOUR_NODES.contains(&family).then_some(4))
}
