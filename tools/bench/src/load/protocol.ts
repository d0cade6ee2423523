/** What the load generator is to do. */
export interface LoadOrder {
  /** `http://127.0.0.1:4000/graphql` */
  readonly url: string;
  /** The request's body, the same for every query. */
  readonly body: string;
  /** How many ask at once, each again as soon as it is answered. */
  readonly clients: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** How many numbers each answer holds under the key `value`. */
  readonly values: number;
  /** The server's process, for its CPU time. */
  readonly pid: number;
}

/** What the clients saw. */
export interface LoadReport {
  /** Queries answered while it was measured. */
  readonly measured: number;
  /** Queries answered from the first of the warm-up to the last one in flight at the end. */
  readonly total: number;
  /** How long it was measured. */
  readonly elapsedMs: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU time of the server while it was measured. NaN where the system doesn't tell. */
  readonly serverCpuMs: number;
  /** The generator's own share of one core: near 1 the figure is the generator's limit, not the server's. */
  readonly generatorLoad: number;
}

export type LoadAnswer =
  | { readonly ok: true; readonly report: LoadReport }
  | { readonly ok: false; readonly message: string };
