import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { HandshakeServer } from "@plenticore/handshake";
import { logIn } from "../servers/login.ts";

// Many devices for the price of few: each logs in for real, and answers as the model did when it was first asked the same.
const { MODEL: model = "", COUNT: count = "1", PASSWORD: password = "" } = process.env;

const send = async (path: string, method: string, body?: string, authorization?: string) =>
  fetch(`${model}/api/v1${path}`, {
    method,
    headers: { "content-type": "application/json", ...(authorization !== undefined && { authorization }) },
    ...(body !== undefined && { body }),
  });

const session = await logIn(
  async (path, body) => (await send(path, "POST", JSON.stringify(body))).json() as never,
  password,
);
const known = new Map<string, Promise<string>>();

const asked = (method: string, path: string, body: string): Promise<string> => {
  const key = `${method} ${path} ${body}`;
  const answer =
    known.get(key) ??
    send(path, method, method === "GET" ? undefined : body, session).then((response) => response.text());
  known.set(key, answer);
  return answer;
};

/** Values move, or there would be no events. As simulators print it: the id first, the value last. */
const moved = (answer: string): string =>
  answer.replace(/("id":\s*"Home_P"[^}]*"value":\s*)[-\d.e]+/, (_, before: string) => {
    return `${before}${(500 + Math.random() * 1000).toFixed(2)}`;
  });

function device(): Promise<string> {
  const handshake = new HandshakeServer({
    accounts: { user: { password } },
    now: () => performance.now(),
    rounds: 1000,
  });
  const answer = async (request: IncomingMessage): Promise<string> => {
    const path = (request.url ?? "").replace("/api/v1", "");
    const body = await text(request);
    const message: unknown = body === "" ? undefined : JSON.parse(body);
    const outcomes = {
      "/auth/start": () => handshake.start(message),
      "/auth/finish": () => handshake.finish(message),
      "/auth/create_session": () => handshake.createSession(message),
    } as const;
    if (path in outcomes) {
      const outcome = await outcomes[path as keyof typeof outcomes]();
      return JSON.stringify(outcome.ok ? outcome.answer : {});
    }
    if (path === "/auth/logout") return "";
    const known = await asked(request.method ?? "GET", path, body);
    return path === "/processdata" && request.method === "POST" ? moved(known) : known;
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (body) => response.writeHead(200, { "content-type": "application/json" }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

const urls = await Promise.all(Array.from({ length: Number(count) }, device));
process.stdout.write(`ready ${urls.join(",")}\n`);
