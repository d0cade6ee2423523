import type { SettingsMetadataModule } from "@plenticore/rest";
import type { SettingDefinition } from "./metadata.ts";

export type WriteOutcome = "written" | "unknown" | "readonly" | "installerOnly" | "outOfRange";

const WEEK_PLAN = /^Battery:TimeControl:Conf(Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/;
export const SLOTS_A_DAY = 96;

/** The settings of one device and their values: always texts, floats as `6930.0`. */
export class SettingsStore {
  readonly #definitions = new Map<string, Map<string, SettingDefinition>>();
  readonly #values = new Map<SettingDefinition, string>();
  readonly #planDigits: readonly string[];

  /** @param planDigits what a time plan may be made of. */
  constructor(definitions: readonly SettingDefinition[], planDigits: readonly string[]) {
    for (const definition of definitions) {
      const module = this.#definitions.get(definition.moduleId) ?? new Map<string, SettingDefinition>();
      this.#definitions.set(definition.moduleId, module.set(definition.metadata.id, definition));
    }
    this.#planDigits = planDigits;
    this.reset();
  }

  /** Back to the factory's values. */
  reset(): void {
    for (const module of this.#definitions.values()) {
      for (const definition of module.values()) this.#values.set(definition, definition.initial);
    }
  }

  hasModule(moduleId: string): boolean {
    return this.#definitions.has(moduleId);
  }

  get(moduleId: string, id: string): string | undefined {
    const definition = this.#definitions.get(moduleId)?.get(id);
    return definition === undefined ? undefined : this.#values.get(definition);
  }

  /** A number, or undefined where the setting is unknown or no number. */
  number(moduleId: string, id: string): number | undefined {
    const value = Number(this.get(moduleId, id) ?? Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  }

  idsOf(moduleId: string): string[] {
    return [...(this.#definitions.get(moduleId)?.keys() ?? [])].sort();
  }

  /** Modules and ids in the order of the alphabet. */
  metadata(): SettingsMetadataModule[] {
    return [...this.#definitions.keys()].sort().map((moduleid) => ({
      moduleid,
      settings: this.idsOf(moduleid).flatMap((id) => this.#definitions.get(moduleid)?.get(id)?.metadata ?? []),
    }));
  }

  /** Writes unless something forbids it. */
  write(moduleId: string, id: string, value: string, installer: boolean): WriteOutcome {
    const definition = this.#definitions.get(moduleId)?.get(id);
    if (definition === undefined) return "unknown";
    if (definition.metadata.access === "readonly") return "readonly";
    if (definition.installerOnly && !installer) return "installerOnly";
    if (!this.#isInRange(definition, value)) return "outOfRange";
    this.#values.set(definition, value);
    return "written";
  }

  #isInRange({ metadata: { id, type, min, max } }: SettingDefinition, value: string): boolean {
    if (WEEK_PLAN.test(id)) {
      return value.length === SLOTS_A_DAY && [...value].every((digit) => this.#planDigits.includes(digit));
    }
    const size = type === "string" ? value.length : Number(value);
    if (type !== "string" && (value.trim() === "" || !Number.isFinite(size))) return false;
    if (type === "bool") return size === 0 || size === 1;
    if (min !== null && size < Number(min)) return false;
    return max === null || size <= Number(max);
  }
}
