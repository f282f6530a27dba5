//! A pause before long answers to version 2 of the AWS SDK for Go, without which it loses them.
//!
//! The SDK closes the body of its request as soon as an answer begins (`ClientHandler.Handle` of
//! aws/smithy-go). Go's transport looks once more whether that body has ended, takes a closed one
//! for a failure, and closes the connection in the middle of the answer. AWS is never so quick; a
//! server on the same machine is, for what it has at hand.

use axum::body::HttpBody as _;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use std::time::Duration;

/// Enough for a client that shares its processor with this server to get its turn.
const PAUSE: Duration = Duration::from_millis(2);

/// Go reads the head and what fits in 4 KiB at once, and has it whatever becomes of the connection.
const AT_ONCE_BYTES: u64 = 3 * 1024;

/// Whether a request comes from a client that has to be waited for.
pub(super) fn is_for(headers: &HeaderMap) -> bool {
    let agent = headers.get(header::USER_AGENT).map(HeaderValue::as_bytes);
    let name = b"aws-sdk-go-v2/";
    agent.is_some_and(|agent| agent.windows(name.len()).any(|part| part == name))
}

/// How long its answer waits.
pub(super) fn before(response: &Response) -> Option<Duration> {
    let is_long = response.body().size_hint().lower() > AT_ONCE_BYTES;
    is_long.then_some(PAUSE)
}

#[cfg(test)]
mod tests {
    use super::{before, is_for};
    use axum::body::Body;
    use axum::http::{HeaderMap, header};
    use axum::response::Response;

    #[test]
    fn long_answers_to_the_sdk_for_go_wait() {
        let is_agent = |agent: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, header::HeaderValue::from_static(agent));
            is_for(&headers)
        };
        assert!(is_agent("aws-sdk-go-v2/1.47.0 ua/2.1 os/linux lang/go#1.26.8"));
        assert!(is_agent("APN/1.0 HashiCorp/1.0 Terraform/1.9.0 aws-sdk-go-v2/1.30.3 os/linux"));
        assert!(!is_agent("aws-sdk-go/1.44.116 (go1.26.8; linux; amd64)"));
        assert!(!is_agent("Boto3/1.44.5") && !is_for(&HeaderMap::new()));
        assert!(before(&Response::new(Body::from(vec![0; 4_000]))).is_some());
        assert!(before(&Response::new(Body::from(vec![0; 3_000]))).is_none());
    }
}
