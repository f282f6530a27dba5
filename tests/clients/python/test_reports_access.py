"""Reports of Verified Access."""

from reports import reported


def access_instance(user):
    """One with a trust provider, as a group needs it."""
    made = user.ec2.create_verified_access_instance()["VerifiedAccessInstance"]
    instance = made["VerifiedAccessInstanceId"]
    provider = user.ec2.create_verified_access_trust_provider(
        TrustProviderType="user", UserTrustProviderType="iam-identity-center",
        PolicyReferenceName="people",
    )["VerifiedAccessTrustProvider"]["VerifiedAccessTrustProviderId"]
    user.ec2.attach_verified_access_trust_provider(
        VerifiedAccessInstanceId=instance, VerifiedAccessTrustProviderId=provider
    )
    return instance


def access_group(user, **more):
    made = user.ec2.create_verified_access_group(
        VerifiedAccessInstanceId=access_instance(user), **more
    )
    return made["VerifiedAccessGroup"]["VerifiedAccessGroupId"]


def test_a_group(user):
    """As reported in turbot/steampipe-plugin-aws#1485 (2022)."""
    user = user.at("us-east-2")
    group = access_group(user, Description="testing")
    [there] = user.ec2.describe_verified_access_groups()["VerifiedAccessGroups"]
    assert there["VerifiedAccessGroupId"] == group
    assert there["VerifiedAccessGroupArn"] == (
        f"arn:aws:ec2:us-east-2:{user.account}:verified-access-group/{group}"
    )
    assert group.startswith("vagr-")
    assert there["VerifiedAccessInstanceId"].startswith("vai-")
    assert there["Description"] == "testing"
    assert there["CreationTime"] == there["LastUpdatedTime"]


def test_an_endpoint_that_is_new(user, lifecycle):
    """As reported in turbot/steampipe-plugin-aws#1491 (2022)."""
    certificate = "11111111-2222-3333-4444-555555555555"
    user.ec2.create_verified_access_endpoint(
        VerifiedAccessGroupId=access_group(user), EndpointType="network-interface",
        AttachmentType="vpc", ApplicationDomain="web.example.com", EndpointDomainPrefix="web",
        DomainCertificateArn=f"arn:aws:acm:us-east-1:{user.account}:certificate/{certificate}",
        SecurityGroupIds=[user.group], Description="test endpoint",
        NetworkInterfaceOptions={
            "NetworkInterfaceId": user.interface, "Protocol": "http", "Port": 80,
        },
    )
    [there] = user.ec2.describe_verified_access_endpoints()["VerifiedAccessEndpoints"]
    assert there["VerifiedAccessEndpointId"].startswith("vae-")
    assert there["Status"]["Code"] == ("pending" if lifecycle == "aws" else "active")
    assert there["CreationTime"]
    assert there["Description"] == "test endpoint"
    assert "DeletionTime" not in there
    assert "DeviceValidationDomain" not in there


def test_a_policy_of_a_group_that_has_none(user):
    group = access_group(user)
    with reported(
        "hashicorp/terraform-provider-aws#33297 (2023)", "InvalidParameterValue",
        "Policy Document cannot be provided when Policy Enabled is false or missing",
    ):
        user.ec2.modify_verified_access_group_policy(
            VerifiedAccessGroupId=group, PolicyDocument="permit(principal, action, resource);"
        )
