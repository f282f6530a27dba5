#!/usr/bin/env python3
"""Turns botocore's EC2 model into ec2.model, the structural facts this crate is generated from.

    pip download --no-deps botocore && python3 wire/update.py botocore-*.whl [--filters filters.json]
        [--older WHEEL ...]

Names, types, required flags, ranges and enum values are taken over; documentation text is not.
Filter names are the ones each operation documents, or once documented, since AWS goes on taking
them: `--older` names wheels of older models to collect those from (1.8.50, 1.27.96 and 1.31.85 were
read), and what the present ec2.model has is kept. Every operation that filters rows with tags takes
the filters of tags, documented or not. `filters.json` maps filters to members of the response
({operation: {filter: "Member.Path" or null}}); without it the mapping of the present ec2.model is
kept and new filters are mapped by their name alone.
"""
import argparse
import gzip
import html
import json
import re
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
MODEL = HERE / "ec2.model"

# Enums that do not list all the service takes: it is for the operation to know a value.
OPEN_ENUMS = {"InstanceType", "AccountAttributeName"}
# Enums whose values the service writes differently.
ENUM_VALUES = {
    "PlatformValues": ["windows"],
    # The states of VPC endpoints, as the documentation of their filter spells them.
    "State": ["pendingAcceptance", "pending", "available", "deleting", "deleted", "rejected", "failed",
              "expired", "partial"],
    # Spot prices are listed for all of these, as the documentation of the filter spells them.
    "RIProductDescription": ["Linux/UNIX", "Linux/UNIX (Amazon VPC)", "Windows",
                             "Windows (Amazon VPC)", "Red Hat Enterprise Linux",
                             "Red Hat Enterprise Linux (Amazon VPC)", "SUSE Linux",
                             "SUSE Linux (Amazon VPC)"],
    # Of fleets, as recorded answers spell it, which Terraform sends, too, and then as the model does.
    "SpotAllocationStrategy": ["lowestPrice", "lowest-price", "diversified", "capacity-optimized",
                               "capacity-optimized-prioritized", "price-capacity-optimized"],
    "FleetOnDemandAllocationStrategy": ["lowestPrice", "lowest-price", "prioritized"],
    # As recorded answers spell it, and then as Terraform sends it and has it back.
    "ExcessCapacityTerminationPolicy": ["noTermination", "default", "NoTermination", "Default"],
    "FleetEventType": ["instanceChange", "fleetRequestChange", "instance-change", "fleet-change",
                       "service-error"],
    # With those that the user guide has besides.
    "DeleteFleetErrorCode": ["fleetIdDoesNotExist", "fleetIdMalformed", "fleetNotInDeletableState",
                             "unexpectedError", "ExceededInstantFleetNumForDeletion",
                             "NoTerminateInstancesNotSupported"],
    # As the member's documentation has it, of which the model has some, and others.
    "NetworkInterfaceCreationType": ["interface", "efa", "efa-only", "trunk"],
    # A new interface is `pending` in recorded answers, which the model does not know.
    "NetworkInterfaceStatus": ["available", "associated", "attaching", "in-use", "detaching", "pending"],
}
# Members that the service writes and the model lacks, before all others, as in the samples of the API
# reference.
WRITTEN_BESIDES = {f"{action}Result": " Return bool" for action in [
    "AssignPrivateIpAddresses", "AssociateAddress", "CreatePlacementGroup", "CreateSecurityGroup"]}
# Single values that the service writes differently, as recorded answers have them.
ENUM_RENAMES = {("NetworkInterfaceType", "natGateway"): "nat_gateway"}
# Enum members that are plain text all the same: a tag specification's unknown type gets a message of
# its own from the server, and an attached internet gateway is `available`, which its enum lacks.
# Formats of exported disks are written small in answers, as the command line's examples have them.
OPEN_MEMBERS = {("TagSpecification", "ResourceType"), ("InternetGatewayAttachment", "State"),
                ("ExportImageResult", "DiskImageFormat"), ("ExportToS3Task", "DiskImageFormat")}
