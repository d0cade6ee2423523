import { type DocumentNode, type GraphQLError, Kind, parse, validate } from "graphql";
import type { Viewer } from "../auth/viewer.ts";
import type { Expose } from "../config/types.ts";
import { toCallerError } from "../errors.ts";
import { LimitHits } from "../limits/hits.ts";
import type { RequestLimits } from "../limits/limits.ts";
import type { Rates } from "../limits/rates.ts";
import { type Context, schema } from "../schema/index.ts";
import { CostBook } from "./cost-book.ts";
import { figuresOf, rootFieldNames } from "./figures.ts";
import { noIntrospection } from "./no-introspection.ts";
import { checkPayload, isDeeperThan, malformed } from "./payload.ts";
import { PersistedDocuments, type PersistedDocumentsConfig } from "./persisted-documents.ts";
import { checkFigures } from "./static-limits.ts";
import type { Checked, CheckedDocument, CheckedOperation, Operation, OperationCost, Payload } from "./types.ts";
import { documentRules } from "./values-of-correct-type.ts";

type Exposed = Pick<Expose, "introspection" | "suggestions">;

export interface OperationsOptions {
  readonly limits: RequestLimits;
  readonly hits: LimitHits;
  readonly rates: Rates;
  readonly persistedDocuments: PersistedDocumentsConfig;
  /** At first. */
  readonly expose: Exposed;
  /** Whose changes change what an operation costs. */
  readonly fleet: { onChange(listener: () => void): unknown };
  /** Gets the originals of masked errors. */
  readonly onInternal: (original: unknown) => void;
}

/** How many documents are remembered as checked, beside those that are persisted. */
const rememberedDocuments = 200;
/** Characters of a document that is remembered. */
const longestRemembered = 32 * 1024;
/** So many mistakes of a document are told. */
const maxErrors = 5;

/** What graphql says of a document with too many fields of the same name. */
const gaveUp = "Validation aborted.";

const loginMutations = new Set(["reconnectInverter", "testInverter", "addInverter", "updateInverter"]);

/** The one way in which documents are found, parsed, validated, measured and remembered, and operations admitted, whatever brought them. */
export class Operations {
  readonly persisted: PersistedDocuments;
  readonly #options: OperationsOptions;
  /** Those that are persisted: nobody's others push them out. */
  readonly #kept = new Map<string, CheckedDocument>();
  readonly #checked = new Map<string, CheckedDocument>();
  readonly #costs: CostBook;
  #exposed: Exposed;
  readonly #refused = new WeakMap<object, readonly GraphQLError[]>();

  constructor(options: OperationsOptions) {
    this.#options = options;
    this.#exposed = options.expose;
    this.persisted = new PersistedDocuments(options.persistedDocuments);
    this.#costs = new CostBook(options.limits.answerFields);
    options.fleet.onChange(() => this.#costs.forget());
  }

  /** Whether errors make no guesses at what was meant. */
  get hideSuggestions(): boolean {
    return !this.#exposed.suggestions;
  }

  /** Shows from now on more or less of the schema. @returns whether it does: then persisted documents are to be looked at again */
  expose({ introspection, suggestions }: Exposed): boolean {
    const { introspection: before, suggestions: guessed } = this.#exposed;
    if (introspection === before && suggestions === guessed) return false;
    this.#exposed = { introspection, suggestions };
    // What was checked by other rules has to be checked anew.
    this.#kept.clear();
    this.#checked.clear();
    return true;
  }

  /** The persisted documents that can't be executed, and why: those of another version, mostly. */
  brokenDocuments(): { readonly id: string; readonly error: string }[] {
    // Nobody asked: a limit that a document is over refused nothing yet.
    const hits = new LimitHits();
    return Array.from(this.#options.persistedDocuments.documents).flatMap(([id, source]) => {
      const checked = this.check(source, hits);
      return "errors" in checked ? checked.errors.map(({ message }) => ({ id, error: message })) : [];
    });
  }

  /** What is asked for, where its document was checked before; counts nothing, and does not tell why not. */
  known(payload: Payload): { readonly document: DocumentNode; readonly operation: CheckedOperation } | undefined {
    const source = this.persisted.find(payload);
    const checked = source === undefined ? undefined : this.#known(source);
    if (checked === undefined) return undefined;
    const [operation, another] = meantOf(checked.operations, payload.operationName ?? undefined);
    return operation === undefined || another !== undefined ? undefined : { document: checked.document, operation };
  }

