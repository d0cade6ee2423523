import { expect, test } from "vitest";
import {
  connectionOf,
  connectionProblems,
  emptyDraft,
  type InverterDraft,
  identityProblems,
  sameConnection,
} from "../../src/add-inverter/draft.ts";

const draft = (more: Partial<InverterDraft>): InverterDraft => ({ ...emptyDraft("home"), ...more });

test("what is missing for a test is told field by field", () => {
  expect(connectionProblems(draft({})).map(({ field }) => field)).toEqual(["address", "password"]);
  expect(connectionProblems(draft({ login: "installer", address: "scb" })).map(({ field }) => field)).toEqual([
    "masterKey",
  ]);
  expect(connectionOf(draft({ address: "scb" }))).toBeUndefined();
});

test("only the secrets of the chosen login are sent", () => {
  const all = { address: "scb", password: "p", masterKey: "m", serviceCode: "s" };
  expect(connectionOf(draft({ ...all, login: "owner" }))).toEqual({ url: "http://scb", password: "p" });
  expect(connectionOf(draft({ ...all, login: "installer" }))).toEqual({
    url: "http://scb",
    masterKey: "m",
    serviceCode: "s",
  });
  expect(connectionOf(draft({ ...all, login: "installer", serviceCode: "" }))).toEqual({
    url: "http://scb",
    masterKey: "m",
  });
});

test("a test is good for what was tested, and for nothing else", () => {
  const tested = connectionOf(draft({ address: "https://scb", password: "p" }))!;
  expect(sameConnection(tested, { ...tested })).toBe(true);
  expect(sameConnection(tested, { ...tested, password: "q" })).toBe(false);
  expect(sameConnection(tested, { ...tested, fingerprint256: "AB" })).toBe(false);
});

test("for saving there must be a plant, a name, an id of its own, and a peak power that is one", () => {
  const fields = (more: Partial<InverterDraft>, id: string) =>
    identityProblems(draft(more), id, ["garage"]).map(({ field }) => field);
  expect(fields({ name: "Barn" }, "barn")).toEqual([]);
  expect(fields({ plantId: "", name: " ", peakPower: "lots" }, "garage")).toEqual([
    "plantId",
    "name",
    "id",
    "peakPower",
  ]);
  expect(fields({ name: "Barn", peakPower: "0" }, "barn")).toEqual(["peakPower"]);
  expect(fields({ name: "Barn", peakPower: "9800,5" }, "barn")).toEqual([]);
});
