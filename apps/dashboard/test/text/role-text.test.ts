import { expect, test } from "vitest";
import { roleText, roleWord } from "../../src/text/role-text.ts";

test.each([
  ["USER", "Plant owner", "Anlagenbetreiber"],
  ["INSTALLER", "Installer", "Installateur"],
  ["SERVICE", "SERVICE", "SERVICE"],
  ["toString", "toString", "toString"],
])("%s in words", (role, en, de) => {
  expect([roleWord(roleText.en, role), roleWord(roleText.de, role)]).toEqual([en, de]);
});
