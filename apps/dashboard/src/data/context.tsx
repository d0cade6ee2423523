import type { ConnectionState, SubscriptionDocument } from "@plenticore/client";
import { createContext, useContext, useEffect, useMemo, useReducer, useRef, useSyncExternalStore } from "react";
import { now, onSecond } from "./clock.ts";
import { follow } from "./follow.ts";
import type { LiveInverter, LiveStore } from "./live-store.ts";
import { memoryKey } from "./memory.ts";
import type { Session, Viewer } from "./session.ts";

/** What all views share. */
export interface Data {
  readonly session: Session;
  readonly store: LiveStore;
  readonly viewer: Viewer;
  /** Whether a key was given, so that there is something to sign out of. */
  readonly hasKey: boolean;
  /** Another version of the gateway runs than the one that gave this page. */
  readonly isOutdated: boolean;
}

export const DataContext = createContext<Data | undefined>(undefined);

/** @throws Error outside of the signed-in page: a mistake in the page itself */
export function useData(): Data {
  const data = useContext(DataContext);
  if (data === undefined) throw new Error("there is no data: this view stands outside of the page");
  return data;
}

/** Who looks, what he may do, and the plants with their inverters. */
export const useViewer = (): Viewer => useData().viewer;

/** Whether this login may do what `role` may. `readOnly` gateways let nobody write. */
export function useMay(role: Viewer["role"]): boolean {
  const { role: own, readOnly } = useViewer();
  return !readOnly && roles.indexOf(own) >= roles.indexOf(role);
}

const roles: readonly Viewer["role"][] = ["VIEWER", "OPERATOR", "ADMIN"];

/** How live values come at present. */
export function useConnection(): ConnectionState {
  const { connection } = useData().session.client;
  return useSyncExternalStore(connection.subscribe, connection.get);
}

/** The newest of an inverter; renders anew at its own events only. */
export function useLiveInverter(inverterId: string): LiveInverter | undefined {
  const { store } = useData();
  const subscribe = useMemo(() => store.subscribe.bind(store, inverterId), [store, inverterId]);
  return useSyncExternalStore(subscribe, () => store.get(inverterId));
}

/** What is made of all inverters' newest, and of their age. Renders anew when it changes, so it must be a text, a number, or the like. */
export function useOfAll<T extends string | number | boolean>(make: (store: LiveStore) => T): T {
  const { store } = useData();
  const subscribe = useMemo(
    () => (listener: () => void) => {
      const ends = [store.subscribeAll(listener), onSecond(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    [store],
  );
  return useSyncExternalStore(subscribe, () => make(store));
}

/** What a subscription brought, and when, on the page's own clock. */
export interface Newest<Result> {
  readonly data: Result;
  readonly receivedAt: number;
}

/**
 * The newest of a subscription; undefined until the first. Paused while the tab is hidden. What another view had of it last
 * is there at once, with its age.
 */
export function useLive<Result, Variables extends Readonly<Record<string, unknown>>>(
  document: SubscriptionDocument<Result, Variables>,
  variables: Variables,
): Newest<Result> | undefined {
  const { session } = useData();
  const { client, memory } = session;
  const key = memoryKey(document.name, variables);
  const [, render] = useReducer((count: number) => count + 1, 0);
  const asked = useRef(variables);
  asked.current = variables;
  useEffect(
    () =>
      follow({
        client,
        document,
        variables: asked.current,
        onData: (data) => {
          memory.keep(key, { data, receivedAt: now() });
          render();
        },
        onRefused: (error) => session.refused(client, error),
      }),
    [client, session, document, memory, key],
  );
  return memory.get<Newest<Result>>(key);
}
