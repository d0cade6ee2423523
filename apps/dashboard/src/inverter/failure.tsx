import type { ReactNode } from "react";
import type { Polled } from "../data/polled.ts";
import { useText } from "../text/use-text.ts";
import { Notice } from "../ui/notice.tsx";
import { text } from "./text.ts";

type QueryError = NonNullable<Polled<unknown>["error"]>;

/** Code and words of what failed first. */
export function reasonOf({ graphQLErrors: [part], networkError }: QueryError): { code: string; message: string } {
  const code: unknown = part === undefined ? Reflect.get(networkError ?? {}, "code") : part.extensions["code"];
  return {
    code: typeof code === "string" ? code : "INTERNAL",
    message: part?.message ?? networkError?.message ?? "",
  };
}

/** Why a part of the page is not there. */
export function Failure({ error }: { readonly error: QueryError }): ReactNode {
  const t = useText(text);
  const { code, message } = reasonOf(error);
  return (
    <Notice kind="warning" title={t.partFailed}>
      <p>
        <code>{code}</code> {message}
      </p>
    </Notice>
  );
}
