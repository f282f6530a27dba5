//! The tokens that some answers show.

use crate::engine::Write;
use rand::Rng as _;

/// The request's token; AWS makes one where there is none, as in the examples of
/// <https://docs.aws.amazon.com/cli/latest/reference/ec2/create-traffic-mirror-filter.html>.
pub(crate) fn shown(cx: &mut Write<'_>, asked: Option<&String>) -> String {
    asked.cloned().unwrap_or_else(|| {
        let mut generator = cx.ids().generator();
        let mut bytes = [0; 16];
        generator.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    })
}
