import type { Findings } from "./findings.ts";
import { keyOf } from "./gateway.ts";

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly path: readonly (string | number)[];
}

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly failures: readonly Failure[];
}

/** Longer than the longest time that the gateway gives a device: 90 s for its list of settings. */
const STUCK_AFTER_MS = 110_000;
/** The gateway's own mistakes: never, whatever a device does. */
const impossible: ReadonlySet<string> = new Set(["INTERNAL", "undefined"]);

export interface Client {
  /** Requests answered, by the codes of their failures; `ok` where there are none. */
  readonly counts: ReadonlyMap<string, number>;
  /** @returns undefined where there was no answer, which is a finding */
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer | undefined>;
  count(code: string): void;
}

export function createClient(url: string, who: string, findings: Findings): Client {
  const counts = new Map<string, number>();
  const count = (code: string): void => void counts.set(code, (counts.get(code) ?? 0) + 1);
  return {
    counts,
    count,
    async ask(query, variables) {
      try {
        const response = await fetch(`${url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${keyOf(who)}` },
          body: JSON.stringify({ query, variables }),
          signal: AbortSignal.timeout(STUCK_AFTER_MS),
        });
        const answer = await parse(response, findings);
        for (const { code, message } of answer.failures) {
          count(code);
          if (impossible.has(code)) findings.add("an error without a code of the table", `${code}: ${message}`);
        }
        if (answer.failures.length === 0) count("ok");
        return answer;
      } catch (error) {
        const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        const asked = query.replaceAll(/\s+/g, " ").trim().slice(0, 60);
        findings.add("a request was not answered", `${what}: ${asked} ${JSON.stringify(variables)}`);
        return undefined;
      }
    },
  };
}

interface Body {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

async function parse(response: Response, findings: Findings): Promise<Answer> {
  const { data = null, errors = [] } = (await response.json()) as Body;
  if (response.status !== 200) {
    findings.add("an answer with another status than 200", `${response.status}: ${JSON.stringify(errors)}`);
  }
  const failures = errors.map(({ message, path = [], extensions }) => ({
    code: String(extensions?.["code"]),
    message,
    path,
  }));
  return { data, failures };
}
