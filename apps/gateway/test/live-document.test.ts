import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { CloseCode } from "graphql-ws";
import { expect, test } from "vitest";
import { defaultFastestPaceSeconds } from "../src/config/types.ts";
import { defaultLiveLimits } from "../src/live/limits.ts";
import { closeCodes } from "../src/server/socket-client.ts";
import { startExample } from "./example/app.ts";
import { transports } from "./example/subscribe.ts";

const page = readFileSync(new URL("../../../docs/live.md", import.meta.url), "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| "));

test.each(Object.entries({ ...defaultLiveLimits, fastestPaceSeconds: defaultFastestPaceSeconds }))(
  "docs/live.md tells the limit %s and its default",
  (name, value) => {
    const row = rows.find((line) => line.split("|")[1]?.includes(`\`${name}\``));
    const [, names = "", defaults = ""] = row?.split("|") ?? [];
    const place = names.split(",").findIndex((one) => one.includes(`\`${name}\``));
    expect(defaults.split(",")[place]?.trim()).toBe(String(value));
  },
);

test.each([
  ...Object.values(closeCodes),
  CloseCode.BadRequest,
  CloseCode.Unauthorized,
  CloseCode.Forbidden,
  CloseCode.ConnectionInitialisationTimeout,
  CloseCode.SubscriberAlreadyExists,
  CloseCode.TooManyInitialisationRequests,
])("docs/live.md tells the close code %i", (code) => {
  expect(rows.filter((line) => line.startsWith(`| ${code} |`))).toHaveLength(1);
});

const snippet = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "m").exec(page)?.[1] ?? "";
const event = {
  data: { inverterLive: { inverterId: "inverter-1", live: { stale: false }, availability: { state: "ONLINE" } } },
};

test.each([{}, { accept: "text/event-stream" }])(
  "what docs/live.md sends with curl is answered with events: %j",
  async (more) => {
    await using app = await startExample({ simulators: [{}], warm: true });
    const [, path = "", headers = "", body = ""] =
      /^curl -sN localhost:4000(\S+) -H '([^']+)' \\\n {2}-d '([^']+)'\n$/.exec(snippet("sh")) ?? [];
    const ended = new AbortController();
    const [name = "", type = ""] = headers.split(": ");
    const { headers: answered, body: events } = await fetch(app.url + path, {
      method: "POST",
      headers: { [name]: type, ...more },
      body,
      signal: ended.signal,
    });
    expect(answered.get("content-type")).toMatch(/^text\/event-stream/);
    let text = "";
    for await (const chunk of events?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      if (/^data: .*\n\n/m.test(text)) break;
    }
    ended.abort();
    const [, first = "{}"] = /^event: next\ndata: (.*)$/m.exec(text) ?? [];
    expect(JSON.parse(first)).toMatchObject(event);
  },
);

test("the program with graphql-ws of docs/live.md runs as it stands", async () => {
  await using app = await startExample({ simulators: [{}], warm: true });
  const folder = new URL("../test-results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  // Of this run alone: another may run beside.
  const file = new URL(`live-document-${process.pid}.ts`, folder);
  writeFileSync(file, snippet("ts").replace("ws://localhost:4000", app.url.replace("http", "ws")));
  const program = spawn(process.execPath, [file.pathname], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(program.stdout.setEncoding("utf8"), "data")) as [string];
  program.kill();
  await once(program, "close");
  rmSync(file);
  expect(JSON.parse(line.split("\n")[0] ?? "")).toMatchObject(event.data);
});

test.each(transports)("the example of a subscription is answered over %s", async (_name, subscribe) => {
  await using app = await startExample({ simulators: [{}], warm: true });
  const document = readFileSync(new URL("../examples/live-power.graphql", import.meta.url), "utf8");
  const live = subscribe(app.url, document);
  await live.received(1);
  expect(live.results[0]).toMatchObject(event);
  await live.stop();
});
