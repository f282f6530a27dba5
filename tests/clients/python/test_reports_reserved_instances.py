"""Reports of Reserved Instances, as they are bought and put up for sale."""

from reports import reported

YEAR = 365 * 24 * 3600


def buy(user, kind="m5.large", **more):
    """Buys what is sold for a year, paid in part, of the region or of the named zone."""
    asked = {
        "InstanceType": kind, "OfferingClass": "standard", "OfferingType": "Partial Upfront",
        "ProductDescription": "Linux/UNIX", "MaxDuration": YEAR, "IncludeMarketplace": False,
    }
    scope = "Availability Zone" if "AvailabilityZone" in more else "Region"
    offers = user.ec2.describe_reserved_instances_offerings(**asked, **more)
    offer = next(it for it in offers["ReservedInstancesOfferings"] if it["Scope"] == scope)
    return user.ec2.purchase_reserved_instances_offering(
        ReservedInstancesOfferingId=offer["ReservedInstancesOfferingId"], InstanceCount=1
    )["ReservedInstancesId"]


def test_one_of_a_region(user):
    """As reported in TerbiumLabs/check-reserved-instances#3 (2017), with prices of that time."""
    bought = user.waited(buy(user))
    [there] = user.ec2.describe_reserved_instances()["ReservedInstances"]
    assert there["ReservedInstancesId"] == bought
    assert there["Scope"] == "Region"
    assert "AvailabilityZone" not in there
    assert there["State"] == "active"
    assert there["OfferingType"] == "Partial Upfront"
    assert there["OfferingClass"] == "standard"
    assert there["ProductDescription"] == "Linux/UNIX"
    assert there["CurrencyCode"] == "USD"
    assert there["InstanceTenancy"] == "default"
    assert there["Duration"] == YEAR
    assert there["UsagePrice"] == 0.0
    assert there["FixedPrice"] > 0
    [charge] = there["RecurringCharges"]
    assert charge["Frequency"] == "Hourly"
    assert charge["Amount"] > 0


def test_a_sale_without_a_price_for_the_month_that_is_furthest(user):
    bought = buy(user, AvailabilityZone="us-east-1a")
    user.wait(31 * 24 * 3600)
    prices = [{"CurrencyCode": "USD", "Price": 0, "Term": term} for term in range(1, 11)]
    with reported(
        "aws/aws-cli#8290 (2023)", None,
        "The following parameters are missing 'Price Schedule for maximum month remaining(11) on "
        "lease",
    ):
        user.ec2.create_reserved_instances_listing(
            ReservedInstancesId=bought, InstanceCount=1, PriceSchedules=prices, ClientToken="sale"
        )
