import { describe, expect, expectTypeOf, test } from "vitest";
import {
  createRestClient,
  type GetSettingListArgs,
  type Masked,
  type RestClient,
  type SettingsMetadataModule,
} from "../src/index.ts";
import { answering, serveHttp, serveTcp, version } from "./servers.ts";

const json = JSON.stringify(version);

describe("a success", () => {
  test.each<[string, string | Buffer, Record<string, string>]>([
    ["JSON", json, { "content-type": "application/json" }],
    ["JSON with a charset and blanks around it", ` ${json}\n`, { "content-type": "application/json; charset=utf-8" }],
    ["JSON called something else", json, { "content-type": "text/html" }],
    ["JSON without a type", json, {}],
    ["JSON after a byte order mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(json)]), {}],
    ["JSON called identity", json, { "content-encoding": "identity" }],
    ["fields that new firmware added", JSON.stringify({ ...version, serial: 1, __proto__: 2 }), {}],
  ])("%s", async (_, body, headers) => {
    await using server = await serveHttp(answering(200, body, headers));
    const client = createRestClient({ url: server.url });
    const result = await client.getVersion();
    expect(result).toMatchObject({ ok: true, status: 200, value: version });
    await client.close();
  });

  test("gives headers in lower case, the same name joined", async () => {
    await using server = await serveTcp((socket) => {
      socket.on("data", () =>
        socket.write(
          `HTTP/1.1 200 OK\r\nX-One: a\r\nx-one: b\r\nServer: nginx/1.15.2\r\nContent-Length: ${json.length}\r\n\r\n${json}`,
        ),
      );
    });
    const client = createRestClient({ url: server.url });
    const result = await client.getVersion();
    expect(result).toMatchObject({ ok: true, headers: { "x-one": "a, b", server: "nginx/1.15.2" } });
    await client.close();
  });

  test.each<[string, string, Record<string, string>]>([
    ["nothing", "", {}],
    ["nothing, called HTML", "", { "content-type": "text/html; charset=utf-8" }],
    ["JSON", '{"message": "done"}', { "content-type": "application/json" }],
    ["JSON, called HTML", '"done"', { "content-type": "text/html" }],
    ["a word", "done", { "content-type": "text/plain" }],
  ])("is undefined where the page documents no body: %s", async (_, body, headers) => {
    await using server = await serveHttp(answering(200, body, headers));
    const client = createRestClient({ url: server.url });
    expect(await client.postReboot()).toMatchObject({ ok: true, status: 200, value: undefined });
    await client.close();
  });

  test("__proto__ in an answer changes no prototype", async () => {
    const body = '[{"moduleid":"m","settings":[],"__proto__":{"polluted":1}}]';
    await using server = await serveHttp(answering(200, body));
    const client = createRestClient({ url: server.url });
    const result = await client.postSettings({ body: [{ moduleid: "m", settingids: ["s"] }] });
    expect(result.ok).toBe(true);
    expect("polluted" in {}).toBe(false);
    expect(result.ok && Object.getPrototypeOf(result.value[0])).toBe(Object.prototype);
    await client.close();
  });
});

describe("an answer that is not as documented", () => {
  test.each<[string, string, string, string]>([
    ["HTML", "<!DOCTYPE html><html>secret</html>", "", "answered HTML, not JSON"],
    ["nothing", "", "", "expected an object, found nothing"],
    ["half JSON", '{"sw_version": "01.26', "", "answered JSON that breaks off"],
    ["no JSON", "secret", "", "answered something that is not JSON"],
    ["NaN", '{"sw_version": NaN}', "", "answered NaN or Infinity, which JSON has not"],
    ["Infinity", '{"sw_version": [-Infinity]}', "", "answered NaN or Infinity, which JSON has not"],
    ["two documents", "{}{}", "", "answered something that is not JSON"],
    ["null", "null", "", "expected an object, found null"],
    ["an array", "[]", "", "expected an object, found an array"],
    [
      "a missing field",
      JSON.stringify({ ...version, hostname: undefined }),
      "/hostname",
      "/hostname: expected a string, found nothing",
    ],
    [
      "a field of a wrong type",
      JSON.stringify({ ...version, name: 1 }),
      "/name",
      "/name: expected a string, found a number",
    ],
  ])("%s", async (_, body, pointer, message) => {
    await using server = await serveHttp(answering(200, body));
    const client = createRestClient({ url: server.url });
    expect(await client.getVersion()).toEqual({ ok: false, kind: "invalid", status: 200, pointer, message });
    await client.close();
  });

  test("text that is no UTF-8: a changed byte makes no other id", async () => {
    await using server = await serveHttp(answering(200, Buffer.from('{"sw_version": "01.\xff6"}', "latin1")));
    const client = createRestClient({ url: server.url });
    expect(await client.getVersion()).toMatchObject({ kind: "invalid", message: "answered bytes that are no UTF-8" });
    await client.close();
  });

  test.each<[string, string, Record<string, string>]>([
    ["a page", "\n<!DOCTYPE html><html>Please log in</html>", { "content-type": "text/html" }],
    ["a page without a type", "<html>secret</html>", {}],
    ["a page called JSON", "\ufeff<html>secret</html>", { "content-type": "application/json" }],
    ["a text called HTML", "Please log in", { "content-type": "text/html; charset=utf-8" }],
  ])("%s where the page documents no body", async (_, body, headers) => {
    await using server = await serveHttp(answering(200, body, headers));
    const client = createRestClient({ url: server.url });
    const want = { ok: false, kind: "invalid", status: 200, pointer: "", message: "answered HTML, not JSON" };
    expect(await client.postReboot()).toEqual(want);
    expect(await client.postLogout()).toEqual(want);
    await client.close();
  });

  test("a page instead of log data", async () => {
    await using server = await serveHttp(
      answering(200, "<html>Please log in</html>", { "content-type": "text/html; charset=utf-8" }),
    );
    const client = createRestClient({ url: server.url });
    expect(await client.postLogdataDownload({ body: {} })).toEqual({
      ok: false,
      kind: "invalid",
      status: 200,
      pointer: "",
      message: "answered HTML, not a stream of data",
    });
    await client.close();
  });

  test.each([
    ["log data called HTML", "Logdata file of inverter\n1\t2\n"],
    ["no log data, called HTML", ""],
  ])("but %s is taken", async (_, body) => {
    await using server = await serveHttp(answering(200, body, { "content-type": "text/html" }));
    const client = createRestClient({ url: server.url });
    const result = await client.postLogdataDownload({ body: {} });
    expect(result.ok && (await new Response(result.value).text())).toBe(body);
    await client.close();
  });

  test("compressed though nobody asked: not unpacked, so that no bomb goes off", async () => {
    let accepted: string | undefined = "not asked yet";
    await using server = await serveHttp((request, response) => {
      accepted = request.headers["accept-encoding"];
      answering(200, json, { "content-encoding": "gzip" })(request, response);
    });
    const client = createRestClient({ url: server.url });
    expect(await client.getVersion()).toMatchObject({
      kind: "invalid",
      message: "answered with content-encoding gzip, which was not asked for",
    });
    expect(accepted).toBe(undefined);
    await client.close();
  });

  test("a value deep in a list is named by its place", async () => {
    const body = [
      {
        moduleid: "devices:local",
        processdata: [
          { id: "P", unit: "W", value: 1 },
          { id: "U", unit: "V", value: "230" },
        ],
      },
    ];
    await using server = await serveHttp(answering(200, JSON.stringify(body)));
    const client = createRestClient({ url: server.url });
    const result = await client.postProcessData({ body: [{ moduleid: "devices:local", processdataids: ["P", "U"] }] });
    expect(result).toMatchObject({
      kind: "invalid",
      pointer: "/0/processdata/1/value",
      message: "/0/processdata/1/value: expected a number, found a string",
    });
    await client.close();
  });
});

describe("a failure that the page documents", () => {
  test.each<[string, number, string, object]>([
    [
      "with its message",
      503,
      '{"message": "internal communication error, try again later"}',
      {
        body: { message: "internal communication error, try again later" },
        message: "internal communication error, try again later",
      },
    ],
    ["without a body", 503, "", { body: undefined, message: undefined }],
    ["with HTML", 503, "<html>Service Unavailable</html>", { body: undefined, message: undefined }],
    ["with a body of another shape", 503, '{"error": 1}', { body: undefined, message: undefined }],
    ["with half a body", 503, '{"message": "intern', { body: undefined, message: undefined }],
    ["of no documented body", 502, '{"message": "still booting"}', { body: undefined, message: "still booting" }],
  ])("%s", async (_, status, body, want) => {
    await using server = await serveHttp(answering(status, body));
    const client = createRestClient({ url: server.url });
    expect(await client.getModuleList()).toMatchObject({ ok: false, kind: "documented", status, ...want });
    await client.close();
  });
});

describe("a status that the page doesn't name", () => {
  test.each([
    [418, '{"message": "short and stout"}', "short and stout"],
    [500, "<html>Internal Server Error</html>", undefined],
    [204, "", undefined],
    [405, "", undefined],
  ])("%i", async (status, body, message) => {
    await using server = await serveHttp(answering(status, body));
    const client = createRestClient({ url: server.url });
    expect(await client.getVersion()).toMatchObject({ ok: false, kind: "undocumented", status, message });
    await client.close();
  });

  test.each([301, 302, 303, 307, 308])("%i is not followed: the session goes nowhere else", async (status) => {
    const visits: (string | undefined)[] = [];
    await using other = await serveHttp((request, response) => {
      visits.push(request.headers.authorization);
      answering(200, json)(request, response);
    });
    await using server = await serveHttp(answering(status, "", { location: `${other.url}/api/v1/info/version` }));
    const client = createRestClient({ url: server.url });
    const result = await client.getVersion({}, { authorization: "Session abc" });
    expect(result).toMatchObject({
      kind: "undocumented",
      status,
      headers: { location: `${other.url}/api/v1/info/version` },
    });
    expect(visits).toEqual([]);
    await client.close();
  });
});

describe("an answer with a fields mask", () => {
  const masked = [{ moduleid: "scb:network", settings: [{ id: "Hostname" }, {}] }];

  test("may lack fields at any depth, and its type says so", async () => {
    await using server = await serveHttp(answering(200, JSON.stringify(masked)));
    const client = createRestClient({ url: server.url });
    const result = await client.getSettingList({ header: { "X-Fields": "moduleid,settings{id}" } });
    expect(result).toMatchObject({ ok: true, value: masked });
    if (result.ok) {
      expectTypeOf(result.value[0]?.settings?.[0]?.id).toEqualTypeOf<string | undefined>();
      expectTypeOf(result.value).not.toExtend<readonly SettingsMetadataModule[]>();
    }
    await client.close();
  });

  test("is held to its types all the same", async () => {
    const body = JSON.stringify([{ settings: [{ id: 1 }] }]);
    await using server = await serveHttp(answering(200, body));
    const client = createRestClient({ url: server.url });
    const result = await client.getSettingList({ header: { "X-Fields": "settings{id}" } });
    expect(result).toMatchObject({ kind: "invalid", pointer: "/0/settings/0/id" });
    await client.close();
  });

  test("is invalid where no mask was sent", async () => {
    await using server = await serveHttp(answering(200, JSON.stringify(masked)));
    const client = createRestClient({ url: server.url });
    const result = await client.getSettingList();
    expect(result).toMatchObject({ kind: "invalid", pointer: "/0/settings/0/min" });
    if (result.ok) expectTypeOf(result.value).toExtend<readonly SettingsMetadataModule[]>();
    await client.close();
  });

  test("is typed with care where a mask may be sent or not", () => {
    const call = (client: RestClient, args: GetSettingListArgs) => client.getSettingList(args);
    expectTypeOf<Extract<Awaited<ReturnType<typeof call>>, { ok: true }>["value"]>().toEqualTypeOf<
      Masked<readonly SettingsMetadataModule[]>
    >();
    expect(call).toBeTypeOf("function");
  });
});

describe("a failure's message", () => {
  test("from a server that echoes what it got is one short line without the session", async () => {
    await using server = await serveHttp((request, response) => {
      const echo = `bad request:\r\n\u001b[31m${request.headers.authorization}\n${"x".repeat(10_000)}`;
      answering(400, JSON.stringify({ message: echo }))(request, response);
    });
    const client = createRestClient({ url: server.url });
    const result = await client.getModuleList({}, { authorization: "Session 0123456789abcdef" });
    if (result.ok) throw new Error("a failure was answered");
    expect(result.message).toBe(`bad request: [31mSession *** ${"x".repeat(170)}…`);
    await client.close();
  });
});
