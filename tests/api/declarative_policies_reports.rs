//! What the management account of an organization may do, which no account here is.

use super::support::Ec2;

#[test]
fn no_account_is_of_an_organization() {
    let ec2 = Ec2::new();
    let start = [("S3Bucket", "my-reports"), ("TargetId", "o-abcde12345")];
    let (code, message) = ec2.refused("StartDeclarativePoliciesReport", &start);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(
        message,
        "The account is not the management account or a delegated administrator of an \
         organization."
    );
    for action in ["GetDeclarativePoliciesReportSummary", "CancelDeclarativePoliciesReport"] {
        let (code, message) = ec2.refused(action, &[("ReportId", "p-1")]);
        assert_eq!(code, "InvalidDeclarativePoliciesReportId.NotFound");
        assert_eq!(message, "The report ID 'p-1' does not exist");
    }
    let (code, message) = ec2.refused("EnableReachabilityAnalyzerOrganizationSharing", &[]);
    assert_eq!(code, "UnsupportedOperation");
    assert_eq!(message, "The account is not the management account of an organization.");
}
