/**
 * Why `text` is not the answer that was asked for: errors in it, or not as many values as wanted.
 * @returns undefined where it is
 */
export function mistakeIn(text: string, values: number): string | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return `not JSON: ${excerpt(text)}`;
  }
  if (!isRecord(answer) || !isRecord(answer["data"]) || "errors" in answer) return excerpt(text);
  const found = countValues(answer["data"]);
  return found === values ? undefined : `${found} values instead of ${values}: ${excerpt(text)}`;
}

/** Cheap, for every answer: an error stands under this key alone, since no id or text of the device has quotes. */
export const hasErrors = (text: string): boolean => text.includes('"errors"');

/** Numbers under the key `value`, however deep. */
function countValues(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((sum: number, item) => sum + countValues(item), 0);
  if (!isRecord(node)) return 0;
  const own = typeof node["value"] === "number" ? 1 : 0;
  return Object.values(node).reduce((sum: number, item) => sum + countValues(item), own);
}

const isRecord = (node: unknown): node is Readonly<Record<string, unknown>> =>
  typeof node === "object" && node !== null && !Array.isArray(node);

const excerpt = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)} …` : text);
