"""Terraform's waits: each knows the states that may be seen on the way and those that end it, and
fails at any other. They are those of hashicorp/terraform-provider-aws, internal/service/ec2/wait.go
and the resources' own files, held in both lifecycles while the server's clock moves on in steps
that are shorter than any state lasts. A wait without a target ends when nothing is found, as
find.go of the same folder sees it: an empty list, a code, or a state that counts as gone.
"""

import pytest
from botocore.exceptions import ClientError

STEPS = [0.25] * 60 + [5] * 60
IN_PROGRESS = ["create-in-progress"], ["create-complete"]
MODIFIED = ["modify-in-progress"], ["modify-complete"]
DELETED = ["create-complete", "modify-complete", "delete-in-progress"], []


class Sight:
    """What a wait looks at: a part of what a call answers."""

    def __init__(self, user, call, path, gone=(), **asked):
        self.user, self.call, self.path, self.gone = user, call, path.split("."), gone
        self.asked = asked

    def state(self):
        """None where nothing is found."""
        try:
            seen = getattr(self.user.ec2, self.call)(**self.asked)
        except ClientError as refusal:
            assert refusal.response["Error"]["Code"] in self.gone, refusal
            return None
        for part in self.path:
            seen = seen.get(part) if isinstance(seen, dict) else seen
            if isinstance(seen, list):
                seen = seen[0] if seen else None
        return None if seen in self.gone else seen

    def waits(self, pending, target):
        for step in STEPS:
            state = self.state()
            if state is None and not target or state in target:
                return
            assert state is None or state in pending, f"{self.call}: {state} on the way"
            self.user.wait(step)
        pytest.fail(f"{self.call}: {state} at the end")


def filters(**values):
    return [{"Name": name.replace("_", "-"), "Values": [values[name]]} for name in values]


def test_of_a_transit_gateway(user):
    ec2 = user.ec2
    ranges = {"MulticastSupport": "enable", "TransitGatewayCidrBlocks": ["10.200.0.0/24"]}
    made = ec2.create_transit_gateway(Options=ranges)["TransitGateway"]
    gateway = made["TransitGatewayId"]
    sight = Sight(
        user, "describe_transit_gateways", "TransitGateways.State",
        ("InvalidTransitGatewayID.NotFound", "deleted"), TransitGatewayIds=[gateway],
    )
    sight.waits(["pending"], ["available"])
    ec2.modify_transit_gateway(TransitGatewayId=gateway, Description="hub")
    sight.waits(["modifying"], ["available"])
    made = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway, VpcId=user.vpc, SubnetIds=[user.subnet]
    )["TransitGatewayVpcAttachment"]
    attachment = {"TransitGatewayAttachmentId": made["TransitGatewayAttachmentId"]}
    of_attachment = Sight(
        user, "describe_transit_gateway_vpc_attachments", "TransitGatewayVpcAttachments.State",
        ("InvalidTransitGatewayAttachmentID.NotFound",),
        TransitGatewayAttachmentIds=list(attachment.values()),
    )
    of_attachment.waits(["failing", "pending"], ["available", "pendingAcceptance"])
    other = user.make_subnet("10.0.1.0/24", "b")
    ec2.modify_transit_gateway_vpc_attachment(AddSubnetIds=[other], **attachment)
    of_attachment.waits(["modifying"], ["available"])
    follow_routes(user, gateway, attachment)
    follow_connections(user, attachment)
    follow_domains(user, gateway, attachment)
    follow_policies(user, gateway)
    ec2.delete_transit_gateway_vpc_attachment(**attachment)
    on_the_way = ["available", "deleting", "pendingAcceptance", "rejecting"]
    of_attachment.waits(on_the_way, ["deleted"])
    ec2.delete_transit_gateway(TransitGatewayId=gateway)
    sight.waits(["available", "deleting"], [])


