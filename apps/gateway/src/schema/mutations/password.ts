import type { Inverter } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type MutationFields } from "../builder.ts";
import { InverterRef } from "../inverter.ts";
import { ForbiddenFailureRef, InverterFailureRef } from "./failures.ts";
import { typeOf, write } from "./write.ts";

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
      run: async (inverter, { newPassword }: typeof SetDevicePasswordInput.$inferInput, { secretPlaces }) => {
        await inverter.control.setPassword(newPassword);
        const place = secretPlaces.get(inverter.id)?.password;
        const warning =
          place === undefined
            ? null
            : `${place} still holds the old password: put the new one there, or the gateway can't log in after its next start`;
        return { success: { inverter, warning } };
      },
    }),
  }),
});
