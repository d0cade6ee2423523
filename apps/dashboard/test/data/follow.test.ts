import { GatewayError, PlantLiveDocument, type PlenticoreClient } from "@plenticore/client";
import { expect, test } from "vitest";
import { follow } from "../../src/data/follow.ts";

/** A subscription that a test feeds, and a tab that it hides. */
function rig() {
  const state = { visible: true, opened: 0, open: 0, data: [] as unknown[], refused: 0 };
  let listener = (): void => undefined;
  let push: (value: number | Error) => void = () => undefined;
  const client = {
    subscribe: (_document: unknown, _variables: unknown, { signal }: { signal: AbortSignal }) => ({
      async *[Symbol.asyncIterator]() {
        state.opened += 1;
        state.open += 1;
        try {
          while (!signal.aborted) {
            const next = await new Promise<number | Error | undefined>((resolve) => {
              push = resolve;
              signal.addEventListener("abort", () => resolve(undefined), { once: true });
            });
            if (next === undefined) return;
            if (next instanceof Error) throw next;
            yield { data: next };
          }
        } finally {
          state.open -= 1;
        }
      },
    }),
  } as unknown as PlenticoreClient;
  const end = follow({
    client,
    document: PlantLiveDocument,
    variables: { plantId: "home", every: 1 },
    onData: (data) => state.data.push(data),
    onRefused: () => (state.refused += 1),
    visibility: {
      get: () => state.visible,
      subscribe: (given) => {
        listener = given;
        return () => (listener = () => undefined);
      },
    },
  });
  const show = (visible: boolean): void => {
    state.visible = visible;
    listener();
  };
  return { state, end, show, push: (value: number | Error) => push(value) };
}

test("follows while the page can be seen, and not in a hidden tab", async () => {
  const { state, end, show, push } = rig();
  await expect.poll(() => state.open).toBe(1);
  push(1);
  await expect.poll(() => state.data).toEqual([1]);
  show(false);
  await expect.poll(() => state.open).toBe(0);
  show(true);
  show(true);
  await expect.poll(() => state.open).toBe(1);
  expect(state.opened).toBe(2);
  end();
  await expect.poll(() => state.open).toBe(0);
  show(false);
  show(true);
  expect(state.opened).toBe(2);
});

test("tells that the key or the document is refused, and nothing else", async () => {
  const { state, push } = rig();
  await expect.poll(() => state.open).toBe(1);
  push(new GatewayError("UNAUTHENTICATED", "no", { retryable: false }));
  await expect.poll(() => state.refused).toBe(1);
  const outdated = rig();
  await expect.poll(() => outdated.state.open).toBe(1);
  outdated.push(new GatewayError("BAD_INPUT", "no", { retryable: false }));
  await expect.poll(() => outdated.state.refused).toBe(1);
  const other = rig();
  await expect.poll(() => other.state.open).toBe(1);
  other.push(new GatewayError("NOT_FOUND", "no", { retryable: false }));
  await expect.poll(() => other.state.open).toBe(0);
  expect(other.state.refused).toBe(0);
});
