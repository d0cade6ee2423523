import { createPrefixTransform, defineConfig } from "@graphql-mesh/compose-cli";
import { loadOpenAPISubgraph } from "@omnigraph/openapi";

// One subgraph a device. Address and session come from the environment when the gateway runs.
// POST /processdata only reads: as a query field, else fields of several devices would be asked one after the other.
export const composeConfig = defineConfig({
  subgraphs: Array.from({ length: Number(process.env.DEVICE_COUNT) }, (_, index) => {
    const name = `I${index + 1}`;
    return {
      sourceHandler: loadOpenAPISubgraph(name, {
        source: "../../../openapi/swagger.json",
        endpoint: `{env.DEVICE_${index + 1}}/api/v1`,
        operationHeaders: { authorization: `{env.SESSION_${index + 1}}` },
        selectQueryOrMutationField: [{ type: "Query", fieldName: "post_process_data" }],
      }),
      transforms: [createPrefixTransform({ value: `${name}_`, includeRootOperations: true })],
    };
  }),
});
