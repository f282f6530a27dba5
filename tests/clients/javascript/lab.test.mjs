// The test lab: what the SDK makes of failures, and what the server knows of its calls.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import * as ec2 from "@aws-sdk/client-ec2";
import { IMAGE, accountFor, control, refused } from "./support.mjs";

function retrying(account) {
  const credentials = { accessKeyId: account, secretAccessKey: "any" };
  return new ec2.EC2Client({ region: "us-east-1", credentials, maxAttempts: 3 });
}

const failures = [
  { error: "RequestLimitExceeded" },
  { error: "Unavailable" },
  { error: "InternalError" },
  { connection: "dropped" },
  { connection: "lost" },
];

for (const failure of failures) {
  test(`retries survive ${JSON.stringify(failure)}`, async () => {
    const account = accountFor(`lab ${JSON.stringify(failure)}`);
    const rule = { action: "DescribeVpcs", account, count: 2, ...failure };
    const { id } = await control("POST", "faults", rule);
    const answer = await retrying(account).send(new ec2.DescribeVpcsCommand({}));
    assert.equal(answer.Vpcs.length, 1);
    assert.equal(answer.$metadata.attempts, 3);
    const { requests } = await control("GET", `requests?account=${account}`);
    assert.deepEqual(requests.map((request) => request.action), Array(3).fill("DescribeVpcs"));
    assert.equal(requests.at(-1).outcome, "ok");
    await control("DELETE", `faults/${id}`);
  });
}

test("a zone without capacity is told", async () => {
  const account = accountFor("lab capacity");
  const rule = { error: "InsufficientInstanceCapacity", account, instanceType: "p5.*" };
  const { id } = await control("POST", "faults", rule);
  const launch = { ImageId: IMAGE, InstanceType: "p5.48xlarge", MinCount: 1, MaxCount: 1 };
  const call = retrying(account).send(new ec2.RunInstancesCommand(launch));
  const message = /^We currently do not have sufficient p5.48xlarge capacity/;
  await refused(call, "InsufficientInstanceCapacity", message, 500);
  await control("DELETE", `faults/${id}`);
});

test("what the SDK signs is verified", async () => {
  const keys = join(mkdtempSync(join(tmpdir(), "parlel-")), "credentials");
  const mine = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a+b/c" };
  const lines = [`aws_access_key_id=${mine.accessKeyId}`, `aws_secret_access_key=a+b/c`];
  writeFileSync(keys, ["[mine]", ...lines].join("\n"));
  const flags = ["--port", "0", "--auth", "verify", "--credentials", keys];
  const server = spawn(process.env.SERVER_BINARY, flags, { stdio: ["ignore", "ignore", "pipe"] });
  try {
    let endpoint;
    for await (const line of createInterface({ input: server.stderr })) {
      endpoint = line.match(/listening on (http:\S+)/)?.[1];
      if (endpoint) break;
    }
    const client = (credentials) =>
      new ec2.EC2Client({ region: "eu-west-1", endpoint, credentials, maxAttempts: 1 });
    const Tags = [{ Key: "a b", Value: "ü+&=~*" }];
    const tagged = { CidrBlock: "10.0.0.0/16" };
    tagged.TagSpecifications = [{ ResourceType: "vpc", Tags }];
    const { Vpc } = await client(mine).send(new ec2.CreateVpcCommand(tagged));
    assert.deepEqual(Vpc.Tags, Tags);
    const wrong = client({ ...mine, secretAccessKey: "another" });
    const call = wrong.send(new ec2.DescribeVpcsCommand({}));
    await refused(call, "SignatureDoesNotMatch", /does not match the signature/, 403);
  } finally {
    server.kill();
  }
});
