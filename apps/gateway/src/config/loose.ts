// Reading data that may still have mistakes: what does not fit is as if it were not there.

export function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function itemsOf(value: unknown): [index: number, item: unknown][] {
  return Array.isArray(value) ? [...(value as unknown[]).entries()] : [];
}
