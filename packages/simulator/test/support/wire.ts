import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request as open } from "node:http";
import { text as readText } from "node:stream/consumers";

// A client of the tests' own, written from FACTS 1.1: nothing of packages/handshake or packages/rest, so that a mistake
// made on both sides there can't hide.

export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Parsed JSON; fails where the body is none. */
  json<Body = unknown>(): Body;
}

const agent = new Agent({ keepAlive: true, maxSockets: 20 });

export interface Send {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as JSON, texts as they are. */
  readonly body?: unknown;
  readonly agent?: Agent;
}

/** `path` is sent exactly as given. */
export async function send(url: string, path: string, options: Send = {}): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const body =
    options.body === undefined || typeof options.body === "string" ? options.body : JSON.stringify(options.body);
  const request = open({
    hostname,
    port,
    path,
    method: options.method ?? (body === undefined ? "GET" : "POST"),
    agent: options.agent ?? agent,
    headers: {
      accept: "application/json",
      ...(body !== undefined && { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }),
      ...options.headers,
    },
  });
  request.end(body);
  const [response] = await once(request, "response");
  const text = await readText(response);
  return {
    status: response.statusCode,
    reason: response.statusMessage,
    headers: response.headers,
    text,
    json: () => JSON.parse(text),
  };
}

export interface LoginStyle {
  readonly username?: "user" | "master";
  readonly secret?: string;
  readonly serviceCode?: string;
  readonly nonce?: Buffer;
  readonly ivLength?: 12 | 16;
  /** Before each path, `/api/v1` or with slashes doubled. */
  readonly base?: string;
  /** Sent with every step of the login. */
  readonly headers?: OutgoingHttpHeaders;
  readonly action?: "create_session" | "set_password";
  /** For set_password. */
  readonly newPassword?: string;
}

const hmac = (key: Buffer, ...parts: (string | Buffer)[]): Buffer => {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/** Goes through the three steps; the answer of the first that isn't 200, else the last one's. */
export async function handshake(url: string, style: LoginStyle = {}): Promise<Answer> {
  const username = style.username ?? "user";
  const base = style.base ?? "/api/v1";
  const clientNonce = (style.nonce ?? randomBytes(12)).toString("base64");
  const post = (path: string, body: unknown): Promise<Answer> =>
    send(url, `${base}${path}`, { body, ...(style.headers && { headers: style.headers }) });

  const started = await post("/auth/start", { username, nonce: clientNonce });
  if (started.status !== 200) return started;
  const { nonce, salt, rounds, transactionId } = started.json<{
    nonce: string;
    salt: string;
    rounds: number;
    transactionId: string;
  }>();
  const salted = pbkdf2Sync(style.secret ?? "secret", Buffer.from(salt, "base64"), rounds, 32, "sha256");
  const clientKey = hmac(salted, "Client Key");
  const serverKey = hmac(salted, "Server Key");
  const storedKey = createHash("sha256").update(clientKey).digest();
  const message = `n=${username},r=${clientNonce},r=${nonce},s=${salt},i=${rounds},c=biws,r=${nonce}`;
  const clientSignature = hmac(storedKey, message);
  const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (clientSignature[index] ?? 0)));

  const finished = await post("/auth/finish", { transactionId, proof: proof.toString("base64") });
  if (finished.status !== 200) return finished;
  const { token, signature } = finished.json<{ token: string; signature: string }>();
  if (signature !== hmac(serverKey, message).toString("base64")) throw new Error("wrong server signature");

  const protocolKey = hmac(storedKey, "Session Key", message, clientKey);
  const iv = randomBytes(style.ivLength ?? 16);
  const cipher = createCipheriv("aes-256-gcm", protocolKey, iv);
  const rest = style.newPassword ?? style.serviceCode;
  const plaintext = rest === undefined ? token : `${token}:${rest}`;
  const payload = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  const sealed = {
    transactionId,
    iv: iv.toString("base64"),
    tag: cipher.getAuthTag().toString("base64"),
    payload: payload.toString("base64"),
  };
  return post(`/auth/${style.action ?? "create_session"}`, sealed);
}

/** A session id. */
export async function login(url: string, style: LoginStyle = {}): Promise<string> {
  const answer = await handshake(url, style);
  if (answer.status !== 200) throw new Error(`login answered ${answer.status} ${answer.text}`);
  return answer.json<{ sessionId: string }>().sessionId;
}

/** Calls of one session. */
export class Session {
  readonly url: string;
  readonly id: string;

  constructor(url: string, id: string) {
    this.url = url;
    this.id = id;
  }

  static async open(url: string, style: LoginStyle = {}): Promise<Session> {
    return new Session(url, await login(url, style));
  }

  send(path: string, options: Send = {}): Promise<Answer> {
    const headers = { Authorization: `Session ${this.id}`, ...options.headers };
    return send(this.url, `/api/v1${path}`, { ...options, headers });
  }

  /** Values by `module/id`. */
  async values(...wanted: readonly [moduleid: string, ...ids: string[]][]): Promise<Map<string, number>> {
    const body = wanted.map(([moduleid, ...processdataids]) => ({ moduleid, processdataids }));
    return valuesOf(await this.send("/processdata", { body }));
  }

  async put(moduleid: string, id: string, value: string): Promise<Answer> {
    return this.send("/settings", { method: "PUT", body: [{ moduleid, settings: [{ id, value }] }] });
  }

  async setting(moduleid: string, id: string): Promise<string | undefined> {
    const answer = await this.send(`/settings/${moduleid}/${id}`);
    return answer.json<{ id: string; value: string }[]>()[0]?.value;
  }
}

export interface PrintedModule {
  readonly moduleid: string;
  readonly processdata: readonly { readonly id: string; readonly unit: string; readonly value: number }[];
}

export function valuesOf(answer: Answer): Map<string, number> {
  if (answer.status !== 200) throw new Error(`answered ${answer.status} ${answer.text}`);
  return new Map(
    answer
      .json<PrintedModule[]>()
      .flatMap(({ moduleid, processdata }) =>
        processdata.map(({ id, value }): [string, number] => [`${moduleid}/${id}`, value]),
      ),
  );
}
