import { type AddressProblem, addressOf } from "./address.ts";

export type Login = "owner" | "installer";

/** What was typed. It lives in the page's memory only. */
export interface InverterDraft {
  readonly plantId: string;
  readonly name: string;
  /** Empty: the one proposed. */
  readonly id: string;
  readonly address: string;
  readonly login: Login;
  readonly password: string;
  readonly masterKey: string;
  readonly serviceCode: string;
  /** Wp of the modules; empty: not known. */
  readonly peakPower: string;
  /** Of the certificate that somebody has compared and pinned. */
  readonly fingerprint256: string | undefined;
}

export const emptyDraft = (plantId: string): InverterDraft => ({
  plantId,
  name: "",
  id: "",
  address: "",
  login: "owner",
  password: "",
  masterKey: "",
  serviceCode: "",
  peakPower: "",
  fingerprint256: undefined,
});

/** A connection as the gateway takes it. */
export interface ConnectionInput {
  readonly url: string;
  readonly password?: string;
  readonly masterKey?: string;
  readonly serviceCode?: string;
  readonly fingerprint256?: string;
}

export type DraftProblem =
  | { readonly field: "address"; readonly problem: AddressProblem }
  | { readonly field: "password" | "masterKey" | "name" | "plantId"; readonly problem: "empty" }
  | { readonly field: "id"; readonly problem: "taken" }
  | { readonly field: "peakPower"; readonly problem: "number" };

/** What is missing for a test, in the order of the fields. */
export function connectionProblems({ address, login, password, masterKey }: InverterDraft): DraftProblem[] {
  const parsed = addressOf(address);
  return [
    ...("problem" in parsed ? [{ field: "address", problem: parsed.problem } as const] : []),
    ...(login === "owner" && password === "" ? [{ field: "password", problem: "empty" } as const] : []),
    ...(login === "installer" && masterKey === "" ? [{ field: "masterKey", problem: "empty" } as const] : []),
  ];
}

/** Undefined while `connectionProblems` tells any. Secrets of the login that is not chosen are never sent. */
export function connectionOf(draft: InverterDraft): ConnectionInput | undefined {
  const parsed = addressOf(draft.address);
  if ("problem" in parsed || connectionProblems(draft).length > 0) return undefined;
  const { login, password, masterKey, serviceCode, fingerprint256 } = draft;
  const secrets = login === "owner" ? { password } : { masterKey, ...(serviceCode !== "" && { serviceCode }) };
  return { url: parsed.url, ...secrets, ...(fingerprint256 !== undefined && { fingerprint256 }) };
}

/** What is missing for saving, besides the connection. */
export function identityProblems(draft: InverterDraft, id: string, taken: readonly string[]): DraftProblem[] {
  return [
    ...(draft.plantId === "" ? [{ field: "plantId", problem: "empty" } as const] : []),
    ...(draft.name.trim() === "" ? [{ field: "name", problem: "empty" } as const] : []),
    ...(taken.includes(id) ? [{ field: "id", problem: "taken" } as const] : []),
    ...(peakPowerOf(draft) === undefined ? [{ field: "peakPower", problem: "number" } as const] : []),
  ];
}

/** Wp; null: not given, undefined: no number. */
export function peakPowerOf({ peakPower }: InverterDraft): number | null | undefined {
  const text = peakPower.trim().replace(",", ".");
  if (text === "") return null;
  const watts = Number(text);
  return /^\d+(\.\d+)?$/.test(text) && watts > 0 ? watts : undefined;
}

/** A test is good for the connection that was tested, and for no other. */
export const sameConnection = (one: ConnectionInput, other: ConnectionInput): boolean =>
  one.url === other.url &&
  one.password === other.password &&
  one.masterKey === other.masterKey &&
  one.serviceCode === other.serviceCode &&
  one.fingerprint256 === other.fingerprint256;
