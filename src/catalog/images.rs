//! Public images, per region. `data/images.tsv` lists families and their builds once for all
//! regions. Ids are AWS's own where `data/image_ids.tsv` recorded them; all other ids, and those of
//! snapshots, are derived: a hash of the region and the image's name, so they never change but do
//! not exist on AWS.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::instance_types::VirtualizationType;
use super::regions::{self, Partition, Region};
use super::{Architecture, Columns, names, rows, value};

static DATA: &str = include_str!("data/images.tsv");
static IDS: &str = include_str!("data/image_ids.tsv");

/// By region, each made when it is first asked for.
type Images = HashMap<&'static str, OnceLock<Vec<PublicImage>>>;

static IMAGES: OnceLock<Images> = OnceLock::new();
static TABLES: OnceLock<(Table, Recorded)> = OnceLock::new();

names! { Platform { Windows = "windows" } }
names! {
    BootMode { LegacyBios = "legacy-bios", Uefi = "uefi", UefiPreferred = "uefi-preferred" }
}
names! { VolumeType { Standard = "standard", Gp2 = "gp2", Gp3 = "gp3" } }

/// An image that anyone may launch. All of these are machine images, available, backed by EBS,
/// made for xen's kind of hypervisor, with simple SR-IOV and ENA support.
#[derive(Debug)]
pub(crate) struct PublicImage {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) owner_id: &'static str,
    pub(crate) owner_alias: Option<&'static str>,
    pub(crate) architecture: Architecture,
    pub(crate) platform: Option<Platform>,
    pub(crate) platform_details: &'static str,
    pub(crate) usage_operation: &'static str,
    pub(crate) creation_date: &'static str,
    pub(crate) deprecation_time: &'static str,
    pub(crate) boot_mode: Option<BootMode>,
    /// `v2.0`: instances require tokens for their metadata.
    pub(crate) imds_support: Option<&'static str>,
    pub(crate) ena_support: bool,
    pub(crate) sriov_net_support: Option<&'static str>,
    pub(crate) virtualization_type: VirtualizationType,
    pub(crate) root_device_name: &'static str,
    /// The root volume is the first.
    pub(crate) block_devices: Vec<BlockDevice>,
    /// Device names; the first is mapped to `ephemeral0`.
    pub(crate) ephemeral_devices: Vec<&'static str>,
}

/// A volume, never encrypted.
#[derive(Debug)]
pub(crate) struct BlockDevice {
    pub(crate) device_name: &'static str,
    pub(crate) snapshot_id: String,
    pub(crate) size_gib: u32,
    pub(crate) volume_type: VolumeType,
    pub(crate) iops: Option<u32>,
    /// MiB/s
    pub(crate) throughput: Option<u32>,
    pub(crate) delete_on_termination: bool,
    pub(crate) encrypted: bool,
}

/// The public images of a region; none in a region that AWS does not have.
pub(crate) fn in_region(region: &str) -> &'static [PublicImage] {
    let images = IMAGES.get_or_init(|| {
        regions::all().iter().map(|region| (region.name, OnceLock::new())).collect()
    });
    let Some(region) = regions::find(region) else {
        return &[];
    };
    images[region.name].get_or_init(|| images_of(region))
}

pub(crate) fn find(region: &str, id: &str) -> Option<&'static PublicImage> {
    in_region(region).iter().find(|image| image.id == id)
}

/// `images.tsv`, taken apart.
#[derive(Default)]
struct Table {
    owners: HashMap<&'static str, Owner>,
    systems: HashMap<&'static str, System>,
    builds: Vec<Build>,
    families: Vec<Family>,
}

struct Owner {
    alias: Option<&'static str>,
    account: &'static str,
    account_aws_cn: Option<&'static str>,
    account_aws_us_gov: Option<&'static str>,
}

struct System {
    platform: Option<Platform>,
    details: &'static str,
    usage_operation: &'static str,
    ephemeral_devices: Option<&'static str>,
}

struct Build {
    set: &'static str,
    version: &'static str,
    creation_date: &'static str,
    deprecation_time: &'static str,
}

struct Family {
    owner: &'static str,
    system: &'static str,
    sets: &'static str,
    architectures: &'static str,
    boot_modes: &'static str,
    imds_support: Option<&'static str>,
    root_device: &'static str,
    size_gib: u32,
    volume_type: VolumeType,
    name: &'static str,
    description: &'static str,
}

