import { plenticoreExchange } from "@plenticore/client/urql";
import { type ReactNode, useMemo, useSyncExternalStore } from "react";
import { createClient, Provider } from "urql";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import styles from "./app.module.css";
import { text } from "./app-text.ts";
import { DataContext } from "./data/context.tsx";
import type { Session, SessionState } from "./data/session.ts";
import { useLiveFeed } from "./data/use-live-feed.ts";
import { useViewerRenewal } from "./data/use-viewer-renewal.ts";
import { Header } from "./header/header.tsx";
import { LostGateway } from "./header/lost-gateway.tsx";
import { Routes } from "./routes.tsx";
import { SignIn } from "./sign-in/sign-in.tsx";
import { useText } from "./text/use-text.ts";
import { ErrorBoundary } from "./ui/error-boundary.tsx";
import { Loading } from "./ui/loading.tsx";
import { Notice } from "./ui/notice.tsx";

/** The whole page. */
export function App({ session }: { readonly session: Session }): ReactNode {
  const state = useSyncExternalStore(session.subscribe, session.get);
  return (
    <ErrorBoundary>
      <Router hook={useHashLocation}>
        {state.status === "ready" ? (
          <SignedIn session={session} state={state} />
        ) : (
          <Before session={session} state={state} />
        )}
      </Router>
    </ErrorBoundary>
  );
}

interface Ready {
  readonly session: Session;
  readonly state: Extract<SessionState, { status: "ready" }>;
}

function SignedIn({ session, state: { viewer, hasKey, isOutdated } }: Ready): ReactNode {
  const t = useText(text);
  const { client, store } = session;
  useLiveFeed(session, viewer);
  useViewerRenewal(session);
  const data = useMemo(
    () => ({ session, store, viewer, hasKey, isOutdated }),
    [session, store, viewer, hasKey, isOutdated],
  );
  const urql = useMemo(
    () =>
      createClient({
        url: "/graphql",
        preferGetMethod: false,
        requestPolicy: "network-only",
        exchanges: [plenticoreExchange(client)],
      }),
    [client],
  );
  return (
    <Provider value={urql}>
      <DataContext value={data}>
        <a className={styles.skip} href="#main" onClick={skip}>
          {t.skip}
        </a>
        <Header />
        <LostGateway />
        <main id="main" className={styles.main} tabIndex={-1}>
          <ErrorBoundary>
            <Routes />
          </ErrorBoundary>
        </main>
      </DataContext>
    </Provider>
  );
}

/** What the address' hash is for is the views: the jump is made by hand. */
const skip = (event: { preventDefault(): void }): void => {
  event.preventDefault();
  document.getElementById("main")?.focus();
};

function Before({ session, state }: { readonly session: Session; readonly state: SessionState }): ReactNode {
  const t = useText(text);
  switch (state.status) {
    case "signedOut":
      return <SignIn session={session} refused={state.refused} />;
    case "unreachable":
      return (
        <main className={styles.main}>
          <h1>{t.product}</h1>
          <Notice kind="warning" title={t.unreachable} live>
            <p>{t.unreachableMore}</p>
          </Notice>
        </main>
      );
    default:
      return <Loading />;
  }
}
