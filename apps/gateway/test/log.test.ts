import { expect, test } from "vitest";
import { createLogger } from "../src/log.ts";

test("an entry is one line of JSON with level, time, name and message", () => {
  const lines: string[] = [];
  const log = createLogger({ level: "info", write: (line) => lines.push(line), now: () => Date.UTC(2026, 0, 1) });
  log.info("listening", { url: "http://127.0.0.1" });
  log.named("http").warn("two\nlines", () => ({ count: 2 }));
  expect(lines).toEqual([
    '{"level":"info","time":"2026-01-01T00:00:00.000Z","name":"gateway","message":"listening","url":"http://127.0.0.1"}\n',
    '{"level":"warn","time":"2026-01-01T00:00:00.000Z","name":"http","message":"two\\nlines","count":2}\n',
  ]);
});

test("what is below the level costs nothing", () => {
  const lines: string[] = [];
  const log = createLogger({ level: "warn", write: (line) => lines.push(line), now: () => 0 });
  log.info("x", () => {
    throw new Error("was asked");
  });
  log.error("y");
  expect(lines).toHaveLength(1);
});

test("what must always be told is written at every level", () => {
  const lines: string[] = [];
  const log = createLogger({ level: "error", write: (line) => lines.push(line), now: () => 0 });
  log.named("audit").always.info("write", { key: "owner" });
  log.always.warn("open to all");
  expect(lines).toEqual([
    '{"level":"info","time":"1970-01-01T00:00:00.000Z","name":"audit","message":"write","key":"owner"}\n',
    '{"level":"warn","time":"1970-01-01T00:00:00.000Z","name":"gateway","message":"open to all"}\n',
  ]);
});

test("what can't be written as JSON does not cost the line", () => {
  const lines: string[] = [];
  const log = createLogger({ level: "info", write: (line) => lines.push(line), now: () => 0 });
  const circle: Record<string, unknown> = { name: "circle" };
  circle["itself"] = circle;
  log.info("odd", { circle, big: 1n });
  expect(JSON.parse(lines.join(""))).toMatchObject({ message: "odd", circle: { name: "circle" } });
});