fn images_of(region: &Region) -> Vec<PublicImage> {
    let (table, recorded) = TABLES.get_or_init(|| (table(), Recorded::read()));
    let mut images = Vec::new();
    for family in &table.families {
        let builds = table.builds.iter();
        for build in builds.filter(|build| family.sets.split(',').any(|set| set == build.set)) {
            let mut boot_modes = family.boot_modes.split(',');
            for architecture in family.architectures.split(',') {
                let architecture = Architecture::parse(architecture).expect("an architecture");
                let boot_mode = value(boot_modes.next())
                    .map(|mode| BootMode::parse(mode).expect("images.tsv has known boot modes"));
                let variant = Variant { family, build, architecture, boot_mode };
                images.push(variant.image(region, table, recorded));
            }
        }
    }
    images
}

/// One image, whatever the region.
struct Variant<'a> {
    family: &'a Family,
    build: &'a Build,
    architecture: Architecture,
    boot_mode: Option<BootMode>,
}

impl Variant<'_> {
    fn image(&self, region: &Region, table: &Table, recorded: &Recorded) -> PublicImage {
        let family = self.family;
        let owner = &table.owners[family.owner];
        let system = &table.systems[family.system];
        let name = self.fill(family.name);
        let id = recorded.id(region.name, &name);
        PublicImage {
            id: id.map_or_else(|| derived("ami", region.name, &name), |id| format!("ami-{id}")),
            description: self.fill(family.description),
            owner_id: recorded.owner(region.name, family.owner).unwrap_or(owner.account_in(region)),
            owner_alias: owner.alias,
            architecture: self.architecture,
            platform: system.platform,
            platform_details: system.details,
            usage_operation: system.usage_operation,
            creation_date: self.build.creation_date,
            deprecation_time: self.build.deprecation_time,
            boot_mode: self.boot_mode,
            imds_support: family.imds_support,
            ena_support: true,
            sriov_net_support: Some("simple"),
            virtualization_type: VirtualizationType::Hvm,
            root_device_name: family.root_device,
            block_devices: vec![family.root_volume(derived("snap", region.name, &name))],
            ephemeral_devices: system.ephemeral_devices.iter().flat_map(|d| d.split(',')).collect(),
            name,
        }
    }

    fn fill(&self, pattern: &str) -> String {
        let debian = match self.architecture {
            Architecture::X86_64 => "amd64",
            other => other.as_str(),
        };
        let pattern = pattern.replace("{v}", self.build.version).replace("{d}", debian);
        pattern.replace("{a}", self.architecture.as_str())
    }
}

impl Family {
    fn root_volume(&self, snapshot_id: String) -> BlockDevice {
        // What gp3 gives without being asked; AWS names it in the mappings of such images.
        let gp3 = self.volume_type == VolumeType::Gp3;
        BlockDevice {
            device_name: self.root_device,
            snapshot_id,
            size_gib: self.size_gib,
            volume_type: self.volume_type,
            iops: gp3.then_some(3000),
            throughput: gp3.then_some(125),
            delete_on_termination: true,
            encrypted: false,
        }
    }
}

impl Owner {
    fn account_in(&self, region: &Region) -> &'static str {
        let account = match region.partition {
            Partition::Aws => None,
            Partition::AwsCn => self.account_aws_cn,
            Partition::AwsUsGov => self.account_aws_us_gov,
        };
        account.unwrap_or(self.account)
    }
}

/// `ami-0` or `snap-0` and a 64-bit FNV-1a hash: 17 hexadecimal digits as AWS has.
fn derived(prefix: &str, region: &str, name: &str) -> String {
    let bytes = [prefix, "/", region, "/", name].into_iter().flat_map(str::bytes);
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{prefix}-0{hash:016x}")
}

fn table() -> Table {
    let mut table = Table::default();
    for (kind, mut columns) in rows(DATA) {
        match kind {
            "owner" => drop(table.owners.insert(required(&mut columns), owner(&mut columns))),
            "system" => drop(table.systems.insert(required(&mut columns), system(&mut columns))),
            "build" => table.builds.push(build(&mut columns)),
            "family" => table.families.push(family(&mut columns)),
            other => unreachable!("images.tsv has no rows of kind {other}"),
        }
    }
    table
}

fn owner(columns: &mut Columns) -> Owner {
    Owner {
        alias: value(columns.next()),
        account: required(columns),
        account_aws_cn: value(columns.next()),
        account_aws_us_gov: value(columns.next()),
    }
}

fn system(columns: &mut Columns) -> System {
    System {
        platform: value(columns.next()).and_then(Platform::parse),
        details: required(columns),
        usage_operation: required(columns),
        ephemeral_devices: value(columns.next()),
    }
}

