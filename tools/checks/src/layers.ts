/** What a package may import of ours. Whoever adds a package adds it here. */
export interface Layer {
  readonly src: readonly string[];
  /** For its tests only, besides `src`. */
  readonly test?: readonly string[];
  /** Called as a command, imported by nobody. */
  readonly commands?: readonly string[];
  /** Whether what it imports is published inside of its own bundle, and so declared for development. */
  readonly bundled?: boolean;
}

const ground = ["@plenticore/catalogue", "@plenticore/handshake", "@plenticore/rest"];

const examples = ["browser", "charge-at-night", "home-assistant", "node", "react"].map(
  (name) => `@plenticore/example-${name}`,
);

/** handshake, catalogue, rest ← core ← gateway; handshake, catalogue, rest ← simulator ← gateway; client ← dashboard ← gateway (its files). */
export const layers: Readonly<Record<string, Layer>> = {
  "@plenticore/generator": { src: [] },
  "@plenticore/rest": { src: [], commands: ["@plenticore/generator"] },
  "@plenticore/handshake": { src: [] },
  "@plenticore/catalogue": { src: [] },
  // Its tests against the simulator are in tools/core-suite: a package under the simulator must not wait for it.
  "@plenticore/core": { src: ground },
  "@plenticore/simulator": { src: ground },
  // DESIGN names core and simulator; the dashboard for the files that it serves; catalogue besides, since `Language` and the names of states in core's types are its own,
  // and the schema must list each of them.
  // Its scripts and tests print and prove which operations of the device are reached.
  "@plenticore/gateway": {
    src: ["@plenticore/core", "@plenticore/simulator", "@plenticore/catalogue", "@plenticore/dashboard"],
    test: ["@plenticore/rest"],
  },
  "@plenticore/client": { src: [] },
  "@plenticore/dashboard": { src: ["@plenticore/client"], bundled: true },
  // What a user copies: it imports what a user installs.
  ...Object.fromEntries(examples.map((name) => [name, { src: ["@plenticore/client"] }])),
  "@plenticore/tools-bench": {
    src: ["@plenticore/core", "@plenticore/gateway", "@plenticore/handshake", "@plenticore/simulator"],
  },
  "@plenticore/tools-checks": { src: [] },
  // The client may import nothing of ours, not even in tests: what it does with a real gateway is here.
  "@plenticore/tools-client-suite": {
    src: ["@plenticore/client", "@plenticore/core", "@plenticore/gateway", "@plenticore/simulator"],
  },
  "@plenticore/tools-core-suite": {
    src: [...ground, "@plenticore/core", "@plenticore/simulator", "@plenticore/tools-fault-proxy"],
  },
  "@plenticore/tools-e2e": {
    src: ["@plenticore/dashboard", "@plenticore/gateway", "@plenticore/simulator", ...examples],
  },
  "@plenticore/tools-fault-proxy": { src: [] },
  "@plenticore/tools-soak": {
    src: ["@plenticore/core", "@plenticore/gateway", "@plenticore/simulator", "@plenticore/tools-fault-proxy"],
  },
};
