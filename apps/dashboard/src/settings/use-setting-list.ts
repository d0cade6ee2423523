import { SettingDescriptionsDocument } from "@plenticore/client";
import { useMemo } from "react";
import { useQuery } from "urql";
import { type Problem, problemOf } from "../failure/problem.ts";
import { type Setting, settingsOf } from "./setting.ts";

export interface SettingList {
  /** Undefined: not told yet, or not at all. */
  readonly settings: readonly Setting[] | undefined;
  /** Why it is not told. */
  readonly problem: Problem | undefined;
  readonly askAgain: () => void;
}

/** Every setting that an inverter lists; asked once, since it changes with the firmware only and takes the inverter long. */
export function useSettingList(inverterId: string): SettingList {
  const [{ data, error, fetching }, ask] = useQuery({
    query: SettingDescriptionsDocument,
    variables: useMemo(() => ({ inverterId, moduleIds: null }), [inverterId]),
    requestPolicy: "cache-first",
  });
  const modules = data?.inverter?.settingDescriptions;
  return {
    settings: useMemo(() => (modules ? settingsOf(modules) : undefined), [modules]),
    problem: fetching || error === undefined || modules ? undefined : problemOf(error),
    askAgain: () => ask({ requestPolicy: "network-only" }),
  };
}