def follow_routes(user, gateway, attachment):
    ec2 = user.ec2
    [shown] = ec2.describe_transit_gateways(TransitGatewayIds=[gateway])["TransitGateways"]
    default = {"TransitGatewayRouteTableId": shown["Options"]["AssociationDefaultRouteTableId"]}
    made = ec2.create_transit_gateway_route_table(TransitGatewayId=gateway)
    table = made["TransitGatewayRouteTable"]["TransitGatewayRouteTableId"]
    of_table = Sight(
        user, "describe_transit_gateway_route_tables", "TransitGatewayRouteTables.State",
        ("InvalidRouteTableID.NotFound", "deleted"), TransitGatewayRouteTableIds=[table],
    )
    of_table.waits(["pending"], ["available"])
    own = {"TransitGatewayRouteTableId": table}
    by = filters(transit_gateway_attachment_id=attachment["TransitGatewayAttachmentId"])

    def association(table):
        return Sight(
            user, "get_transit_gateway_route_table_associations", "Associations.State",
            ("disassociated",), Filters=by, **table,
        )

    association(default).waits(["associating"], ["associated"])
    ec2.disassociate_transit_gateway_route_table(**default, **attachment)
    association(default).waits(["associated", "disassociating"], [])
    ec2.associate_transit_gateway_route_table(**own, **attachment)
    association(own).waits(["associating"], ["associated"])
    ec2.enable_transit_gateway_route_table_propagation(**own, **attachment)
    propagation = Sight(
        user, "get_transit_gateway_route_table_propagations",
        "TransitGatewayRouteTablePropagations.State", ("disabled",), Filters=by, **own,
    )
    propagation.waits(["enabling"], ["enabled"])
    ec2.disable_transit_gateway_route_table_propagation(**own, **attachment)
    propagation.waits(["disabling"], [])
    route = {"DestinationCidrBlock": "10.77.0.0/16", **own}
    ec2.create_transit_gateway_route(**route, **attachment)
    exactly = [{"Name": "route-search.exact-match", "Values": ["10.77.0.0/16"]}]
    of_route = Sight(
        user, "search_transit_gateway_routes", "Routes.State", ("deleted",),
        Filters=filters(type="static") + exactly, **own,
    )
    of_route.waits(["pending"], ["active", "blackhole"])
    ec2.delete_transit_gateway_route(**route)
    of_route.waits(["active", "blackhole", "deleting"], [])
    reference = {"PrefixListId": user.prefix_list, **own}
    ec2.create_transit_gateway_prefix_list_reference(**reference, **attachment)
    of_list = Sight(
        user, "get_transit_gateway_prefix_list_references",
        "TransitGatewayPrefixListReferences.State", Filters=filters(
            prefix_list_id=user.prefix_list
        ), **own,
    )
    of_list.waits(["pending"], ["available"])
    ec2.modify_transit_gateway_prefix_list_reference(Blackhole=True, **reference)
    of_list.waits(["modifying"], ["available"])
    ec2.delete_transit_gateway_prefix_list_reference(**reference)
    of_list.waits(["deleting"], [])
    ec2.disassociate_transit_gateway_route_table(**own, **attachment)
    association(own).waits(["associated", "disassociating"], [])
    ec2.delete_transit_gateway_route_table(**own)
    of_table.waits(["available", "deleting"], [])


def follow_connections(user, attachment):
    made = user.ec2.create_transit_gateway_connect(
        TransportTransitGatewayAttachmentId=attachment["TransitGatewayAttachmentId"],
        Options={"Protocol": "gre"},
    )["TransitGatewayConnect"]
    connect = made["TransitGatewayAttachmentId"]
    sight = Sight(
        user, "describe_transit_gateway_connects", "TransitGatewayConnects.State",
        ("InvalidTransitGatewayAttachmentID.NotFound", "deleted"),
        TransitGatewayAttachmentIds=[connect],
    )
    sight.waits(["pending"], ["available"])
    made = user.ec2.create_transit_gateway_connect_peer(
        TransitGatewayAttachmentId=connect, PeerAddress="10.0.0.5",
        InsideCidrBlocks=["169.254.6.0/29"],
    )["TransitGatewayConnectPeer"]
    peer = made["TransitGatewayConnectPeerId"]
    of_peer = Sight(
        user, "describe_transit_gateway_connect_peers", "TransitGatewayConnectPeers.State",
        ("InvalidTransitGatewayConnectPeerID.NotFound", "deleted"),
        TransitGatewayConnectPeerIds=[peer],
    )
    of_peer.waits(["pending"], ["available"])
    user.ec2.delete_transit_gateway_connect_peer(TransitGatewayConnectPeerId=peer)
    of_peer.waits(["available", "deleting"], [])
    user.ec2.delete_transit_gateway_connect(TransitGatewayAttachmentId=connect)
    sight.waits(["available", "deleting"], [])


def follow_domains(user, gateway, attachment):
    made = user.ec2.create_transit_gateway_multicast_domain(TransitGatewayId=gateway)
    id = made["TransitGatewayMulticastDomain"]["TransitGatewayMulticastDomainId"]
    domain = {"TransitGatewayMulticastDomainId": id}
    sight = Sight(
        user, "describe_transit_gateway_multicast_domains", "TransitGatewayMulticastDomains.State",
        ("InvalidTransitGatewayMulticastDomainId.NotFound", "deleted"),
        TransitGatewayMulticastDomainIds=[id],
    )
    sight.waits(["pending"], ["available"])
    both = {"SubnetIds": [user.subnet], **domain, **attachment}
    user.ec2.associate_transit_gateway_multicast_domain(**both)
    of_subnet = Sight(
        user, "get_transit_gateway_multicast_domain_associations",
        "MulticastDomainAssociations.Subnet.State", ("disassociated",),
        Filters=filters(subnet_id=user.subnet), **domain,
    )
    of_subnet.waits(["associating"], ["associated"])
    user.ec2.disassociate_transit_gateway_multicast_domain(**both)
    of_subnet.waits(["associated", "disassociating"], [])
    user.ec2.delete_transit_gateway_multicast_domain(**domain)
    sight.waits(["available", "deleting"], [])


