//! Requests by chance, of which many are nonsense and some are not.

use super::samples::scalar;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use wire::{Model, StructModel};

/// The ids of whatever there is and of its parts.
pub fn ids(state: &serde_json::Value, found: &mut Vec<String>) {
    match state {
        serde_json::Value::String(text) if text.len() < 50 && looks_like_an_id(text) => {
            found.push(text.clone());
        }
        serde_json::Value::Object(members) => members.values().for_each(|it| ids(it, found)),
        serde_json::Value::Array(items) => items.iter().for_each(|value| ids(value, found)),
        _ => {}
    }
}

pub fn looks_like_an_id(text: &str) -> bool {
    let digits = text.rsplit_once('-').map_or("", |(_, digits)| digits);
    // Fleets have UUIDs.
    let is_long = digits.len() == 17 || (digits.len() == 12 && text.split('-').count() > 5);
    is_long && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// What the ids begin with that parameters of a name take; others take their own first letter.
const PREFIXES: &[(&str, &[&str])] = &[
    ("AllocationId", &["eipalloc"]),
    ("AssociationId", &["rtbassoc", "eipassoc", "aclassoc", "iip-assoc", "vpc-cidr-assoc"]),
    ("AttachmentId", &["eni-attach"]),
    ("DhcpOptionsId", &["dopt"]),
    ("EgressOnlyInternetGatewayId", &["eigw"]),
    ("FleetId", &["fleet"]),
    ("GatewayId", &["igw", "vgw"]),
    ("GroupId", &["sg"]),
    ("InstanceId", &["i"]),
    ("InternetGatewayId", &["igw"]),
    ("NatGatewayId", &["nat"]),
    ("NetworkAclId", &["acl"]),
    ("NetworkInterfaceId", &["eni"]),
    ("PeerVpcId", &["vpc"]),
    ("PrefixListId", &["pl"]),
    ("DestinationPrefixListId", &["pl"]),
    ("ResourceId", &["i", "vpc", "subnet", "vol", "eni"]),
    ("RouteTableId", &["rtb"]),
    ("SecurityGroupId", &["sg"]),
    ("SnapshotId", &["snap"]),
    ("SourceSnapshotId", &["snap"]),
    ("SpotFleetRequestId", &["sfr"]),
    ("SpotInstanceRequestId", &["sir"]),
    ("SubnetId", &["subnet"]),
    ("VolumeId", &["vol"]),
    ("VpcEndpointId", &["vpce"]),
    ("VpcId", &["vpc"]),
    ("VpcPeeringConnectionId", &["pcx"]),
    ("VpnGatewayId", &["vgw"]),
];

pub struct Chance<'a> {
    pub random: StdRng,
    model: &'a Model,
    pub ids: Vec<String>,
    /// One of how many members that are not required is there.
    optional: u32,
}

impl<'a> Chance<'a> {
    pub fn new(seed: u64, model: &'a Model) -> Self {
        Self { random: StdRng::seed_from_u64(seed), model, ids: Vec::new(), optional: 3 }
    }

    pub fn one_in(&mut self, count: u32) -> bool {
        self.random.random_ratio(1, count)
    }

    fn pick<'b, T: ?Sized>(&mut self, from: &[&'b T]) -> &'b T {
        from[self.random.random_range(0..from.len())]
    }

    fn text(&mut self, name: &str) -> String {
        if name.ends_with("Id") && !self.ids.is_empty() && !self.one_in(10) {
            if name == "ImageId" && self.one_in(2) {
                return "ami-0abcdef1234567890".to_owned();
            }
            let known = PREFIXES.iter().find(|(of, _)| *of == name).map(|(_, prefixes)| *prefixes);
            let initial = name.to_lowercase().chars().next();
            let like = |id: &&String| {
                let prefix = id.rsplit_once('-').map_or("", |(prefix, _)| prefix);
                match known {
                    Some(prefixes) => prefixes.contains(&prefix),
                    None => prefix.chars().next() == initial,
                }
            };
            let likely: Vec<&String> = self.ids.iter().filter(like).collect();
            let from: Vec<&String> =
                if likely.is_empty() { self.ids.iter().collect() } else { likely };
            return from[self.random.random_range(0..from.len())].clone();
        }
        let texts = [
            "sample",
            "",
            "10.0.0.0/16",
            "10.0.1.0/24",
            "172.31.1.7",
            "us-east-1a",
            "t3.micro",
            "*",
            "ipsec.1",
            "tcp",
            "-1",
            "0",
            "80",
            "default",
            "2026-01-31T12:00:00Z",
            "\u{1f980}",
            "arn:aws:iam::000000000000:role/x",
            "/dev/sdf",
            "vpc-01234567",
            "i-",
            "-",
        ];
        self.pick(&texts.map(|text| text)).to_owned()
    }

    fn value(&mut self, of: &str, name: &str) -> String {
        match of {
            "string" => self.text(name),
            "int" | "long" => {
                let numbers = ["0", "1", "2", "5", "8", "100", "65535", "-1", "2147483647"];
                self.pick(&numbers).to_owned()
            }
            "bool" => self.pick(&["true", "false", "TRUE"]).to_owned(),
            _ => match self.model.enums.get(of) {
                Some(values) => values[self.random.random_range(0..values.len())].clone(),
                None => scalar(self.model, of, None).unwrap_or_default(),
            },
        }
    }

    /// The parameters of a request: of some of them most members, of others few.
    pub fn request(&mut self, shape: &StructModel) -> Vec<(String, String)> {
        self.optional = if self.one_in(2) { 3 } else { 20 };
        self.members(shape, "", 0)
    }

    fn members(
        &mut self,
        shape: &StructModel,
        prefix: &str,
        depth: usize,
    ) -> Vec<(String, String)> {
        let mut parameters = Vec::new();
        for member in &shape.members {
            let wanted =
                if member.required { !self.one_in(30) } else { self.one_in(self.optional) };
            if !wanted || member.name == "DryRun" && !self.one_in(3) {
                continue;
            }
            let count = if member.list_item.is_some() { self.random.random_range(1..3) } else { 1 };
            for at in 1..=count {
                let index =
                    if member.list_item.is_some() { format!(".{at}") } else { String::new() };
                let name = format!("{prefix}{}{index}", member.request_name);
                match self.model.structs.get(&member.of) {
                    Some(inner) if depth < 3 => {
                        parameters.extend(self.members(inner, &format!("{name}."), depth + 1));
                    }
                    Some(_) => {}
                    None => {
                        let value = self.value(&member.of, &member.request_name);
                        parameters.push((name, value));
                    }
                }
            }
        }
        parameters
    }
}
