import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bindings, load, operating } from "../helpers.ts";

describe("a failure's message, which whoever answers has written,", () => {
  let bindings: Bindings;
  let dispose: () => PromiseLike<void>;

  beforeAll(async () => {
    const loaded = await load(
      operating("/act", "get", { responses: { "200": { description: "Done" }, "403": { description: "No" } } }),
    );
    bindings = loaded.bindings;
    dispose = () => loaded[Symbol.asyncDispose]();
  });
  afterAll(() => dispose());

  test.each<[string, string, string]>([
    ["is told", "User is locked", "User is locked"],
    ["stays on one line", "one\r\ntwo\u2028three\n\n", "one two three"],
    ["has no control characters", "\u001b[31mred\u0000\u202e\u200bend", "[31mred end"],
    ["has no lone surrogate", "a\ud800b", "a b"],
    ["is cut", "x".repeat(1_000_000), `${"x".repeat(199)}…`],
    ["is cut between characters", "🎬".repeat(300), `${"🎬".repeat(199)}…`],
    ["is left whole up to 200 characters", "y".repeat(200), "y".repeat(200)],
    ["has no session after a colour", "\u001b[31mSession 0123abcd", "[31mSession ***"],
    ["has no session", "bad header: Session 0123abcd, Session\t4567", "bad header: Session *** Session ***"],
    [
      "has no session that begins where it is cut",
      `${"z".repeat(190)} Session 0123abcd`,
      `${"z".repeat(190)} Session …`,
    ],
  ])("%s", async (_, message, want) => {
    for (const status of [403, 500]) {
      const client = bindings.createClient(async () => ({
        kind: "response",
        status,
        headers: {},
        body: { message },
      }));
      expect(await client["act"]?.({})).toMatchObject({ ok: false, status, message: want });
    }
  });
});
