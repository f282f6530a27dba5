// The SDK's waiters, in both lifecycles.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import * as ec2 from "@aws-sdk/client-ec2";
import { IMAGE, accountFor, clientOf, lifecycle, wait } from "./support.mjs";

const LAUNCH = { ImageId: IMAGE, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 };

for (const mode of ["instant", "aws"]) {
  describe(`in the lifecycle ${mode}`, () => {
    after(() => lifecycle("instant"));

    async function setting(name) {
      await lifecycle(mode);
      const client = clientOf(accountFor(`${mode} ${name}`));
      const send = (command, input = {}) => client.send(new ec2[`${command}Command`](input));
      return { client, send };
    }

    test("waiters follow an instance", async () => {
      const { client, send } = await setting("instance");
      const { Instances } = await send("RunInstances", LAUNCH);
      const instances = { InstanceIds: [Instances[0].InstanceId] };
      if (mode === "aws") assert.equal(Instances[0].State.Name, "pending");
      await wait(ec2.waitUntilInstanceExists, client, instances);
      await wait(ec2.waitUntilInstanceRunning, client, instances);
      await wait(ec2.waitUntilInstanceStatusOk, client, instances);
      await send("StopInstances", instances);
      await wait(ec2.waitUntilInstanceStopped, client, instances);
      await send("TerminateInstances", instances);
      await wait(ec2.waitUntilInstanceTerminated, client, instances);
    });

    test("waiters follow a network", async () => {
      const { client, send } = await setting("network");
      const { Vpc } = await send("CreateVpc", { CidrBlock: "10.0.0.0/16" });
      const { VpcId } = Vpc;
      await wait(ec2.waitUntilVpcExists, client, { VpcIds: [VpcId] });
      await wait(ec2.waitUntilVpcAvailable, client, { VpcIds: [VpcId] });
      const { Subnet } = await send("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" });
      const { SubnetId } = Subnet;
      await wait(ec2.waitUntilSubnetAvailable, client, { SubnetIds: [SubnetId] });
      const named = { GroupName: "web", Description: "web servers", VpcId };
      const { GroupId } = await send("CreateSecurityGroup", named);
      await wait(ec2.waitUntilSecurityGroupExists, client, { GroupIds: [GroupId] });
      const { NetworkInterface } = await send("CreateNetworkInterface", { SubnetId });
      const NetworkInterfaceIds = [NetworkInterface.NetworkInterfaceId];
      await wait(ec2.waitUntilNetworkInterfaceAvailable, client, { NetworkInterfaceIds });
      const { InternetGateway } = await send("CreateInternetGateway");
      const InternetGatewayIds = [InternetGateway.InternetGatewayId];
      await wait(ec2.waitUntilInternetGatewayExists, client, { InternetGatewayIds });
    });

    test("waiters follow the smaller kinds", async () => {
      const { client, send } = await setting("smaller kinds");
      await send("CreateKeyPair", { KeyName: "mine", KeyType: "ed25519" });
      await wait(ec2.waitUntilKeyPairExists, client, { KeyNames: ["mine"] });
      const made = { Type: "ipsec.1", IpAddress: "203.0.113.12", BgpAsn: 65000 };
      const { CustomerGateway } = await send("CreateCustomerGateway", made);
      const CustomerGatewayIds = [CustomerGateway.CustomerGatewayId];
      await wait(ec2.waitUntilCustomerGatewayAvailable, client, { CustomerGatewayIds });
      await wait(ec2.waitUntilImageExists, client, { ImageIds: [IMAGE] });
      await wait(ec2.waitUntilImageAvailable, client, { ImageIds: [IMAGE] });
      const { Instances } = await send("RunInstances", LAUNCH);
      const InstanceIds = [Instances[0].InstanceId];
      await wait(ec2.waitUntilInstanceRunning, client, { InstanceIds });
      const { Reservations } = await send("DescribeInstances", { InstanceIds });
      const [mapping] = Reservations[0].Instances[0].BlockDeviceMappings;
      await wait(ec2.waitUntilVolumeInUse, client, { VolumeIds: [mapping.Ebs.VolumeId] });
    });
  });
}
