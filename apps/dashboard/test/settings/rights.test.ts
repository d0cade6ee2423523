import { expect, test } from "vitest";
import { hindrance } from "../../src/settings/rights.ts";

const standing = { role: "OPERATOR", readOnly: false, inverterReadOnly: false } as const;

test("the role goes first, then the gateway, then the inverter", () => {
  expect(hindrance(standing, "OPERATOR")).toBeUndefined();
  expect(hindrance({ ...standing, readOnly: true }, "ADMIN")).toEqual({ required: "ADMIN" });
  expect(hindrance({ ...standing, readOnly: true, inverterReadOnly: true }, "OPERATOR")).toBe("gateway-read-only");
  expect(hindrance({ ...standing, inverterReadOnly: true }, "VIEWER")).toBe("inverter-read-only");
});

test("readOnly of the gateway bars changes of its configuration, too; of an inverter only that of the inverter", () => {
  const admin = { ...standing, role: "ADMIN" } as const;
  const [gateway, inverter] = [
    { ...admin, readOnly: true },
    { ...admin, inverterReadOnly: true },
  ];
  expect(hindrance(gateway, "ADMIN", "configuration")).toBe("gateway-read-only");
  expect(hindrance(inverter, "ADMIN", "configuration")).toBeUndefined();
  expect(hindrance(gateway, "ADMIN", "nothing")).toBeUndefined();
});
