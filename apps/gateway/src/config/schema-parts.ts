import { Secret } from "@plenticore/core";
import { z } from "zod";
import { suggest } from "./suggest.ts";

/** Unknown keys are refused; one message a key, in the order of the issue's `keys`, so that each is told at its own line. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => unknownKey(key, Object.keys(shape))).join("\n")
        : undefined,
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = suggest(key, known);
  return meant === undefined ? `unknown key; known are ${known.join(", ")}` : `unknown key; did you mean ${meant}?`;
}

/** A rule over several keys of a mapping: told also where one of the keys has a mistake of its own. */
export const always = { when: ({ value }: { value: unknown }) => isMapping(value) };

/** "text", { env: NAME } or { file: PATH }; the text is a secret from here on. */
export const secret = z
  .preprocess(
    (value) => {
      if (typeof value === "string") return { literal: new Secret(value) };
      return value instanceof Secret ? { literal: value } : isMapping(value) ? value : {};
    },
    strict({
      literal: z
        .instanceof(Secret)
        .refine((literal) => literal.reveal() !== "", "is empty")
        .optional(),
      env: z.string().min(1, "is empty").optional(),
      file: z.string().min(1, "is empty").optional(),
    }),
  )
  .refine((value) => given(value, "literal", "env", "file") === 1, {
    ...always,
    error: "expected a text in quotes, { env: NAME } or { file: PATH }",
  });

export type SecretEntry = z.infer<typeof secret>;

/** A text that is not blank. */
export const name = z.string().regex(/\S/, "is empty");

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How many of the keys are there. */
export function given(value: object, ...keys: string[]): number {
  return keys.filter((wanted) => isMapping(value) && value[wanted] !== undefined).length;
}
