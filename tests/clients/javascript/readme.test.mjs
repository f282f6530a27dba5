// The README's JavaScript sample, as a reader would run it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { sample } from "./support.mjs";

test("the JavaScript sample runs", async () => {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const command = ["--input-type=module", "--eval", sample("js")];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd });
  assert.match(stdout, /^i-[0-9a-f]{17} running\n$/);
  const InstanceIds = [stdout.split(" ")[0]];
  const described = await new EC2Client().send(new DescribeInstancesCommand({ InstanceIds }));
  assert.equal(described.Reservations[0].Instances[0].State.Name, "terminated");
});
