// A program in an instance: the SDK finds credentials in the instance's metadata by itself. It
// keeps no path of the endpoint it is given, so that the instance has to be chosen first.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { RunInstancesCommand } from "@aws-sdk/client-ec2";
import { IMAGE, accountFor, clientOf, control } from "./support.mjs";

const PROGRAM = `
  import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
  const client = new EC2Client({ region: "us-east-1" });
  const { Reservations } = await client.send(new DescribeInstancesCommand({}));
  const { accessKeyId, sessionToken } = await client.config.credentials();
  console.log(JSON.stringify({ Reservations, accessKeyId, sessionToken }));
`;

after(() => control("PUT", "metadata", { instanceId: null }));

test("the SDK finds the credentials of the instance's role", async (t) => {
  const account = accountFor(t.name);
  const { Instances } = await clientOf(account).send(
    new RunInstancesCommand({
      ImageId: IMAGE,
      InstanceType: "t3.micro",
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: "app" },
      MetadataOptions: { HttpTokens: "required" },
    }),
  );
  const instanceId = Instances[0].InstanceId;
  assert.deepEqual(await control("PUT", "metadata", { instanceId }), { instanceId });
  const { AWS_ENDPOINT_URL, PATH } = process.env;
  const env = { AWS_ENDPOINT_URL, PATH, AWS_EC2_METADATA_SERVICE_ENDPOINT: AWS_ENDPOINT_URL };
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const command = ["--input-type=module", "--eval", PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd, env });
  const inside = JSON.parse(stdout);
  assert.equal(inside.Reservations[0].Instances[0].InstanceId, instanceId);
  assert.equal(inside.accessKeyId, `ASIAPRLL${account}`);
  assert.ok(inside.sessionToken);
});
