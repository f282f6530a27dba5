//! A way to make a row of every kind by calls of the API, which the properties over all kinds
//! stand on, and values that decode for members whatever they mean.

mod capacity;
mod compute;
mod families;
mod fleets;
mod insight;
mod ipam;
mod network;
mod relations;
mod spot_fleets;
mod storage;
mod values;

pub use relations::RELATIONS;
pub use values::{borrowed, needed, required, scalar, with};

use super::support::{Ec2, Refusal, Xml};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

pub type Form = &'static [(&'static str, &'static str)];

/// One way to make a row of a kind. In the values of its forms stands
///
/// - `{n}` for a number that no other row of the same server has, `{byte}` for one below 256,
/// - `{vpcs}` for the id of a new row of a kind, and `{keyPairs=KeyName}` for what it was asked,
/// - `{networkInterfaces?InterfaceType=trunk}` for that of one that is asked otherwise,
/// - `{CreateTransitGatewayConnect}` for that of one of several ways to make a row of a kind,
/// - `{DescribeVpcs vpcSet.item.vpcId}` for the first text at a path of an answer,
/// - `{=Name}` for what the form itself says there, and `{id}` for the row's id, once it is made.
#[derive(Debug)]
pub struct Sample {
    /// The plural that names the kind in the exported state.
    pub kind: &'static str,
    pub create: &'static str,
    pub form: Form,
    /// Where the answer has the id.
    pub id: &'static str,
    /// The operation that lists it, what that must be asked, and where its rows are.
    pub describe: (&'static str, Form, &'static str),
    pub delete: (&'static str, Form),
    /// What else can be asked, to see it echoed; an empty value takes one of the form out.
    pub variants: &'static [Form],
}

/// The kinds without a sample: those that no client can name or delete, as tasks that are complete
/// where nothing takes time; those that have no id of their own; and announcements, which another
/// region's gateway must have accepted.
const UNNAMED: &[&str] = &[
    "acceptedAddressTransfers",
    "accountSettings",
    "accountVpcEncryptionControls",
    "applicationStatusCheckAssociations",
    "applicationStatusCheckSuppressions",
    "awsNetworkPerformanceMetricSubscriptions",
    "byoipCidrs",
    "capacityBlockExtensions",
    "capacityBlocks",
    "capacityManagerMonitoredTagKeys",
    "capacityManagers",
    "capacityReservationBillingRequests",
    "capacityUses",
    "conversionTasks",
    "deregisteredImages",
    "enclaveCertificateRoles",
    "exportImageTasks",
    "exportTasks",
    "fastLaunches",
    "fastSnapshotRestores",
    "hostReservations",
    "importImageTasks",
    "importSnapshotTasks",
    "instanceEvents",
    "ipamAddressRecords",
    "ipamByoasns",
    "ipamPoolAllocations",
    "ipamPoolCidrs",
    "ipamResourceSettings",
    "publicImageTags",
    "recycledImages",
    "recycledSnapshots",
    "recycledVolumes",
    "releasedAddresses",
    "replaceRootVolumeTasks",
    "reservedInstances",
    "reservedInstancesListings",
    "reservedInstancesModifications",
    "routeServerPropagations",
    "securityGroupVpcAssociations",
    "sharedSnapshotTags",
    "spotDatafeedSubscriptions",
    "storeImageTasks",
    "transitGatewayRouteTableAnnouncements",
    "vpcBlockPublicAccessOptions",
];

/// All samples; the first one of a kind is what the others stand on.
pub fn samples() -> impl Iterator<Item = &'static Sample> {
    storage::SAMPLES
        .iter()
        .chain(network::SAMPLES)
        .chain(compute::SAMPLES)
        .chain(capacity::SAMPLES)
        .chain(fleets::SAMPLES)
        .chain(spot_fleets::SAMPLES)
        .chain(families::SAMPLES)
        .chain(insight::SAMPLES)
        .chain(ipam::SAMPLES)
}

/// The first one of a kind, or of an operation.
fn sample_of(kind: &str) -> &'static Sample {
    let sample = samples().find(|sample| [sample.kind, sample.create].contains(&kind));
    sample.unwrap_or_else(|| panic!("no kind is called {kind}"))
}

/// The row that a sample has become.
#[derive(Debug, Clone)]
pub struct Made {
    pub sample: &'static Sample,
    pub form: Vec<(String, String)>,
    pub id: String,
}

/// Whom a maker asks: one server or several.
pub type Ask<'a> = &'a dyn Fn(&str, &[(&str, &str)]) -> Result<Xml, Refusal>;

pub struct Maker<'a> {
    ask: Ask<'a>,
    count: Cell<usize>,
    /// What was made already, if rows are to share what they stand on.
    made: Option<RefCell<Vec<Made>>>,
}