  /**
   * Counts a document that has to be checked first: every way in calls this before the document is looked at.
   *
   * @throws PlenticoreError LIMIT_EXCEEDED where the key's rate is used up
   */
  admitDocument(payload: Payload, viewer: Viewer): void {
    const source = this.persisted.find(payload) ?? payload.query;
    if (typeof source !== "string" || this.#known(source) !== undefined) return;
    this.#options.rates.newDocument(viewer, source.length);
  }

  /** Parses, validates and measures a document, or remembers that it did. */
  check(source: string, hits: LimitHits = this.#options.hits): Checked {
    const checked = this.#known(source) ?? this.#examine(source, hits);
    if ("errors" in checked) return checked;
    if (this.persisted.has(source)) {
      this.#kept.set(source, checked);
      return checked;
    }
    // Neither mistakes nor giants push out what is asked for again and again.
    if (source.length > longestRemembered) return checked;
    // Put at the end: the first one is the longest unused.
    this.#checked.delete(source);
    this.#checked.set(source, checked);
    const [oldest] = this.#checked.keys();
    if (this.#checked.size > rememberedDocuments && oldest !== undefined) this.#checked.delete(oldest);
    return checked;
  }

  /** As `check`, with the operation that is asked for: also that has to be there. */
  checkFor({ operationName }: Payload, source: string): Checked {
    const checked = this.check(source);
    if ("errors" in checked) return checked;
    try {
      operationOf(checked.operations, operationName ?? undefined);
      return checked;
    } catch (error) {
      return { errors: this.#forCallers([error]) };
    }
  }

  /**
   * Finds, checks and admits what a client asks for; the request itself was counted before, by `Rates.request`.
   *
   * @param request what it came as, if more than one part of the gateway may see it: it is refused once
   * @returns the errors where it can't be executed: coded, fit for callers, with the words that tell Yoga the status
   */
  prepare(payload: Payload, contextValue: Context, request?: object): Operation | readonly GraphQLError[] {
    const refused = request && this.#refused.get(request);
    if (refused !== undefined) return refused;
    try {
      const source = this.persisted.sourceOf(payload);
      const { operationName, variables, wantsCost } = checkPayload(payload);
      const checked = this.check(source);
      if ("errors" in checked) return checked.errors;
      const operation = operationOf(checked.operations, operationName);
      const cost = this.#admit(checked, operation, variables, contextValue);
      return {
        source,
        operationName,
        name: operation.node.name?.value,
        variables,
        type: operation.node.operation,
        figures: operation.figures,
        extensions: wantsCost ? { cost } : undefined,
        args: {
          schema,
          document: checked.document,
          variableValues: variables,
          contextValue,
          hideSuggestions: this.hideSuggestions,
          ...(operationName !== undefined && { operationName }),
        },
      };
    } catch (error) {
      const errors = this.#forCallers([error]);
      if (request !== undefined) this.#refused.set(request, errors);
      return errors;
    }
  }

  #known(source: string): CheckedDocument | undefined {
    return this.#kept.get(source) ?? this.#checked.get(source);
  }

  #admit(
    checked: CheckedDocument,
    operation: CheckedOperation,
    variables: Readonly<Record<string, unknown>>,
    { viewer }: Context,
  ): OperationCost {
    const { limits, hits, rates } = this.#options;
    if (isDeeperThan(limits.depth, variables)) {
      throw hits.over("depth", `lists and objects of the variables may stand ${limits.depth} in each other`);
    }
    const cost = this.#costs.costOf(checked, operation, variables, viewer);
    const { upstreamRequests, answerFields } = cost;
    if (answerFields > limits.answerFields) {
      throw hits.over("answerFields", `the answer may hold more than ${limits.answerFields} fields; ask for less`);
    }
    if (upstreamRequests > limits.complexity) {
      const most = `at most ${limits.complexity} are allowed`;
      throw hits.over("complexity", `${upstreamRequests} requests to inverters may be needed; ${most}`);
    }
    rates.mutation(viewer, operation.mutation);
    return cost;
  }

  #examine(source: string, hits: LimitHits): Checked {
    const { limits } = this.#options;
    try {
      const document = this.#parse(source, hits);
      const measure = figuresOf(document);
      const operations = document.definitions
        .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
        .map((node) => {
          const names = node.operation === "mutation" ? rootFieldNames(document, node) : [];
          const logins = names.filter((name) => loginMutations.has(name)).length;
          return { node, figures: measure(node), mutation: { writes: names.length, logins } };
        });
      // Before it is validated, which takes longer the larger it is.
      for (const { figures } of operations) checkFigures(figures, limits, hits);
      const rules = this.#exposed.introspection ? documentRules : [...documentRules, noIntrospection];
      const errors = validate(schema, document, rules, { maxErrors, hideSuggestions: this.hideSuggestions });
      if (errors.some(({ message }) => message === gaveUp)) {
        throw hits.over("fields", "too many of them would have to be compared with each other; ask for less");
      }
      return errors.length > 0 ? { errors: this.#forCallers(errors) } : { document, operations };
    } catch (error) {
      return { errors: this.#forCallers([error]) };
    }
  }

  #parse(source: string, hits: LimitHits): DocumentNode {
    const { limits } = this.#options;
    try {
      return parse(source, { maxTokens: limits.tokens });
    } catch (error) {
      if (error instanceof Error && error.message.includes("tokens. Parsing aborted")) {
        throw hits.over("tokens", `the document has more than ${limits.tokens} tokens`);
      }
      throw error;
    }
  }

  #forCallers(errors: readonly unknown[]): readonly GraphQLError[] {
    return errors.map((error) => toCallerError(error, this.#options.onInternal));
  }
}

/** @throws PlenticoreError BAD_INPUT where it is not clear which one is meant */
function operationOf(operations: readonly CheckedOperation[], name: unknown): CheckedOperation {
  const [meant, another] = meantOf(operations, name);
  if (meant !== undefined && another === undefined) return meant;
  if (operations.length === 0) throw malformed("the document holds no operation, only fragments");
  if (name === undefined) throw malformed("the document holds several operations: send the operationName of one");
  throw malformed("operationName is not the name of an operation of the document");
}

const meantOf = (operations: readonly CheckedOperation[], name: unknown): readonly CheckedOperation[] =>
  name === undefined ? operations : operations.filter(({ node }) => node.name?.value === name);
