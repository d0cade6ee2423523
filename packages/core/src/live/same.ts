/** What says when something was seen, not what. */
const ages: ReadonlySet<string> = new Set(["observedAt", "ageSeconds", "lastSeenAt"]);

/** Whether two states differ in nothing but age: plain objects, arrays and scalars. */
export function isSameButForAge(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length) return false;
  const before = one as Readonly<Record<string, unknown>>;
  const after = other as Readonly<Record<string, unknown>>;
  for (const key in before) {
    if (ages.has(key)) {
      // Known or not is no question of age.
      if ((before[key] === null) !== (after[key] === null)) return false;
    } else if (!isSameButForAge(before[key], after[key])) return false;
  }
  return true;
}
