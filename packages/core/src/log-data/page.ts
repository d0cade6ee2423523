import { isSame, Numbering, type Position, printCursor } from "./cursor.ts";
import { LineSplitter } from "./line-splitter.ts";
import { RowParser } from "./row-parser.ts";
import type { Spool } from "./spool.ts";
import type { LogDataEdge, LogDataPage } from "./types.ts";

/** The `first` rows behind `after`, read from where they stand; waits for them while the log arrives. */
export async function readPage(
  spool: Spool,
  first: number,
  after: Position | undefined,
  signal: AbortSignal,
): Promise<LogDataPage> {
  await spool.begun(signal);
  const near = await readFrom(spool, first, after, signal, after?.row ?? 0);
  // The log has grown at its begin's cost since the cursor was given: look from the start.
  return near ?? (await readFrom(spool, first, after, signal, undefined)) ?? { edges: [], hasNextPage: false };
}

/**
 * @param row where `after` should stand; undefined: anywhere, and a row later than `after` does as well
 * @returns undefined where `after` does not stand there
 */
async function readFrom(
  spool: Spool,
  first: number,
  after: Position | undefined,
  signal: AbortSignal,
  row: number | undefined,
): Promise<LogDataPage | undefined> {
  const { layout } = spool.index;
  const mark = spool.index.before(row ?? 0);
  const edges: LogDataEdge[] = [];
  let found = after === undefined;
  let astray = false;
  let hasNextPage = false;
  if (layout === undefined) return undefined;
  const rows = new RowParser(layout);
  const numbering = new Numbering(mark.row);
  const lines = new LineSplitter(mark.offset);
  const onLine = (bytes: Uint8Array, start: number, end: number): boolean => {
    const node = rows.parse(bytes, start, end);
    if (node === undefined) return true;
    const position = numbering.next(node);
    if (!found && after !== undefined) {
      const isIt = isSame(position, after);
      if (row !== undefined && (position.row > row || (position.row === row && !isIt))) {
        astray = true;
        return false;
      }
      found = isIt && (row === undefined || position.row === row);
      if (found || row !== undefined || position.time <= after.time) return true;
      found = true;
    }
    hasNextPage = edges.length === first;
    if (!hasNextPage) edges.push({ cursor: printCursor(position), node });
    return !hasNextPage;
  };
  for await (const chunk of spool.read(mark.offset, signal)) if (!lines.push(chunk, onLine)) break;
  if (!hasNextPage && !astray) lines.finish(onLine);
  return found && !astray ? { edges, hasNextPage } : undefined;
}
