import { type ReactNode, useRef } from "react";
import { HiddenText } from "./hidden-text.tsx";
import styles from "./table.module.css";
import { useCutEdges } from "./use-cut-edges.ts";

export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  /** Numbers stand at the right, one under the other. Default: text. */
  readonly kind?: "text" | "number";
  /** Whether it names the row. */
  readonly heads?: boolean;
  readonly renderCell: (row: Row) => ReactNode;
}

export interface TableProps<Row> {
  /** What the table tells; heard, not seen. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/** A table of rows that scrolls sideways where it is wider than its place, and shows at which edge it is cut. */
export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  useCutEdges(scroller);
  return (
    // A place that scrolls must be reached by the keyboard.
    <div ref={scroller} className={styles.scroll} role="region" aria-label={caption} tabIndex={0}>
      <table className={styles.table}>
        <caption>
          <HiddenText>{caption}</HiddenText>
        </caption>
        <thead>
          <tr>
            {columns.map(({ id, label, kind }) => (
              <th key={id} scope="col" data-kind={kind}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ id, kind, heads, renderCell }) =>
                heads === true ? (
                  <th key={id} scope="row" data-kind={kind}>
                    {renderCell(row)}
                  </th>
                ) : (
                  <td key={id} data-kind={kind}>
                    {renderCell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
