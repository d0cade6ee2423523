import type { ConnectionInput } from "./draft.ts";

export interface YamlInverter {
  readonly id: string;
  readonly name: string;
  readonly connection: ConnectionInput;
  readonly peakPower: number | null;
}

/**
 * The entry to paste below `inverters:` of the plant. Secrets are only named, as variables of the environment: what is
 * shown, copied and pasted must hold none.
 */
export function yamlOf({ id, name, connection, peakPower }: YamlInverter): string {
  const { url, password, serviceCode, fingerprint256 } = connection;
  const prefix = id.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  const secret = (kind: string): string => `{ env: ${prefix.replace(/^(?=\d)/, "_")}_${kind} }`;
  const lines = [
    `- id: ${quoted(id)}`,
    `  name: ${quoted(name)}`,
    `  url: ${quoted(url)}`,
    ...(password === undefined
      ? [
          `  masterKey: ${secret("MASTER_KEY")}`,
          ...(serviceCode === undefined ? [] : [`  serviceCode: ${secret("SERVICE_CODE")}`]),
        ]
      : [`  password: ${secret("PASSWORD")}`]),
    ...(fingerprint256 === undefined ? [] : [`  tls: { fingerprint256: ${quoted(fingerprint256)} }`]),
    ...(peakPower === null ? [] : [`  peakPower: ${peakPower}`]),
  ];
  return `${lines.join("\n")}\n`;
}

/** JSON's texts are YAML's, too. */
const quoted = (text: string): string => JSON.stringify(text);
