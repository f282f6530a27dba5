//! Attachments of functions that AWS runs: there are none.

use super::{Hub, by_id};

#[test]
fn no_function_is_attached() {
    let hub = Hub::new();
    let id = hub.attached();
    let message = format!("Transit Gateway Attachment {id} was deleted or does not exist.");
    let expected = ("InvalidTransitGatewayAttachmentID.NotFound".to_owned(), message);
    for action in [
        "ModifyTransitGatewayNetworkFunctionAttachment",
        "DeleteTransitGatewayNetworkFunctionAttachment",
    ] {
        assert_eq!(hub.ec2.refused(action, &by_id(&id)), expected);
    }
    let describe = "DescribeTransitGatewayNetworkFunctionAttachments";
    let found = hub.ec2.call(describe, &[]);
    assert!(!found.has("transitGatewayNetworkFunctionAttachmentSet.item"));
    let by_ids = [("TransitGatewayAttachmentId.1", id.as_str())];
    assert_eq!(hub.ec2.refused(describe, &by_ids), expected);
}
