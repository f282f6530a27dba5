//! The document that tells whoever sets a customer gateway up what its tunnels are, in AWS's words:
//! <https://github.com/hashicorp/terraform-provider-aws/issues/17998>

use super::record::{Tunnel, VpnConnection};
use crate::engine::{Read, Row};
use crate::records::network::customer_gateways;
use crate::records::network::vpn_gateways::VpnGateway;
use ipnet::Ipv4Net;
use std::fmt::{Display, Write as _};
use wire::CustomerGateway;

/// As recorded, for a tunnel with the defaults.
const TCP_MSS_ADJUSTMENT: i32 = 1379;

const DPD_INTERVAL_SECONDS: i32 = 10;

const HOLD_SECONDS: i32 = 30;

/// Elements in lines of their own, indented by two blanks a level.
#[derive(Default)]
struct Document {
    text: String,
    depth: usize,
}

impl Document {
    fn line(&mut self, line: impl Display) {
        let indent = 2 * self.depth;
        let _ = write!(self.text, "\n{:indent$}{line}", "");
    }

    /// What stands in here is made by this server, or was checked, and needs no escaping.
    fn leaf(&mut self, name: &str, text: impl Display) {
        self.line(format_args!("<{name}>{text}</{name}>"));
    }

    fn within(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.line(format_args!("<{name}>"));
        self.depth += 1;
        content(self);
        self.depth -= 1;
        self.line(format_args!("</{name}>"));
    }
}

