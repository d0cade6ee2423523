import { type CallOptions, type RestClient, segmentProblem } from "@plenticore/rest";
import type { BatchCalls } from "./batch-reader.ts";
import type { Call } from "./connection.ts";
import type { Answer, DeviceFailure } from "./failures.ts";
import type { Measurement } from "./live-values.ts";
import type { Selection } from "./selection.ts";

type Sent<Value> = { readonly ok: true; readonly value: Value } | DeviceFailure;

/** A request whose answer is taken as it is. */
export const call = <Value>(
  operation: string,
  doing: string,
  send: (client: RestClient, options: CallOptions) => Promise<Sent<Value>>,
  options: Partial<Call<Value>> = {},
): Call<Value> => ({ operation, doing, send, ...options });

/** POST /processdata, and its forms for one module (FACTS 2.2). */
export const processDataCalls: BatchCalls<Measurement> = {
  operation: "post_process_data",
  all: (wanted) =>
    call("post_process_data", "reading process data", async (client, options) =>
      mapped(await client.postProcessData({ body: processDataQuery(wanted) }, options), measurements),
    ),
  many: (moduleid, ids) =>
    call(
      "get_process_data_values",
      "reading process data",
      async (client, options) =>
        unsayable(moduleid, ...ids) ??
        mapped(
          await client.getProcessDataValues({ path: { moduleid, processdataids: [...ids] } }, options),
          measurements,
        ),
      { notFound: "UNKNOWN_ID" },
    ),
  one: (moduleid, processdataid) =>
    call(
      "get_process_data_value",
      "reading process data",
      async (client, options) =>
        unsayable(moduleid, processdataid) ??
        mapped(await client.getProcessDataValue({ path: { moduleid, processdataid } }, options), measurements),
      { notFound: "UNKNOWN_ID" },
    ),
};

/** GET /processdata/{moduleid}: all that a module has now, in one request (FACTS 2.2). */
export const processDataModule = (moduleid: string) =>
  call(
    "get_process_data_module",
    "reading process data",
    async (client, options) =>
      unsayable(moduleid) ?? mapped(await client.getProcessDataModule({ path: { moduleid } }, options), measurements),
  );

/** POST /settings, and its forms for one module (FACTS 2.3). */
export const settingsCalls: BatchCalls<string> = {
  operation: "post_settings",
  all: (wanted) =>
    call("post_settings", "reading settings", async (client, options) =>
      mapped(await client.postSettings({ body: settingsQuery(wanted) }, options), (modules) =>
        modules.flatMap(({ moduleid, settings }) => settings.map(({ id, value }) => [moduleid, id, value] as const)),
      ),
    ),
  many: (moduleid, ids) =>
    call(
      "get_module_setting_list_filtered",
      "reading settings",
      async (client, options) =>
        unsayable(moduleid, ...ids) ??
        mapped(
          await client.getModuleSettingListFiltered({ path: { moduleid, settingids: [...ids] } }, options),
          (settings) => settings.map(({ id, value }) => [moduleid, id, value] as const),
        ),
      { notFound: "UNKNOWN_ID" },
    ),
  one: (moduleid, settingid) =>
    call(
      "get_module_setting",
      "reading settings",
      async (client, options) =>
        unsayable(moduleid, settingid) ??
        mapped(await client.getModuleSetting({ path: { moduleid, settingid } }, options), (settings) =>
          settings.map(({ id, value }) => [moduleid, id, value] as const),
        ),
      { notFound: "UNKNOWN_ID" },
    ),
};

/** Ids come from devices. One that no path can carry, such as "../..", is answered here as the device would: not found. */
const unsayable = (...parts: readonly string[]): DeviceFailure | undefined => {
  const part = parts.find((text) => text.includes(",") || segmentProblem(text) !== undefined);
  if (part === undefined) return undefined;
  return { ok: false, kind: "undocumented", status: 404, message: `${JSON.stringify(part)} fits into no path` };
};

const processDataQuery = (wanted: Selection) =>
  Array.from(wanted.modules(), ([moduleid, ids]) => ({ moduleid, processdataids: [...ids] }));

const settingsQuery = (wanted: Selection) =>
  Array.from(wanted.modules(), ([moduleid, ids]) => ({ moduleid, settingids: [...ids] }));

interface PrintedModule {
  readonly moduleid: string;
  readonly processdata: readonly { readonly id: string; readonly unit: string; readonly value: number }[];
}

const measurements = (modules: readonly PrintedModule[]) =>
  modules.flatMap(({ moduleid, processdata }) =>
    processdata.map(({ id, unit, value }) => [moduleid, id, { unit, value }] as const),
  );

const mapped = <From, To>(answer: Sent<From>, map: (value: From) => To): Answer<To> =>
  answer.ok ? { ok: true, value: map(answer.value) } : answer;
