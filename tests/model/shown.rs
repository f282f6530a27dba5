//! What a request asks for is shown: each member of a create that the Describe's rows have by the
//! same name and type, with the value that was sent.

use super::samples::{Made, Maker, Sample, samples, scalar};
use super::support::{Ec2, Xml};
use std::collections::BTreeSet;
use wire::{Member, Model, model};

/// A member of a request that the view has as well.
struct Shared {
    /// As parameters name it, the first of each list: `Placement.Tenancy`, `SubnetId.1`.
    parameter: String,
    /// Where the row has it; `item`s of lists are not named.
    path: Vec<String>,
    /// A value that decodes.
    value: String,
}

/// Lists of structs within structs; nothing is shared deeper down.
const DEEPEST: usize = 4;

fn shared(model: &Model, request: &str, view: &str, at: (&str, &[String]), to: &mut Vec<Shared>) {
    let (prefix, above) = at;
    if above.len() > DEEPEST {
        return;
    }
    for asked in &model.structs[request].members {
        let is_it = |shown: &&Member| {
            shown.name == asked.name && shown.list_item.is_some() == asked.list_item.is_some()
        };
        let Some(shown) = model.structs[view].members.iter().find(is_it) else { continue };
        let index = if asked.list_item.is_some() { ".1" } else { "" };
        let parameter = format!("{prefix}{}{index}", asked.request_name);
        let path = [above, std::slice::from_ref(&shown.response_name)].concat();
        let is_struct = |of: &str| model.structs.contains_key(of);
        if is_struct(&asked.of) && is_struct(&shown.of) {
            let below = format!("{parameter}.");
            shared(model, &asked.of, &shown.of, (&below, &path), to);
        } else if asked.of == shown.of {
            let value = scalar(model, &asked.of, asked.low.as_deref()).unwrap_or_default();
            to.push(Shared { parameter, path, value });
        }
    }
}

/// The shape of the rows that are listed at a path.
fn row_shape(model: &Model, operation: &str, path: &str) -> String {
    let operation = model.operations.iter().find(|other| other.name == operation).unwrap();
    let steps = path.split('.').filter(|step| *step != "item");
    steps.fold(operation.response.clone().unwrap(), |shape, step| {
        let members = &model.structs[&shape].members;
        members.iter().find(|member| member.response_name == step).unwrap().of.clone()
    })
}

/// The texts at a path, whose lists have items between.
fn texts<'a>(element: &'a Xml, path: &[String], found: &mut Vec<&'a str>) {
    let Some((first, rest)) = path.split_first() else {
        match element.children.as_slice() {
            [] => found.push(&element.text),
            items => found.extend(items.iter().map(|item| item.text.as_str())),
        }
        return;
    };
    for child in element.children.iter().filter(|child| child.name == *first) {
        let items = child.children.iter().filter(|item| item.name == "item");
        let is_list = items.clone().next().is_some();
        if is_list && !rest.is_empty() {
            items.for_each(|item| texts(item, rest, found));
        } else {
            texts(child, rest, found);
        }
    }
}

/// Whether a row shows a value, in EC2's spelling of it.
fn shows(row: &Xml, member: &Shared, value: &str) -> bool {
    let mut found = Vec::new();
    texts(row, &member.path, &mut found);
    let number = |text: &str| text.parse::<f64>().ok();
    let same = |text: &str| {
        text == value
            || text.replace(".000Z", "Z") == value
            || number(text).is_some_and(|shown| number(value) == Some(shown))
    };
    // One of a list's: the account's own or EC2's may stand beside it.
    found.into_iter().any(same)
}

/// The second item of a list is shown like the first one.
fn of_first(parameter: &str) -> String {
    parameter.replace(".2", ".1")
}