impl<'a> Maker<'a> {
    pub fn new(ask: Ask<'a>) -> Self {
        Self { ask, count: Cell::new(0), made: None }
    }

    /// One whose rows mostly stand on what others stand on already.
    pub fn sharing(ask: Ask<'a>) -> Self {
        Self { made: Some(RefCell::default()), ..Self::new(ask) }
    }

    /// Makes a row, and before it those that it stands on.
    pub fn make(&self, sample: &'static Sample) -> Result<Made, Refusal> {
        self.make_with(sample, &[])
    }

    /// The same with a variant of the sample's form.
    pub fn make_with(
        &self,
        sample: &'static Sample,
        variant: &[(&str, &str)],
    ) -> Result<Made, Refusal> {
        let other = |name: &str| variant.iter().any(|(key, _)| *key == name);
        let kept = sample.form.iter().filter(|(name, _)| !other(name));
        let form = self.form(kept.chain(variant).copied())?;
        let answer = (self.ask)(sample.create, &borrowed(&form))?;
        // A flow log's failure is in an answer of success.
        let id = answer.at(sample.id).map(|id| id.text.clone()).unwrap_or_default();
        let made = Made { sample, form, id };
        if let Some(all) = &self.made {
            all.borrow_mut().push(made.clone());
        }
        Ok(made)
    }

    fn form<'f>(
        &self,
        pairs: impl Iterator<Item = (&'f str, &'f str)>,
    ) -> Result<Vec<(String, String)>, Refusal> {
        let number = self.count.get() + 1;
        self.count.set(number);
        let mut form: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs.filter(|(_, value)| !value.is_empty()) {
            let resolve = |word: &str| match word.strip_prefix('=') {
                _ if word == "n" => Ok(number.to_string()),
                _ if word == "byte" => Ok((number % 256).to_string()),
                Some(name) => Ok(said(&form, name)),
                None => self.resolve(word),
            };
            let value = fill(value, &resolve)?;
            form.push((name.to_owned(), value));
        }
        Ok(form)
    }

    fn resolve(&self, word: &str) -> Result<String, Refusal> {
        if let Some((operation, path)) = word.split_once(' ') {
            let answer = (self.ask)(operation, &[])?;
            return Ok(self.chosen(&answer, path).unwrap_or_default());
        }
        if let Some((kind, asked)) = word.split_once('?') {
            let variant = asked.split_once('=').unwrap_or_else(|| panic!("{word}"));
            return Ok(self.make_with(sample_of(kind), &[variant])?.id);
        }
        let (kind, member) = word.split_once('=').map_or((word, None), |(k, m)| (k, Some(m)));
        let sample = sample_of(kind);
        let made = match self.shared(sample) {
            Some(made) => made,
            None => self.make(sample)?,
        };
        Ok(member.map_or(made.id.clone(), |member| said(&made.form, member)))
    }

    /// A text at `path`, which is that of the rows and, behind a slash each, that of the text and
    /// of what the row must have.
    fn chosen(&self, answer: &Xml, path: &str) -> Option<String> {
        let (rows, inside) = path.split_once('/').unwrap_or((path, ""));
        let paths: Vec<&str> = inside.split('/').filter(|path| !path.is_empty()).collect();
        let mut found = answer.all_at(rows);
        found.retain(|row| paths.iter().all(|path| row.has(path)));
        // The first row is a default one, as far as there are any.
        let number = if inside.is_empty() { 0 } else { mixed(self.count.get(), rows) };
        let row = found.get(number.checked_rem(found.len())?)?;
        Some(paths.first().map_or(&row.text, |path| &row.at(path).unwrap_or(row).text).clone())
    }

    /// Ties rows to each other, or takes them apart.
    pub fn relate(&self, (operation, form): (&str, Form)) -> Result<Xml, Refusal> {
        (self.ask)(operation, &borrowed(&self.form(form.iter().copied())?))
    }

    /// A row that another one made of the same sample stands on, mostly.
    fn shared(&self, sample: &'static Sample) -> Option<Made> {
        let made = self.made.as_ref()?.borrow();
        let alike: Vec<&Made> =
            made.iter().filter(|made| std::ptr::eq(made.sample, sample)).collect();
        // The first ones, so that their neighbours stand on these as well.
        let chosen = mixed(self.count.get(), sample.kind);
        let at = (chosen % 3 / 2).checked_rem(alike.len()).filter(|_| !chosen.is_multiple_of(8))?;
        Some(alike[at].clone())
    }

    /// Forgets the rows that are not `there` any more.
    pub fn keep(&self, there: &BTreeSet<&str>) {
        if let Some(made) = &self.made {
            made.borrow_mut().retain(|made| there.contains(made.id.as_str()));
        }
    }

    /// Takes one of the rows that were made, to delete it.
    pub fn take(&self, chosen: usize) -> Option<Made> {
        let mut made = self.made.as_ref()?.borrow_mut();
        let at = chosen.checked_rem(made.len())?;
        Some(made.swap_remove(at))
    }

    pub fn delete(&self, made: &Made) -> Result<Xml, Refusal> {
        let (operation, form) = made.sample.delete;
        (self.ask)(operation, &borrowed(&made.fill(form)))
    }

    /// The row as it is listed.
    pub fn listed(&self, made: &Made) -> Result<Option<Xml>, Refusal> {
        let (operation, form, rows) = made.sample.describe;
        let answer = (self.ask)(operation, &borrowed(&made.fill(form)))?;
        let is_it = |row: &&Xml| row.children.iter().any(|child| child.text == made.id);
        Ok(answer.all_at(rows).into_iter().find(is_it).cloned())
    }
}

