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
    let asns = [customer.map(|it| customer_gateways::asn(it)), amazon_side_asn(row, cx)];
    let asns = asns.map(|asn| asn.map_or_else(String::new, |asn| asn.to_string()));
    for tunnel in &row.tunnels {
        let outside = tunnel.options.outside_ip_address.clone().unwrap_or_default();
        let hosts: Vec<_> = tunnel.inside_cidr().into_iter().flat_map(|it| it.hosts()).collect();
        // The first address is AWS's.
        let ends = [("customer_gateway", &address, 1), ("vpn_gateway", &outside, 0)];
        to.within("ipsec_tunnel", |to| {
            for ((name, outside, at), asn) in ends.into_iter().zip(&asns) {
                let asn = (!row.static_routes_only).then_some(asn.as_str());
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

/// The ASN of AWS's end, unless there is none yet.
fn amazon_side_asn(row: &VpnConnection, cx: Read<'_>) -> Option<i64> {
    if let Some(transit) = &row.transit {
        return Some(transit.amazon_side_asn);
    }
    let gateway = row.vpn_gateway_id.as_ref().and_then(|id| cx.find::<VpnGateway>(id));
    gateway.map(|gateway| gateway.amazon_side_asn)
}

fn end(to: &mut Document, outside: &str, inside: Option<&std::net::Ipv4Addr>, asn: Option<&str>) {
    to.within("tunnel_outside_address", |to| to.leaf("ip_address", outside));
    to.within("tunnel_inside_address", |to| {
        let inside = inside.copied().unwrap_or(std::net::Ipv4Addr::UNSPECIFIED);
        to.leaf("ip_address", inside);
        to.leaf("network_mask", Ipv4Net::new(inside, 30).unwrap_or_default().netmask());
        to.leaf("network_cidr", 30);
    });
    if let Some(asn) = asn {
        to.within("bgp", |to| {
            // Terraform's acceptance tests know none of a connection without a gateway.
            match asn {
                "" => to.line("<asn/>"),
                asn => to.leaf("asn", asn),
            }
            to.leaf("hold_time", HOLD_SECONDS);
        });
    }
}

/// The algorithms are the least that AWS takes, whichever the tunnel permits:
/// <https://github.com/aws/aws-cli/issues/9421>.
fn ike(to: &mut Document, tunnel: &Tunnel) {
    to.leaf("authentication_protocol", "sha1");
    to.leaf("encryption_protocol", "aes-128-cbc");
    to.leaf("lifetime", tunnel.options.phase1_lifetime_seconds.unwrap_or(28_800));
    to.leaf("perfect_forward_secrecy", "group2");
    to.leaf("mode", "main");
    if let Some(key) = &tunnel.options.pre_shared_key {
        to.leaf("pre_shared_key", key);
    }
}

fn ipsec(to: &mut Document, tunnel: &Tunnel) {
    let options = &tunnel.options;
    to.leaf("protocol", "esp");
    to.leaf("authentication_protocol", "hmac-sha1-96");
    to.leaf("encryption_protocol", "aes-128-cbc");
    to.leaf("lifetime", options.phase2_lifetime_seconds.unwrap_or(3_600));
    to.leaf("perfect_forward_secrecy", "group2");
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