/// The members of a form that are shared and that the row does not show as asked.
fn not_shown(made: &Made, row: &Xml, members: &[Shared]) -> Vec<String> {
    let mut missing = Vec::new();
    for (parameter, value) in &made.form {
        let name = of_first(parameter);
        let member = members.iter().find(|member| member.parameter == name);
        let member = member.filter(|_| !is_exception(made.sample.create, &name));
        if member.is_some_and(|member| !shows(row, member, value)) {
            missing.push(format!("{} {parameter}={value}", made.sample.create));
        }
    }
    missing
}

const EXCHANGES_1: &str = "Options.TunnelOptions.1.Phase1AdditionalKeyExchange.1";
const EXCHANGES_2: &str = "Options.TunnelOptions.1.Phase2AdditionalKeyExchange.1";

/// What a name of a create and a member stands for, and why it is not shown or cannot be asked.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("CreateCapacityReservation", "PlacementGroupArn", "needs a group for clusters"),
    ("CreateFleet", "ReservedCapacityOptions", "needs a default type of capacity of its own"),
    ("CreateCapacityReservationFleet", "InstanceRequirements", "is refused by name"),
    ("CreateCapacityReservation", "PlacementGroupArn", "needs a cluster placement group's"),
    ("CreateFleet", "ReservedCapacityOptions", "needs a template that targets a reservation"),
    ("AuthorizeSecurityGroupEgress", "IpProtocol", TOP),
    ("AuthorizeSecurityGroupEgress", "FromPort", TOP),
    ("AuthorizeSecurityGroupEgress", "ToPort", TOP),
    ("CreateIpamPool", "SourceIpamPoolId", "needs a pool of the same scope"),
    ("CreateIpamPool", "SourceResource", "needs a VPC that is out of the pool's source"),
    ("CreateNatGateway", "VpcId", "is for gateways of a whole region, which are refused by name"),
    (
        "CreateVpnConnection",
        "Options.TunnelOptions.1.TunnelInsideIpv6Cidr",
        "needs tunnels with IPv6 inside, which are refused by name",
    ),
    ("CreateVpnConnection", "Options.EnableAcceleration", "needs a transit gateway"),
    ("CreateVpcEndpointConnectionNotification", "VpcEndpointId", "needs an interface endpoint"),
    ("CreateVpnGateway", "AvailabilityZone", "AWS shows no zone that was asked for"),
    ("RequestSpotInstances", "BlockDurationMinutes", "is no more to be had"),
    ("RequestSpotInstances", "LaunchSpecification.UserData", "unverified: that AWS hides it"),
    ("RequestSpotFleet", "SpotFleetRequestConfig.TagSpecification", "is shown beside it"),
    ("RequestSpotFleet", "SpotFleetRequestConfig.Context", "is nothing that an account has"),
    ("CreateFleet", "Context", "is nothing that an account has"),
    ("RequestSpotFleet", "SpotFleetRequestConfig.FulfilledCapacity", "is what it has"),
    ("RequestSpotFleet", "SpotFleetRequestConfig.OnDemandFulfilledCapacity", "is what it has"),
    ("RequestSpotFleet", "SpotFleetRequestConfig.LoadBalancersConfig", "needs ARNs of its own"),
    (
        "RequestSpotFleet",
        "SpotFleetRequestConfig.LaunchSpecifications.1.NetworkInterfaceSet.1.NetworkInterfaceId",
        "is nothing that a Spot Fleet takes",
    ),
    ("RegisterImage", "ImageLocation", "a manifest's name, which comes with no snapshots"),
    (
        "CreateFleet",
        "LaunchTemplateConfigs.1.Overrides.1.BlockDeviceMapping.1.NoDevice",
        "takes a device out",
    ),
    ("RegisterImage", "BlockDeviceMapping.1.NoDevice", "takes a device out"),
    ("CreateImage", "BlockDeviceMapping.1.NoDevice", "takes a device out"),
    ("RequestSpotInstances", "LaunchSpecification.BlockDeviceMapping.1.NoDevice", "takes one out"),
    ("RunInstances", "CpuOptions.AmdSevSnp", "needs an image that starts by UEFI"),
    ("RunInstances", "CpuOptions.NestedVirtualization", TYPE),
    ("RequestSpotInstances", "LaunchSpecification.NetworkInterface.1.NetworkCardIndex", "is none"),
    ("RequestSpotInstances", "LaunchSpecification.NetworkInterface.1.EnaQueueCount", TYPE),
    ("RequestSpotInstances", "LaunchSpecification.NetworkInterface.1.EnaSrdSpecification", TYPE),
    (
        "RequestSpotInstances",
        "LaunchSpecification.NetworkInterface.1.ConnectionTrackingSpecification",
        "has bounds of its own",
    ),
    (
        "RequestSpotInstances",
        "LaunchSpecification.NetworkInterface.1.AssociateCarrierIpAddress",
        "needs a subnet in a Wavelength Zone",
    ),
    ("RequestSpotInstances", "LaunchSpecification.NetworkInterface.1.Ipv4Prefix", IPV6),
    ("RequestSpotInstances", "LaunchSpecification.NetworkInterface.1.Ipv6Prefix", IPV6),
    ("RequestSpotInstances", "LaunchSpecification.NetworkInterface.1.Ipv6PrefixCount", IPV6),
    ("RequestSpotInstances", "LaunchSpecification.NetworkInterface.1.PrimaryIpv6", IPV6),
    ("RunInstances", "Monitoring.MetricCategoryId.1", "needs a category"),
    (
        "RequestSpotInstances",
        "LaunchSpecification.Monitoring.MetricCategoryId.1",
        "needs a category",
    ),
    ("CreateTrafficMirrorTarget", "GatewayLoadBalancerEndpointId", "needs such an endpoint"),
    (FCA, "InstanceFcaPolicyDocument.CidrRangeSpecifications", CIDR),
    (FCA, "PcxFcaPolicyDocument.CidrRangeSpecifications", CIDR),
    ("CreateVpnConnection", EXCHANGES_1, "needs a number and a method"),
    ("CreateVpnConnection", EXCHANGES_2, "needs a number and a method"),
    ("CreateLaunchTemplateVersion", "LaunchTemplateName", "is there in place of the id"),
    // Blocks out of a VPC's own, which a sample cannot know: the tests of subnets, interfaces and
    // instances have these.
    ("CreateSubnet", "Ipv6Native", IPV6),
    ("CreateNetworkInterface", "Ipv6Prefix.1.Ipv6Prefix", IPV6),
    ("CreateNetworkInterface", "Ipv6Addresses.1.Ipv6Address", IPV6),
    ("CreateNetworkInterface", "Ipv6Addresses.1.IsPrimaryIpv6", IPV6),
    ("RunInstances", "NetworkInterface.1.Ipv6Addresses.1.Ipv6Address", IPV6),
    ("RunInstances", "NetworkInterface.1.Ipv6Addresses.1.IsPrimaryIpv6", IPV6),
    ("RunInstances", "NetworkInterface.1.Ipv6Prefix.1.Ipv6Prefix", IPV6),
    ("RequestSpotInstances", "LaunchSpecification.NetworkInterface.1.Ipv6AddressCount", IPV6),
    ("RequestSpotInstances", "LaunchSpecification.NetworkInterface.1.Ipv6Addresses", IPV6),
    ("CreateVerifiedAccessEndpoint", "NetworkInterfaceOptions", "needs an interface's groups"),
    ("CreateVerifiedAccessEndpoint", "RdsOptions.RdsDbClusterArn", "excludes the other ARNs"),
    ("CreateVerifiedAccessEndpoint", "RdsOptions.RdsDbProxyArn", "excludes the other ARNs"),
    (
        "CreateVerifiedAccessTrustProvider",
        "OidcOptions.ClientSecret",
        "unverified: that AWS hides it",
    ),
    // Of services that nobody but their owners can reach.
    ("CreateVpcEndpoint", "DnsOptions.DnsRecordIpType", "needs a VPC that names its addresses"),
    ("CreateVpcEndpoint", "DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint", SERVICE),
    ("CreateVpcEndpoint", "DnsOptions.PrivateDnsPreference", SERVICE),
    ("CreateVpcEndpoint", "DnsOptions.PrivateDnsSpecifiedDomain.1", SERVICE),
];

