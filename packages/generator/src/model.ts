// The model between parser and emitters: what the specification says, with nothing left of how Swagger 2.0 writes it.

/** One API. */
export interface Model {
  readonly title: string;
  readonly version: string;
  /** "" or "/api/v1": no slash at the end. */
  readonly basePath: string;
  readonly definitions: readonly Definition[];
  readonly operations: readonly Operation[];
  readonly routes: readonly Route[];
}

/** A named schema. */
export interface Definition {
  /** As the specification writes it; for an inline body that was lifted out, the identifier. */
  readonly name: string;
  /** A TypeScript type name, unique in the model. */
  readonly identifier: string;
  readonly schema: Schema;
}

interface Annotations {
  /** `null` is allowed beside what `kind` says. */
  readonly nullable: boolean;
  readonly description: string | undefined;
}

export type Schema = Annotations &
  (
    | { readonly kind: "any" }
    | { readonly kind: "reference"; readonly to: string }
    | { readonly kind: "enum"; readonly values: readonly (string | number | boolean)[] }
    | ({ readonly kind: "string"; readonly format: string | undefined } & TextLimits)
    | ({ readonly kind: "number"; readonly integer: boolean } & NumberLimits)
    | { readonly kind: "boolean" }
    | ({ readonly kind: "array"; readonly items: Schema } & ListLimits)
    | ({
        readonly kind: "object";
        readonly properties: readonly Property[];
        readonly additional: "open" | "closed" | Schema;
      } & FieldLimits)
    | { readonly kind: "allOf"; readonly parts: readonly Schema[] }
  );

export type SchemaOf<Kind extends Schema["kind"]> = Extract<Schema, { kind: Kind }>;

export interface Property {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
}

export interface TextLimits {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

export interface NumberLimits {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
}

export interface ListLimits {
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
}

export interface FieldLimits {
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

export type Method = "get" | "put" | "post" | "delete" | "options" | "head" | "patch";

export interface Operation {
  /** As the specification writes it, or made of method and path where it has none. */
  readonly id: string;
  /** Name of the client's method, unique in the model. */
  readonly method: string;
  /** Prefix of the operation's types, unique in the model. */
  readonly typeName: string;
  readonly httpMethod: Method;
  readonly path: string;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly deprecated: boolean;
  readonly authenticated: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  readonly answers: readonly Answer[];
  readonly accept: "json" | "stream" | "nothing";
}

export type ParameterPlace = "path" | "query" | "header";
export type ListFormat = "csv" | "ssv" | "tsv" | "pipes" | "multi";

export interface Parameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly description: string | undefined;
  /** Type of the value, or of each item of a list. */
  readonly type: "string" | "number" | "integer" | "boolean";
  readonly list: ListFormat | undefined;
  /** It names the fields wanted, so that required ones may be missing in the answer: `x-fields-mask: true`. */
  readonly fieldsMask: boolean;
  /** Of the whole value: an array where `list` is set. */
  readonly schema: Schema;
}

export interface Body {
  readonly required: boolean;
  readonly description: string | undefined;
  readonly schema: Schema;
}

export interface Answer {
  readonly status: number | "default";
  readonly description: string;
  readonly content:
    | { readonly kind: "nothing" }
    | { readonly kind: "stream" }
    | { readonly kind: "json"; readonly schema: Schema };
  readonly headers: readonly { readonly name: string; readonly description: string | undefined }[];
}

/** One method on one path; more than one operation where they differ only in taking one value or a list. */
export interface Route {
  readonly method: string;
  readonly template: string;
  readonly operations: readonly string[];
}

export function isSuccess(answer: Answer): boolean {
  return answer.status !== "default" && answer.status >= 200 && answer.status < 300;
}
