//! The numbered entries of network ACLs, for traffic in and traffic out.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html>

use crate::engine::network::{parse_ipv4_cidr, parse_ipv6_cidr};
use crate::engine::{Row, Write};
use crate::error::{Error, Result};
use crate::records::network::network_acls::{LAST_IPV4_RULE, NetworkAcl};
use wire::{
    CreateNetworkAclEntryRequest, DeleteNetworkAclEntryRequest, IcmpTypeCode, NetworkAclEntry,
    PortRange, ReplaceNetworkAclEntryRequest, RuleAction,
};

const ICMP: i32 = 1;

const TCP: i32 = 6;

const UDP: i32 = 17;

const ICMP_V6: i32 = 58;

/// Of a new account, each way, the entry that denies the rest included:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>
const ENTRIES_QUOTA: usize = 20;

pub(crate) fn create_network_acl_entry(
    cx: &mut Write<'_>,
    request: &CreateNetworkAclEntryRequest,
) -> Result<()> {
    check_permitted(cx, &request.network_acl_id)?;
    let entry = NewEntry::from(request).check()?;
    let acl = cx.get::<NetworkAcl>(&request.network_acl_id)?;
    if let Some(at) = acl.position(request.rule_number, request.egress) {
        // The same one again is none too many: `networking.json` of `radkawar/stackd`.
        if acl.entries.get(at) == Some(&entry) {
            return Ok(());
        }
        let message =
            format!("The network acl entry identified by {} already exists.", request.rule_number);
        return Err(Error::new("NetworkAclEntryAlreadyExists", message));
    }
    let kind = |entry: &NetworkAclEntry| (entry.egress, entry.ipv6_cidr_block.is_some());
    let alike = acl.entries.iter().filter(|other| kind(other) == kind(&entry)).count();
    if cx.read().has_default_quotas() && alike >= ENTRIES_QUOTA {
        // As recorded in https://github.com/cisagov/cool-assessment-terraform/issues/288.
        let message = "The maximum number of network acl entries has been reached.";
        return Err(Error::new("NetworkAclEntryLimitExceeded", message));
    }
    cx.get_mut::<NetworkAcl>(&request.network_acl_id)?.add(entry);
    Ok(())
}

pub(crate) fn replace_network_acl_entry(
    cx: &mut Write<'_>,
    request: &ReplaceNetworkAclEntryRequest,
) -> Result<()> {
    check_permitted(cx, &request.network_acl_id)?;
    let new = NewEntry::from(request);
    let egress = new.egress;
    let entry = new.check()?;
    let acl = cx.get::<NetworkAcl>(&request.network_acl_id)?;
    let at = acl.position(request.rule_number, egress);
    let at = at.ok_or_else(|| no_such_entry(acl, request.rule_number, egress))?;
    let mut acl = cx.get_mut::<NetworkAcl>(&request.network_acl_id)?;
    acl.entries.remove(at);
    acl.add(entry);
    Ok(())
}

pub(crate) fn delete_network_acl_entry(
    cx: &mut Write<'_>,
    request: &DeleteNetworkAclEntryRequest,
) -> Result<()> {
    check_permitted(cx, &request.network_acl_id)?;
    check_number(request.rule_number)?;
    let acl = cx.get::<NetworkAcl>(&request.network_acl_id)?;
    let at = acl.position(request.rule_number, request.egress);
    let at = at.ok_or_else(|| no_such_entry(acl, request.rule_number, request.egress))?;
    cx.get_mut::<NetworkAcl>(&request.network_acl_id)?.entries.remove(at);
    Ok(())
}

/// A dry run looks at the ACL, and at no entry: <https://github.com/boto/boto3/issues/1056>.
fn check_permitted(cx: &Write<'_>, acl_id: &str) -> Result<()> {
    cx.permitted().or_else(|dry| cx.get::<NetworkAcl>(acl_id).and(Err(dry)))
}

/// As recorded in <https://github.com/hashicorp/terraform-provider-aws/issues/12175>.
// unverified (looked up 2026-11-26): what follows the number, and that it is the same of
// ReplaceNetworkAclEntry.
fn no_such_entry(acl: &Row<NetworkAcl>, number: i32, egress: bool) -> Error {
    let (direction, acl) = (if egress { "egress" } else { "ingress" }, &acl.id);
    let message = format!("no {direction} entry with number {number} in network ACL {acl}");
    Error::new("InvalidNetworkAclEntry.NotFound", message)
}

fn check_number(number: i32) -> Result<()> {
    if (1..LAST_IPV4_RULE).contains(&number) {
        return Ok(());
    }
    Err(Error::bad_parameter("ruleNumber", number, "Rulenumber must be in range 1..32766"))
}

