import {
  GraphQLError,
  specifiedRules,
  type ValidationContext,
  type ValidationRule,
  type ValueNode,
  ValuesOfCorrectTypeRule,
  validateInputLiteral,
} from "graphql";
import { printPath } from "../config/mistakes.ts";

/** As graphql's own rule of this name, and each error names the argument and the field of the input that it is about. */
const valuesOfCorrectType: ValidationRule = (context) => {
  const check = (node: ValueNode): false => tellWhere(context, node, context.getInputType());
  return {
    NullValue: check,
    ListValue: (node) => tellWhere(context, node, context.getParentInputType()),
    ObjectValue: check,
    EnumValue: check,
    IntValue: check,
    FloatValue: check,
    StringValue: check,
    BooleanValue: check,
  };
};

/** @returns false: what the value holds was looked at with it */
function tellWhere(
  context: ValidationContext,
  node: ValueNode,
  type: ReturnType<ValidationContext["getInputType"]>,
): false {
  if (!type) return false;
  const argument = context.getArgument()?.name;
  const tell = ({ message, nodes, originalError }: GraphQLError, path: readonly (string | number)[]): void => {
    const place = printPath(argument === undefined ? path : [argument, ...path]);
    const told = place === "" ? message : `${place}: ${message}`;
    context.reportError(new GraphQLError(told, { nodes, originalError }));
  };
  validateInputLiteral(node, type, tell, undefined, undefined, context.hideSuggestions);
  return false;
}

/** Those of the specification. */
export const documentRules: readonly ValidationRule[] = specifiedRules.map((rule) =>
  rule === ValuesOfCorrectTypeRule ? valuesOfCorrectType : rule,
);
