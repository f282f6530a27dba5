//! The prefix lists that AWS keeps in every region: those of S3 and DynamoDB, which gateway
//! endpoints route to.

use super::entries::Entries;
use super::entries::{AddressFamily, Versions};
use super::record::PrefixList;
use crate::engine::{Aws, Id, Read, Row, Tags, Timed};
use crate::records::ids::PrefixListId;
use wire::PrefixListState;

/// Service and blocks.
// unverified: AWS's blocks differ by region and change; these are of its published ranges.
const SERVICES: [(&str, &[&str]); 2] = [
    ("dynamodb", &["3.218.180.0/22", "52.94.0.0/22", "52.119.224.0/20"]),
    ("s3", &["3.5.0.0/19", "18.34.0.0/19", "52.216.0.0/15", "54.231.0.0/16"]),
];

/// The ids that are known of AWS's lists, by region, of DynamoDB and S3.
const IDS: [(&str, Option<&str>, &str); 11] = [
    ("ap-northeast-1", None, "pl-61a54008"),
    ("ap-northeast-2", None, "pl-78a54011"),
    ("ap-southeast-1", None, "pl-6fa54006"),
    ("ap-southeast-2", None, "pl-6ca54005"),
    ("eu-central-1", None, "pl-6ea54007"),
    ("eu-west-1", Some("pl-6fa54006"), "pl-6da54004"),
    ("sa-east-1", None, "pl-6aa54003"),
    ("us-east-1", Some("pl-02cd2c6b"), "pl-63a5400a"),
    ("us-east-2", None, "pl-7ba54012"),
    ("us-west-1", None, "pl-6ba54002"),
    ("us-west-2", None, "pl-68a54001"),
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
    let list = |(service, cidrs): &(&str, &'static [&'static str])| {
        let name = format!("com.amazonaws.{}.{service}", cx.region());
        AwsList { id: id(cx.region(), service, &name), name, cidrs }
    };
    let mut lists: Vec<_> = SERVICES.iter().map(list).collect();
    lists.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    lists
}

/// AWS's own lists have the short form of ids.
fn id(region: &str, service: &str, name: &str) -> PrefixListId {
    let known = IDS.iter().find(|(known, ..)| *known == region);
    let known = known
        .and_then(|(_, dynamodb, s3)| if service == "s3" { Some(s3) } else { dynamodb.as_ref() });
    if let Some(id) = known {
        return Id::new(*id);
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
