"""Keys, tags, images, and the smaller kinds, as boto3 shows them."""

import base64
import shutil
import struct
import subprocess

import pytest
import rsa
from support import IMAGE, refused


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_key_is_usable(ec2, tmp_path, kind):
    key = ec2.create_key_pair(KeyName="mine", KeyType=kind)
    assert key["KeyName"] == "mine"
    assert key["KeyPairId"].startswith("key-")
    [described] = ec2.describe_key_pairs(KeyNames=["mine"], IncludePublicKey=True)["KeyPairs"]
    assert described["KeyFingerprint"] == key["KeyFingerprint"]
    assert described["KeyType"] == kind
    path = tmp_path / "key.pem"
    path.write_text(key["KeyMaterial"])
    path.chmod(0o600)
    public = public_key(path, kind)
    assert described["PublicKey"].split()[:2] == public.split()[:2]
    ec2.import_key_pair(KeyName="again", PublicKeyMaterial=public.encode())
    request = {"KeyNames": ["again"], "IncludePublicKey": True}
    [again] = ec2.describe_key_pairs(**request)["KeyPairs"]
    assert again["PublicKey"].split()[1] == public.split()[1]
    with refused("InvalidKeyPair.Duplicate", "^The keypair already exists$"):
        ec2.create_key_pair(KeyName="mine")
    ec2.delete_key_pair(KeyName="mine")
    with refused("InvalidKeyPair.NotFound", "^The key pair 'mine' does not exist$"):
        ec2.describe_key_pairs(KeyNames=["mine"])


def public_key(path, kind):
    """The public half, read out of the private one; by OpenSSH too, where it is installed."""
    text = path.read_text()
    public = rsa_public_key(text) if kind == "rsa" else openssh_public_key(text)
    if shutil.which("ssh-keygen"):
        command = ["ssh-keygen", "-y", "-f", path]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        assert told.split()[:2] == public.split()[:2]
    return public


def field(data):
    return struct.pack(">I", len(data)) + data


def rsa_public_key(text):
    key = rsa.PrivateKey.load_pkcs1(text.encode())
    assert key.n.bit_length() == 2048
    # A leading zero keeps a number positive.
    numbers = [number.to_bytes(number.bit_length() // 8 + 1, "big") for number in (key.e, key.n)]
    blob = field(b"ssh-rsa") + b"".join(field(number) for number in numbers)
    return f"ssh-rsa {base64.b64encode(blob).decode()}"


def openssh_public_key(text):
    """OpenSSH's PROTOCOL.key has the form."""
    lines = text.strip().splitlines()
    assert lines[0] == "-----BEGIN OPENSSH PRIVATE KEY-----"
    data = base64.b64decode("".join(lines[1:-1]))
    head = b"openssh-key-v1\0" + field(b"none") + field(b"none") + field(b"") + b"\0\0\0\1"
    assert data.startswith(head)
    size = struct.unpack_from(">I", data, len(head))[0]
    blob = data[len(head) + 4 : len(head) + 4 + size]
    kind = field(b"ssh-ed25519")
    assert blob.startswith(kind + struct.pack(">I", 32))
    # The private part holds the public one twice: by itself and behind the secret.
    public = blob[-32:]
    private = data[len(head) + 4 + size + 4 :]
    assert private[:4] == private[4:8]
    assert private[8:].startswith(kind + field(public) + struct.pack(">I", 64))
    assert private[8 + len(kind) + 36 + 4 :][32:64] == public
    return f"ssh-ed25519 {base64.b64encode(blob).decode()}"


def test_tags_can_be_put_changed_and_taken(ec2, network):
    vpc = network["vpc"]
    ids = [vpc, *network["subnets"]]
    ec2.create_tags(Resources=ids, Tags=[{"Key": "team", "Value": "a"}, {"Key": "x", "Value": ""}])
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "team", "Value": "b"}])
    by_key = [{"Name": "key", "Values": ["team"]}]
    tags = ec2.describe_tags(Filters=by_key)["Tags"]
    assert {(tag["ResourceId"], tag["Value"]) for tag in tags} == {
        (vpc, "b"), *((subnet, "a") for subnet in network["subnets"]),
    }
    assert {tag["ResourceType"] for tag in tags} == {"vpc", "subnet"}
    ec2.delete_tags(Resources=[vpc], Tags=[{"Key": "team", "Value": "another"}])
    [described] = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
    assert {"Key": "team", "Value": "b"} in described["Tags"]
    ec2.delete_tags(Resources=[vpc], Tags=[{"Key": "team"}])
    [described] = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
    assert described["Tags"] == [{"Key": "x", "Value": ""}]
    with refused("InvalidParameterValue", "aws:.* reserved"):
        ec2.create_tags(Resources=[vpc], Tags=[{"Key": "aws:mine", "Value": "no"}])


