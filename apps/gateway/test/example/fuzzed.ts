import { errorTable, PlenticoreError } from "@plenticore/core";
import { expect } from "vitest";
import { fakeFleet, fakeInverter, fakePlant } from "./fake-fleet.ts";
import { keyOf } from "./keys.ts";
import { liveInverter } from "./live-inverter.ts";
import { serve } from "./serve.ts";

// Whatever comes: no crash, no error without a code, no mistake of ours (INTERNAL), no secret.

const secret = "s3cr3t-of-the-owner";
const adminKey = `${secret}-key`;

/** What may never be told: keys that were sent or are there, and places in this program. */
const untold = [adminKey, "panel-key", "/src/", "node_modules", "at Object.", "at async", '"INTERNAL"'];

export interface Told {
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

export function checkErrors(errors: Told["errors"]): void {
  for (const { extensions } of errors ?? []) expect(Object.keys(errorTable)).toContain(extensions?.code);
}

export function checkText(text: string): void {
  for (const word of untold) expect(text).not.toContain(word);
}

/** A gateway to be fuzzed, with every door open. */
export async function startFuzzed() {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", note);
  process.on("uncaughtException", note);
  const failing = fakeInverter("barn", {
    live: () => Promise.reject(new PlenticoreError("WRONG_PASSWORD", "barn: the inverter refused the password")),
    events: () => Promise.reject(new PlenticoreError("DEVICE_BUSY", "barn: busy", { retryAfterMs: 10 })),
  });
  const fleet = fakeFleet([
    fakePlant("home", [liveInverter("garage").inverter, failing]),
    fakePlant("farm", [fakeInverter("shed")]),
  ]);
  const often = 1_000_000;
  const served = await serve(fleet, {
    keys: [keyOf(secret, "ADMIN"), keyOf("panel", "VIEWER", ["home"])],
    expose: { introspection: true, getQueries: true },
    limits: {
      requestsPerMinute: often,
      newDocumentsPerMinute: often,
      writesPerMinute: often,
      loginsPerMinute: often,
      messagesPer10s: often,
    },
  });
  const headers = { "content-type": "application/json", authorization: `Bearer ${adminKey}` };
  const send = async ({ search = "", ...init }: RequestInit & { readonly search?: string }): Promise<string> => {
    const response = await fetch(`${served.url}/graphql${search}`, init);
    const text = await response.text();
    checkText(text);
    expect(response.status).not.toBe(500);
    if (text !== "") checkErrors((JSON.parse(text) as Told).errors);
    return text;
  };
  return {
    ...served,
    headers,
    send,
    isAlive: async (): Promise<void> => {
      const text = await send({ method: "POST", headers, body: '{"query":"{ viewer { role } }"}' });
      expect(text).toBe('{"data":{"viewer":{"role":"ADMIN"}}}');
    },
    /** Ends it; nothing may have been left over. */
    end: async (): Promise<void> => {
      await served.gateway.close();
      process.off("unhandledRejection", note);
      process.off("uncaughtException", note);
      expect(unhandled).toEqual([]);
      const log = served.log();
      for (const word of [adminKey, "a mistake of the gateway", "could not be handled", "a request failed"]) {
        expect(log).not.toContain(word);
      }
    },
  };
}
