import type { ModuleWriteOutcome } from "@plenticore/core";
import type { AuditChange } from "../../audit.ts";

/** What the audit tells of settings that were written: what was held before, what is held now, what came of it. */
export const changesOf = (modules: readonly ModuleWriteOutcome[]): AuditChange[] =>
  modules.flatMap(({ moduleId, settings }) =>
    settings.map(({ id, before, value, outcome }) => ({
      setting: `${moduleId}/${id}`,
      before: toldValue(id, before),
      after: toldValue(id, value),
      outcome,
    })),
  );

/** Devices have settings that nobody has listed: what sounds like a secret stays out of the audit. */
export const toldValue = (id: string, value: string | null): string | null =>
  value !== null && /passw|passphrase|pwd|psk|secret|token|credential/i.test(id) ? "(hidden)" : value;
