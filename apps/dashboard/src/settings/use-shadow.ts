import { SetShadowManagementDocument, SettingsDocument } from "@plenticore/client";
import { useState } from "react";
import { useClient, useMutation } from "urql";
import { isOutcomeUnknown, outcomeOf, type Problem, problemOf } from "../failure/problem.ts";
import { shadowSetting, stringsOf, withString } from "./shadow-strings.ts";
import { resultFor } from "./use-setting-writer.ts";
import type { WriteResult } from "./write-result.tsx";

/** `isUnknown`: what the device holds must be read before anything is offered. */
export interface Shadow {
  readonly enabled: readonly number[];
  readonly isUnknown: boolean;
  readonly busy: "reading" | "writing" | undefined;
  readonly result: WriteResult | undefined;
  /** Why it could not be read; then nothing was written. */
  readonly unread: Problem | undefined;
  readonly set: (index: number, on: boolean) => Promise<void>;
  readonly readAgain: () => Promise<void>;
}

type Read = { readonly strings: readonly number[] } | { readonly problem: Problem };

/**
 * Shadow management of an inverter's strings, which the device keeps in one setting: it is read before each write, so that
 * only the string that is switched is another than before, whoever else changed it meanwhile.
 * @param told what the page began with
 */
export function useShadow(inverterId: string, told: readonly number[]): Shadow {
  const client = useClient();
  const [, execute] = useMutation(SetShadowManagementDocument);
  // Newer than what the page began with; null: nobody knows.
  const [held, setHeld] = useState<{ readonly since: readonly number[]; readonly strings: readonly number[] | null }>();
  const [busy, setBusy] = useState<Shadow["busy"]>();
  const [result, setResult] = useState<WriteResult>();
  const [unread, setUnread] = useState<Problem>();
  const newest = held?.since === told ? held.strings : told;
  const hold = (strings: readonly number[] | null): void => setHeld({ since: told, strings });

  const read = async (): Promise<Read> => {
    const { moduleId, id } = shadowSetting;
    const variables = { inverterId, select: [{ moduleId, ids: [id] }] };
    const { data, error } = await client
      .query(SettingsDocument, variables, { requestPolicy: "network-only" })
      .toPromise();
    const setting = data?.inverter?.settings?.[0]?.settings[0];
    const strings = stringsOf(setting?.value ?? null);
    if (strings !== undefined) return { strings };
    if (error !== undefined) return { problem: problemOf(error) };
    return {
      problem: { code: setting?.code ?? "BAD_ANSWER", message: `${moduleId}/${id} has no value that can be read` },
    };
  };

  const begin = (what: "reading" | "writing"): void => {
    setBusy(what);
    setResult(undefined);
    setUnread(undefined);
  };

  return {
    enabled: newest ?? [],
    isUnknown: newest === null,
    busy,
    result,
    unread,
    readAgain: async () => {
      if (busy !== undefined) return;
      begin("reading");
      const now = await read();
      if ("problem" in now) setUnread(now.problem);
      else hold(now.strings);
      setBusy(undefined);
    },
    set: async (index, on) => {
      if (busy !== undefined) return;
      begin("writing");
      const now = await read();
      if ("problem" in now) setUnread(now.problem);
      else {
        const input = { inverterId, strings: withString(now.strings, index, on) };
        const outcome = outcomeOf(
          await execute({ input }),
          ({ setShadowManagement }) => setShadowManagement,
          "WriteSettingsSuccess",
        );
        const written = resultFor(outcome, shadowSetting.id);
        setResult(written);
        if ("value" in written) hold(stringsOf(written.value) ?? null);
        else hold(isOutcomeUnknown(written.problem) ? null : now.strings);
      }
      setBusy(undefined);
    },
  };
}