def follow_policies(user, gateway):
    made = user.ec2.create_transit_gateway_policy_table(TransitGatewayId=gateway)
    table = made["TransitGatewayPolicyTable"]["TransitGatewayPolicyTableId"]
    sight = Sight(
        user, "describe_transit_gateway_policy_tables", "TransitGatewayPolicyTables.State",
        ("InvalidTransitGatewayPolicyTableId.NotFound",), TransitGatewayPolicyTableIds=[table],
    )
    sight.waits(["pending"], ["available"])
    user.ec2.delete_transit_gateway_policy_table(TransitGatewayPolicyTableId=table)
    # Where it is gone, no state counts as that.
    sight.waits(["available", "deleting"], [])


def test_of_a_peering_of_transit_gateways(user):
    far = user.at("us-west-2")
    made = user.ec2.create_transit_gateway_peering_attachment(
        TransitGatewayId=user.transit_gateway, PeerTransitGatewayId=far.transit_gateway,
        PeerAccountId=user.account, PeerRegion="us-west-2",
    )["TransitGatewayPeeringAttachment"]
    attachment = {"TransitGatewayAttachmentId": made["TransitGatewayAttachmentId"]}
    sight = Sight(
        user, "describe_transit_gateway_peering_attachments",
        "TransitGatewayPeeringAttachments.State",
        TransitGatewayAttachmentIds=list(attachment.values()),
    )
    sight.waits(["failing", "initiatingRequest", "pending"], ["available", "pendingAcceptance"])
    far.ec2.accept_transit_gateway_peering_attachment(**attachment)
    sight.waits(["pending", "pendingAcceptance"], ["available"])
    user.ec2.delete_transit_gateway_peering_attachment(**attachment)
    sight.waits(["available", "deleting", "pendingAcceptance", "rejecting"], ["deleted"])


def test_of_endpoints(user):
    user.hosted_vpc()
    made = user.ec2.create_vpc_endpoint(
        VpcId=user.vpc, ServiceName="com.amazonaws.us-east-1.sqs", SubnetIds=[user.subnet],
        VpcEndpointType="Interface",
    )["VpcEndpoint"]
    endpoint = made["VpcEndpointId"]
    sight = Sight(
        user, "describe_vpc_endpoints", "VpcEndpoints.State",
        ("InvalidVpcEndpointId.NotFound", "deleted"), VpcEndpointIds=[endpoint],
    )
    sight.waits(["pending"], ["available", "pendingAcceptance"])
    other = user.make_subnet("10.0.1.0/24", "b")
    user.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddSubnetIds=[other])
    sight.waits(["pending"], ["available", "pendingAcceptance"])
    user.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
    sight.waits(["deleting", "deleted"], [])


def test_of_a_virtual_private_network(user):
    connection = user.make_vpn()
    id = {"VpnConnectionId": connection["VpnConnectionId"]}
    sight = Sight(
        user, "describe_vpn_connections", "VpnConnections.State",
        ("InvalidVpnConnectionID.NotFound", "deleted"), VpnConnectionIds=list(id.values()),
    )
    sight.waits(["pending"], ["available"])
    route = {"DestinationCidrBlock": "192.168.9.0/24", **id}
    user.ec2.create_vpn_connection_route(**route)
    of_route = Sight(
        user, "describe_vpn_connections", "VpnConnections.Routes.State", ("deleted",),
        VpnConnectionIds=list(id.values()),
    )
    of_route.waits(["pending"], ["available"])
    user.ec2.delete_vpn_connection_route(**route)
    of_route.waits(["pending", "available", "deleting"], [])
    user.ec2.modify_vpn_connection_options(LocalIpv4NetworkCidr="10.0.0.0/8", **id)
    sight.waits(["modifying"], ["available"])
    user.ec2.delete_vpn_connection(**id)
    sight.waits(["deleting"], [])
    gateway = {"VpnGatewayId": connection["VpnGatewayId"]}
    both = {"VpcId": user.vpc, **gateway}
    attached = Sight(
        user, "describe_vpn_gateways", "VpnGateways.VpcAttachments.State", ("detached",),
        VpnGatewayIds=list(gateway.values()),
    )
    user.ec2.attach_vpn_gateway(**both)
    attached.waits(["attaching"], ["attached"])
    user.ec2.detach_vpn_gateway(**both)
    attached.waits(["attached", "detaching"], [])
    # Ansible's waiter wants to see it.
    user.wait(5)
    [shown] = user.ec2.describe_vpn_gateways(VpnGatewayIds=list(gateway.values()))["VpnGateways"]
    assert shown["VpcAttachments"] == [{"VpcId": user.vpc, "State": "detached"}]
    user.ec2.delete_vpn_gateway(**gateway)
    Sight(
        user, "describe_vpn_gateways", "VpnGateways.State",
        ("InvalidVpnGatewayID.NotFound", "deleted"), VpnGatewayIds=list(gateway.values()),
    ).waits(["deleting"], [])