fn build(columns: &mut Columns) -> Build {
    Build {
        set: required(columns),
        version: required(columns),
        creation_date: required(columns),
        deprecation_time: required(columns),
    }
}

fn family(columns: &mut Columns) -> Family {
    Family {
        owner: required(columns),
        system: required(columns),
        sets: required(columns),
        architectures: required(columns),
        boot_modes: columns.next().unwrap_or_default(),
        imds_support: value(columns.next()),
        root_device: required(columns),
        size_gib: required(columns).parse().expect("images.tsv has sizes in GiB"),
        volume_type: VolumeType::parse(required(columns)).expect("a known volume type"),
        name: required(columns),
        description: required(columns),
    }
}

fn required(columns: &mut Columns) -> &'static str {
    value(columns.next()).expect("images.tsv fills the columns its header names")
}

/// `image_ids.tsv`, taken apart.
struct Recorded {
    regions: Vec<&'static str>,
    /// By name of an image, or by `owner <name>`: what each region has.
    rows: HashMap<&'static str, &'static str>,
}

impl Recorded {
    fn read() -> Self {
        let mut rows = rows(IDS).map(|(name, mut rest)| (name, rest.next().unwrap_or_default()));
        let (_, regions) = rows.next().expect("image_ids.tsv begins with the regions");
        Self { regions: regions.split(' ').collect(), rows: rows.collect() }
    }

    fn id(&self, region: &str, image: &str) -> Option<&'static str> {
        let place = self.regions.iter().position(|known| *known == region)?;
        self.rows.get(image)?.split(' ').nth(place).filter(|id| *id != ".")
    }

    fn owner(&self, region: &str, owner: &str) -> Option<&'static str> {
        self.id(region, &format!("owner {owner}"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn named(region: &str, name: &str) -> &'static PublicImage {
        in_region(region).iter().find(|image| image.name == name).unwrap()
    }

    #[test]
    fn a_recorded_image_has_its_own_id_and_owner() {
        let name = "al2023-ami-2023.12.20260930.0-kernel-6.1-x86_64";
        let image = named("us-east-1", name);
        assert_eq!(image.id, "ami-03c3da4cfa8e8943a");
        assert_eq!((image.owner_id, image.owner_alias), ("137112412989", Some("amazon")));
        assert_eq!(image.boot_mode, Some(BootMode::UefiPreferred));
        assert_eq!(image.block_devices[0].throughput, Some(125));
        assert_eq!(named("af-south-1", name).owner_id, "210953353124");
        assert!(std::ptr::eq(find("us-east-1", &image.id).unwrap(), image));
    }

    #[test]
    fn other_images_have_stable_ids_that_differ_by_region() {
        let name = "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20260731";
        let image = named("us-east-1", name);
        assert_eq!(image.id, derived("ami", "us-east-1", name));
        assert_eq!(image.id.len(), "ami-".len() + 17);
        assert_ne!(image.id, named("us-west-2", name).id);
        assert_eq!(image.ephemeral_devices, ["/dev/sdb", "/dev/sdc"]);
    }

    #[test]
    fn windows_says_so() {
        let image = named("eu-west-1", "Windows_Server-2022-English-Full-Base-2026.09.17");
        assert_eq!(image.platform, Some(Platform::Windows));
        assert_eq!(image.usage_operation, "RunInstances:0002");
        assert_eq!(image.root_device_name, "/dev/sda1");
    }

    #[test]
    fn ids_and_names_are_unique_in_every_region() {
        for region in regions::all() {
            let images = in_region(region.name);
            let unique = |key: fn(&PublicImage) -> &str| {
                images.iter().map(key).collect::<HashSet<_>>().len()
            };
            assert_eq!(unique(|image| &image.id), images.len());
            assert_eq!(unique(|image| &image.name), images.len());
        }
        assert!(in_region("us-east-9").is_empty());
    }

    #[test]
    fn every_recorded_image_is_listed() {
        let recorded = Recorded::read();
        let listed: HashSet<_> = in_region("us-east-1").iter().map(|i| i.name.as_str()).collect();
        let images = recorded.rows.keys().filter(|name| !name.starts_with("owner "));
        let missing: Vec<_> = images.filter(|name| !listed.contains(*name)).collect();
        // Paravirtual and instance-specific relics of 2018 are left out on purpose.
        assert!(missing.iter().all(|name| name.starts_with("amzn-ami-")), "{missing:?}");
    }
}
