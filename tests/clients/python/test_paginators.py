"""Every paginator that boto3 ships for an emulated operation, with its smallest page."""

import collections
import json

import boto3
import pytest
from botocore import xform_name
from seeds import Account

import support

EMULATED = sorted(support.emulated())
SHIPPED = boto3.client("ec2")

# Kinds that the account below has more of than a page holds; elsewhere there may be nothing.
PLENTY = {
    "DescribeAddressesAttribute", "DescribeClientVpnAuthorizationRules",
    "DescribeClientVpnEndpoints", "DescribeClientVpnRoutes", "DescribeDhcpOptions",
    "DescribeEgressOnlyInternetGateways", "DescribeExportImageTasks",
    "DescribeFastSnapshotRestores", "DescribeImageUsageReports", "DescribeImportImageTasks",
    "DescribeImportSnapshotTasks", "DescribeStoreImageTasks",
    "DescribeFleets", "DescribeImages", "DescribeInstanceStatus", "DescribeInstanceTypeOfferings",
    "DescribeInstanceTypes", "DescribeInstances", "DescribeInternetGateways",
    "DescribeIpamPools", "DescribeIpamScopes", "DescribeIpams",
    "DescribeLaunchTemplateVersions", "DescribeLaunchTemplates", "DescribeLockedSnapshots",
    "DescribeManagedPrefixLists", "DescribeNatGateways", "DescribeNetworkAcls",
    "DescribeNetworkInterfaces", "DescribeRouteTables", "DescribeSecurityGroupRules",
    "DescribeSecurityGroups", "DescribeSnapshotTierStatus", "DescribeSnapshots", "DescribeSubnets",
    "DescribeTags", "DescribeTransitGatewayAttachments", "DescribeTransitGatewayConnects",
    "DescribeTransitGatewayMulticastDomains", "DescribeTransitGatewayPolicyTables",
    "DescribeTransitGatewayRouteTables",
    "DescribeTransitGatewayVpcAttachments", "DescribeVolumes",
    "DescribeVpcEndpointServicePermissions", "DescribeVpcPeeringConnections", "DescribeVpcs",
    "GetIpamPoolCidrs", "GetManagedPrefixListEntries",
    "GetTransitGatewayAttachmentPropagations", "GetTransitGatewayPrefixListReferences",
    "GetTransitGatewayRouteTableAssociations", "GetTransitGatewayRouteTablePropagations",
    "SearchTransitGatewayRoutes",
}


def method(operation):
    return xform_name(operation)


# Of what comes with an Outpost, and of ranges of addresses of its own, which no account has; and of
# whole hours since Capacity Manager was turned on, for which no test waits.
ABSENT = {
    "GetAssociatedIpv6PoolCidrs", "GetCapacityManagerMetricData",
    "GetCapacityManagerMetricDimensions", "GetCoipPoolUsage", "SearchLocalGatewayRoutes",
}

PAGED = [
    name for name in EMULATED if SHIPPED.can_paginate(method(name)) and name not in ABSENT
]


@pytest.fixture(scope="module")
def world():
    """One account for all of them: pages are only read."""
    account = support.account_for("paginators")
    client = boto3.client("ec2", aws_access_key_id=account, aws_secret_access_key="any")
    return Account(client)


def smallest_page(ec2, operation, paginator):
    """The model's minimum, or the 5 that EC2 has where the model says nothing."""
    shape = ec2.meta.service_model.operation_model(operation).input_shape
    limit = shape.members[paginator._pagination_cfg["limit_key"]]
    return max(limit.metadata.get("min", 5), 1)


# When it was looked for what is listed: with each request.
LOOKED = ("SampleTime", "LastAttemptedDiscoveryTime", "LastSuccessfulDiscoveryTime")


def as_text(item):
    if isinstance(item, dict):
        item = {name: value for name, value in item.items() if name not in LOOKED}
    return json.dumps(item, sort_keys=True, default=str)


def items(paginator, operation, request, page_size=None):
    """All items as text, with how often each came, and the number of pages."""
    config = {} if page_size is None else {"PageSize": page_size}
    found, pages, longest = collections.Counter(), 0, 0
    for page in paginator.paginate(PaginationConfig=config, **request):
        pages += 1
        here = [item for key in paginator.result_keys for item in key.search(page) or []]
        if operation == "DescribeInstances":
            here = [each for reservation in here for each in reservation["Instances"]]
        longest = max(longest, len(here))
        found.update(as_text(item) for item in here)
    return found, pages, longest


@pytest.mark.parametrize("operation", PAGED)
def test_pages_add_up(world, operation):
    paginator = world.ec2.get_paginator(method(operation))
    request = world.required(operation)
    model = world.ec2.meta.service_model.operation_model(operation)
    # One operation insists upon a size.
    largest = 100 if "MaxResults" in model.input_shape.required_members else None
    whole, _, _ = items(paginator, operation, request, largest)
    if "limit_key" not in paginator._pagination_cfg:
        return
    size = smallest_page(world.ec2, operation, paginator)
    paged, pages, longest = items(paginator, operation, request, size)
    assert paged == whole
    assert max(paged.values(), default=1) == 1, "an item came twice"
    if operation in PLENTY:
        assert sum(whole.values()) > size
        assert pages > 1
        assert longest <= size


def test_the_main_kinds_are_paged():
    shipped = {name for name in PLENTY if SHIPPED.can_paginate(method(name))}
    assert shipped <= set(PAGED)


def test_a_page_can_be_too_small():
    with support.refused("InvalidParameterValue", "[mM]axResults"):
        support.unchecked_client().describe_vpcs(MaxResults=4)


def test_a_token_must_be_one(ec2):
    with support.refused("InvalidNextToken"):
        ec2.describe_nat_gateways(NextToken="not-one", MaxResults=5)
    # Of VPCs AWS says it otherwise: https://github.com/boto/boto3/issues/2673. So it does of
    # what else belongs to networks.
    with support.refused("InvalidParameterValue", "The token is invalid"):
        ec2.describe_vpcs(NextToken="not-one", MaxResults=5)