# Required by the model (so by every SDK), but the service has a default, or words of its own.
OPTIONAL = {("RunInstancesRequest", "MinCount"), ("RunInstancesRequest", "MaxCount"),
            ("CreateTagsRequest", "Tags"), ("CreateTagsRequest", "Resources"),
            ("DeleteTagsRequest", "Resources"),
            # Its absence has a refusal of its own.
            ("GetAssociatedEnclaveCertificateIamRolesRequest", "CertificateArn"),
            ("CreateLaunchTemplateVersionRequest", "LaunchTemplateData"),
            # Without it, the entry for traffic in.
            ("ReplaceNetworkAclEntryRequest", "Egress"),
            # Or else the ids of transit gateway attachments.
            ("AcceptVpcEndpointConnectionsRequest", "VpcEndpointIds"),
            ("RejectVpcEndpointConnectionsRequest", "VpcEndpointIds"),
            # Without ids these have a refusal of their own.
            *((f"{action}InstancesRequest", "InstanceIds")
              for action in ["Monitor", "Reboot", "Start", "Stop", "Terminate", "Unmonitor"])}
# Optional by the model, and an empty one asks for nothing that EC2 could do.
# unverified: the words in which EC2 refuses an attribute without its value.
REQUIRED = {("AttributeBooleanValue", "Value"), ("AttributeValue", "Value")}
# Values of a filter that its documentation lists as it lists filters, and misspelt names.
NO_FILTERS = {
    ("DescribeAvailabilityZones", "parent-zoneID"), ("DescribeAvailabilityZones", "parent-zoneName"),
    ("DescribeNetworkInterfaces", "source-desk-check"),
    # EC2 refuses both: `ebs/volume_controls_bounds.json` of radkawar/stackd.
    *(("DescribeVolumesModifications", f"{of}MultiAttachEnabled") for of in ["original", "target"]),
    *(("DescribeImages", label)
      for label in ["informational", "low", "medium", "high", "critical"]),
    *(("DescribeCapacityReservations", value)
      for value in ["default", "dedicated", "active", "expired", "cancelled", "pending", "failed",
                    "unlimited", "limited", "open", "targeted"]),
}
# Where a filter's documentation and its name do not lead to the member.
FILTER_PATHS = {
    ("DescribeImages", "manifest-location"): "ImageLocation",
    **{("DescribeImages", f"image-watermark.{name}"): f"ImageWatermarks.{member}" for name, member in [
        ("source-image-creation-time", "SourceImageCreationTime"),
        ("source-image-id", "SourceImageId"),
        ("source-image-region", "SourceImageRegion"),
        ("watermark-creation-time", "WatermarkCreationTime"),
        ("watermark-key", "WatermarkKey"),
    ]},
    **{("DescribeImages", f"instance-type-specification.{name}-instance-type"):
       f"InstanceTypeSpecification.{member}InstanceTypes.InstanceType"
       for name, member in [("supported", "Supported"), ("unsupported", "Unsupported")]},
    **{("DescribeImages", f"scan-result.{name}"): f"ScanResults.{member}" for name, member in [
        ("critical-fix-available-since", "CriticalFixAvailableSince"),
        ("finding-scan-date", "FindingScanDate"),
        ("high-fix-available-since", "HighFixAvailableSince"),
        ("highest-finding-severity-label", "HighestFindingSeverityLabel"),
        ("informational-fix-available-since", "InformationalFixAvailableSince"),
        ("low-fix-available-since", "LowFixAvailableSince"),
        ("medium-fix-available-since", "MediumFixAvailableSince"),
    ]},
    ("DescribeInstanceTypes", "supported-usage-class"): "SupportedUsageClasses",
    ("DescribeInstances", "group-id"): "SecurityGroups.GroupId",
    ("DescribeInstances", "group-name"): "SecurityGroups.GroupName",
    ("DescribeNetworkInterfaces", "group-name"): "Groups.GroupName",
    ("DescribeNetworkInterfaces", "attachment.attach.time"): "Attachment.AttachTime",
    ("DescribeVpcs", "cidr"): "CidrBlock",
    ("DescribeVpcs", "cidr-block-association.state"): "CidrBlockAssociationSet.CidrBlockState.State",
}

