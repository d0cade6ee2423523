import { type GraphQLError, Kind, print, type TypeNode } from "graphql";

/** Input types that hold secrets somewhere within; a test walks the schema for them. */
export const secretInputs: ReadonlySet<string> = new Set([
  "SetDevicePasswordInput",
  "InverterConnectionInput",
  "AddInverterInput",
  "UpdateInverterInput",
]);

/**
 * What is wrong with a caller's document or variables, without the value where that may hold a secret: the library's
 * message would repeat the whole input, password and all, and callers log what they are told.
 */
export function discreetMessage({ message, nodes }: GraphQLError): string {
  const text = message
    .replace(/(String cannot represent a non string value): .*$/s, "$1")
    .replace(/(Expected value of type "(\w+)!?".*?),? found: .*$/is, (whole, told: string, type: string) =>
      secretInputs.has(type) ? told : whole,
    );
  const [node] = nodes ?? [];
  if (node?.kind !== Kind.VARIABLE_DEFINITION || !secretInputs.has(nameOf(node.type))) return withoutRepeating(text);
  const place = / at "([\w.[\]]+)"; /.exec(text)?.[1];
  const field = /; Expected value of type "\w+!?" (.*?field "\w+")/s.exec(text)?.[1];
  const at = place === undefined ? "" : ` at "${place}"`;
  const told = field === undefined ? "" : ` ${field}`;
  return `Variable "$${node.variable.name.value}" got an invalid value${at}: expected ${print(node.type)}${told}`;
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

/** A text that should have been one is told before, too. */
const withoutRepeating = (text: string): string =>
  text.endsWith("String cannot represent a non string value")
    ? text.replace(/got invalid value .*?( at "[\w.[\]]+")?; (?=String cannot)/s, "got an invalid value$1; ")
    : text;