def test_images_are_found_as_programs_look_for_them(ec2):
    [image] = ec2.describe_images(ImageIds=[IMAGE])["Images"]
    assert image["State"] == "available"
    filters = [
        {"Name": "name", "Values": ["al2023-ami-2023*"]},
        {"Name": "architecture", "Values": ["x86_64"]},
        {"Name": "state", "Values": ["available"]},
    ]
    found = ec2.describe_images(Owners=["amazon"], Filters=filters)["Images"]
    assert found
    assert all(each["Name"].startswith("al2023-ami-2023") for each in found)
    assert {each["Architecture"] for each in found} == {"x86_64"}
    assert all(each["Public"] for each in found)
    newest = max(found, key=lambda each: each["CreationDate"])
    launched = ec2.run_instances(
        ImageId=newest["ImageId"], InstanceType="t3.micro", MinCount=1, MaxCount=1
    )
    assert launched["Instances"][0]["ImageId"] == newest["ImageId"]
    ubuntu = [{"Name": "name", "Values": ["ubuntu/images/hvm-ssd*/ubuntu-*-amd64-server-*"]}]
    assert ec2.describe_images(Owners=["099720109477"], Filters=ubuntu)["Images"]


def test_an_account_has_an_image_of_its_own(ec2, launch, account):
    [image] = ec2.describe_images(Owners=["self"])["Images"]
    assert (image["ImageId"], image["OwnerId"]) == (IMAGE, account)
    ec2.create_tags(Resources=[IMAGE], Tags=[{"Key": "stage", "Value": "golden"}])
    tagged = [{"Name": "tag:stage", "Values": ["golden"]}]
    [found] = ec2.describe_images(Filters=tagged)["Images"]
    assert found["ImageId"] == IMAGE
    assert launch(ImageId=IMAGE)
    ec2.deregister_image(ImageId=IMAGE)
    assert ec2.describe_images(Owners=["self"])["Images"] == []
    with refused("InvalidAMIID.Unavailable"):
        launch(ImageId=IMAGE)


def test_the_world_is_known(ec2):
    regions = ec2.describe_regions()["Regions"]
    names = {region["RegionName"] for region in regions}
    assert {"us-east-1", "eu-west-1", "ap-southeast-2"} <= names
    home = next(region for region in regions if region["RegionName"] == "us-east-1")
    assert home["Endpoint"] == "ec2.us-east-1.amazonaws.com"
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    assert "us-east-1a" in {zone["ZoneName"] for zone in zones}
    assert {zone["RegionName"] for zone in zones} == {"us-east-1"}
    [micro] = ec2.describe_instance_types(InstanceTypes=["t3.micro"])["InstanceTypes"]
    assert micro["VCpuInfo"]["DefaultVCpus"] == 2
    assert micro["MemoryInfo"]["SizeInMiB"] == 1024
    by_type = [{"Name": "instance-type", "Values": ["t3.*"]}]
    offered = ec2.describe_instance_type_offerings(Filters=by_type)["InstanceTypeOfferings"]
    assert {"t3.nano", "t3.2xlarge"} <= {each["InstanceType"] for each in offered}
    with refused("InvalidInstanceType"):
        ec2.describe_instance_types(InstanceTypes=["t3.pico"])


def test_an_account_has_attributes(ec2):
    attributes = ec2.describe_account_attributes()["AccountAttributes"]
    values = {
        each["AttributeName"]: [value["AttributeValue"] for value in each["AttributeValues"]]
        for each in attributes
    }
    assert values["supported-platforms"] == ["VPC"]
    [default] = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    assert values["default-vpc"] == [default["VpcId"]]


