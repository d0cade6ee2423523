import {
  type AuthFinishAnswer,
  type AuthStartAnswer,
  beginLogin,
  type ClientLogin,
  type Credentials,
  HandshakeServer,
  type HandshakeServerOptions,
  isHandshakeError,
  type LoginOptions,
  minRounds,
  type OpenedSession,
  type Outcome,
} from "../src/index.ts";

export const owner = { user: "user", password: "owner's:pässword" } as const satisfies Credentials;
export const installer = {
  user: "master",
  masterKey: "MASTERKEY",
  serviceCode: "SERVICE:CODE",
} as const satisfies Credentials;

/** A server that knows both, quick to derive, its clock standing still unless given one. */
export const makeServer = (options: Partial<HandshakeServerOptions> = {}): HandshakeServer =>
  new HandshakeServer({ accounts: { user: owner, master: installer }, rounds: minRounds, now: () => 0, ...options });

/** The answer, or an error that tells the reason of the refusal. */
export function answerOf<Answer>(outcome: Outcome<Answer>): Answer {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.answer;
}

/** Sends a message as the wire does: as JSON, perhaps changed on its way. */
export type Wire = (name: string, message: unknown) => unknown;
const asSent: Wire = (_name, message) => JSON.parse(JSON.stringify(message));

export interface Halfway {
  login: ClientLogin;
  startAnswer: AuthStartAnswer;
  finishAnswer: AuthFinishAnswer;
}

/** A login up to where the client knows whom it talks to. */
export async function halfway(
  server: HandshakeServer,
  credentials: Credentials = owner,
  options: LoginOptions = {},
  wire: Wire = asSent,
): Promise<Halfway> {
  const login = beginLogin(credentials, options);
  const startAnswer = wire("startAnswer", answerOf(server.start(wire("start", login.start)))) as AuthStartAnswer;
  const finish = wire("finish", await login.finish(startAnswer));
  const finishAnswer = wire("finishAnswer", answerOf(await server.finish(finish))) as AuthFinishAnswer;
  return { login, startAnswer, finishAnswer };
}

/** A whole login. */
export async function logIn(
  server: HandshakeServer,
  credentials: Credentials = owner,
  options: LoginOptions = {},
  wire: Wire = asSent,
): Promise<OpenedSession> {
  const { login, finishAnswer } = await halfway(server, credentials, options, wire);
  return answerOf(server.createSession(wire("createSession", login.createSession(finishAnswer))));
}

/** How a step fails: the code of the client's error, or the server's reason. */
export async function failureOf(step: () => unknown): Promise<string> {
  try {
    await step();
  } catch (error) {
    if (isHandshakeError(error)) return error.code;
    return String(error);
  }
  return "no failure";
}
