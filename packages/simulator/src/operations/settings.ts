import type { Handlers, Setting, SettingsModule, UndocumentedAnswer } from "@plenticore/rest";
import type { Device } from "../device.ts";
import type { Behaviour } from "../profiles/profile.ts";
import type { WriteOutcome } from "../settings/store.ts";
import { BUSY, type Call, NOT_AUTHORIZED, PlainBody, refusal } from "./call.ts";

const NOT_FOUND = "Module or setting not found";

type SettingsOperation =
  | "get_setting_list"
  | "post_settings"
  | "put_settings"
  | "get_module_settings"
  | "get_module_setting"
  | "get_module_setting_list_filtered";

export const settingsHandlers: Pick<Handlers<Call>, SettingsOperation> = {
  get_setting_list: (_request, { device }) => ({ status: 200, body: device.settings.metadata() }),

  post_settings: ({ body }, { device }) => {
    const problem = batchProblem(
      device,
      body.map(({ moduleid, settingids }) => ({ moduleid, ids: settingids })),
    );
    if (problem !== undefined) return problem;
    return {
      status: 200,
      body: body.map(({ moduleid, settingids }) => ({ moduleid, settings: valuesOf(device, moduleid, settingids) })),
    };
  },

  put_settings: ({ body }, { device, role }) => {
    const problem = batchProblem(
      device,
      body.map(({ moduleid, settings }) => ({ moduleid, ids: settings.map(({ id }) => id) })),
    );
    return problem ?? write(device, body, role === "INSTALLER");
  },

  get_module_settings: ({ path }, { device }) => {
    const { moduleSettings } = device.behaviour;
    if (moduleSettings !== "works") return refusal(moduleSettings.status, moduleSettings.message);
    if (!device.settings.hasModule(path.moduleid)) return refusal(404, NOT_FOUND);
    return { status: 200, body: valuesOf(device, path.moduleid, device.settings.idsOf(path.moduleid)) };
  },

  get_module_setting: ({ path }, { device }) => byPath(device, path.moduleid, [path.settingid]),

  get_module_setting_list_filtered: ({ path }, { device }) => byPath(device, path.moduleid, path.settingids),
};

function byPath(device: Device, moduleId: string, ids: readonly string[]) {
  if (!device.settings.hasModule(moduleId)) return refusal(404, NOT_FOUND);
  const broken = brokenAnswer(device, moduleId, ids);
  if (broken !== undefined) return broken;
  const missing = ids.some((id) => device.settings.get(moduleId, id) === undefined);
  if (missing && device.behaviour.unknownSettingPath === 404) return refusal(404, NOT_FOUND);
  return { status: 200 as const, body: valuesOf(device, moduleId, ids) };
}

/** Sorted by id, whatever the order of the request (FACTS 2.3); unknown ones are left out. */
function valuesOf(device: Device, moduleId: string, ids: readonly string[]): Setting[] {
  return [...new Set(ids)].sort().flatMap((id) => {
    const value = device.setting(moduleId, id);
    return value === undefined ? [] : [{ id, value }];
  });
}

function batchProblem(
  device: Device,
  wanted: readonly { readonly moduleid: string; readonly ids: readonly string[] }[],
): UndocumentedAnswer | undefined {
  for (const { moduleid, ids } of wanted) {
    if (!device.settings.hasModule(moduleid)) return refusal(404, NOT_FOUND);
    const broken = brokenAnswer(device, moduleid, ids);
    if (broken !== undefined) return broken;
    if (ids.some((id) => device.settings.get(moduleid, id) === undefined)) {
      const messages = { 404: NOT_FOUND, 500: "Internal Server Error", 503: BUSY };
      return refusal(device.behaviour.unknownSetting, messages[device.behaviour.unknownSetting]);
    }
  }
  return undefined;
}

/** Some firmware fails on ids that it lists itself, and not in JSON (quirk 4). */
function brokenAnswer(device: Device, moduleId: string, ids: readonly string[]): UndocumentedAnswer | undefined {
  if (!ids.some((id) => device.behaviour.brokenSettings.includes(`${moduleId}/${id}`))) return undefined;
  return { undocumented: true, status: 500, body: new PlainBody("text/html", "Internal Server Error") };
}

/** In the order of the request: it matters to devices (FACTS 2.3). A refused write may leave earlier ones done. */
function write(device: Device, modules: readonly SettingsModule[], installer: boolean) {
  const answer: SettingsModule[] = [];
  for (const { moduleid, settings } of modules) {
    const printed: Setting[] = [];
    for (const { id, value } of settings) {
      const previous = device.setting(moduleid, id) ?? "";
      const refused = refusalOf(device.behaviour, device.writeSetting(moduleid, id, value, installer));
      if (refused !== undefined) return refused;
      const stored = device.setting(moduleid, id) ?? "";
      printed.push({ id, value: { requested: value, stored, previous }[device.behaviour.putAnswer] });
    }
    answer.push({ moduleid, settings: printed.sort((one, other) => (one.id < other.id ? -1 : 1)) });
  }
  return { status: 200 as const, body: answer };
}

function refusalOf(behaviour: Behaviour, outcome: WriteOutcome): UndocumentedAnswer | undefined {
  const rule = {
    written: "ignore",
    unknown: behaviour.unknownSetting,
    readonly: behaviour.readonlyWrite,
    installerOnly: behaviour.installerWrite,
    outOfRange: behaviour.outOfRangeWrite,
  } as const;
  const status = rule[outcome];
  if (status === "ignore") return undefined;
  const messages = {
    400: "Bad request",
    401: NOT_AUTHORIZED,
    403: "Forbidden",
    404: NOT_FOUND,
    500: "Internal Server Error",
    503: BUSY,
  };
  return refusal(status, messages[status]);
}