# What takes rows by their tags.
TAG_FILTERS = ["tag:<key>", "tag-key", "tag-value"]

SCALARS = {
    "string": "string", "integer": "int", "long": "long", "boolean": "bool",
    "double": "double", "float": "float", "timestamp": "time", "blob": "blob",
}


def upper(name):
    return name[:1].upper() + name[1:]


def lower(name):
    return name[:1].lower() + name[1:]


class Model:
    def __init__(self, service):
        self.operations = service["operations"]
        self.shapes = service["shapes"]
        self.inputs = self.reachable(op["input"]["shape"] for op in self.operations.values())
        self.outputs = self.reachable(
            op["output"]["shape"] for op in self.operations.values() if "output" in op)
        self.top = {op["input"]["shape"] for op in self.operations.values()}

    def reachable(self, roots):
        seen, todo = set(), list(roots)
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            shape = self.shapes[name]
            if shape["type"] == "structure":
                todo += [m["shape"] for m in shape["members"].values()]
            elif shape["type"] == "list":
                todo.append(shape["member"]["shape"])
        return seen

    def type_of(self, name, owner, member):
        shape = self.shapes[name]
        kind = shape["type"]
        if kind == "structure":
            return name
        if kind == "list":
            item = shape["member"].get("locationName", "member")
            other = f":{item}" if item != "item" and name in self.outputs else ""
            return "[" + self.type_of(shape["member"]["shape"], owner, member) + other + "]"
        if "enum" in shape and name not in OPEN_ENUMS and (owner, member) not in OPEN_MEMBERS:
            return name
        return SCALARS[kind]

    def member_line(self, owner, name, member):
        parts = [name, self.type_of(member["shape"], owner, name)]
        required = name in self.shapes[owner].get("required", []) and (owner, name) not in OPTIONAL
        if required or (owner, name) in REQUIRED:
            parts[1] += "!"
        shape = self.shapes[member["shape"]]
        low, high = shape.get("min"), shape.get("max")
        if (low is not None or high is not None) and shape["type"] != "string":
            parts.append(f"{'' if low is None else low}..{'' if high is None else high}")
        location = member.get("locationName", name)
        if owner in self.inputs:
            request = member.get("queryName") or upper(location)
            if request != name:
                parts.append("=" + request)
        if owner in self.outputs and location != lower(name):
            parts.append("/" + location)
        return " " + " ".join(parts)

    def element(self, operation):
        """The shape of the rows a Describe lists, and the shape around it, if there is one."""
        output = operation.get("output")
        if not output:
            return []
        for member in self.shapes[output["shape"]]["members"].values():
            shape = self.shapes[member["shape"]]
            if shape["type"] == "list":
                row = shape["member"]["shape"]
                if self.shapes[row]["type"] == "structure":
                    inner = self.shapes[row]["members"].get("Instances")
                    if row == "Reservation":
                        return [self.shapes[inner["shape"]]["member"]["shape"], row]
                    return [row]
        return []

    def wire_path(self, row, path):
        names = []
        for step in path.split("."):
            shape = self.shapes[row]
            while shape["type"] == "list":
                row = shape["member"]["shape"]
                shape = self.shapes[row]
            member = shape.get("members", {}).get(step)
            if member is None:
                return None
            names.append(member.get("locationName", step))
            row = member["shape"]
        return ".".join(names)


def documented_filters(model, operation):
    members = model.shapes[operation["input"]["shape"]]["members"]
    member = members.get("Filters") or members.get("Filter")
    if member is None or "Filter" not in model.shapes[member["shape"]].get("member", {}).get("shape", ""):
        return []
    text = member.get("documentation", "")
    names = [html.unescape(n) for n in re.findall(r"<li>\s*<p>\s*<code>([^<]+?)</code>", text + "")]
    names = [re.sub(r"^tag(\s*:.*)?$", "tag:<key>", n.strip()) for n in names]
    return [n for n in dict.fromkeys(names) if re.fullmatch(r"[\w.:<>-]+", n)]


def by_name(name):
    return ".".join("".join(upper(w) for w in part.split("-")) for part in name.split("."))


