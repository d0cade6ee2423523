import { execFile } from "node:child_process";
import { describe, expect, test } from "vitest";
import { createRestClient, operations, type RestClient, routes } from "../src/index.ts";
import { answering, serveHttp } from "./servers.ts";

const calls: readonly [keyof RestClient, (client: RestClient) => Promise<unknown>, string, unknown?][] = [
  [
    "postAuthStart",
    (c) => c.postAuthStart({ body: { username: "user", nonce: "bm9uY2Vub25jZQ==" } }),
    "POST /auth/start",
    { username: "user", nonce: "bm9uY2Vub25jZQ==" },
  ],
  [
    "postAuthFinish",
    (c) => c.postAuthFinish({ body: { transactionId: "t", proof: "p" } }),
    "POST /auth/finish",
    { transactionId: "t", proof: "p" },
  ],
  [
    "postAuthCreateSession",
    (c) => c.postAuthCreateSession({ body: { transactionId: "t", iv: "i", tag: "g", payload: "p" } }),
    "POST /auth/create_session",
    { transactionId: "t", iv: "i", tag: "g", payload: "p" },
  ],
  [
    "postAuthSetPassword",
    (c) => c.postAuthSetPassword({ body: { transactionId: "t", iv: "i", tag: "g", payload: "p" } }),
    "POST /auth/set_password",
    { transactionId: "t", iv: "i", tag: "g", payload: "p" },
  ],
  ["postLogout", (c) => c.postLogout(), "POST /auth/logout"],
  ["getUser", (c) => c.getUser(), "GET /auth/me"],
  ["getLatestEvents", (c) => c.getLatestEvents(), "GET /events/latest"],
  [
    "postLatestEvents",
    (c) => c.postLatestEvents({ body: { language: "de-de", max: 10 } }),
    "POST /events/latest",
    { language: "de-de", max: 10 },
  ],
  ["getFirmwareUpdateStatus", (c) => c.getFirmwareUpdateStatus(), "GET /firmwareupdate/status"],
  ["getVersion", (c) => c.getVersion(), "GET /info/version"],
  [
    "postLogdataDownload",
    (c) => c.postLogdataDownload({ body: { begin: "2020-04-12" } }),
    "POST /logdata/download",
    { begin: "2020-04-12" },
  ],
  ["getModuleList", (c) => c.getModuleList(), "GET /modules"],
  ["getProcessDataList", (c) => c.getProcessDataList(), "GET /processdata"],
  [
    "postProcessData",
    (c) => c.postProcessData({ body: [{ moduleid: "m", processdataids: ["P"] }] }),
    "POST /processdata",
    [{ moduleid: "m", processdataids: ["P"] }],
  ],
  [
    "getProcessDataModule",
    (c) => c.getProcessDataModule({ path: { moduleid: "devices:local" } }),
    "GET /processdata/devices:local",
  ],
  [
    "getProcessDataValue",
    (c) => c.getProcessDataValue({ path: { moduleid: "devices:local:pv1", processdataid: "P" } }),
    "GET /processdata/devices:local:pv1/P",
  ],
  [
    "getProcessDataValues",
    (c) =>
      c.getProcessDataValues({
        path: {
          moduleid: "scb:statistic:EnergyFlow",
          processdataids: ["Statistic:Yield:Day", "Statistic:Yield:Total"],
        },
      }),
    "GET /processdata/scb:statistic:EnergyFlow/Statistic:Yield:Day,Statistic:Yield:Total",
  ],
  [
    "getSettingList",
    (c) => c.getSettingList({ header: { "X-Fields": "moduleid,settings{id,type}" } }),
    "GET /settings",
  ],
  [
    "postSettings",
    (c) => c.postSettings({ body: [{ moduleid: "m", settingids: ["a"] }] }),
    "POST /settings",
    [{ moduleid: "m", settingids: ["a"] }],
  ],
  [
    "putSettings",
    (c) => c.putSettings({ body: [{ moduleid: "m", settings: [{ id: "a", value: "5" }] }] }),
    "PUT /settings",
    [{ moduleid: "m", settings: [{ id: "a", value: "5" }] }],
  ],
  ["getModuleSettings", (c) => c.getModuleSettings({ path: { moduleid: "m" } }), "GET /settings/m"],
  [
    "getModuleSetting",
    (c) => c.getModuleSetting({ path: { moduleid: "m", settingid: "Battery:MinSoc" } }),
    "GET /settings/m/Battery:MinSoc",
  ],
  [
    "getModuleSettingListFiltered",
    (c) => c.getModuleSettingListFiltered({ path: { moduleid: "m", settingids: ["a", "b"] } }),
    "GET /settings/m/a,b",
  ],
  ["postFactorySettings", (c) => c.postFactorySettings(), "POST /system/factorysettings"],
  ["postReboot", (c) => c.postReboot(), "POST /system/reboot"],
  ["getUpdate", (c) => c.getUpdate(), "GET /update/status"],
  ["postUpdate", (c) => c.postUpdate(), "POST /update/start"],
];

describe("the bindings", () => {
  test("have all 27 operations on 25 routes, and each is called below", () => {
    expect(Object.keys(operations)).toHaveLength(27);
    expect(routes).toHaveLength(25);
    expect(new Set(calls.map(([name]) => name)).size).toBe(27);
    expect(routes.filter((route) => route.operations.length > 1).map((route) => route.operations)).toEqual([
      ["get_process_data_value", "get_process_data_values"],
      ["get_module_setting", "get_module_setting_list_filtered"],
    ]);
  });

  test.each(calls)("%s", async (_, call, line, body) => {
    const seen: { line: string; body: unknown; authorization: string | undefined }[] = [];
    await using server = await serveHttp((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const url = (request.url ?? "").replace("/api/v1", "");
        seen.push({
          line: `${request.method ?? ""} ${url}`,
          body: text === "" ? undefined : JSON.parse(text),
          authorization: request.headers.authorization,
        });
        answering(401, '{"message": "Not authorized"}')(request, response);
      });
    });
    const client = createRestClient({ url: server.url });
    expect(await call(client)).toMatchObject({ ok: false, status: 401, message: "Not authorized" });
    expect(seen).toEqual([{ line, body, authorization: undefined }]);
    await client.close();
  });

  test("headers go out as they are given", async () => {
    const headers: Record<string, unknown>[] = [];
    await using server = await serveHttp((request, response) => {
      headers.push(request.headers);
      answering(200, "[]")(request, response);
    });
    const client = createRestClient({ url: server.url });
    await client.postSettings(
      { body: [], header: { "X-Fields": "{id,value}" } },
      { authorization: "Session 0123abcd" },
    );
    await client.postLogdataDownload({ body: {} });
    expect(headers[0]).toMatchObject({
      authorization: "Session 0123abcd",
      "x-fields": "{id,value}",
      accept: "application/json",
      "content-type": "application/json",
    });
    expect(headers[1]).toMatchObject({ accept: "*/*" });
    await client.close();
  });

  test("are what the generator makes of openapi/ now", async () => {
    const root = new URL("../../../", import.meta.url);
    const file = (path: string): string => new URL(path, root).pathname;
    const args = [
      "check",
      "--spec",
      file("openapi/swagger.json"),
      "--overlay",
      file("openapi/overlay.yaml"),
      "--out",
      file("packages/rest/src/generated"),
    ];
    const outcome = await new Promise<string>((resolve) => {
      execFile(process.execPath, [file("packages/generator/bin/rest-generator.js"), ...args], (_, stdout, stderr) =>
        resolve(stdout + stderr),
      );
    });
    expect(outcome).toBe("12 files as generated\n");
  });
});
