import { GatewayError, type PlenticoreClient } from "@plenticore/client";
import { describe, expect, test } from "vitest";
import { createKeyStore } from "../../src/data/key-store.ts";
import { Session, type Viewer } from "../../src/data/session.ts";

const viewer: Viewer = { name: "panel", role: "VIEWER", readOnly: false, plants: [] };
const failure = (code: "UNAUTHENTICATED" | "GATEWAY_UNREACHABLE") => ({
  kind: "failed" as const,
  error: new GatewayError(code, "no", { retryable: code === "GATEWAY_UNREACHABLE" }),
});

/** A gateway that knows one key, or none; away where a test says so. */
function gateway(wanted: string | undefined) {
  const storage = new Map<string, string>();
  const timers: (() => void)[] = [];
  const state = { away: false, closed: 0, viewer, keys: [] as (string | undefined)[] };
  const keys = createKeyStore({
    getItem: (name) => storage.get(name) ?? null,
    setItem: (name, value) => storage.set(name, value),
    removeItem: (name) => storage.delete(name),
  });
  const createClient = (key: string | undefined) => {
    state.keys.push(key);
    const query = () => {
      if (state.away) return Promise.resolve(failure("GATEWAY_UNREACHABLE"));
      const isGood = wanted === undefined || key === wanted;
      return Promise.resolve(
        isGood ? { kind: "complete", data: { viewer: structuredClone(state.viewer) } } : failure("UNAUTHENTICATED"),
      );
    };
    return { query, close: () => (state.closed += 1) } as unknown as PlenticoreClient;
  };
  const start = () => new Session({ keys, createClient, after: (_ms, call) => timers.push(call) });
  return { storage, timers, state, start, session: start() };
}

describe("a gateway without keys", () => {
  test("is open at once, and there is nothing to sign out of", async () => {
    const { session } = gateway(undefined);
    expect(session.get()).toEqual({ status: "asking" });
    await session.refresh();
    expect(session.get()).toEqual({ status: "ready", viewer, hasKey: false, isOutdated: false });
  });
});

describe("a gateway with keys", () => {
  test("asks for one, refuses a wrong one, takes the right one, and keeps it for this tab", async () => {
    const { session, storage, start, state } = gateway("right");
    await session.refresh();
    expect(session.get()).toEqual({ status: "signedOut", refused: false });
    await session.signIn("wrong");
    expect(session.get()).toEqual({ status: "signedOut", refused: true });
    expect([...storage.values()]).toEqual([]);
    await session.signIn(" right\n");
    expect(session.get()).toMatchObject({ status: "ready", hasKey: true });
    expect([...storage.values()]).toEqual(["right"]);
    const reloaded = start();
    await reloaded.refresh();
    expect(reloaded.get()).toMatchObject({ status: "ready", hasKey: true });
    // Each client but the newest of a page was closed.
    expect(state.closed).toBeGreaterThanOrEqual(state.keys.length - 2);
  });

  test("forgets it at signing out, and when it expires", async () => {
    const { session, storage } = gateway("right");
    await session.signIn("right");
    const { store } = session;
    session.signOut();
    expect(session.store).not.toBe(store);
    await expect.poll(() => session.get()).toEqual({ status: "signedOut", refused: false });
    expect(storage.size).toBe(0);
    await session.signIn("right");
    session.expire(session.client);
    expect(session.get()).toEqual({ status: "signedOut", refused: true });
    expect(storage.size).toBe(0);
  });
});

test("a key that is refused to several at once is told as refused, and a late refusal leaves a newer key alone", async () => {
  const { session } = gateway("right");
  await session.signIn("right");
  const { client } = session;
  session.expire(client);
  session.expire(client);
  expect(session.get()).toEqual({ status: "signedOut", refused: true });
  await session.signIn("right");
  session.expire(client);
  expect(session.get().status).toBe("ready");
});

describe("a gateway whose configuration changes", () => {
  test("is told at the next question, and nothing is told where nothing changed", async () => {
    const { session, state } = gateway(undefined);
    await session.refresh();
    const before = session.get();
    let told = 0;
    session.subscribe(() => (told += 1));
    await session.refresh();
    expect(session.get()).toBe(before);
    expect(told).toBe(0);
    state.viewer = { ...viewer, readOnly: true };
    await session.refresh();
    expect(session.get()).toMatchObject({ status: "ready", viewer: { readOnly: true } });
    expect(told).toBe(1);
  });

  test("that is another version is told until the page is loaded again; the key stays", async () => {
    const { session, storage } = gateway("right");
    await session.signIn("right");
    const unknown = new GatewayError("BAD_INPUT", "no such document", { retryable: false });
    session.refused(session.client, unknown);
    await session.refresh();
    expect(session.get()).toMatchObject({ status: "ready", isOutdated: true });
    expect([...storage.values()]).toEqual(["right"]);
    session.refused(session.client, failure("UNAUTHENTICATED").error);
    expect(session.get()).toEqual({ status: "signedOut", refused: true });
    session.refused(session.client, unknown);
    expect(session.get()).toEqual({ status: "signedOut", refused: true });
  });
});

describe("a gateway that is away", () => {
  test("is asked again by one timer, however many want to know", async () => {
    const { session, state, timers } = gateway(undefined);
    state.away = true;
    await Promise.all([session.refresh(), session.refresh()]);
    await session.refresh();
    expect(timers).toHaveLength(1);
    timers.shift()?.();
    await expect.poll(() => timers.length).toBe(1);
  });

  test("is asked again until it answers", async () => {
    const { session, state, timers } = gateway(undefined);
    state.away = true;
    await session.refresh();
    expect(session.get()).toMatchObject({ status: "unreachable" });
    state.away = false;
    timers.shift()?.();
    await expect.poll(() => session.get().status).toBe("ready");
  });

  test("blanks no page that is open, and is not asked on and on by it", async () => {
    const { session, state, timers } = gateway(undefined);
    await session.refresh();
    state.away = true;
    await session.refresh();
    expect(session.get()).toMatchObject({ status: "ready", isOutdated: false });
    expect(timers).toEqual([]);
  });

  test("is not asked with a key that was left meanwhile", async () => {
    const { session, state, timers } = gateway("right");
    state.away = true;
    await session.signIn("right");
    session.expire(session.client);
    const asked = state.keys.length;
    timers.shift()?.();
    expect(session.get()).toEqual({ status: "signedOut", refused: true });
    expect(state.keys).toHaveLength(asked);
  });
});

test("a browser that keeps nothing keeps the key as long as the page is open", () => {
  const refuse = () => {
    throw new Error("SecurityError");
  };
  const keys = createKeyStore({ getItem: refuse, setItem: refuse, removeItem: refuse });
  expect(keys.get()).toBeUndefined();
  keys.set("key");
  expect(keys.get()).toBe("key");
  keys.set(undefined);
  expect(keys.get()).toBeUndefined();
});
