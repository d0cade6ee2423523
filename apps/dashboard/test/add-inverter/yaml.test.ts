import { expect, test } from "vitest";
import { fingerprintLines } from "../../src/add-inverter/fingerprint.ts";
import { yamlOf } from "../../src/add-inverter/yaml.ts";

test("an owner's inverter is named without its password", () => {
  const connection = { url: "https://scb", password: "very secret", fingerprint256: "AB:CD" };
  expect(yamlOf({ id: "garage-2", name: 'The "new" one: south', connection, peakPower: 9800 })).toBe(
    [
      '- id: "garage-2"',
      '  name: "The \\"new\\" one: south"',
      '  url: "https://scb"',
      "  password: { env: GARAGE_2_PASSWORD }",
      '  tls: { fingerprint256: "AB:CD" }',
      "  peakPower: 9800",
      "",
    ].join("\n"),
  );
});

test("no secret of an installer is in it either", () => {
  const connection = { url: "http://scb", masterKey: "MASTER", serviceCode: "SERVICE" };
  const yaml = yamlOf({ id: "1st", name: "First", connection, peakPower: null });
  expect(yaml).toContain("masterKey: { env: _1ST_MASTER_KEY }");
  expect(yaml).toContain("serviceCode: { env: _1ST_SERVICE_CODE }");
  expect(yaml).not.toMatch(/MASTER"|SERVICE"/);
});

test("a fingerprint is shown in groups, whole", () => {
  const bytes = Array.from({ length: 32 }, (_, byte) => byte.toString(16).padStart(2, "0"));
  const lines = fingerprintLines(bytes.join(":"));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toBe("0001 0203 0405 0607 0809 0A0B 0C0D 0E0F");
  expect(lines.join(" ").replaceAll(" ", "")).toBe(bytes.join("").toUpperCase());
});
