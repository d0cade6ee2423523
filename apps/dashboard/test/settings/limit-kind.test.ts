import { expect, test } from "vitest";
import { limitKind } from "../../src/settings/limit-kind.ts";

const listed = (...ids: string[]) => ids.map((id) => ({ id }));

test("a fixed power is what only inverters without limits of their own take", () => {
  expect(limitKind(listed("Battery:ExternControl:DcPowerAbs", "Battery:MinSoc"))).toBe("set-points");
  expect(limitKind(listed("Battery:ExternControl:DcPowerAbs", "Battery:Limit:Charge_P"))).toBe("limits");
  expect(limitKind(listed("Battery:MinSoc"))).toBe("none");
});
