import { PlenticoreError } from "@plenticore/core";
import { type ExecutionResult, execute, type GraphQLError } from "graphql";
import { CloseCode, type SubscribePayload } from "graphql-ws";
import type { Viewer } from "../auth/viewer.ts";
import type { Rates } from "../limits/rates.ts";
import type { Turns } from "../limits/turns.ts";
import type { Cohorts } from "../live/cohorts.ts";
import type { LiveLimits, Places } from "../live/limits.ts";
import { Membership } from "../live/membership.ts";
import type { Operations } from "../operations/operations.ts";
import type { Operation } from "../operations/types.ts";
import type { Context } from "../schema/index.ts";
import type { ObservedOperation, ObserveOperation } from "./observe-operation.ts";
import type { SocketClient } from "./socket-client.ts";

export interface SocketOperationsOptions {
  readonly contextOf: (viewer: Viewer, signal: AbortSignal) => Context;
  readonly operations: Operations;
  readonly rates: Rates;
  readonly turns: Turns;
  readonly cohorts: Cohorts;
  readonly maskErrors: (errors: readonly unknown[]) => readonly GraphQLError[];
  readonly limits: LiveLimits;
  readonly places: Places;
  readonly observe: ObserveOperation;
}

/** An operation that may be executed, as the protocol's library hands it back. */
export interface Prepared {
  readonly operation: Operation;
  readonly id: string;
  readonly client: SocketClient;
  readonly observed: ObservedOperation;
}

/** What clients ask for over their sockets, from the message to the answer. */
export class SocketOperations {
  readonly #options: SocketOperationsOptions;
  /** Queries and mutations that are being answered. */
  readonly #executing = new Set<Promise<ExecutionResult>>();

  constructor(options: SocketOperationsOptions) {
    this.#options = options;
  }

  /**
   * Checks and admits what a message asks for.
   *
   * @param mayStay whether the client's key is still good
   * @returns the errors where it can't be executed
   */
  async prepare(
    client: SocketClient,
    id: string,
    payload: SubscribePayload,
    mayStay: () => boolean,
  ): Promise<Prepared | GraphQLError[]> {
    const { limits, contextOf, operations, rates, turns, places, observe } = this.#options;
    const viewer = viewerOf(client);
    const observed = observe(() => traceparentOf(payload));
    if (!mayStay()) return this.#refused(observed, [new PlenticoreError("UNAUTHENTICATED", "the token has expired")]);
    if (client.running.has(id)) {
      // Completed so early that it had not begun.
      client.socket.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
      return this.#refused(observed, [new PlenticoreError("BAD_INPUT", "this id is still in use")]);
    }
    if (client.running.size >= limits.subscriptionsPerSocket) {
      return this.#refused(observed, [places.overPerSocket()]);
    }
    try {
      rates.request(viewer, payload);
      operations.admitDocument(payload, viewer);
    } catch (error) {
      // Who asks on when told to come later costs as much as who is answered.
      client.intake.overRate();
      return this.#refused(observed, [error]);
    }
    // Before anything is awaited: it counts from now on.
    client.running.set(id, undefined);
    if (viewer.hasKey) await turns.take(viewer.name);
    const operation = operations.prepare(payload, contextOf(viewer, client.gone.signal));
    if (!("length" in operation)) return { operation, id, client, observed };
    client.running.delete(id);
    return this.#refused(observed, operation);
  }

  /** Executes a query or mutation. */
  answer(prepared: Prepared): Promise<ExecutionResult> {
    const answer = this.#answer(prepared).finally(() => this.#executing.delete(answer));
    this.#executing.add(answer);
    return answer;
  }

  /** Begins a subscription. */
  async subscribe(prepared: Prepared): Promise<Membership | { errors: readonly GraphQLError[] }> {
    const { operation, observed } = prepared;
    const { type, name } = operation;
    const begun = await observed.run(() => this.#join(prepared));
    const errors = observed.end({ type, name, errors: "errors" in begun ? begun.errors : undefined });
    return errors === undefined ? begun : { errors };
  }

  /** Resolves when all that is being answered is. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#executing);
  }

  async #answer({ operation, observed }: Prepared): Promise<ExecutionResult> {
    const { type, name } = operation;
    const result = await observed.run(() => this.#execute(operation));
    const errors = observed.end({ type, name, errors: result.errors });
    return errors === result.errors || errors === undefined ? result : { ...result, errors };
  }

  async #execute({ args, extensions }: Operation): Promise<ExecutionResult> {
    const { data, errors } = await execute(args);
    return {
      ...(errors && { errors: this.#options.maskErrors(errors) }),
      ...(data !== undefined && { data }),
      ...(extensions && { extensions: { ...extensions } }),
    };
  }

  async #join({ operation, id, client }: Prepared): Promise<Membership | { errors: readonly GraphQLError[] }> {
    const { places, cohorts, maskErrors } = this.#options;
    const viewer = viewerOf(client);
    let membership: Membership | undefined;
    let leave: (() => void) | undefined;
    try {
      if (client.gone.signal.aborted) throw new PlenticoreError("CANCELLED", "the client is gone");
      const place = places.subscription(viewer);
      const member: Membership = new Membership(() => {
        place();
        leave?.();
        client.outlet.forget(id);
      });
      membership = member;
      client.running.set(id, member);
      const joined = await cohorts.join(operation, viewer, {
        next: (key, text) => {
          if (!member.left) client.outlet.next(id, key, text);
        },
        drained: () => (member.left ? undefined : client.outlet.drained()),
        end: () => void member.return(),
      });
      if (joined.errors !== undefined) {
        await member.return();
        return { errors: joined.errors };
      }
      ({ leave } = joined);
      if (member.left) leave();
      return member;
    } catch (error) {
      await membership?.return();
      return { errors: maskErrors([error]) };
    }
  }

  #refused(observed: ObservedOperation, errors: readonly unknown[]): GraphQLError[] {
    const masked = this.#options.maskErrors(errors);
    return [...(observed.end({ type: "unknown", errors: masked }) ?? [])];
  }
}

function viewerOf({ viewer }: SocketClient): Viewer {
  if (viewer === undefined) throw new Error("a client subscribed before it was admitted");
  return viewer;
}

/** A message has no headers of its own. */
const traceparentOf = ({ extensions }: SubscribePayload): string | undefined =>
  typeof extensions?.["traceparent"] === "string" ? extensions["traceparent"] : undefined;
