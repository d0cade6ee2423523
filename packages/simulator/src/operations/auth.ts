import type { Handlers } from "@plenticore/rest";
import { type Call, NOT_AUTHORIZED, refusal } from "./call.ts";

const ANONYMOUS = {
  role: "NONE",
  anonymous: true,
  locked: false,
  permissions: [],
  active: false,
  authenticated: false,
};

type Auth =
  | "post_auth_start"
  | "post_auth_finish"
  | "post_auth_create_session"
  | "post_auth_set_password"
  | "post_logout"
  | "get_user";

export const authHandlers: Pick<Handlers<Call>, Auth> = {
  post_auth_start: ({ body }, { device }) => {
    const outcome = device.accounts.handshake.start(body);
    return outcome.ok ? { status: 200, body: outcome.answer } : refusal(outcome.status, outcome.message);
  },

  post_auth_finish: async ({ body }, { device, stats }) => {
    const outcome = await device.accounts.handshake.finish(body);
    if (outcome.ok) return { status: 200, body: outcome.answer };
    stats.loginFailed();
    return refusal(outcome.status, outcome.message);
  },

  post_auth_create_session: ({ body }, { device, stats }) => {
    const outcome = device.accounts.handshake.createSession(body);
    if (!outcome.ok) {
      stats.loginFailed();
      return refusal(outcome.status, outcome.message);
    }
    const { sessionId, role } = outcome.answer;
    device.accounts.open(sessionId, role);
    stats.loggedIn();
    return { status: 200, body: { sessionId } };
  },

  post_auth_set_password: ({ body }, { device }) => {
    const outcome = device.accounts.handshake.setPassword(body);
    if (!outcome.ok) return refusal(outcome.status, outcome.message);
    if (!device.behaviour.sessionsSurvivePassword) device.accounts.sessions.clear();
    return { status: 200 };
  },

  post_logout: (_request, { device, sessionId, stats }) => {
    if (sessionId !== undefined) device.accounts.sessions.close(sessionId);
    stats.loggedOut();
    return { status: 200 };
  },

  get_user: (_request, { device, role, sessionId }) => {
    if (role !== undefined) {
      const user = { role, anonymous: false, locked: false, permissions: [], active: true, authenticated: true };
      return { status: 200, body: user };
    }
    if (sessionId !== undefined && device.behaviour.staleMe === 401) return refusal(401, NOT_AUTHORIZED);
    return { status: 200, body: ANONYMOUS };
  },
};