pub(super) fn document(row: &Row<VpnConnection>, cx: Read<'_>) -> String {
    let mut to = Document::default();
    to.text.push_str(r#"<?xml version="1.0" encoding="UTF-8"?>"#);
    to.line(format_args!(r#"<vpn_connection id="{}">"#, row.id));
    to.depth = 1;
    to.leaf("customer_gateway_id", &row.customer_gateway_id);
    match &row.vpn_gateway_id {
        Some(id) => to.leaf("vpn_gateway_id", id),
        None => to.line("<vpn_gateway_id/>"),
    }
    to.leaf("vpn_connection_type", "ipsec.1");
    if row.static_routes_only {
        to.leaf("vpn_connection_attributes", "NoBGPVPNConnection");
    }
    let customer = cx.find::<CustomerGateway>(&row.customer_gateway_id);
    let address = customer.and_then(|it| it.ip_address.clone()).unwrap_or_default();
    let asns = [customer.map_or(0, |it| customer_gateways::asn(it)), amazon_side_asn(row, cx)];
    for tunnel in &row.tunnels {
        let outside = tunnel.options.outside_ip_address.clone().unwrap_or_default();
        let hosts: Vec<_> = tunnel.inside_cidr().into_iter().flat_map(|it| it.hosts()).collect();
        // The first address is AWS's.
        let ends = [("customer_gateway", &address, 1), ("vpn_gateway", &outside, 0)];
        to.within("ipsec_tunnel", |to| {
            for ((name, outside, at), asn) in ends.into_iter().zip(asns) {
                let asn = (!row.static_routes_only).then_some(asn);
                to.within(name, |to| end(to, outside, hosts.get(at), asn));
            }
            to.within("ike", |to| ike(to, tunnel));
            to.within("ipsec", |to| ipsec(to, tunnel));
        });
    }
    to.depth = 0;
    to.line("</vpn_connection>");
    to.text
}

/// The ASN of AWS's end.
fn amazon_side_asn(row: &VpnConnection, cx: Read<'_>) -> i64 {
    if let Some(transit) = &row.transit {
        return transit.amazon_side_asn;
    }
    let gateway = row.vpn_gateway_id.as_ref().and_then(|id| cx.find::<VpnGateway>(id));
    gateway.map_or(64_512, |gateway| gateway.amazon_side_asn)
}

fn end(to: &mut Document, outside: &str, inside: Option<&std::net::Ipv4Addr>, asn: Option<i64>) {
    to.within("tunnel_outside_address", |to| to.leaf("ip_address", outside));
    to.within("tunnel_inside_address", |to| {
        let inside = inside.copied().unwrap_or(std::net::Ipv4Addr::UNSPECIFIED);
        to.leaf("ip_address", inside);
        to.leaf("network_mask", Ipv4Net::new(inside, 30).unwrap_or_default().netmask());
        to.leaf("network_cidr", 30);
    });
    if let Some(asn) = asn {
        to.within("bgp", |to| {
            to.leaf("asn", asn);
            to.leaf("hold_time", HOLD_SECONDS);
        });
    }
}

/// The first algorithm that the tunnel permits stands for all of them, as the documents name one.
// unverified: which one of several AWS names, and the names of others than the defaults.
fn ike(to: &mut Document, tunnel: &Tunnel) {
    let options = &tunnel.options;
    let integrity = options.phase1_integrity_algorithms.iter().flatten().next();
    let integrity = integrity.and_then(|it| it.value.as_deref()).unwrap_or("SHA1");
    let encryption = options.phase1_encryption_algorithms.iter().flatten().next();
    let encryption = encryption.and_then(|it| it.value.as_deref()).unwrap_or("AES128");
    let group = options.phase1_dh_group_numbers.iter().flatten().next();
    to.leaf("authentication_protocol", integrity.to_ascii_lowercase());
    to.leaf("encryption_protocol", cipher(encryption));
    to.leaf("lifetime", options.phase1_lifetime_seconds.unwrap_or(28_800));
    to.leaf(
        "perfect_forward_secrecy",
        format_args!("group{}", group.and_then(|it| it.value).unwrap_or(2)),
    );
    to.leaf("mode", "main");
    if let Some(key) = &options.pre_shared_key {
        to.leaf("pre_shared_key", key);
    }
}

fn ipsec(to: &mut Document, tunnel: &Tunnel) {
    let options = &tunnel.options;
    let integrity = options.phase2_integrity_algorithms.iter().flatten().next();
    let integrity = match integrity.and_then(|it| it.value.as_deref()).unwrap_or("SHA1") {
        "SHA1" => "hmac-sha1-96".to_owned(),
        other => format!("hmac-{}", other.to_ascii_lowercase()),
    };
    let encryption = options.phase2_encryption_algorithms.iter().flatten().next();
    let encryption = encryption.and_then(|it| it.value.as_deref()).unwrap_or("AES128");
    let group = options.phase2_dh_group_numbers.iter().flatten().next();
    to.leaf("protocol", "esp");
    to.leaf("authentication_protocol", integrity);
    to.leaf("encryption_protocol", cipher(encryption));
    to.leaf("lifetime", options.phase2_lifetime_seconds.unwrap_or(3_600));
    to.leaf(
        "perfect_forward_secrecy",
        format_args!("group{}", group.and_then(|it| it.value).unwrap_or(2)),
    );
    to.leaf("mode", "tunnel");
    to.leaf("clear_df_bit", "true");
    to.leaf("fragmentation_before_encryption", "true");
    to.leaf("tcp_mss_adjustment", TCP_MSS_ADJUSTMENT);
    to.within("dead_peer_detection", |to| {
        let timeout = options.dpd_timeout_seconds.unwrap_or(30);
        to.leaf("interval", DPD_INTERVAL_SECONDS);
        to.leaf("retries", timeout / DPD_INTERVAL_SECONDS);
    });
}

/// `AES128` is `aes-128-cbc`, `AES256-GCM-16` is `aes-256-gcm-16`.
fn cipher(algorithm: &str) -> String {
    let (size, mode) = match algorithm.split_once('-') {
        Some((size, mode)) => (size, mode.to_ascii_lowercase()),
        None => (algorithm, "cbc".to_owned()),
    };
    format!("aes-{}-{mode}", size.trim_start_matches("AES"))
}
