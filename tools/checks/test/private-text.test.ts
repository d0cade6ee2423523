import { expect, test } from "vitest";
import { checkPrivateText } from "../src/private-text.ts";
import { readRepository } from "../src/repository.ts";
import { planted } from "./planted.ts";

test("no file holds a machine's path, a registry's host, a key or a token", () => {
  const { files, violations } = checkPrivateText(readRepository());
  expect(violations).toEqual([]);
  expect(files).toContain("pnpm-lock.yaml");
  expect(files.length).toBeGreaterThan(200);
});

// Put together here, so that this file is clean itself.
const join = (...parts: readonly string[]): string => parts.join("");

const bad: readonly [path: string, text: string, want: string][] = [
  ["README.md", join("see `", "/", "work/main/README.md`"), "a path of one machine"],
  ["a.ts", join(`"file:/`, "//", "home/me/x"), "a path of one machine"],
  ["a.ts", join("(", "/", "root/.npmrc)"), "a path of one machine"],
  ["a.ts", join("C:", "\\Users\\me"), "a path of one machine"],
  ["pnpm-lock.yaml", join("tar", "ball: https://packages.example/x.tgz"), "an address of a package"],
  [
    "tools/bench/peers/package-lock.json",
    join(`"resol`, `ved": "https://packages.example/x.tgz"`),
    "an address of a package",
  ],
  [".npmrc", join("registry=https://", "registry.example.org/"), "a host of a package registry"],
  [".npmrc", join("registry=https://", "my-artifactory.example.org/npm"), "a host of a package registry"],
  ["openapi/key.pem", join("-----BEGIN ", "RSA PRIVATE KEY-----"), "a private key"],
  ["a.ts", join("ghp", "_", "a".repeat(36)), "a token"],
];

test.each(bad)("reported in %s: %s", (path, text, what) => {
  expect(checkPrivateText(planted({ [path]: `\n${text}\n` })).violations).toEqual([`${path}:2: holds ${what}`]);
});

test.each([
  ["README.md", "password: { file: /run/secrets/garage }"],
  ["a.ts", "`${base}/home/x` and example.org/home/x and /homework/x and /home"],
  ["a.ts", "https://github.com/x/y"],
  ["packages/rest/test/key.pem", join("-----BEGIN ", "PRIVATE KEY-----")],
  ["a.png", join("/", "work/x")],
])("let pass in %s: %s", (path, text) => {
  expect(checkPrivateText(planted({ [path]: text })).violations).toEqual([]);
});
