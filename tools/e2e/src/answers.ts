import type { Page, Request } from "playwright-core";

export type Answer = Readonly<Record<string, unknown>>;

/** What the page gets in place of an answer; `lost`: the gateway did it, and nobody hears of it. Undefined: the answer itself. */
export type Instead = Answer | "lost" | undefined;

/**
 * Stands between page and gateway: each answer of a query or mutation is shown to what is called like its field.
 * Once for a page: a second one would hide the first.
 */
export async function onAnswers(
  page: Page,
  changes: Readonly<Record<string, (data: Answer) => Instead | Promise<Instead>>>,
): Promise<void> {
  await page.route(isGraphql, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { readonly data?: Answer | null };
    const data = body.data ?? {};
    const change = Object.entries(changes).find(([field]) => field in data)?.[1];
    const instead = await change?.(data);
    if (instead === "lost") await route.abort("connectionreset");
    else await route.fulfill({ response, ...(instead !== undefined && { json: { ...body, data: instead } }) });
  });
}

/** The variables of the page's questions that have some by this name, as they are asked. */
export function asked(page: Page, variable: string): readonly Readonly<Record<string, unknown>>[] {
  const found: Readonly<Record<string, unknown>>[] = [];
  page.on("request", (request) => {
    const variables = variablesOf(request);
    if (variable in variables) found.push(variables);
  });
  return found;
}

const isGraphql = (url: URL): boolean => url.pathname === "/graphql";

function variablesOf(request: Request): Readonly<Record<string, unknown>> {
  if (request.method() !== "POST" || !isGraphql(new URL(request.url()))) return {};
  const { variables = {} } = (request.postDataJSON() ?? {}) as {
    readonly variables?: Readonly<Record<string, unknown>>;
  };
  return variables;
}
