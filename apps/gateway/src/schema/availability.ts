import type { Availability, AvailabilityState } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields } from "./builder.ts";
import { ErrorCodeEnum } from "./error-code.ts";

const AvailabilityStateEnum = builder.enumType("AvailabilityState", {
  description:
    "STARTING: booting, or not yet spoken to. UNAUTHORIZED: the secret was refused and is not tried again by itself.",
  values: [
    "ONLINE",
    "STARTING",
    "OFFLINE",
    "UNAUTHORIZED",
    "LOCKED",
    "DISABLED",
  ] as const satisfies readonly AvailabilityState[],
});

export const AvailabilityRef = builder.objectRef<Availability>("Availability").implement({
  fields: (t) => ({
    state: t.expose("state", { type: AvailabilityStateEnum, nullable: false }),
    code: t.expose("code", { type: ErrorCodeEnum, description: "Why, while not ONLINE." }),
    reason: t.exposeString("reason"),
    since: t.expose("since", { type: "DateTime", nullable: false }),
    lastSeenAt: t.expose("lastSeenAt", { type: "DateTime" }),
  }),
});

export const availabilityFields = (t: InverterFields): FieldMap => ({
  availability: t.field({
    type: AvailabilityRef,
    nullable: false,
    resolve: (inverter, _args, { signal }) => inverter.settled({ signal }),
  }),
});