def test_dhcp_options_serve_a_vpc(ec2, network):
    configuration = [{"Key": "domain-name-servers", "Values": ["10.20.0.2", "10.20.1.2"]}]
    made = ec2.create_dhcp_options(DhcpConfigurations=configuration)["DhcpOptions"]
    options = made["DhcpOptionsId"]
    ec2.associate_dhcp_options(DhcpOptionsId=options, VpcId=network["vpc"])
    [vpc] = ec2.describe_vpcs(VpcIds=[network["vpc"]])["Vpcs"]
    assert vpc["DhcpOptionsId"] == options
    with refused("DependencyViolation", options):
        ec2.delete_dhcp_options(DhcpOptionsId=options)
    ec2.associate_dhcp_options(DhcpOptionsId="default", VpcId=network["vpc"])
    ec2.delete_dhcp_options(DhcpOptionsId=options)
    with refused("InvalidDhcpOptionID.NotFound"):
        ec2.describe_dhcp_options(DhcpOptionsIds=[options])


def test_a_customer_gateway_comes_and_goes(ec2):
    made = ec2.create_customer_gateway(Type="ipsec.1", IpAddress="203.0.113.12", BgpAsn=65000)
    gateway = made["CustomerGateway"]
    assert gateway["BgpAsn"] == "65000"
    gateway = gateway["CustomerGatewayId"]
    ec2.delete_customer_gateway(CustomerGatewayId=gateway)
    request = {"CustomerGatewayIds": [gateway]}
    [described] = ec2.describe_customer_gateways(**request)["CustomerGateways"]
    assert described["State"] == "deleted"


def test_a_placement_group_holds_instances(ec2, launch):
    made = ec2.create_placement_group(GroupName="near", Strategy="cluster")["PlacementGroup"]
    assert made["GroupId"].startswith("pg-")
    [described] = ec2.describe_placement_groups(GroupNames=["near"])["PlacementGroups"]
    assert (described["Strategy"], described["State"]) == ("cluster", "available")
    with refused("InvalidPlacementGroup.Duplicate", "near"):
        ec2.create_placement_group(GroupName="near", Strategy="cluster")
    [instance] = launch(InstanceType="m5.large", Placement={"GroupName": "near"})
    with refused("InvalidPlacementGroup.InUse", "near"):
        ec2.delete_placement_group(GroupName="near")
    ec2.terminate_instances(InstanceIds=[instance])
    ec2.delete_placement_group(GroupName="near")
    with refused("InvalidPlacementGroup.Unknown"):
        ec2.describe_placement_groups(GroupNames=["near"])


def test_prefix_lists_are_kept_by_version(ec2, account):
    entries = [{"Cidr": "10.0.0.0/16", "Description": "one"}]
    request = {"PrefixListName": "offices", "MaxEntries": 5, "AddressFamily": "IPv4"}
    made = ec2.create_managed_prefix_list(Entries=entries, **request)["PrefixList"]
    prefix_list = made["PrefixListId"]
    assert (made["Version"], made["OwnerId"]) == (1, account)
    ec2.modify_managed_prefix_list(
        PrefixListId=prefix_list, CurrentVersion=1, AddEntries=[{"Cidr": "10.1.0.0/16"}]
    )
    held = ec2.get_managed_prefix_list_entries(PrefixListId=prefix_list)["Entries"]
    assert {entry["Cidr"] for entry in held} == {"10.0.0.0/16", "10.1.0.0/16"}
    ec2.delete_managed_prefix_list(PrefixListId=prefix_list)
    named = [{"Name": "prefix-list-name", "Values": ["com.amazonaws.us-east-1.s3"]}]
    [s3] = ec2.describe_managed_prefix_lists(Filters=named)["PrefixLists"]
    assert s3["OwnerId"] == "AWS"
    lists = ec2.describe_prefix_lists(PrefixListIds=[s3["PrefixListId"]])["PrefixLists"]
    assert lists[0]["PrefixListName"] == "com.amazonaws.us-east-1.s3"
