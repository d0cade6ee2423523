import { expect, test } from "vitest";
import { addressOf } from "../../src/add-inverter/address.ts";

test.each([
  ["192.168.1.50", "http://192.168.1.50"],
  [" http://scb.lan/ ", "http://scb.lan"],
  ["https://192.168.1.51", "https://192.168.1.51"],
  ["scb:8080", "http://scb:8080"],
  ["HTTP://SCB", "http://scb"],
  ["[fe80::1]", "http://[fe80::1]"],
])("%j is %s", (typed, url) => {
  expect(addressOf(typed)).toEqual({ url });
});

test.each([
  ["", "empty"],
  ["   ", "empty"],
  ["ftp://scb", "scheme"],
  ["http://", "invalid"],
  ["two words", "invalid"],
  ["scb/index.html", "path"],
  ["http://scb?x=1", "path"],
  ["http://user:secret@scb", "credentials"],
])("%j is refused: %s", (typed, problem) => {
  expect(addressOf(typed)).toEqual({ problem });
});
