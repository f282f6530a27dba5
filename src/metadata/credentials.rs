//! The credentials that an instance finds: those of its profile's role, and those by which EC2
//! itself knows it. IAM is not asked, so that a role is called as its profile is. This server takes
//! the keys for what they say.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html>

use super::text::moment;
use super::tree::Tree;
use crate::engine::{HOUR_MILLIS, Read, Row};
use crate::records::account::sessions::Session;
use crate::records::compute::instances::Instance;
use wire::Timestamp;

/// How long credentials go; they are made anew each hour.
const VALID_MILLIS: i64 = 6 * HOUR_MILLIS;

/// The role in which each instance speaks to EC2.
const OWN_ROLE: &str = "aws:ec2-instance";

pub(super) fn add(tree: &mut Tree<'_>, cx: Read<'_>, row: &Row<Instance>, view: &wire::Instance) {
    let made = made(cx.now().timestamp(), row.launched);
    let session = |role: &str| Session {
        account: cx.account().to_string(),
        role: role.into(),
        name: row.id.to_string(),
        expires: made.plus_millis(VALID_MILLIS),
    };
    let own = "meta-data/identity-credentials/ec2";
    let info = [("LastUpdated", moment(made)), ("AccountId", cx.account().to_string())];
    tree.text("2018-03-28", format!("{own}/info"), Some(document(&info)));
    let path = format!("{own}/security-credentials/ec2-instance");
    tree.text("2018-03-28", path, Some(credentials(&session(OWN_ROLE), made)));
    let profile = view.iam_instance_profile.as_ref();
    let Some((arn, id)) = profile.and_then(|it| it.arn.clone().zip(it.id.clone())) else { return };
    let role = arn.rsplit('/').next().unwrap_or_default().to_owned();
    let info =
        [("LastUpdated", moment(made)), ("InstanceProfileArn", arn), ("InstanceProfileId", id)];
    tree.text("2012-01-12", "meta-data/iam/info", Some(document(&info)));
    let path = format!("meta-data/iam/security-credentials/{role}");
    tree.text("2012-01-12", path, Some(credentials(&session(&role), made)));
}

/// When credentials were made last: with the hour, or when the instance began.
fn made(now: Timestamp, launched: Timestamp) -> Timestamp {
    Timestamp(now.0 - now.0.rem_euclid(HOUR_MILLIS)).max(launched).min(now)
}

fn credentials(session: &Session, made: Timestamp) -> String {
    document(&[
        ("LastUpdated", moment(made)),
        ("Type", "AWS-HMAC".to_owned()),
        ("AccessKeyId", session.access_key()),
        ("SecretAccessKey", session.secret_key()),
        ("Token", session.token()),
        ("Expiration", moment(session.expires)),
    ])
}

/// An object as the service writes it. No text in it needs escaping.
fn document(members: &[(&str, String)]) -> String {
    let members = members.iter().map(|(name, text)| format!(",\n  \"{name}\" : \"{text}\""));
    format!("{{\n  \"Code\" : \"Success\"{}\n}}", members.collect::<String>())
}
