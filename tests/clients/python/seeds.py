"""An account with more of each kind than one small page holds."""

import datetime

from botocore import xform_name

import support

EACH = 7


class Account:
    """Makes each kind whose operation is emulated, and answers for what a request requires."""

    def __init__(self, ec2):
        self.ec2 = ec2
        self.emulated = support.emulated()
        self.vpc = self.subnet = self.prefix_list = self.template = self.image = None
        self.router = self.routes = self.attachment = self.service = None
        self.domain = self.policies = self.endpoint = self.route_server = None
        self.discovery = self.policy = self.resolver = None
        self.scope = self.pool = self.analysis = None
        for kind in (
            self.networks,
            self.groups,
            self.gateways,
            self.route_servers,
            self.instances,
            self.interfaces,
            self.volumes,
            self.images,
            self.prefix_lists,
            self.templates,
            self.fleets,
            self.reservations,
            self.keys_and_tags,
            self.transit,
            self.transit_families,
            self.client_vpn,
            self.address_manager,
            self.services,
            self.addresses,
            self.tasks,
            self.insights,
            self.capacity,
        ):
            kind()

    def times(self, operation, request):
        """Calls the operation several times, if it is emulated; `request` gets the number."""
        if operation not in self.emulated:
            return []
        method = getattr(self.ec2, xform_name(operation))
        return [method(**request(at)) for at in range(EACH)]

    def networks(self):
        made = self.times("CreateVpc", lambda at: {"CidrBlock": f"10.{at}.0.0/16"})
        self.vpcs = [each["Vpc"]["VpcId"] for each in made]
        self.vpc = self.vpcs[0]
        made = self.times(
            "CreateSubnet", lambda at: {"VpcId": self.vpc, "CidrBlock": f"10.0.{at}.0/24"}
        )
        self.subnets = [each["Subnet"]["SubnetId"] for each in made]
        self.subnet = self.subnets[0]
        self.times("CreateRouteTable", lambda _: {"VpcId": self.vpc})
        self.times("CreateNetworkAcl", lambda _: {"VpcId": self.vpc})
        configuration = [{"Key": "domain-name", "Values": ["example.com"]}]
        self.times("CreateDhcpOptions", lambda _: {"DhcpConfigurations": configuration})

    def groups(self):
        named = {"Description": "one of several", "VpcId": self.vpc}
        made = self.times("CreateSecurityGroup", lambda at: {"GroupName": f"group-{at}", **named})
        group = made[0]["GroupId"]
        self.times(
            "AuthorizeSecurityGroupIngress",
            lambda at: {
                "GroupId": group, "IpProtocol": "tcp", "FromPort": at, "ToPort": at,
                "CidrIp": "0.0.0.0/0",
            },
        )

    def gateways(self):
        self.times("CreateInternetGateway", lambda _: {})
        self.times("CreateEgressOnlyInternetGateway", lambda at: {"VpcId": self.vpcs[at]})
        self.times(
            "CreateCustomerGateway",
            lambda at: {"Type": "ipsec.1", "IpAddress": f"203.0.113.{at}", "BgpAsn": 65000},
        )
        private = {"SubnetId": self.subnet, "ConnectivityType": "private"}
        self.times("CreateNatGateway", lambda _: private)
        self.times(
            "CreateVpcPeeringConnection",
            lambda at: {"VpcId": self.vpcs[at], "PeerVpcId": self.vpcs[at - 1]},
        )

    def route_servers(self):
        made = self.times("CreateRouteServer", lambda _: {"AmazonSideAsn": 65000})
        if not made:
            return
        self.route_server = made[0]["RouteServer"]["RouteServerId"]
        of = {"RouteServerId": self.route_server}
        self.ec2.associate_route_server(VpcId=self.vpc, **of)
        made = self.times(
            "CreateRouteServerEndpoint", lambda at: {"SubnetId": self.subnets[at], **of}
        )
        endpoint = made[0]["RouteServerEndpoint"]["RouteServerEndpointId"]
        self.times(
            "CreateRouteServerPeer",
            lambda at: {
                "RouteServerEndpointId": endpoint, "PeerAddress": f"10.0.0.{at + 100}",
                "BgpOptions": {"PeerAsn": 65001},
            },
        )

    def instances(self):
        launch = {"ImageId": support.IMAGE, "InstanceType": "t3.micro", "MaxCount": 2}
        made = self.times("RunInstances", lambda _: {**launch, "MinCount": 2})
        self.instance = made[0]["Instances"][0]["InstanceId"]

    def interfaces(self):
        self.times("CreateNetworkInterface", lambda _: {"SubnetId": self.subnet})

    def volumes(self):
        zone = {"AvailabilityZone": "us-east-1a", "Size": 1}
        made = self.times("CreateVolume", lambda _: zone)
        if made:
            made = self.times("CreateSnapshot", lambda _: {"VolumeId": made[0]["VolumeId"]})
        lock = {"LockMode": "governance", "LockDuration": 1}
        self.times("LockSnapshot", lambda at: {"SnapshotId": made[at]["SnapshotId"], **lock})

    def images(self):
        made = self.times(
            "CreateImage", lambda at: {"InstanceId": self.instance, "Name": f"image-{at}"}
        )
        self.image = made[0]["ImageId"] if made else support.IMAGE

    def prefix_lists(self):
        entries = [{"Cidr": f"10.{at}.0.0/16"} for at in range(EACH)]
        request = {"MaxEntries": 10, "AddressFamily": "IPv4", "Entries": entries}
        made = self.times(
            "CreateManagedPrefixList", lambda at: {"PrefixListName": f"list-{at}", **request}
        )
        if made:
            self.prefix_list = made[0]["PrefixList"]["PrefixListId"]

    def templates(self):
        data = {"LaunchTemplateData": {"ImageId": support.IMAGE, "InstanceType": "t3.micro"}}
        made = self.times(
            "CreateLaunchTemplate", lambda at: {"LaunchTemplateName": f"template-{at}", **data}
        )
        if made:
            self.template = made[0]["LaunchTemplate"]["LaunchTemplateId"]
            self.times(
                "CreateLaunchTemplateVersion", lambda _: {"LaunchTemplateId": self.template, **data}
            )

    def fleets(self):
        named = {"LaunchTemplateId": self.template, "Version": "1"}
        target = {"TotalTargetCapacity": 0, "DefaultTargetCapacityType": "spot"}
        self.times(
            "CreateFleet",
            lambda _: {
                "LaunchTemplateConfigs": [{"LaunchTemplateSpecification": named}],
                "TargetCapacitySpecification": target,
            },
        )

        specification = {"ImageId": support.IMAGE, "InstanceType": "t3.micro"}
        made = self.times(
            "RequestSpotFleet",
            lambda at: {
                "SpotFleetRequestConfig": {
                    "IamFleetRole": "arn:aws:iam::123456789012:role/spot-fleet",
                    "TargetCapacity": EACH if at == 0 else 0,
                    "LaunchSpecifications": [specification],
                }
            },
        )
        self.spot_fleet = made[0]["SpotFleetRequestId"] if made else None

    def reservations(self):
        wanted = {"InstanceType": "p4d.24xlarge", "InstanceCount": 1, "CapacityDurationHours": 24}
        offered = self.ec2.describe_capacity_block_offerings(**wanted)["CapacityBlockOfferings"]
        made = self.ec2.purchase_capacity_block(
            CapacityBlockOfferingId=offered[0]["CapacityBlockOfferingId"],
            InstancePlatform="Linux/UNIX",
        )
        self.block = made["CapacityReservation"]["CapacityReservationId"]

    def keys_and_tags(self):
        self.times("CreateKeyPair", lambda at: {"KeyName": f"key-{at}", "KeyType": "ed25519"})
        made = self.times("AllocateAddress", lambda _: {})
        self.times(
            "ModifyAddressAttribute",
            lambda at: {
                "AllocationId": made[at]["AllocationId"],
                "DomainName": f"host{at}.example.com",
            },
        )
        self.times(
            "CreateTags",
            lambda at: {"Resources": [self.vpc], "Tags": [{"Key": f"k{at}", "Value": "v"}]},
        )

    def transit(self):
        """Attachments of all networks to one gateway, in whose tables they have all there is."""
        if "CreateTransitGateway" not in self.emulated:
            return
        made = self.ec2.create_transit_gateway(Options={"MulticastSupport": "enable"})
        self.router = made["TransitGateway"]["TransitGatewayId"]
        made = self.times(
            "CreateTransitGatewayRouteTable", lambda _: {"TransitGatewayId": self.router}
        )
        tables = [each["TransitGatewayRouteTable"]["TransitGatewayRouteTableId"] for each in made]
        found = self.ec2.describe_transit_gateways(TransitGatewayIds=[self.router])
        options = found["TransitGateways"][0]["Options"]
        # Associations and propagations of a new attachment are with this one.
        self.routes = options["AssociationDefaultRouteTableId"]
        for at in range(EACH):
            subnet = self.subnet
            if at:
                block = {"VpcId": self.vpcs[at], "CidrBlock": f"10.{at}.0.0/24"}
                subnet = self.ec2.create_subnet(**block)["Subnet"]["SubnetId"]
            made = self.ec2.create_transit_gateway_vpc_attachment(
                TransitGatewayId=self.router, VpcId=self.vpcs[at], SubnetIds=[subnet]
            )
            self.attachment = made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
        attached = {"TransitGatewayAttachmentId": self.attachment}
        for table in tables:
            self.ec2.enable_transit_gateway_route_table_propagation(
                TransitGatewayRouteTableId=table, **attached
            )
        lists = self.times(
            "CreateManagedPrefixList",
            lambda at: {"PrefixListName": f"of-{at}", "MaxEntries": 1, "AddressFamily": "IPv4"},
        )
        for at, each in enumerate(lists):
            self.ec2.create_transit_gateway_prefix_list_reference(
                TransitGatewayRouteTableId=self.routes, Blackhole=True,
                PrefixListId=each["PrefixList"]["PrefixListId"],
            )
            self.ec2.create_transit_gateway_route(
                TransitGatewayRouteTableId=self.routes, Blackhole=True,
                DestinationCidrBlock=f"172.16.{at}.0/24",
            )

    def transit_families(self):
        """What a gateway has beside attachments to networks and their tables."""
        router = {"TransitGatewayId": self.router}
        transport = {"TransportTransitGatewayAttachmentId": self.attachment}
        tunnels = {**transport, "Options": {"Protocol": "gre"}}
        self.times("CreateTransitGatewayConnect", lambda _: tunnels)
        made = self.times("CreateTransitGatewayMulticastDomain", lambda _: router)
        if made:
            domain = made[0]["TransitGatewayMulticastDomain"]
            self.domain = domain["TransitGatewayMulticastDomainId"]
        made = self.times("CreateTransitGatewayPolicyTable", lambda _: router)
        if made:
            self.policies = made[0]["TransitGatewayPolicyTable"]["TransitGatewayPolicyTableId"]

    def client_vpn(self):
        place = "arn:aws:acm:us-east-1:000000000000:certificate"
        mutual = {"ClientRootCertificateChainArn": f"{place}/clients"}
        made = self.times(
            "CreateClientVpnEndpoint",
            lambda _: {
                "ClientCidrBlock": "172.20.0.0/22",
                "ServerCertificateArn": f"{place}/server",
                "AuthenticationOptions": [
                    {"Type": "certificate-authentication", "MutualAuthentication": mutual}
                ],
                "ConnectionLogOptions": {"Enabled": False},
            },
        )
        if made:
            self.endpoint = made[0]["ClientVpnEndpointId"]
        self.times(
            "AuthorizeClientVpnIngress",
            lambda at: {
                "ClientVpnEndpointId": self.endpoint, "AuthorizeAllGroups": True,
                "TargetNetworkCidr": f"10.{at}.0.0/16",
            },
        )
        self.times(
            "CreateClientVpnRoute",
            lambda at: {
                "ClientVpnEndpointId": self.endpoint, "TargetVpcSubnetId": "local",
                "DestinationCidrBlock": f"172.20.{at}.0/24",
            },
        )

    def address_manager(self):
        ipams = self.times("CreateIpam", lambda _: {})
        if not ipams:
            return
        self.scope = ipams[0]["Ipam"]["PrivateDefaultScopeId"]
        self.times("CreateIpamScope", lambda _: {"IpamId": ipams[0]["Ipam"]["IpamId"]})
        pools = self.times(
            "CreateIpamPool", lambda _: {"IpamScopeId": self.scope, "AddressFamily": "ipv4"}
        )
        self.pool = pools[0]["IpamPool"]["IpamPoolId"]
        self.times("CreateVpc", lambda _: {"CidrBlock": "10.77.0.0/16"})
        self.times(
            "ProvisionIpamPoolCidr",
            lambda at: {"IpamPoolId": self.pool, "Cidr": f"10.{at}.0.0/16"},
        )

    def services(self):
        """An endpoint service that several accounts may use."""
        if "CreateVpcEndpointServiceConfiguration" not in self.emulated:
            return
        place = "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer"
        made = self.ec2.create_vpc_endpoint_service_configuration(
            NetworkLoadBalancerArns=[f"{place}/net/one/0123456789abcdef"]
        )
        self.service = made["ServiceConfiguration"]["ServiceId"]
        self.ec2.modify_vpc_endpoint_service_permissions(
            ServiceId=self.service,
            AddAllowedPrincipals=[f"arn:aws:iam::{111111111110 + at}:root" for at in range(EACH)],
        )

    def addresses(self):
        """IP Address Manager, which looks for what there is."""
        if "CreateIpam" not in self.emulated:
            return
        made = self.ec2.create_ipam()["Ipam"]
        self.discovery, of = made["DefaultResourceDiscoveryId"], {"IpamId": made["IpamId"]}
        self.times("CreateIpamExternalResourceVerificationToken", lambda _: of)
        self.times("CreateIpamPolicy", lambda _: of)
        policies = self.ec2.describe_ipam_policies()["IpamPolicies"]
        self.policy = policies[0]["IpamPolicyId"]
        rules = [{"RuleType": "static-cidr", "StaticCidr": f"10.{at}.0.0/16"} for at in range(EACH)]
        made = self.times(
            "CreateIpamPrefixListResolver",
            lambda _: {"AddressFamily": "ipv4", "Rules": rules, **of},
        )
        resolver = made[0]["IpamPrefixListResolver"]
        self.resolver = resolver["IpamPrefixListResolverId"]

    def insights(self):
        """What a Network Access Scope finds: that the interfaces of a subnet reach each other."""
        if "CreateNetworkInsightsAccessScope" not in self.emulated:
            return
        end = {"ResourceStatement": {"Resources": [self.subnet]}}
        matched = [{"Source": end, "Destination": end}]
        made = self.times("CreateNetworkInsightsAccessScope", lambda _: {"MatchPaths": matched})
        scope = made[0]["NetworkInsightsAccessScope"]["NetworkInsightsAccessScopeId"]
        of = {"NetworkInsightsAccessScopeId": scope}
        made = self.times("StartNetworkInsightsAccessScopeAnalysis", lambda _: of)
        made = made[0]["NetworkInsightsAccessScopeAnalysis"]
        self.analysis = made["NetworkInsightsAccessScopeAnalysisId"]

    def tasks(self):
        """Imports and exports, and what is told of images and snapshots."""
        design = {"Bucket": "designs", "Key": "one.tar"}
        self.times("CreateFpgaImage", lambda _: {"InputStorageLocation": design})
        disk = {"Url": "s3://disks/one.vmdk"}
        made = self.times("ImportSnapshot", lambda _: {"DiskContainer": disk})
        self.times("ImportImage", lambda _: {"DiskContainers": [disk]})
        place = {"S3Bucket": "exports"}
        exported = {"DiskImageFormat": "RAW", "S3ExportLocation": place, "ImageId": support.IMAGE}
        self.times("ExportImage", lambda _: exported)
        self.times(
            "CreateStoreImageTask",
            lambda at: {"ImageId": support.IMAGE, "Bucket": f"images-{at}"},
        )
        counted = [{"ResourceType": "ec2:Instance"}]
        counted = {"ImageId": support.IMAGE, "ResourceTypes": counted}
        self.times("CreateImageUsageReport", lambda _: counted)
        self.times(
            "EnableFastSnapshotRestores",
            lambda at: {
                "AvailabilityZones": ["us-east-1a"],
                "SourceSnapshotIds": [made[at]["SnapshotTaskDetail"]["SnapshotId"]],
            },
        )

    def capacity(self):
        """Capacity Manager, and as many tag keys as it monitors."""
        if "EnableCapacityManager" not in self.emulated:
            return
        self.ec2.enable_capacity_manager()
        keys = [f"key-{at}" for at in range(5)]
        self.ec2.update_capacity_manager_monitored_tag_keys(ActivateTagKeys=keys)

    def required(self, operation):
        """What a listing asks for beside the page's size. A listing that asks for something else
        fails until it is added here."""
        given = {
            "VpcId": self.vpc,
            "PrefixListId": self.prefix_list,
            "ImageId": self.image,
            "ImageIds": [self.image],
            "ArchitectureTypes": ["x86_64"],
            "VirtualizationTypes": ["hvm"],
            "InstanceRequirements": {"VCpuCount": {"Min": 2}, "MemoryMiB": {"Min": 2048}},
            "TargetCapacity": 1,
            "SpotFleetRequestId": self.spot_fleet,
            "CapacityReservationId": self.block,
            "CapacityBlockExtensionDurationHours": 24,
            "CapacityDurationHours": 24,
            "Role": "odcr-owner",
            "FirstSlotStartTimeRange": {
                "EarliestTime": datetime.datetime(2026, 2, 7),
                "LatestTime": datetime.datetime(2026, 2, 14),
            },
            "Recurrence": {"Frequency": "Daily", "Interval": 1},
            "RouteServerId": self.route_server,
            "IpamResourceDiscoveryId": self.discovery,
            "DiscoveryRegion": "us-east-1",
            "ResourceRegion": "us-east-1",
            "AddressRegion": "us-east-1",
            "IpamPolicyId": self.policy,
            "IpamPrefixListResolverId": self.resolver,
            "IpamPrefixListResolverVersion": 1,
            "IpamPoolId": self.pool,
            "IpamScopeId": self.scope,
            "Cidr": "10.77.0.0/16",
            "NetworkInsightsAccessScopeAnalysisId": self.analysis,
            "ServiceId": self.service,
            "TransitGatewayAttachmentId": self.attachment,
            "TransitGatewayRouteTableId": self.routes,
            "TransitGatewayMulticastDomainId": self.domain,
            "TransitGatewayPolicyTableId": self.policies,
            "ClientVpnEndpointId": self.endpoint,
            "Filters": [{"Name": "state", "Values": ["active", "blackhole"]}],
        }
        model = self.ec2.meta.service_model.operation_model(operation)
        names = model.input_shape.required_members
        request = {name: given[name] for name in names if name != "MaxResults"}
        if operation == "DescribeLaunchTemplateVersions":
            request["LaunchTemplateId"] = self.template
        if operation == "DescribeFpgaImages":
            request["Owners"] = ["self"]
        if operation == "DescribeCapacityBlockOfferings":
            request["InstanceType"] = "p4d.24xlarge"
        if operation == "DescribeReservedInstancesOfferings":
            request |= {"InstanceType": "t3.micro", "ProductDescription": "Windows"}
        if operation == "DescribeSpotPriceHistory":
            # Prices go on changing while the pages are read.
            request["InstanceTypes"] = ["t3.micro", "m5.large"]
            request["EndTime"] = datetime.datetime.now(datetime.timezone.utc)
            request["StartTime"] = request["EndTime"] - datetime.timedelta(days=7)
        if operation == "DescribeImageReferences":
            request["IncludeAllResourceTypes"] = True
        if operation == "GetSpotPlacementScores":
            request["InstanceTypes"] = ["t3.micro", "m5.large", "c5.large"]
        return request