def has_filters(model, operation):
    members = model.shapes[operation["input"]["shape"]]["members"]
    member = members.get("Filters") or members.get("Filter")
    return member is not None and "Filter" in model.shapes[member["shape"]].get("member", {}).get("shape", "")


def has_tags(model, row):
    return "Tags" in model.shapes[row]["members"]


def filter_lines(model, name, operation, mapped, kept, older):
    if not has_filters(model, operation):
        return
    known = mapped.get(name, {})
    names = [*known, *(filter_name for of, filter_name in kept if of == name)]
    for other in [model, *older]:
        if name in other.operations:
            names += documented_filters(other, other.operations[name])
    rows = model.element(operation)
    if any(has_tags(model, row) for row in rows):
        names += TAG_FILTERS
    names = dict.fromkeys(names)
    for filter_name in names:
        if (name, filter_name) in NO_FILTERS:
            continue
        path = None
        if filter_name not in TAG_FILTERS:
            wanted = known.get(filter_name) if filter_name in known else by_name(filter_name)
            wanted = FILTER_PATHS.get((name, filter_name), wanted)
            path = next((p for row in rows if wanted and (p := model.wire_path(row, wanted))), None)
            if filter_name not in known and (name, filter_name) not in FILTER_PATHS:
                path = kept.get((name, filter_name), path)
        yield f" filter {filter_name} {path or '-'}"


def kept_paths():
    kept, operation = {}, None
    for line in MODEL.read_text().splitlines() if MODEL.exists() else []:
        words = line.split()
        if words[:1] == ["op"]:
            operation = words[1]
        elif words[:1] == ["filter"]:
            kept[operation, words[1]] = words[2]
    return kept


def read(wheel):
    base = "botocore/data/ec2/2016-11-15/service-2.json"
    with zipfile.ZipFile(wheel) as archive:
        # Older wheels hold it uncompressed.
        if base in archive.namelist():
            return Model(json.loads(archive.read(base)))
        return Model(json.loads(gzip.decompress(archive.read(base + ".gz"))))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("wheel")
    arguments.add_argument("--filters")
    arguments.add_argument("--older", nargs="*", default=[])
    arguments = arguments.parse_args()
    wheel = arguments.wheel
    mapped = json.loads(Path(arguments.filters).read_text()) if arguments.filters else {}
    model, kept, older = read(wheel), kept_paths(), [read(other) for other in arguments.older]
    lines = [
        f"# EC2's API 2016-11-15, made by update.py from {Path(wheel).name.split('-py3')[0]}.",
        "# op NAME REQUEST [RESPONSE]; in: a request; struct: anything else; member lines are",
        "# NAME TYPE[! = required] [MIN..MAX] [=REQUEST-NAME] [/RESPONSE-NAME], where the names",
        "# differ from NAME and its lower-case form; < is read from requests, > written to",
        "# responses; [TYPE] is a list, [TYPE:x] one whose items are <x> instead of <item>;",
        "# filter NAME RESPONSE-PATH.",
    ]
    for name, operation in sorted(model.operations.items()):
        output = operation.get("output", {}).get("shape", "")
        lines.append(f"op {name} {operation['input']['shape']} {output}".rstrip())
        lines += filter_lines(model, name, operation, mapped, kept, older)
    for name, shape in sorted(model.shapes.items()):
        if name not in model.inputs and name not in model.outputs:
            continue
        if shape["type"] == "structure":
            lines.append(("in " if name in model.top else "struct ") + name
                         + (" <" if name in model.inputs else "")
                         + (" >" if name in model.outputs else ""))
            lines += [WRITTEN_BESIDES[name]] if name in WRITTEN_BESIDES else []
            lines += [model.member_line(name, m, v) for m, v in shape["members"].items()]
        elif "enum" in shape and name not in OPEN_ENUMS:
            values = ENUM_VALUES.get(name, shape["enum"])
            values = [ENUM_RENAMES.get((name, value), value) for value in values]
            lines.append(f"enum {name} " + " | ".join(values))
    MODEL.write_text("\n".join(lines) + "\n")
    print(f"{MODEL}: {len(model.operations)} operations, {len(lines)} lines")


if __name__ == "__main__":
    main()