def test_of_address_management(user):
    ec2 = user.ec2
    ipam = ec2.create_ipam(OperatingRegions=[{"RegionName": user.region}])["Ipam"]["IpamId"]
    scope = following(user, "ipams", "Ipam", ipam, lambda id: {
        "IpamId": id, "Description": "all"})
    made = ec2.create_ipam_scope(IpamId=ipam)["IpamScope"]["IpamScopeId"]
    of_scope = following(user, "ipam_scopes", "IpamScope", made, lambda id: {
        "IpamScopeId": id, "Description": "all"})
    pool = ec2.create_ipam_pool(IpamScopeId=made, AddressFamily="ipv4")["IpamPool"]["IpamPoolId"]
    of_pool = following(user, "ipam_pools", "IpamPool", pool, lambda id: {
        "IpamPoolId": id, "Description": "all"})
    block = {"IpamPoolId": pool, "Cidr": "10.60.0.0/16"}
    ec2.provision_ipam_pool_cidr(**block)
    of_block = Sight(
        user, "get_ipam_pool_cidrs", "IpamPoolCidrs.State", ("deprovisioned",),
        IpamPoolId=pool, Filters=filters(cidr="10.60.0.0/16"),
    )
    of_block.waits(["pending-provision"], ["provisioned"])
    ec2.deprovision_ipam_pool_cidr(**block)
    of_block.waits(["pending-deprovision", "provisioned"], [])
    ec2.delete_ipam_pool(IpamPoolId=pool)
    of_pool.waits(["delete-in-progress"], [])
    ec2.delete_ipam_scope(IpamScopeId=made)
    of_scope.waits(*DELETED)
    ec2.delete_ipam(IpamId=ipam, Cascade=True)
    scope.waits(*DELETED)


def following(user, kinds, kind, id, change):
    """Waits until one of IPAM's is made and has been changed, and goes on looking at it."""
    sight = Sight(
        user, f"describe_{kinds}", f"{kind}s.State",
        (f"Invalid{kind}Id.NotFound", "delete-complete"), **{f"{kind}Ids": [id]},
    )
    sight.waits(*IN_PROGRESS)
    getattr(user.ec2, f"modify_{kinds[:-1]}")(**change(id))
    sight.waits(*MODIFIED)
    return sight


def test_of_what_else_takes_time(user):
    ec2 = user.ec2
    group = {"GroupId": user.group, "VpcId": user.other_vpc}
    user.wait()
    ec2.associate_security_group_vpc(**group)
    sight = Sight(
        user, "describe_security_group_vpc_associations", "SecurityGroupVpcAssociations.State",
        ("disassociated",), Filters=filters(group_id=user.group, vpc_id=user.other_vpc),
    )
    sight.waits(["associating"], ["associated"])
    ec2.disassociate_security_group_vpc(**group)
    sight.waits(["associated", "disassociating"], [])
    made = ec2.create_vpc_peering_connection(VpcId=user.vpc, PeerVpcId=user.other_vpc)
    peering = made["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    gone = ("deleted", "expired", "failed", "rejected")
    sight = Sight(
        user, "describe_vpc_peering_connections", "VpcPeeringConnections.Status.Code", gone,
        VpcPeeringConnectionIds=[peering],
    )
    made = ["initiating-request", "provisioning"], ["active", "pending-acceptance"]
    sight.waits(*made)
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    sight.waits(*made)
    ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=peering)
    sight.waits(["active", "deleting", "pending-acceptance"], [])
    zones = {"AvailabilityZones": ["us-east-1a"], "SourceSnapshotIds": [user.snapshot]}
    ec2.enable_fast_snapshot_restores(**zones)
    sight = Sight(
        user, "describe_fast_snapshot_restores", "FastSnapshotRestores.State", ("disabled",),
        Filters=filters(snapshot_id=user.snapshot),
    )
    sight.waits(["enabling", "optimizing"], ["enabled"])
    ec2.disable_fast_snapshot_restores(**zones)
    sight.waits(["disabling", "optimizing", "enabled"], [])
    ec2.modify_snapshot_tier(SnapshotId=user.snapshot, StorageTier="archive")
    Sight(
        user, "describe_snapshot_tier_status", "SnapshotTierStatuses.StorageTier",
        Filters=filters(snapshot_id=user.snapshot),
    ).waits(["standard"], ["archive"])
