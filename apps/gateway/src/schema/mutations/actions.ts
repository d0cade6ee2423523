import type { Inverter, InverterControl } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import type { Role } from "../../auth/role.ts";
import { builder, type Context, type MutationFields } from "../builder.ts";
import { InverterRef } from "../inverter.ts";
import {
  CertificateFailureRef,
  ConfigurationFailureRef,
  ForbiddenFailureRef,
  InverterFailureRef,
  inputError,
} from "./failures.ts";
import { ConfirmedInverterInput, InverterInput } from "./inputs.ts";
import { typeOf, write } from "./write.ts";

export interface InverterActionSuccess {
  readonly inverter: Inverter;
}

const InverterActionSuccessRef = builder.objectRef<InverterActionSuccess>("InverterActionSuccess").implement({
  fields: (t) => ({ inverter: t.expose("inverter", { type: InverterRef, nullable: false }) }),
});

export const InverterActionResult = builder.unionType("InverterActionResult", {
  types: [
    InverterActionSuccessRef,
    InverterFailureRef,
    ConfigurationFailureRef,
    CertificateFailureRef,
    ForbiddenFailureRef,
  ],
  resolveType: typeOf("InverterActionSuccess"),
});

export const actionMutations = (t: MutationFields): FieldMap => {
  const action = (
    role: Role,
    act: (control: InverterControl, inverter: Inverter, context: Context) => Promise<void>,
    description?: string,
  ) =>
    t.field({
      type: InverterActionResult,
      nullable: false,
      ...(description !== undefined && { description }),
      args: { input: t.arg({ type: InverterInput, required: true }) },
      ...write({
        role,
        details: ["certificate"],
        run: async (inverter, _input: typeof InverterInput.$inferInput, context) => {
          await act(inverter.control, inverter, context);
          return { success: { inverter } };
        },
      }),
    });
  return {
    rebootInverter: action("ADMIN", (control) => control.reboot()),
    restoreFactorySettings: t.field({
      type: InverterActionResult,
      nullable: false,
      args: { input: t.arg({ type: ConfirmedInverterInput, required: true }) },
      ...write({
        role: "ADMIN",
        details: ["certificate", "configuration"],
        run: async (inverter, { confirm }: typeof ConfirmedInverterInput.$inferInput) => {
          if (confirm !== inverter.id) {
            throw inputError("confirm", "confirm must be the inverter's id, typed again", inverter.id);
          }
          await inverter.control.restoreFactorySettings();
          return { success: { inverter } };
        },
      }),
    }),
    startUpdate: action("ADMIN", (control) => control.startUpdate()),
    reconnectInverter: action(
      "OPERATOR",
      (control, { url }, { logins }) => logins.attempt(url, () => control.reconnect()),
      "Drops the session and logs in anew: the only thing that tries a refused secret again.",
    ),
    disconnectInverter: action(
      "ADMIN",
      (control) => control.disconnect(),
      "Logs out and stays away until reconnected.",
    ),
  };
};
