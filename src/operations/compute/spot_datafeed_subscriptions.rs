//! The Spot data feed: where the records of an account's Spot Instances in a region go. S3 is not
//! asked about the bucket, and nothing is written into it.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-data-feeds.html>

use crate::engine::{Id, Operation, Read, Record, Tags, Text, Write, operations};
use crate::error::{Error, Result};
use crate::records::account::buckets::check_bucket;
use serde::{Deserialize, Serialize};
use wire::{
    CreateSpotDatafeedSubscriptionRequest, CreateSpotDatafeedSubscriptionResult,
    DatafeedSubscriptionState, DeleteSpotDatafeedSubscriptionRequest,
    DescribeSpotDatafeedSubscriptionRequest, DescribeSpotDatafeedSubscriptionResult,
    SpotDatafeedSubscription,
};

pub(crate) const OPERATIONS: &[Operation] = operations! {
    Write CreateSpotDatafeedSubscription => create_spot_datafeed_subscription;
    Read  DescribeSpotDatafeedSubscription => describe_spot_datafeed_subscription;
    Write DeleteSpotDatafeedSubscription => delete_spot_datafeed_subscription;
};

/// The only row of its table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SpotDatafeed {
    bucket: Text,
    prefix: Text,
}

const ONLY: &str = "spot-datafeed";

impl Record for SpotDatafeed {
    const PLURAL: &'static str = "spotDatafeedSubscriptions";
}

// unverified (looked up 2026-11-26): that another subscription takes the place of the first. There
// can be one, and EC2 documents no code for a second.
fn create_spot_datafeed_subscription(
    cx: &mut Write<'_>,
    request: &CreateSpotDatafeedSubscriptionRequest,
) -> Result<CreateSpotDatafeedSubscriptionResult> {
    check_bucket("bucket", &request.bucket)?;
    let prefix = request.prefix.as_deref().unwrap_or_default();
    let made = SpotDatafeed { bucket: request.bucket.as_str().into(), prefix: prefix.into() };
    if cx.find::<SpotDatafeed>(ONLY).is_some() {
        cx.remove::<SpotDatafeed>(ONLY);
    }
    cx.insert(Id::new(ONLY), made, Tags::default());
    Ok(CreateSpotDatafeedSubscriptionResult {
        spot_datafeed_subscription: Some(subscription(cx.read())?),
    })
}

fn describe_spot_datafeed_subscription(
    cx: Read<'_>,
    _: &DescribeSpotDatafeedSubscriptionRequest,
) -> Result<DescribeSpotDatafeedSubscriptionResult> {
    Ok(DescribeSpotDatafeedSubscriptionResult {
        spot_datafeed_subscription: Some(subscription(cx)?),
    })
}

// unverified (looked up 2026-11-26): that it is refused where there is none.
fn delete_spot_datafeed_subscription(
    cx: &mut Write<'_>,
    _: &DeleteSpotDatafeedSubscriptionRequest,
) -> Result<()> {
    subscription(cx.read())?;
    cx.remove::<SpotDatafeed>(ONLY);
    Ok(())
}

fn subscription(cx: Read<'_>) -> Result<SpotDatafeedSubscription> {
    let row = cx.find::<SpotDatafeed>(ONLY).ok_or_else(|| {
        let message = "Spot datafeed subscription does not exist.";
        Error::new("InvalidSpotDatafeed.NotFound", message)
    })?;
    Ok(SpotDatafeedSubscription {
        bucket: Some(row.bucket.to_string()),
        owner_id: Some(cx.account().to_string()),
        // AWS answers an empty one where none was given.
        prefix: Some(row.prefix.to_string()),
        state: Some(DatafeedSubscriptionState::Active),
        ..SpotDatafeedSubscription::default()
    })
}