/// What CreateNetworkAclEntry and ReplaceNetworkAclEntry both ask for.
pub(crate) struct NewEntry<'a> {
    number: i32,
    egress: bool,
    protocol: &'a str,
    action: RuleAction,
    cidr: Option<&'a str>,
    ipv6_cidr: Option<&'a str>,
    icmp: Option<&'a IcmpTypeCode>,
    ports: Option<&'a PortRange>,
}

macro_rules! new_entry_from {
    ($request:ty, $egress:expr) => {
        impl<'a> From<&'a $request> for NewEntry<'a> {
            fn from(request: &'a $request) -> Self {
                let egress: fn(&$request) -> bool = $egress;
                Self {
                    number: request.rule_number,
                    egress: egress(request),
                    protocol: &request.protocol,
                    action: request.rule_action,
                    cidr: request.cidr_block.as_deref(),
                    ipv6_cidr: request.ipv6_cidr_block.as_deref(),
                    icmp: request.icmp_type_code.as_ref(),
                    ports: request.port_range.as_ref(),
                }
            }
        }
    };
}

new_entry_from!(CreateNetworkAclEntryRequest, |request| request.egress);

// Without the member it is the entry for traffic in.
new_entry_from!(ReplaceNetworkAclEntryRequest, |request| request.egress.unwrap_or(false));

impl NewEntry<'_> {
    fn check(self) -> Result<NetworkAclEntry> {
        check_number(self.number)?;
        let protocol = protocol_number(self.protocol)?;
        let (cidr_block, ipv6_cidr_block) = match (self.cidr, self.ipv6_cidr) {
            (Some(cidr), None) => (Some(parse_ipv4_cidr("cidrBlock", cidr)?.to_string()), None),
            (None, Some(cidr)) => (None, Some(parse_ipv6_cidr("ipv6CidrBlock", cidr)?.to_string())),
            (None, None) => return Err(Error::missing("cidrBlock")),
            (Some(_), Some(_)) => {
                // unverified (looked up 2026-11-26): AWS documents no message for this.
                return Err(Error::exclusive("cidrBlock", "ipv6CidrBlock"));
            }
        };
        // Ports and ICMP types mean nothing to other protocols, and EC2 drops them there:
        // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
        let has_ports = matches!(protocol, TCP | UDP);
        // ICMPv6 of IPv4 addresses is all of it, whatever types are given.
        let has_icmp = protocol == ICMP || (protocol == ICMP_V6 && ipv6_cidr_block.is_some());
        Ok(NetworkAclEntry {
            cidr_block,
            ipv6_cidr_block,
            egress: Some(self.egress),
            icmp_type_code: has_icmp.then(|| check_icmp(self.icmp)).transpose()?,
            port_range: has_ports.then(|| check_ports(self.ports)).transpose()?,
            protocol: Some(protocol.to_string()),
            rule_action: Some(self.action),
            rule_number: Some(self.number),
        })
    }
}

/// A protocol's number, or -1 for all of them. Names are the CLI's own; it sends numbers.
fn protocol_number(text: &str) -> Result<i32> {
    let number = text.parse().ok().filter(|number| (-1..=255).contains(number));
    // As recorded in <https://github.com/boto/boto3/issues/1716>.
    let message = || format!("Invalid value '{text}' for IP protocol. Unknown protocol.");
    number.ok_or_else(|| Error::invalid_value(message()))
}

fn check_ports(ports: Option<&PortRange>) -> Result<PortRange> {
    let (from, to) = (ports.and_then(|ports| ports.from), ports.and_then(|ports| ports.to));
    let from = from.ok_or_else(|| Error::missing("portRange.from"))?;
    let to = to.ok_or_else(|| Error::missing("portRange.to"))?;
    if !(0..=65_535).contains(&from) || !(from..=65_535).contains(&to) {
        // unverified (looked up 2026-11-26): AWS documents no message for this.
        let reason = "Ports must be in range 0..65535, the first one not above the last.";
        return Err(Error::bad_parameter("portRange", format!("{from}-{to}"), reason));
    }
    Ok(PortRange { from: Some(from), to: Some(to) })
}

/// -1 stands for all types, or all codes of a type.
fn check_icmp(icmp: Option<&IcmpTypeCode>) -> Result<IcmpTypeCode> {
    let (kind, code) = (icmp.and_then(|icmp| icmp.r#type), icmp.and_then(|icmp| icmp.code));
    let kind = kind.ok_or_else(|| Error::missing("icmpTypeCode.type"))?;
    let code = code.ok_or_else(|| Error::missing("icmpTypeCode.code"))?;
    let range = -1..=255;
    if !range.contains(&kind) || !range.contains(&code) || (kind == -1 && code != -1) {
        // unverified (looked up 2026-11-26): AWS documents no message for this.
        let reason = "Type and code must be in range -1..255; all types have all codes.";
        return Err(Error::bad_parameter("icmpTypeCode", format!("{kind}:{code}"), reason));
    }
    Ok(IcmpTypeCode { r#type: Some(kind), code: Some(code) })
}
