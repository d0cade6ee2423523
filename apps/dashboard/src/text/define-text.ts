export type Language = "en" | "de";

/** A text, or one with gaps to fill: then a function of what stands in them. */
export type TextValue = string | ((...parts: never[]) => string);

/** All texts of a feature, in a language. */
export type Texts = Readonly<Record<string, TextValue>>;

type Same<T extends Texts> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] };

/** The texts of a feature in both languages: German has English's keys, or it does not compile. */
export type TextPair<T extends Texts> = { readonly en: Same<T>; readonly de: Same<T> };

export const defineText = <const T extends Texts>(pair: {
  readonly en: T;
  readonly de: NoInfer<Same<T>>;
}): TextPair<T> => pair as TextPair<T>;
