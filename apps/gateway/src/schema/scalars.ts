import { type Percent, quantity, type Second, type Timestamp } from "@plenticore/core";
import { GraphQLError, print, type ValueNode, valueFromASTUntyped } from "graphql";
import { builder } from "./builder.ts";

/** A number that JSON can't carry is a mistake of ours, never sent as null. */
function serializeFinite(value: number): number {
  if (!Number.isFinite(value)) throw new TypeError(`${value} is not a finite number`);
  return value;
}

function parseFinite(value: unknown): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new GraphQLError("expected a number");
  return value;
}

/** A value that stands in the document is quoted, and its place told; of one in the variables GraphQL does that. */
const inputOf = <Type>(parseValue: (value: unknown) => Type) => ({
  parseValue,
  parseLiteral: (node: ValueNode): Type => {
    try {
      return parseValue(valueFromASTUntyped(node));
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      throw new GraphQLError(`${error.message}, found ${print(node)}`, { nodes: node });
    }
  },
});

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const quarterHour = /^(([01]\d|2[0-3]):(00|15|30|45)|24:00)$/;

/** Whether the text is a day of the calendar, as YYYY-MM-DD. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export function defineScalars(): void {
  for (const [name, description] of [
    ["Watt", "W"],
    ["WattHour", "Wh"],
    ["Volt", "V"],
    ["Ampere", "A"],
    ["AmpereHour", "Ah"],
    ["VoltAmpere", "VA"],
    ["VoltAmpereReactive", "var"],
    ["Hertz", "Hz"],
    ["Ohm", "Ohm"],
    ["Celsius", "Degrees Celsius."],
    ["Gram", "g"],
  ] as const) {
    builder.scalarType(name, {
      description,
      serialize: serializeFinite,
      ...inputOf((value) => quantity(parseFinite(value))),
    });
  }

  builder.scalarType("Percent", {
    description: "0 to 100.",
    serialize: serializeFinite,
    ...inputOf((value): Percent => {
      const percent = parseFinite(value);
      if (percent < 0 || percent > 100) throw new GraphQLError("expected 0 to 100");
      return quantity(percent);
    }),
  });

  builder.scalarType("Second", {
    description: "Seconds, may be fractional.",
    // To the millisecond: no clock here knows more, and nobody wants to read it.
    serialize: (seconds: Second) => Math.round(serializeFinite(seconds) * 1000) / 1000,
    ...inputOf((value): Second => {
      const seconds = parseFinite(value);
      if (seconds < 0) throw new GraphQLError("expected a number of seconds, at least 0");
      return quantity(seconds);
    }),
  });

  builder.scalarType("DateTime", {
    description: "RFC 3339, UTC.",
    serialize: (timestamp: Timestamp) => new Date(timestamp).toISOString(),
    ...inputOf((value): Timestamp => {
      const timestamp = typeof value === "string" && dateTime.test(value) ? Date.parse(value) : Number.NaN;
      if (Number.isNaN(timestamp)) throw new GraphQLError("expected a time like 2026-06-21T12:00:00Z");
      return quantity(timestamp);
    }),
  });

  builder.scalarType("Date", {
    description: "YYYY-MM-DD, a local day of the plant.",
    serialize: (day) => day,
    ...inputOf((value) => {
      if (typeof value !== "string" || !isDay(value)) throw new GraphQLError("expected a day like 2026-06-21");
      return value;
    }),
  });

  builder.scalarType("QuarterHour", {
    description: "HH:MM, local wall time of the device, on a quarter hour; 24:00 ends a day.",
    serialize: (time) => time,
    ...inputOf((value) => {
      if (typeof value !== "string" || !quarterHour.test(value))
        throw new GraphQLError("expected a quarter hour like 06:15");
      return value;
    }),
  });
}
