// An instance's life, and what a user may get wrong about it, as the SDK shows it.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as ec2 from "@aws-sdk/client-ec2";
import { IMAGE, accountFor, clientOf, refused } from "./support.mjs";

const LAUNCH = { ImageId: IMAGE, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 };

function setting(t) {
  const account = accountFor(t.name);
  const client = clientOf(account);
  const send = (name, input = {}) => client.send(new ec2[`${name}Command`](input));
  return { account, client, send };
}

test("an instance lives and dies", async (t) => {
  const { account, send } = setting(t);
  const launched = await send("RunInstances", {
    ...LAUNCH,
    TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "web" }] }],
  });
  assert.equal(launched.OwnerId, account);
  const InstanceIds = [launched.Instances[0].InstanceId];
  assert.match(InstanceIds[0], /^i-[0-9a-f]{17}$/);

  const state = async () => {
    const { Reservations } = await send("DescribeInstances", { InstanceIds });
    return Reservations[0].Instances[0].State;
  };
  assert.deepEqual(await state(), { Code: 16, Name: "running" });
  const { StoppingInstances } = await send("StopInstances", { InstanceIds });
  assert.equal(StoppingInstances[0].PreviousState.Name, "running");
  assert.deepEqual(await state(), { Code: 80, Name: "stopped" });
  await send("StartInstances", { InstanceIds });
  assert.deepEqual(await state(), { Code: 16, Name: "running" });
  const { TerminatingInstances } = await send("TerminateInstances", { InstanceIds });
  assert.equal(TerminatingInstances[0].InstanceId, InstanceIds[0]);
  assert.deepEqual(await state(), { Code: 48, Name: "terminated" });
  await refused(
    () => send("StartInstances", { InstanceIds }),
    "IncorrectInstanceState",
    `The instance '${InstanceIds[0]}' is not in a state from which it can be started.`,
  );
});

test("numbers, booleans, dates and lists arrive as what they are", async (t) => {
  const { send } = setting(t);
  const { Instances } = await send("RunInstances", LAUNCH);
  const [instance] = Instances;
  assert.ok(instance.LaunchTime instanceof Date);
  assert.equal(instance.AmiLaunchIndex, 0);
  assert.equal(instance.EbsOptimized, false);
  assert.ok(Array.isArray(instance.NetworkInterfaces));
  assert.equal(instance.NetworkInterfaces[0].Attachment.DeviceIndex, 0);
  assert.equal(instance.SecurityGroups[0].GroupName, "default");
});

test("a network is built, used and taken down", async (t) => {
  const { send } = setting(t);
  const { Vpc } = await send("CreateVpc", { CidrBlock: "10.0.0.0/16" });
  const { VpcId } = Vpc;
  const { Subnet } = await send("CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" });
  const { SubnetId } = Subnet;
  assert.equal(Subnet.AvailableIpAddressCount, 251);
  const named = { GroupName: "web", Description: "web servers", VpcId };
  const { GroupId } = await send("CreateSecurityGroup", named);
  const IpPermissions = [
    { IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
  ];
  const opened = await send("AuthorizeSecurityGroupIngress", { GroupId, IpPermissions });
  assert.equal(opened.Return, true);
  assert.equal(opened.SecurityGroupRules[0].CidrIpv4, "0.0.0.0/0");

  const placed = { ...LAUNCH, SubnetId, SecurityGroupIds: [GroupId] };
  const { Instances } = await send("RunInstances", placed);
  assert.match(Instances[0].PrivateIpAddress, /^10\.0\.1\./);
  const dependent = `resource ${GroupId} has a dependent object`;
  await refused(() => send("DeleteSecurityGroup", { GroupId }), "DependencyViolation", dependent);
  await refused(
    () => send("DeleteVpc", { VpcId }),
    "DependencyViolation",
    `The vpc '${VpcId}' has dependencies and cannot be deleted.`,
  );
  await send("TerminateInstances", { InstanceIds: [Instances[0].InstanceId] });
  await send("DeleteSecurityGroup", { GroupId });
  await send("DeleteSubnet", { SubnetId });
  await send("DeleteVpc", { VpcId });
  await refused(
    () => send("DescribeVpcs", { VpcIds: [VpcId] }),
    "InvalidVpcID.NotFound",
    `The vpc ID '${VpcId}' does not exist`,
  );
});

test("mistakes are told as AWS tells them", async (t) => {
  const { send } = setting(t);
  const InstanceIds = ["i-0123456789abcdef0"];
  await refused(
    () => send("StopInstances", { InstanceIds }),
    "InvalidInstanceID.NotFound",
    "The instance ID 'i-0123456789abcdef0' does not exist",
  );
  await refused(
    () => send("DescribeInstances", { InstanceIds: ["i-nonsense"] }),
    "InvalidInstanceID.Malformed",
    /"i-nonsense"/,
  );
  // What the type declarations demand, plain JavaScript can leave out.
  await refused(
    () => send("StopInstances"),
    "InvalidParameterCombination",
    "No instances specified",
  );
  await refused(
    () => send("DescribeVpcs", { Filters: [{ Name: "colour", Values: ["red"] }] }),
    "InvalidParameterValue",
    "The filter 'colour' is invalid",
  );
  await refused(
    () => send("RunInstances", { ...LAUNCH, DryRun: true }),
    "DryRunOperation",
    "Request would have succeeded, but DryRun flag is set.",
    412,
  );
  assert.deepEqual((await send("DescribeInstances")).Reservations, []);
});

test("a client token makes a launch safe to repeat", async (t) => {
  const { send } = setting(t);
  const launch = { ...LAUNCH, ClientToken: "once" };
  const first = await send("RunInstances", launch);
  const second = await send("RunInstances", launch);
  assert.equal(first.Instances[0].InstanceId, second.Instances[0].InstanceId);
  await refused(
    () => send("RunInstances", { ...launch, InstanceType: "t3.small" }),
    "IdempotentParameterMismatch",
  );
});

test("two accounts and two regions do not see each other", async (t) => {
  const account = accountFor(t.name);
  const there = clientOf(account, "eu-west-1");
  const here = clientOf(account);
  const other = clientOf(accountFor(`another than ${t.name}`));
  const { Instances } = await here.send(new ec2.RunInstancesCommand(LAUNCH));
  const ids = async (client) => {
    const { Reservations } = await client.send(new ec2.DescribeInstancesCommand({}));
    return Reservations.flatMap((one) => one.Instances.map((each) => each.InstanceId));
  };
  assert.deepEqual(await ids(here), [Instances[0].InstanceId]);
  assert.deepEqual(await ids(there), []);
  assert.deepEqual(await ids(other), []);
});

test("pages hold every instance once", async (t) => {
  const { client, send } = setting(t);
  const launched = new Set();
  for (let at = 0; at < 12; at += 1) {
    const { Instances } = await send("RunInstances", LAUNCH);
    launched.add(Instances[0].InstanceId);
  }
  const seen = [];
  let pages = 0;
  for await (const page of ec2.paginateDescribeInstances({ client, pageSize: 5 }, {})) {
    pages += 1;
    seen.push(...page.Reservations.flatMap((one) => one.Instances.map((i) => i.InstanceId)));
  }
  assert.equal(pages, 3);
  assert.equal(seen.length, 12);
  assert.deepEqual(new Set(seen), launched);
});