impl Made {
    fn fill(&self, form: Form) -> Vec<(String, String)> {
        let resolve = |word: &str| match word.strip_prefix('=') {
            Some(name) => Ok(said(&self.form, name)),
            None => Ok(self.id.clone()),
        };
        let filled = |value| fill(value, &resolve).unwrap_or_default();
        form.iter().map(|(name, value)| ((*name).to_owned(), filled(value))).collect()
    }
}

/// A number like any other, and the same each time.
fn mixed(number: usize, kind: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    (number, kind).hash(&mut hasher);
    usize::try_from(hasher.finish() >> 16).unwrap_or_default()
}

fn said(form: &[(String, String)], name: &str) -> String {
    let said = form.iter().find(|(key, _)| key == name);
    said.unwrap_or_else(|| panic!("no {name} in {form:?}")).1.clone()
}

/// `value` with what its words in braces stand for.
fn fill(value: &str, resolve: &dyn Fn(&str) -> Result<String, Refusal>) -> Result<String, Refusal> {
    let mut filled = String::new();
    let mut rest = value;
    while let Some((before, behind)) = rest.split_once('{') {
        let (word, after) = behind.split_once('}').unwrap_or_else(|| panic!("{value}"));
        // Policies and formats have braces of their own.
        let is_word = !before.ends_with('$')
            && word.starts_with(|first: char| first == '=' || first.is_ascii_alphabetic());
        filled += before;
        if is_word {
            filled += &resolve(word)?;
            rest = after;
        } else {
            filled.push('{');
            rest = behind;
        }
    }
    Ok(filled + rest)
}

/// Makes `count` rows of every kind.
pub fn populate(ec2: &Ec2, count: usize) -> Vec<Made> {
    let ask = |operation: &str, form: &[(&str, &str)]| ec2.ask(operation, form);
    let maker = Maker::new(&ask);
    let make = |sample: &'static Sample| {
        maker.make(sample).unwrap_or_else(|refusal| panic!("{}: {refusal:?}", sample.create))
    };
    (0..count).flat_map(|_| samples().map(make)).collect()
}

#[test]
fn every_kind_has_a_sample() {
    let ec2 = Ec2::new();
    // A region is in the state from the first change on.
    ec2.call("AllocateAddress", &[]);
    let state = ec2.state();
    let region = state["000000000000"]["us-east-1"].as_object().unwrap();
    let kinds: BTreeSet<&str> = region.keys().map(String::as_str).collect();
    let sampled: BTreeSet<&str> =
        samples().map(|sample| sample.kind).chain(UNNAMED.iter().copied()).collect();
    assert_eq!(kinds, sampled);
}

#[test]
fn a_sample_is_listed_until_it_is_deleted() {
    for sample in samples() {
        let ec2 = Ec2::new();
        let ask = |operation: &str, form: &[(&str, &str)]| ec2.ask(operation, form);
        let maker = Maker::new(&ask);
        let made = maker.make(sample).unwrap_or_else(|it| panic!("{}: {it:?}", sample.create));
        let state = ec2.state();
        let rows = state["000000000000"]["us-east-1"][sample.kind].as_array().unwrap();
        let is_row = |row: &serde_json::Value| row["id"] == made.id.as_str();
        // A version is a part of its template's row.
        assert!(rows.iter().any(is_row) || sample.kind == "launchTemplates", "{made:?}");
        let before = maker.listed(&made).unwrap();
        assert!(before.is_some(), "{} does not list {made:?}", sample.describe.0);
        maker.delete(&made).unwrap_or_else(|it| panic!("{}: {it:?}", sample.delete.0));
        // What is kept for a while is shown as another than it was.
        ec2.advance(1);
        assert_ne!(maker.listed(&made).unwrap_or_default(), before, "{}", sample.delete.0);
    }
}
