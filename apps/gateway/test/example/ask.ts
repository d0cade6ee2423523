export interface GraphQLAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Record<string, unknown>;
  }[];
}

export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

/** Sends an operation as every client does: POST with JSON. */
export function post(url: string, query: string, { variables, key, headers }: AskOptions = {}): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
}

export async function ask(url: string, query: string, options?: AskOptions): Promise<GraphQLAnswer> {
  const response = await post(url, query, options);
  return (await response.json()) as GraphQLAnswer;
}
