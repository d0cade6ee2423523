/** Devices tell "PLENTICORE plus" and "plus 10" (FACTS 4.1): together it is the "PLENTICORE plus 10". */
export function modelName(family: string, model: string): string {
  const last = family.split(" ").at(-1) ?? "";
  const rest = last !== "" && model.startsWith(`${last} `) ? model.slice(last.length + 1) : model;
  return `${family} ${rest}`.trim();
}
