//! Network interfaces: what can be asked of them.

pub(crate) mod assign;
pub(crate) mod attach;
pub(crate) mod managed;
pub(crate) mod requests;

use crate::engine::{Operation, Rules, TokenRule, listed, operations};
use crate::records::network::network_interfaces::NetworkInterface;
use crate::records::network::token_rules::{DRY_FIRST, PAGES};

/// `network_interface_types.json` and `network_interface_idempotency.json` of `radkawar/stackd`
const CREATE: Rules = Rules {
    token: TokenRule {
        most: usize::MAX,
        is_ascii: false,
        is_trimmed: true,
        // EC2 answers an internal error, which nobody gets here.
        refuses_blank: true,
        alike: Some(alike),
        used: "Wrong arguments for token: {token}",
        spent: "The request with token: {token} is stale",
        ..TokenRule::USUAL
    },
    ..Rules::USUAL
};

/// Tags and what is empty make no difference, nor does the order of groups.
fn alike(pairs: &[(String, String)]) -> Vec<(String, String)> {
    let alike = |(name, value): &(String, String)| {
        let (head, rest) = name.split_once('.').unwrap_or((name, ""));
        match head {
            _ if value.is_empty() => None,
            "TagSpecification" => None,
            "SecurityGroupId" if rest.bytes().all(|it| it.is_ascii_digit()) => {
                Some((head.to_owned(), value.clone()))
            }
            _ => Some((name.clone(), value.clone())),
        }
    };
    pairs.iter().filter_map(alike).collect()
}

const DRY: Rules = Rules { is_blind_when_dry: true, ..Rules::USUAL };

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateNetworkInterface => requests::create_network_interface,
        spent without "networkInterface.networkInterfaceId" shown by requests::show_again,
        ruled by CREATE, refuses ["Operator"];
    Read  DescribeNetworkInterfaces => listed::<NetworkInterface>, ruled by PAGES;
    Read  DescribeNetworkInterfaceAttribute => requests::describe_network_interface_attribute,
        ruled by DRY;
    Write ModifyNetworkInterfaceAttribute => requests::modify_network_interface_attribute,
        ruled by DRY_FIRST, refuses ["AssociatedSubnetId"];
    Write ModifyPublicIpDnsNameOptions => requests::modify_public_ip_dns_name_options;
    Write ResetNetworkInterfaceAttribute => requests::reset_network_interface_attribute;
    Write AssignPrivateIpAddresses => assign::assign_private_ip_addresses;
    Write UnassignPrivateIpAddresses => assign::unassign_private_ip_addresses;
    Write AssignIpv6Addresses => assign::assign_ipv6_addresses;
    Write UnassignIpv6Addresses => assign::unassign_ipv6_addresses;
    Write AttachNetworkInterface => attach::attach_network_interface, ruled by DRY_FIRST;
    Write DetachNetworkInterface => attach::detach_network_interface, ruled by DRY_FIRST;
    Write DeleteNetworkInterface => requests::delete_network_interface;
};