const FCA: &str = "CreateNetworkingFlexCostAllocationPolicy";

const CIDR: &str = "needs a granularity of its own, as in the document of NAT gateways";

const TYPE: &str = "needs a type that can";

const TOP: &str = "is no parameter of AWS's, outside of IpPermissions";

const IPV6: &str = "needs a block of the VPC's own";

const SERVICE: &str = "needs a service or a resource of another kind";

fn is_exception(create: &str, parameter: &str) -> bool {
    EXCEPTIONS.iter().any(|(of, member, _)| {
        *of == create
            && parameter
                .strip_prefix(member)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// A create with the samples that are made by it.
struct Create {
    samples: Vec<&'static Sample>,
    members: Vec<Shared>,
    problems: Vec<String>,
    /// The members that some form had.
    seen: BTreeSet<String>,
}

impl Create {
    fn new(model: &Model, name: &str) -> Self {
        let samples: Vec<_> = samples().filter(|sample| sample.create == name).collect();
        let operation = model.operations.iter().find(|other| other.name == name).unwrap();
        let view = row_shape(model, samples[0].describe.0, samples[0].describe.2);
        let mut members = Vec::new();
        shared(model, &operation.request, &view, ("", &[]), &mut members);
        Self { samples, members, problems: Vec::new(), seen: BTreeSet::new() }
    }

    /// Makes a row and looks at it, unless what was asked is refused by name, or is none of EC2's.
    fn try_form(&mut self, sample: &'static Sample, variant: &[(&str, &str)], may_lack: bool) {
        let ec2 = Ec2::new();
        let ask = |operation: &str, form: &[(&str, &str)]| ec2.ask(operation, form);
        let maker = Maker::new(&ask);
        match maker.make_with(sample, variant) {
            Ok(made) => {
                let row = maker.listed(&made).unwrap().unwrap();
                let missing = not_shown(&made, &row, &self.members);
                self.problems.extend(missing);
                self.seen.extend(made.form.iter().map(|(name, _)| of_first(name)));
            }
            Err(refusal)
                if may_lack
                    && (refusal.message.starts_with(NOT_EMULATED)
                        || refusal.code == "UnknownParameter") => {}
            Err(refusal) => {
                self.problems.push(format!("{}: {variant:?}: {refusal:?}", sample.create));
            }
        }
    }

    fn check(mut self) -> Vec<String> {
        for sample in self.samples.clone() {
            self.try_form(sample, &[], false);
            sample.variants.iter().for_each(|variant| self.try_form(sample, variant, false));
        }
        let names =
            self.members.iter().map(|member| (member.parameter.clone(), member.value.clone()));
        for (parameter, value) in names.collect::<Vec<_>>() {
            if !self.seen.contains(&parameter) && !is_exception(self.samples[0].create, &parameter)
            {
                // Some value, for the members that take any.
                self.try_form(self.samples[0], &[(&parameter, &value)], true);
            }
        }
        self.problems
    }
}

const NOT_EMULATED: &str = "parlel-ec2 does not emulate";

#[test]
fn what_is_asked_for_is_shown() {
    let model = model();
    let creates: BTreeSet<&str> = samples().map(|sample| sample.create).collect();
    let problems: Vec<String> =
        creates.into_iter().flat_map(|name| Create::new(&model, name).check()).collect();
    assert!(problems.is_empty(), "{problems:#?}");
}
