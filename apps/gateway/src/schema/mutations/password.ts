import { type Inverter, isPlenticoreError, Secret } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import type { FleetChanges } from "../../config/running.ts";
import { builder, type MutationFields } from "../builder.ts";
import { InverterRef } from "../inverter.ts";
import { ForbiddenFailureRef, InverterFailureRef } from "./failures.ts";
import { inverterFor, typeOf, write } from "./write.ts";

interface SetDevicePasswordSuccess {
  readonly inverter: Inverter;
  readonly warning: string | null;
}

const SetDevicePasswordSuccessRef = builder.objectRef<SetDevicePasswordSuccess>("SetDevicePasswordSuccess").implement({
  fields: (t) => ({
    inverter: t.expose("inverter", { type: InverterRef, nullable: false }),
    warning: t.exposeString("warning"),
  }),
});

const SetDevicePasswordResult = builder.unionType("SetDevicePasswordResult", {
  types: [SetDevicePasswordSuccessRef, InverterFailureRef, ForbiddenFailureRef],
  resolveType: typeOf("SetDevicePasswordSuccess"),
});

const SetDevicePasswordInput = builder.inputType("SetDevicePasswordInput", {
  fields: (t) => ({
    inverterId: t.id({ required: true }),
    newPassword: t.string({ required: true }),
  }),
});

export const passwordMutations = (t: MutationFields): FieldMap => ({
  setDevicePassword: t.field({
    type: SetDevicePasswordResult,
    nullable: false,
    args: { input: t.arg({ type: SetDevicePasswordInput, required: true }) },
    ...write({
      role: "ADMIN",
      details: [],
      wanted: () => undefined,
      run: async (inverter, input: typeof SetDevicePasswordInput.$inferInput, context) => {
        const { secretPlaces, changes, viewer } = context;
        const newPassword = new Secret(input.newPassword);
        await inverter.control.setPassword(newPassword);
        const known = secretPlaces.get(inverter.id)?.password;
        const place = known !== undefined && viewer.isLimited ? "the configuration" : known;
        const stored = place === undefined ? null : await whyNotStored(changes, inverter.id, newPassword);
        const warning =
          stored === null
            ? null
            : `${place} still holds the old password: put the new one there, or the gateway can't log in after its next start${stored}`;
        // Looked up anew: with another secret it may have been connected anew.
        return { success: { inverter: inverterFor(context, inverter.id), warning } };
      },
    }),
  }),
});

/** Null: it is stored. The device has its new password by now, so that nothing here is a failure of the mutation. */
async function whyNotStored(changes: FleetChanges, inverterId: string, password: Secret): Promise<string | null> {
  try {
    return (await changes.storePassword(inverterId, password)) ? null : "";
  } catch (error) {
    if (!isPlenticoreError(error)) throw error;
    return ` (${error.message})`;
  }
}
