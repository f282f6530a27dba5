//! The prefix lists that AWS keeps in every region: those of S3 and DynamoDB, which gateway
//! endpoints route to, and that of CloudFront, which security groups let in.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html>

use super::entries::Entries;
use super::entries::{AddressFamily, Versions};
use super::record::PrefixList;
use crate::engine::{Aws, Id, Read, Row, Tags, Timed};
use crate::records::ids::PrefixListId;
use wire::PrefixListState;

struct Service {
    name: &'static str,
    is_global: bool,
    /// How many rules a reference to the list counts for.
    weight: usize,
    cidrs: &'static [&'static str],
}

// unverified (looked up 2026-11-26): AWS's blocks differ by region and change; these are of its
// published ranges.
const SERVICES: [Service; 3] = [
    Service {
        name: "dynamodb",
        is_global: false,
        weight: 1,
        cidrs: &["3.218.180.0/22", "52.94.0.0/22", "52.119.224.0/20"],
    },
    Service {
        name: "s3",
        is_global: false,
        weight: 1,
        cidrs: &["3.5.0.0/19", "18.34.0.0/19", "52.216.0.0/15", "54.231.0.0/16"],
    },
    Service {
        name: "cloudfront.origin-facing",
        is_global: true,
        weight: 55,
        cidrs: &[
            "15.158.0.0/16",
            "52.46.0.0/22",
            "54.182.128.0/20",
            "64.252.64.0/18",
            "64.252.128.0/18",
            "70.132.0.0/18",
            "71.152.0.0/17",
            "130.176.0.0/17",
        ],
    },
];

/// The ids that are known of AWS's lists, by region, in the order of the services.
const IDS: [(&str, [Option<&str>; 3]); 12] = [
    ("ap-northeast-1", [None, Some("pl-61a54008"), Some("pl-58a04531")]),
    ("ap-northeast-2", [None, Some("pl-78a54011"), None]),
    ("ap-southeast-1", [None, Some("pl-6fa54006"), Some("pl-31a34658")]),
    ("ap-southeast-2", [None, Some("pl-6ca54005"), Some("pl-b8a742d1")]),
    ("eu-central-1", [None, Some("pl-6ea54007"), Some("pl-a3a144ca")]),
    ("eu-west-1", [Some("pl-6fa54006"), Some("pl-6da54004"), Some("pl-4fa04526")]),
    ("eu-west-2", [None, None, Some("pl-93a247fa")]),
    ("sa-east-1", [None, Some("pl-6aa54003"), None]),
    ("us-east-1", [Some("pl-02cd2c6b"), Some("pl-63a5400a"), Some("pl-3b927c52")]),
    ("us-east-2", [None, Some("pl-7ba54012"), Some("pl-b6a144df")]),
    ("us-west-1", [None, Some("pl-6ba54002"), Some("pl-4ea04527")]),
    ("us-west-2", [None, Some("pl-68a54001"), Some("pl-82a045eb")]),
];

/// As DescribeManagedPrefixLists lists them.
pub(crate) const LISTS: Aws<PrefixList> = Aws {
    count: |_| SERVICES.len(),
    find: |cx, id| lists(cx).iter().position(|list| *list.id == *id),
    row: |cx, at| lists(cx).get(at).map(AwsList::row),
};

pub(crate) struct AwsList {
    pub id: PrefixListId,
    pub name: String,
    pub cidrs: &'static [&'static str],
    pub weight: usize,
}

impl AwsList {
    fn row(&self) -> Row<PrefixList> {
        let record = PrefixList {
            is_of_aws: true,
            name: self.name.clone(),
            family: AddressFamily::Ipv4,
            max_entries: 0,
            state: Timed::settled(PrefixListState::CreateComplete),
            versions: Versions::new(self.entries()),
            former: None,
            resolver_target: None,
            failure: None,
        };
        Row::new(self.id.clone(), record, Tags::default())
    }

    pub fn entries(&self) -> Entries {
        let mut entries = Entries::default();
        for cidr in self.cidrs.iter().filter_map(|cidr| cidr.parse().ok()) {
            entries.insert(cidr);
        }
        entries
    }
}

/// The lists of the region by their ids; these are the region's, for every account.
pub(crate) fn lists(cx: Read<'_>) -> Vec<AwsList> {
    let list = |(at, service): (usize, &Service)| {
        let scope = if service.is_global { "global" } else { cx.region() };
        let name = format!("com.amazonaws.{scope}.{}", service.name);
        let id = id(cx.region(), at, &name);
        AwsList { id, name, cidrs: service.cidrs, weight: service.weight }
    };
    let mut lists: Vec<_> = SERVICES.iter().enumerate().map(list).collect();
    lists.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    lists
}

/// AWS's own lists have the short form of ids.
fn id(region: &str, service: usize, name: &str) -> PrefixListId {
    let known = IDS.iter().find(|(known, _)| *known == region);
    if let Some(id) = known.and_then(|(_, ids)| ids[service]) {
        return Id::new(id);
    }
    // FNV-1a, for an id that is the same with every build.
    let hash = name
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    Id::new(format!("pl-{hash:08x}"))
}

/// The id of the list of a service, `com.amazonaws.us-east-1.s3`.
pub(crate) fn of_service(cx: Read<'_>, name: &str) -> Option<PrefixListId> {
    lists(cx).into_iter().find(|list| list.name == name).map(|list| list.id)
}

pub(crate) fn find(cx: Read<'_>, id: &str) -> Option<AwsList> {
    // Only short ids can be AWS's.
    if id.len() != "pl-00000000".len() {
        return None;
    }
    lists(cx).into_iter().find(|list| *list.id == *id)
}
