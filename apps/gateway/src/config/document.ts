import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import { type Mistake, type Path, printPath } from "./mistakes.ts";

/** A YAML text that remembers where each key stands. */
export interface ConfigurationDocument {
  /** Plain data; undefined where the text is no YAML. */
  readonly data: unknown;
  /** The syntax mistakes. */
  readonly mistakes: readonly Mistake[];
  /** A mistake at `path`, or at its nearest parent that is there. `at: "key"` points at the key instead of its value. */
  mistake(path: Path, message: string, at?: "key" | "value"): Mistake;
}

// The library's own messages quote the source, which may hold a secret.
const syntaxMessages: Partial<Record<YAMLError["code"], string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    "check the indentation of the line after it; or put a value that holds a colon and a blank into quotes",
  BLOCK_IN_FLOW: "a comma is missing here, or a bracket is not closed",
  BAD_INDENT: "the indentation does not fit, or a bracket is not closed",
  BAD_SCALAR_START: "a plain value can't begin with this character: put it into quotes",
  BAD_DQ_ESCAPE: "an unknown escape in a double-quoted value: use single quotes",
  DUPLICATE_KEY: "this key stands twice in the same mapping",
  MULTILINE_IMPLICIT_KEY: "the blank after a colon is missing, or the indentation of the line after it does not fit",
  MISSING_CHAR: "a character is missing here: a closing quote or bracket, a comma, or the blank after a colon",
  MULTIPLE_DOCS: "the file holds more than one document",
  TAB_AS_INDENT: "tabs can't indent YAML: use blanks",
  TAG_RESOLVE_FAILED: "unknown tag: a value that begins with ! must be in quotes",
  UNEXPECTED_TOKEN: "this does not belong here: put values with special characters into quotes",
  BAD_ALIAS: "not an alias: a value that begins with * must be in quotes",
};

const notUnderItsNeighbours =
  "check the indentation: this line begins under none of the keys above it; those of one mapping begin in the same column";

/** Of two mistakes in one place the second is the first one's shadow. */
function syntaxMistakes(text: string, errors: readonly YAMLError[]): { offset: number; message: string }[] {
  const places = errors.map(({ pos }) => pos[0]);
  return errors.flatMap(({ pos: [offset], code }, index) => {
    if (places.indexOf(offset) < index) return [];
    const isLinesBegin = /(^|\n)$/.test(text.slice(0, offset)) && /^ +\S/.test(text.slice(offset));
    const isIndentation = code === "MISSING_CHAR" && isLinesBegin;
    const message = isIndentation ? notUnderItsNeighbours : (syntaxMessages[code] ?? "this is not YAML");
    return [{ offset, message }];
  });
}

/** @param file the name that mistakes tell. */
export function readDocument(text: string, file: string): ConfigurationDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return line === 0 ? `${file}:1:1` : `${file}:${line}:${col}`;
  };
  const syntax = (offset: number, message: string): Mistake => ({ place: place(offset), key: "", message });
  const mistakes = [
    ...syntaxMistakes(text, document.errors).map(({ offset, message }) => syntax(offset, message)),
    ...document.warnings
      .filter(({ code }) => code === "TAG_RESOLVE_FAILED")
      .map(({ pos, code }) => syntax(pos[0], syntaxMessages[code] ?? "this is not YAML")),
    ...danglingAliases(document).map((offset) =>
      syntax(offset, "an alias without its anchor: a value that begins with * must be in quotes"),
    ),
  ];
  let data: unknown;
  if (mistakes.length === 0) {
    try {
      data = document.toJS();
    } catch {
      mistakes.push(syntax(0, "too many aliases"));
    }
  }
  return {
    data,
    mistakes,
    mistake: (path, message, at = "value") => ({
      place: place(offsetOf(document, path, at)),
      key: printPath(path),
      message,
    }),
  };
}

function danglingAliases(document: Document): number[] {
  const offsets: number[] = [];
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) === undefined) offsets.push(alias.range?.[0] ?? 0);
    },
  });
  return offsets;
}

function offsetOf(document: Document, path: Path, at: "key" | "value"): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [index, part] of path.entries()) {
    const parent: Node | undefined = isAlias(node) ? node.resolve(document) : (node ?? undefined);
    const key = isMap(parent)
      ? parent.items.find((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === String(part))
      : undefined;
    const child: unknown = key ? key.value : isSeq(parent) ? parent.items[Number(part)] : undefined;
    if (key && isNode(key.key) && (at === "key" || child === null) && index === path.length - 1) {
      return key.key.range?.[0] ?? offset;
    }
    if (!isNode(child)) break;
    node = child;
    offset = node.range?.[0] ?? offset;
  }
  return offset;
}
