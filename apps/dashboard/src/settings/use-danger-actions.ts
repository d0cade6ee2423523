import {
  DisconnectInverterDocument,
  RebootInverterDocument,
  ReconnectInverterDocument,
  RemoveInverterDocument,
  RestoreFactorySettingsDocument,
  type Role,
  SetDevicePasswordDocument,
  StartUpdateDocument,
} from "@plenticore/client";
import { useMutation } from "urql";
import { outcomeOf } from "../failure/problem.ts";
import type { ActionResult } from "./danger-dialog.tsx";
import type { Changed } from "./rights.ts";

export const dangerNames = ["disconnect", "reboot", "update", "password", "factory", "remove"] as const;
export type DangerName = (typeof dangerNames)[number];

/** Who may do it, and what it changes, which `readOnly` may forbid. */
export const dangers: Readonly<Record<DangerName | "reconnect", { readonly role: Role; readonly changes: Changed }>> = {
  reconnect: { role: "OPERATOR", changes: "nothing" },
  disconnect: { role: "ADMIN", changes: "nothing" },
  reboot: { role: "ADMIN", changes: "inverter" },
  update: { role: "ADMIN", changes: "inverter" },
  password: { role: "ADMIN", changes: "inverter" },
  factory: { role: "ADMIN", changes: "inverter" },
  remove: { role: "ADMIN", changes: "configuration" },
};

type Actions = Readonly<Record<DangerName | "reconnect", (newPassword: string) => Promise<ActionResult>>>;

/** What can be done to an inverter as a whole. */
export function useDangerActions(inverterId: string): Actions {
  const [, reconnect] = useMutation(ReconnectInverterDocument);
  const [, disconnect] = useMutation(DisconnectInverterDocument);
  const [, reboot] = useMutation(RebootInverterDocument);
  const [, startUpdate] = useMutation(StartUpdateDocument);
  const [, setPassword] = useMutation(SetDevicePasswordDocument);
  const [, restore] = useMutation(RestoreFactorySettingsDocument);
  const [, remove] = useMutation(RemoveInverterDocument);
  const input = { inverterId };
  // The gateway wants the id; what was typed here may be the name.
  const confirmed = { inverterId, confirm: inverterId };
  const done = "InverterActionSuccess";
  return {
    reconnect: async () => resultOf(outcomeOf(await reconnect({ input }), (data) => data.reconnectInverter, done)),
    disconnect: async () => resultOf(outcomeOf(await disconnect({ input }), (data) => data.disconnectInverter, done)),
    reboot: async () => resultOf(outcomeOf(await reboot({ input }), (data) => data.rebootInverter, done)),
    update: async () => resultOf(outcomeOf(await startUpdate({ input }), (data) => data.startUpdate, done)),
    factory: async () =>
      resultOf(outcomeOf(await restore({ input: confirmed }), (data) => data.restoreFactorySettings, done)),
    remove: async () =>
      resultOf(outcomeOf(await remove({ input: confirmed }), (data) => data.removeInverter, "RemoveInverterSuccess")),
    password: async (newPassword) => {
      const answer = await setPassword({ input: { inverterId, newPassword } });
      const outcome = outcomeOf(answer, (data) => data.setDevicePassword, "SetDevicePasswordSuccess");
      if ("problem" in outcome) return outcome;
      const { warning } = outcome.success;
      return warning === null ? {} : { warning };
    },
  };
}

const resultOf = (outcome: ActionResult | { readonly success: unknown }): ActionResult =>
  "problem" in outcome ? outcome : {};
