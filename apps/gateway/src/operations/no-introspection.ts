import { GraphQLError, getNamedType, isIntrospectionType, type ValidationRule } from "graphql";

/** Refuses fields that tell the schema, as graphql's own rule does, in words that tell what to do. `__typename` is none of them. */
export const noIntrospection: ValidationRule = (context) => ({
  Field(node) {
    const type = getNamedType(context.getType());
    if (!type || !isIntrospectionType(type)) return;
    context.reportError(
      new GraphQLError(
        "introspection is switched off (expose.introspection): `plenticore-gateway schema` prints the schema",
        { nodes: node },
      ),
    );
  },
});
