// What the JavaScript suite shares.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { EC2Client } from "@aws-sdk/client-ec2";

export const IMAGE = "ami-0abcdef1234567890";
const ENDPOINT = process.env.AWS_ENDPOINT_URL;

/** Asks one of the server's own routes. */
export async function control(method, route, body) {
  const answer = await fetch(`${ENDPOINT}/_parlel/${route}`, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  assert.ok(answer.ok, await answer.clone().text());
  return answer.json();
}

export const advance = (seconds) => control("PUT", "clock", { advanceSeconds: seconds });
export const lifecycle = (mode) => control("PUT", "lifecycle", { mode });

/** An account of its own for each test: what others do is not seen there. */
export function accountFor(name) {
  const digest = createHash("sha256").update(`javascript ${name}`).digest("hex");
  return String(BigInt(`0x${digest}`) % 10n ** 12n).padStart(12, "0");
}

export function clientOf(account, region = "us-east-1") {
  const credentials = { accessKeyId: account, secretAccessKey: "any" };
  return new EC2Client({ region, credentials, maxAttempts: 1 });
}

/** Holds what a call is refused with; `message` is a text or a regular expression. */
export async function refused(call, code, message, status = 400) {
  await assert.rejects(call, (error) => {
    assert.equal(error.name, code, error.message);
    assert.equal(error.$metadata.httpStatusCode, status);
    if (message instanceof RegExp) assert.match(error.message, message);
    else if (message !== undefined) assert.equal(error.message, message);
    return true;
  });
}

/** Waits as the SDK does, but lets the server's clock pass instead of the machine's. */
export async function wait(waiter, client, input) {
  const name = "passTime";
  const passTime = (next) => async (request) => {
    try {
      return await next(request);
    } finally {
      await advance(15);
    }
  };
  client.middlewareStack.add(passTime, { step: "initialize", name });
  try {
    const quick = { client, maxWaitTime: 20, minDelay: 0.01, maxDelay: 0.02 };
    const { state } = await waiter(quick, input);
    assert.equal(state, "SUCCESS");
  } finally {
    client.middlewareStack.remove(name);
  }
}

/** The README's code block in this language. */
export function sample(language) {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  const blocks = [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))];
  assert.equal(blocks.length, 1);
  return blocks[0][1];
}
