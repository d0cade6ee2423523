import { badInput, checkSource, malformed } from "./payload.ts";
import type { Payload } from "./types.ts";

/** Documents that clients name instead of sending them. */
export interface PersistedDocumentsConfig {
  /** By their ids, as the client's code generator wrote them: a hash in hex, with or without `sha256:` before it. */
  readonly documents: ReadonlyMap<string, string>;
  /** Whether no other document is answered. */
  readonly only: boolean;
}

/** Counts what is refused. */
export interface PersistedDocumentCounts {
  /** Ids that nobody knows. */
  unknown: number;
  /** Documents that are not persisted, where only those are answered. */
  refused: number;
}

const prefix = "sha256:";

/** Finds the document of a request, by GraphQL-over-HTTP's appendix of persisted documents, and as Apollo's clients name them. */
export class PersistedDocuments {
  readonly counts: PersistedDocumentCounts = { unknown: 0, refused: 0 };
  readonly #documents: ReadonlyMap<string, string>;
  readonly #texts: ReadonlySet<string>;
  readonly #only: boolean;

  constructor({ documents, only }: PersistedDocumentsConfig) {
    this.#documents = documents;
    this.#texts = new Set(documents.values());
    this.#only = only;
  }

  /** Whether the payload's own `query` does not tell the document, or may not. */
  isNeeded({ documentId, extensions }: Payload): boolean {
    return this.#only || documentId !== undefined || persistedQueryOf(extensions) !== undefined;
  }

  /**
   * The document that is asked for.
   *
   * @throws PlenticoreError BAD_INPUT where there is none, or it may not be asked for
   */
  sourceOf({ query, documentId, extensions }: Payload): string {
    const id = documentId ?? persistedQueryOf(extensions);
    if (id === undefined) return this.#allowed(query);
    if (typeof id !== "string") throw malformed("documentId must be a text");
    const source = this.#documents.get(id) ?? this.#documents.get(twinOf(id));
    if (source === undefined && typeof query === "string" && query !== "") return this.#allowed(query);
    if (source === undefined) {
      this.counts.unknown += 1;
      throw badInput("there is no persisted document with this id: deploy the manifest of the client's build");
    }
    // Over WebSocket the protocol wants a query, which is empty then.
    if (query !== undefined && query !== null && query !== "" && query !== source) {
      throw badInput("query is not the document that documentId names: send one of the two");
    }
    return source;
  }

  /** Whether a document is among them. */
  has(source: string): boolean {
    return this.#texts.has(source);
  }

  /** The document that is asked for in one way only, where it is known and may be asked for; counts nothing. */
  find({ query, documentId, extensions }: Payload): string | undefined {
    const id = documentId ?? persistedQueryOf(extensions);
    if (id === undefined) return typeof query === "string" && this.#isAllowed(query) ? query : undefined;
    if (typeof id !== "string" || query !== undefined) return undefined;
    return this.#documents.get(id) ?? this.#documents.get(twinOf(id));
  }

  #isAllowed(query: string): boolean {
    return !this.#only || this.#texts.has(query);
  }

  #allowed(given: unknown): string {
    if (this.#only && (given === undefined || given === null || given === "")) {
      throw malformed("documentId is missing: only persisted documents are answered, by their ids");
    }
    const query = checkSource(given);
    if (this.#isAllowed(query)) return query;
    this.counts.refused += 1;
    throw badInput("only persisted documents are answered: send the documentId of one");
  }
}

/** The same id written the other way. */
const twinOf = (id: string): string => (id.startsWith(prefix) ? id.slice(prefix.length) : `${prefix}${id}`);

function persistedQueryOf(extensions: unknown): unknown {
  if (!isObject(extensions)) return undefined;
  const { persistedQuery } = extensions;
  return isObject(persistedQuery) ? persistedQuery["sha256Hash"] : undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
