//! Tokens by which an owner of addresses proves to IPAM that they are its own. Nobody here looks
//! for them. <https://docs.aws.amazon.com/vpc/latest/ipam/tutorials-byoip-ipam.html>

use crate::engine::{
    By, Index, Life, Operation, PartOf, Quota, Read, Resource, Row, Write, listed, operations,
};
use crate::error::Result;
use crate::records::account::arns::global_arn;
use crate::records::ids::IpamId;
use crate::records::ipam::ipams::Ipam;
use crate::records::ipam::shown::ipam_arn;
use crate::records::ipam::states;
use serde::{Deserialize, Serialize};
use wire::{
    CreateIpamExternalResourceVerificationTokenRequest,
    CreateIpamExternalResourceVerificationTokenResult,
    DeleteIpamExternalResourceVerificationTokenRequest,
    DeleteIpamExternalResourceVerificationTokenResult, ResourceType, Timestamp, TokenState,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateIpamExternalResourceVerificationToken => create_token;
    Read  DescribeIpamExternalResourceVerificationTokens =>
        listed::<IpamExternalResourceVerificationToken>;
    Write DeleteIpamExternalResourceVerificationToken => delete_token;
};

/// As the tutorial says: 72 hours.
const VALID_MILLIS: i64 = 72 * 3_600_000;

/// So does it of how many there may be.
const MOST: usize = 100;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IpamExternalResourceVerificationToken {
    ipam_id: IpamId,
    value: String,
    name: String,
    not_after: Timestamp,
}

impl IpamExternalResourceVerificationToken {
    const BY_IPAM: By<Self, IpamId> = By::new("ipam-id");
}

// unverified (looked up 2026-11-26): the code and the noun are as those of pools.
impl Resource for IpamExternalResourceVerificationToken {
    type View = wire::IpamExternalResourceVerificationToken;
    const PREFIX: &'static str = "ipam-ext-res-ver-token";
    const TYPE: Option<ResourceType> = Some(ResourceType::IpamExternalResourceVerificationToken);
    const PLURAL: &'static str = "ipamExternalResourceVerificationTokens";
    const NOT_FOUND: &'static str = "InvalidIpamExternalResourceVerificationTokenId.NotFound";
    const NOUN: &'static str = "ipam-external-resource-verification-token ID";
    const LIFE: Option<Life> = Some(states::LIFE);
    const PART_OF: &'static [PartOf] = &[PartOf::of(Self::BY_IPAM)];
    // unverified (looked up 2026-11-26): the words are as those of IPAMs.
    const QUOTA: Option<Quota<Self>> = Some(Quota {
        is_exceeded: |_, cx| cx.count::<Self>() > MOST,
        code: "ResourceLimitExceeded",
        message: |_| {
            format!(
                "You've reached the limit for ipam-external-resource-verification-tokens. You \
                 have created {MOST} ipam-external-resource-verification-tokens and you are \
                 limited to {MOST}."
            )
        },
    });

    fn view(row: &Row<Self>, cx: Read<'_>) -> wire::IpamExternalResourceVerificationToken {
        let arn = global_arn(cx, &format!("ipam-external-resource-verification-token/{}", row.id));
        let is_over = cx.now().reached(row.not_after);
        wire::IpamExternalResourceVerificationToken {
            ipam_external_resource_verification_token_id: Some(row.id.to_string()),
            ipam_external_resource_verification_token_arn: Some(arn),
            ipam_id: Some(row.ipam_id.to_string()),
            ipam_arn: Some(ipam_arn(cx, &row.ipam_id)),
            ipam_region: Some(cx.region().to_string()),
            token_value: Some(row.value.clone()),
            token_name: Some(row.name.clone()),
            not_after: Some(row.not_after),
            status: Some(if is_over { TokenState::Expired } else { TokenState::Valid }),
            tags: row.tags.wire(),
            state: row.life_state(cx.now()),
        }
    }

    fn index(&self, index: &mut Index<'_, Self>) {
        index.add(Self::BY_IPAM, &self.ipam_id);
    }
}

fn create_token(
    cx: &mut Write<'_>,
    request: &CreateIpamExternalResourceVerificationTokenRequest,
) -> Result<CreateIpamExternalResourceVerificationTokenResult> {
    let of = &request.tag_specifications;
    let tags = cx.tags_for::<IpamExternalResourceVerificationToken>(of)?;
    let ipam_id = cx.read().get_live::<Ipam>(&request.ipam_id)?.id.clone();
    let record = IpamExternalResourceVerificationToken {
        ipam_id,
        value: cx.ids().uuid(),
        name: format!("{:08}", cx.ids().below(100_000_000)),
        not_after: cx.now().plus_millis(VALID_MILLIS),
    };
    Ok(CreateIpamExternalResourceVerificationTokenResult {
        ipam_external_resource_verification_token: Some(cx.create(record, tags)?),
    })
}

fn delete_token(
    cx: &mut Write<'_>,
    request: &DeleteIpamExternalResourceVerificationTokenRequest,
) -> Result<DeleteIpamExternalResourceVerificationTokenResult> {
    let id = request.ipam_external_resource_verification_token_id.as_str();
    let left = cx.delete::<IpamExternalResourceVerificationToken>(id)?;
    Ok(DeleteIpamExternalResourceVerificationTokenResult {
        ipam_external_resource_verification_token: Some(left.view),
    })
}
