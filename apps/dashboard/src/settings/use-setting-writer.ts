import { SetMinSocDocument, WriteSettingsDocument, type WriteSettingsMutation } from "@plenticore/client";
import { useMutation } from "urql";
import { type Outcome, outcomeOf } from "../failure/problem.ts";
import type { Setting } from "./setting.ts";
import type { WriteResult } from "./write-result.tsx";

type Written = Extract<WriteSettingsMutation["writeSettings"], { readonly __typename: "WriteSettingsSuccess" }>;

export type WriteSetting = (setting: Pick<Setting, "moduleId" | "id">, value: string) => Promise<WriteResult>;

/** Writes one setting, and tells what the device holds after it. */
export function useSettingWriter(inverterId: string): WriteSetting {
  const [, execute] = useMutation(WriteSettingsDocument);
  return async ({ moduleId, id }, value) => {
    const answer = await execute({ input: { inverterId, modules: [{ moduleId, settings: [{ id, value }] }] } });
    return resultFor(
      outcomeOf(answer, ({ writeSettings }) => writeSettings, "WriteSettingsSuccess"),
      id,
    );
  };
}

export function useMinSocWriter(inverterId: string): (minSoc: number) => Promise<WriteResult> {
  const [, execute] = useMutation(SetMinSocDocument);
  return async (minSoc) => {
    const answer = await execute({ input: { inverterId, minSoc } });
    return resultFor(outcomeOf(answer, ({ setMinSoc }) => setMinSoc, "WriteSettingsSuccess"));
  };
}

/** What came of one setting of those written; without `id` of the first. */
export function resultFor(outcome: Outcome<Pick<Written, "modules">>, id?: string): WriteResult {
  if ("problem" in outcome) return outcome;
  const settings = outcome.success.modules.flatMap((module) => module.settings);
  const written = id === undefined ? settings[0] : settings.find((setting) => setting.id === id);
  return written ?? { problem: { code: "BAD_ANSWER", message: "the answer tells nothing of the setting" } };
}
