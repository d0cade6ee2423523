import { describe, expect, test } from "vitest";
import { createRestClient, type RestOptions } from "../src/index.ts";
import { answering, serveHttp } from "./servers.ts";

const url = "http://127.0.0.1:1";
const pin = "AB".repeat(32);

describe("an option that can't be used is a TypeError", () => {
  test.each<[RestOptions, string]>([
    [{ url: "192.168.1.50" }, "url: must be an http or https URL"],
    [{ url: "ftp://192.168.1.50" }, "url: must be an http or https URL"],
    [{ url: "http://user:secret@192.168.1.50" }, "url: must not hold credentials"],
    [{ url: "http://192.168.1.50?x=1" }, "url: must not hold a query or fragment"],
    [{ url: "http://192.168.1.50", tls: { fingerprint256: pin } }, "tls.fingerprint256: needs an https url"],
    [
      { url: "https://192.168.1.50", tls: { fingerprint256: "AB:CD" } },
      "tls.fingerprint256: must be a SHA-256 fingerprint, 64 hexadecimal digits",
    ],
    [
      { url: "https://192.168.1.50", tls: { fingerprint256: pin, insecure: true } },
      "tls: fingerprint256 and insecure exclude each other",
    ],
    [{ url, timeoutMs: 0 }, "timeoutMs: must be a whole number above 0"],
    [{ url, maxBytes: 1.5 }, "maxBytes: must be a whole number above 0"],
    [{ url, connections: Number.NaN }, "connections: must be a whole number above 0"],
    [{ url, paths: { get_update: "update/status" } }, 'paths.get_update: a path must start with "/"'],
    [
      { url, paths: { get_module_settings: "/settings/{id}" } },
      "paths.get_module_settings: the path parameters must be moduleid",
    ],
    [
      { url, paths: { get_update: "/update?x" } },
      "paths.get_update: a path has no query, fragment, blank or backslash",
    ],
  ])("%o", (options, message) => {
    expect(() => createRestClient(options)).toThrow(new TypeError(message));
  });
});

describe("an argument that the page forbids is a TypeError, and nothing is sent", () => {
  const client = createRestClient({ url });
  test.each<[string, () => Promise<unknown>, string]>([
    [
      "an empty id",
      () => client.getProcessDataModule({ path: { moduleid: "" } }),
      "get_process_data_module: path parameter moduleid: an empty text is no path segment",
    ],
    [
      "a parent folder",
      () => client.getModuleSettings({ path: { moduleid: "../auth/me" } }),
      "get_module_settings: path parameter moduleid: a dot segment would leave its place in the path",
    ],
    [
      "no id in a list",
      () => client.getProcessDataValues({ path: { moduleid: "m", processdataids: [] } }),
      "get_process_data_values: path parameter processdataids: expected at least 1 item, found fewer",
    ],
    [
      "a value that is no string",
      () => client.putSettings({ body: [{ moduleid: "m", settings: [{ id: "a", value: 5 as unknown as string }] }] }),
      "put_settings: body: /0/settings/0/value: expected a string, found a number",
    ],
    ["a limit of no time", () => client.getVersion({}, { timeoutMs: -1 }), "timeoutMs: must be a whole number above 0"],
    ["a limit of no size", () => client.getVersion({}, { maxBytes: 0 }), "maxBytes: must be a whole number above 0"],
    [
      "an authorization with a line break, which is not quoted",
      () => client.getVersion({}, { authorization: "Session a\r\nb" }),
      "authorization: a header can't carry this text",
    ],
  ])("%s", async (_, call, message) => {
    await expect(call()).rejects.toThrow(new TypeError(message));
  });
});

test("paths of operations can be others, and a path of the url goes before the base path", async () => {
  const asked: string[] = [];
  await using server = await serveHttp((request, response) => {
    asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
    answering(200)(request, response);
  });
  const client = createRestClient({ url: `${server.url}/roof/`, paths: { post_update: "/updateservice/go" } });
  await client.postUpdate();
  await client.postReboot();
  expect(asked).toEqual(["POST /roof/api/v1/updateservice/go", "POST /roof/api/v1/system/reboot"]);
  await client.close();
});
