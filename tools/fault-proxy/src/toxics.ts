import { FaultProxyError } from "./errors.ts";

/** `upstream` is what the client sends, `downstream` what the server sends. */
export type Stream = "upstream" | "downstream";

export interface ToxicScope {
  /** By which it is removed. Default: `type_stream`, as in toxiproxy. */
  readonly name?: string;
  /** Default downstream. */
  readonly stream?: Stream;
  /** Share of connections that it meets, 0 to 1, drawn once a connection. Default 1. `refuse` meets all. */
  readonly toxicity?: number;
}

/** What goes wrong on a connection. The names are toxiproxy's; the last three are ours. */
export type ToxicKind =
  /** Each chunk arrives so much later, ± jitter. */
  | { readonly type: "latency"; readonly latencyMs: number; readonly jitterMs?: number }
  | { readonly type: "bandwidth"; readonly bytesPerSecond: number }
  /** The end of the stream is told so much later. */
  | { readonly type: "slow_close"; readonly delayMs: number }
  /** A black hole: nothing gets through, also no end. The connection is closed after `timeoutMs`; 0 (default): never. */
  | { readonly type: "timeout"; readonly timeoutMs?: number }
  /** RST to both sides after `timeoutMs` (default 0: at once), or once `afterBytes` have got through. */
  | { readonly type: "reset_peer"; readonly timeoutMs?: number; readonly afterBytes?: number }
  /** The connection is closed once so many bytes have got through. */
  | { readonly type: "limit_data"; readonly bytes: number }
  /** Chunks are cut into pieces of this size ± variation, with a pause after each. */
  | {
      readonly type: "slicer";
      readonly averageBytes: number;
      readonly variationBytes?: number;
      readonly delayMs?: number;
    }
  /**
   * The side that sends this stream has vanished, and the other is not told: its connections stand and are silent for ever.
   * Meets the connections that stand when it is added; later ones are whole.
   */
  | { readonly type: "half_open" }
  /** About one byte in `everyBytes` (default 100) is changed by `mask` (XOR, default 0x80: no ASCII any more). */
  | { readonly type: "corrupt"; readonly everyBytes?: number; readonly mask?: number }
  /** New connections are refused; those that stand go on. */
  | { readonly type: "refuse" };

export type Toxic = ToxicKind & ToxicScope;
export type ToxicType = Toxic["type"];

interface Field {
  readonly required?: true;
  readonly least: number;
  readonly most?: number;
  /** Default: whole numbers only. */
  readonly fraction?: true;
}

const DURATION: Field = { least: 0, most: 2 ** 31 - 1 };
const COUNT: Field = { least: 1 };
const required = (field: Field): Field => ({ ...field, required: true });

const fields: Readonly<Record<ToxicType, Readonly<Record<string, Field>>>> = {
  latency: { latencyMs: required(DURATION), jitterMs: DURATION },
  bandwidth: { bytesPerSecond: required(COUNT) },
  slow_close: { delayMs: required(DURATION) },
  timeout: { timeoutMs: DURATION },
  reset_peer: { timeoutMs: DURATION, afterBytes: COUNT },
  limit_data: { bytes: { least: 0, required: true } },
  slicer: { averageBytes: required(COUNT), variationBytes: { least: 0 }, delayMs: DURATION },
  half_open: {},
  corrupt: { everyBytes: COUNT, mask: { least: 1, most: 255 } },
  refuse: {},
};

export const toxicTypes = Object.keys(fields) as readonly ToxicType[];

/** What a type takes beside name, stream and toxicity. */
export const attributesOf = (type: ToxicType): readonly string[] => Object.keys(fields[type]);

/** @throws FaultProxyError BAD_TOXIC naming the field */
export function checkToxic(value: unknown): Toxic {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bad("expected an object");
  const { type, name, stream, toxicity, ...attributes }: Readonly<Record<string, unknown>> = { ...value };
  if (!isToxicType(type)) throw bad(`type: expected one of ${toxicTypes.join(", ")}`);
  if (name !== undefined && (typeof name !== "string" || name === "")) throw bad(`${type}: name: expected a text`);
  if (stream !== undefined && stream !== "upstream" && stream !== "downstream") {
    throw bad(`${type}: stream: expected upstream or downstream`);
  }
  if (toxicity !== undefined) checkNumber(type, "toxicity", toxicity, { least: 0, most: 1, fraction: true });
  for (const [key, attribute] of Object.entries(attributes)) {
    const field = Object.hasOwn(fields[type], key) ? fields[type][key] : undefined;
    if (field === undefined) throw bad(`${type}: ${key}: there is no such attribute`);
    checkNumber(type, key, attribute, field);
  }
  for (const [key, field] of Object.entries(fields[type])) {
    if (field.required === true && attributes[key] === undefined) throw bad(`${type}: ${key}: is missing`);
  }
  return value as Toxic;
}

/** By which it is removed. */
export const nameOf = ({ name, type, stream = "downstream" }: Toxic): string => name ?? `${type}_${stream}`;

const isToxicType = (value: unknown): value is ToxicType => typeof value === "string" && Object.hasOwn(fields, value);

const bad = (what: string): FaultProxyError => new FaultProxyError("BAD_TOXIC", `toxic: ${what}`);

function checkNumber(type: string, key: string, value: unknown, { least, most, fraction }: Field): void {
  const fits =
    typeof value === "number" &&
    (fraction === true ? Number.isFinite(value) : Number.isSafeInteger(value)) &&
    value >= least &&
    value <= (most ?? Number.MAX_SAFE_INTEGER);
  if (fits) return;
  const kind = fraction === true ? "number" : "whole number";
  throw bad(
    `${type}: ${key}: expected a ${kind}${most === undefined ? ` of at least ${least}` : `, ${least} to ${most}`}`,
  );
}
