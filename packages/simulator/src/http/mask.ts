/** A parsed X-Fields header: the fields wanted, each whole or with a mask of its own. */
export interface FieldMask {
  readonly all: boolean;
  readonly fields: ReadonlyMap<string, FieldMask | undefined>;
}

/** `{id,value}`, `id,value`, `moduleid,settings{id,type}`, `*` for all others. `undefined` for a syntax error. */
export function parseMask(text: string): FieldMask | undefined {
  const tokens = text.match(/[{},]|[^{},\s]+/g) ?? [];
  let position = 0;

  function list(): FieldMask | undefined {
    const fields = new Map<string, FieldMask | undefined>();
    let all = false;
    for (;;) {
      const name = tokens[position];
      if (name === undefined || /[{},]/.test(name)) return undefined;
      position += 1;
      let inner: FieldMask | undefined;
      if (tokens[position] === "{") {
        inner = braces();
        if (inner === undefined) return undefined;
      }
      if (name === "*") all = true;
      else fields.set(name, inner);
      if (tokens[position] !== ",") return { all, fields };
      position += 1;
    }
  }

  function braces(): FieldMask | undefined {
    position += 1;
    const inner = list();
    if (inner === undefined || tokens[position] !== "}") return undefined;
    position += 1;
    return inner;
  }

  const mask = tokens[0] === "{" ? braces() : list();
  return position === tokens.length ? mask : undefined;
}

/** Leaves only what is wanted, in lists in each of their items; fields that are not there are ignored. */
export function applyMask(mask: FieldMask, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => applyMask(mask, item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
      if (!mask.fields.has(name)) return mask.all ? [[name, field]] : [];
      const inner = mask.fields.get(name);
      return [[name, inner === undefined ? field : applyMask(inner, field)]];
    }),
  );
}
