//! The instance identity document, and its signatures.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html>

use super::text::moment;
use super::tree::{Tree, Value};
use crate::engine::{Read, Row};
use crate::records::compute::instances::Instance;
use wire::WireEnum as _;

const SINCE: &str = "2009-04-04";

pub(super) fn add(tree: &mut Tree<'_>, cx: Read<'_>, row: &Row<Instance>, view: &wire::Instance) {
    let document = document(cx, row, view);
    let mut put = |name, value| {
        tree.put(SINCE, format!("dynamic/instance-identity/{name}"), Some(value));
    };
    put("signature", Value::Signature(document.clone()));
    put("pkcs7", Value::Pkcs7(document.clone()));
    put("rsa2048", Value::Pkcs7(document.clone()));
    put("document", Value::Text(document));
}

/// Members and their order as recorded. No text in it needs escaping.
fn document(cx: Read<'_>, row: &Row<Instance>, view: &wire::Instance) -> String {
    let text = |text: &str| Some(text.to_owned());
    let members = [
        ("accountId", text(cx.account())),
        ("architecture", text(row.launch.architecture.as_str())),
        ("availabilityZone", text(&row.launch.zone)),
        ("billingProducts", None),
        ("devpayProductCodes", None),
        ("marketplaceProductCodes", None),
        ("imageId", text(&row.launch.image_id)),
        ("instanceId", text(&row.id)),
        ("instanceType", text(row.kind.name)),
        ("kernelId", None),
        ("pendingTime", Some(moment(row.launched))),
        ("privateIp", view.private_ip_address.clone()),
        ("ramdiskId", None),
        ("region", text(cx.region())),
        ("version", text("2017-09-30")),
    ];
    let members = members.map(|(name, text)| {
        let text = text.map_or_else(|| "null".to_owned(), |text| format!("\"{text}\""));
        format!("  \"{name}\" : {text}")
    });
    format!("{{\n{}\n}}", members.join(",\n"))
}
