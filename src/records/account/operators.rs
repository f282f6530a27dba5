//! Who manages resources: EC2 tells of a service that does so for its users, of which there is none
//! here.

use wire::OperatorResponse;

/// Of what its users manage themselves.
pub(crate) fn nobody() -> OperatorResponse {
    OperatorResponse { managed: Some(false), ..OperatorResponse::default() }
}

/// The same in the lists of some kinds, which also tell whether it is hidden from its users.
pub(crate) fn nobody_in_lists() -> OperatorResponse {
    OperatorResponse { hidden_by_default: Some(false), ..nobody() }
}
