import type { Language } from "@plenticore/catalogue";
import { type DeviceEvent, deviceEventFields, type EventCategory, PlenticoreError } from "@plenticore/core";
import type { FieldMap } from "@pothos/core";
import { builder, type InverterFields } from "./builder.ts";
import { selectedOf } from "./selected-fields.ts";

const EventCategoryEnum = builder.enumType("EventCategory", {
  values: ["INFO", "WARNING", "ERROR", "UNKNOWN"] as const satisfies readonly EventCategory[],
});

export const LanguageEnum = builder.enumType("Language", {
  values: {
    DE_DE: { value: "de-de" },
    EN_GB: { value: "en-gb" },
    ES_ES: { value: "es-es" },
    FR_FR: { value: "fr-fr" },
    HU_HU: { value: "hu-hu" },
    IT_IT: { value: "it-it" },
    NL_NL: { value: "nl-nl" },
    PL_PL: { value: "pl-pl" },
    PT_PT: { value: "pt-pt" },
    CS_CZ: { value: "cs-cz" },
    EL_GR: { value: "el-gr" },
    ZH_CN: { value: "zh-cn" },
  } as const satisfies Record<string, { value: Language }>,
});

export const DeviceEventRef = builder.objectRef<DeviceEvent>("DeviceEvent").implement({
  fields: (t) => ({
    code: t.exposeInt("code", { nullable: false }),
    category: t.expose("category", { type: EventCategoryEnum, nullable: false }),
    categoryRaw: t.exposeString("categoryRaw", { nullable: false }),
    group: t.exposeString("group"),
    description: t.exposeString("description"),
    longDescription: t.exposeString("longDescription"),
    active: t.exposeBoolean("active", { nullable: false }),
    startTime: t.expose("startTime", { type: "DateTime", nullable: false }),
    endTime: t.expose("endTime", { type: "DateTime" }),
    startTimeRaw: t.exposeString("startTimeRaw", {
      nullable: false,
      description: "As the device printed them: no zone.",
    }),
    endTimeRaw: t.exposeString("endTimeRaw"),
  }),
});

const defaultMax = 10;

export const eventFields = (t: InverterFields): FieldMap => ({
  events: t.field({
    type: [DeviceEventRef],
    description: "Without language: the device's own (GET /events/latest).",
    args: { max: t.arg.int({ defaultValue: defaultMax }), language: t.arg({ type: LanguageEnum }) },
    resolve: (inverter, { max, language }, { signal, limits, hits }, info) => {
      const count = max ?? defaultMax;
      if (count < 1) throw new PlenticoreError("BAD_INPUT", `max is ${count}; ask for at least 1 event`);
      if (count > limits.events) throw hits.over("events", `max is ${count}; ask for at most ${limits.events} events`);
      return inverter.events(count, language ?? undefined, { signal, fields: selectedOf(deviceEventFields, info) });
    },
  }),
});
