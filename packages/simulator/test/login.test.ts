import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { device, opened } from "./support/devices.ts";
import { handshake, login, Session, send } from "./support/wire.ts";

const start = (url: string, username: string) =>
  send(url, "/api/v1/auth/start", { body: { username, nonce: randomBytes(12).toString("base64") } });

describe("what is refused", () => {
  test("a wrong password, with the text that clients compare", async () => {
    const { url } = await device();
    const answer = await handshake(url, { secret: "guess" });
    expect([answer.status, answer.json()]).toEqual([400, { message: "authentication failed" }]);
  });

  test("an unknown user", async () => {
    const { url } = await device();
    expect((await start(url, "root")).status).toBe(400);
  });

  test("the master key as the user's password", async () => {
    const { url } = await device({ masterKey: "master-key" });
    expect((await handshake(url, { secret: "master-key" })).status).toBe(400);
  });

  test("an installer without or with another service code", async () => {
    const { url } = await device({ masterKey: "master-key", serviceCode: "4711" });
    const style = { username: "master", secret: "master-key" } as const;
    expect((await handshake(url, style)).status).toBe(400);
    expect((await handshake(url, { ...style, serviceCode: "0815" })).status).toBe(400);
    expect((await handshake(url, { ...style, serviceCode: "4711" })).status).toBe(200);
  });

  test("a transaction that is not known or was used", async () => {
    const { url } = await device();
    const body = { transactionId: randomBytes(32).toString("base64"), proof: randomBytes(32).toString("base64") };
    const answer = await send(url, "/api/v1/auth/finish", { body });
    expect(answer.status).toBe(400);
    expect(answer.json<{ message: string }>().message).toMatch(/transaction/);
  });

  test.each([
    ["no JSON", "{", 400],
    ["no object", "[]", 400],
    ["a missing field", { username: "user" }, 400],
    ["a wrong type", { username: "user", nonce: 12 }, 400],
    ["nothing", undefined, 400],
  ])("a body that is %s", async (_, body, status) => {
    const { url } = await device();
    const answer = await send(url, "/api/v1/auth/start", { method: "POST", body });
    expect(answer.status).toBe(status);
    expect(answer.json<{ message: string }>().message).not.toBe("");
  });
});

describe("the lock", () => {
  test("falls after so many wrong passwords, and holds against the right one", async () => {
    const { url } = await device({ behaviour: { lockAfterFailures: 3 } });
    for (let attempt = 0; attempt < 3; attempt++) expect((await handshake(url, { secret: "guess" })).status).toBe(400);
    const answer = await start(url, "user");
    expect(answer.status).toBe(403);
    expect((await handshake(url)).status).toBe(403);
  });

  test("is lifted by a new password, set with the master key", async () => {
    const { url } = await device({ masterKey: "master-key", behaviour: { lockAfterFailures: 1 } });
    await handshake(url, { secret: "guess" });
    expect((await handshake(url)).status).toBe(403);
    const style = {
      username: "master",
      secret: "master-key",
      action: "set_password",
      newPassword: "fresh one",
    } as const;
    const answer = await handshake(url, style);
    expect([answer.status, answer.text]).toEqual([200, ""]);
    expect(await login(url, { secret: "fresh one" })).toMatch(/^[0-9a-f]{64}$/);
  });

  test("never falls where the profile has none", async () => {
    const { url } = await device({ behaviour: { lockAfterFailures: 0 } });
    for (let attempt = 0; attempt < 8; attempt++) await handshake(url, { secret: "guess" });
    expect((await handshake(url)).status).toBe(200);
  });
});

describe("the password", () => {
  test.each([
    [false, 401],
    [true, 200],
  ])("changes; whether sessions survive it (%s) is the profile's", async (sessionsSurvivePassword, status) => {
    const { simulator, session } = await opened({ behaviour: { sessionsSurvivePassword } });
    const style = { action: "set_password", newPassword: "new:er" } as const;
    expect((await handshake(simulator.url, style)).status).toBe(200);
    expect((await session.send("/modules")).status).toBe(status);
    expect((await handshake(simulator.url)).status).toBe(400);
    expect((await handshake(simulator.url, { secret: "new:er" })).status).toBe(200);
  });
});

describe("/auth/me", () => {
  const ANONYMOUS = {
    role: "NONE",
    anonymous: true,
    locked: false,
    permissions: [],
    active: false,
    authenticated: false,
  };

  test("without a session", async () => {
    const { url } = await device();
    expect((await send(url, "/api/v1/auth/me")).json()).toEqual(ANONYMOUS);
  });

  test("as plant owner and as installer", async () => {
    const { simulator, session } = await opened({ masterKey: "master-key" });
    const user = { ...ANONYMOUS, role: "USER", anonymous: false, active: true, authenticated: true };
    expect((await session.send("/auth/me")).json()).toEqual(user);
    const installer = await Session.open(simulator.url, { username: "master", secret: "master-key" });
    expect((await installer.send("/auth/me")).json()).toEqual({ ...user, role: "INSTALLER" });
  });

  test("with a session that is no more", async () => {
    const one = await opened();
    await one.session.send("/auth/logout", { method: "POST" });
    expect((await one.session.send("/auth/me")).json()).toEqual(ANONYMOUS);
    const other = await opened({ behaviour: { staleMe: 401 } });
    await other.session.send("/auth/logout", { method: "POST" });
    expect((await other.session.send("/auth/me")).status).toBe(401);
  });
});

describe("sessions", () => {
  test("end after their idle time, which each request renews", async () => {
    let now = Date.UTC(2026, 5, 21);
    const { simulator, session } = await opened({ now: () => now, behaviour: { sessionIdleSeconds: 600 } });
    for (const seconds of [500, 500]) {
      now += seconds * 1000;
      expect((await session.send("/modules")).status).toBe(200);
    }
    expect(simulator.stats().activeSessions).toBe(1);
    now += 601_000;
    expect(simulator.stats().activeSessions).toBe(0);
    expect((await session.send("/modules")).status).toBe(401);
  });

  test("may be limited in number: the oldest goes", async () => {
    const { simulator, session } = await opened({ behaviour: { maxSessions: 2 } });
    const second = await Session.open(simulator.url);
    const third = await Session.open(simulator.url);
    const statuses = [];
    for (const one of [session, second, third]) statuses.push((await one.send("/modules")).status);
    expect(statuses).toEqual([401, 200, 200]);
  });

  test("are counted with logins and logouts", async () => {
    const { simulator, session } = await opened();
    await handshake(simulator.url, { secret: "guess" });
    await session.send("/auth/logout", { method: "POST" });
    expect(simulator.stats()).toMatchObject({ logins: 1, failedLogins: 1, logouts: 1, activeSessions: 0 });
  });

  test("that are over answer 400 on the oldest firmware", async () => {
    const { simulator, session } = await opened({ behaviour: { expiredSession: 400 } });
    await session.send("/auth/logout", { method: "POST" });
    expect((await session.send("/modules")).status).toBe(400);
    expect((await send(simulator.url, "/api/v1/modules")).status).toBe(401);
  });

  test("are not needed for the version, and for nothing else", async () => {
    const { url } = await device();
    expect((await send(url, "/api/v1/info/version")).json()).toEqual({
      sw_version: "01.26.09454",
      name: "PUCK RESTful API",
      api_version: "0.2.0",
      hostname: "scb",
    });
    for (const path of ["/modules", "/processdata", "/settings", "/events/latest", "/update/status"]) {
      const answer = await send(url, `/api/v1${path}`);
      expect([path, answer.status, answer.json()]).toEqual([path, 401, { message: "Not authorized" }]);
    }
    for (const path of ["/system/reboot", "/auth/logout", "/logdata/download"]) {
      expect((await send(url, `/api/v1${path}`, { body: {} })).status).toBe(401);
    }
  });

  test("a profile may open modules to anybody", async () => {
    const { url } = await device({ behaviour: { anonymousModules: ["devices:local"] } });
    expect((await send(url, "/api/v1/processdata/devices:local/Home_P")).status).toBe(200);
    const both = [
      { moduleid: "devices:local", processdataids: ["Home_P"] },
      { moduleid: "devices:local:ac", processdataids: ["P"] },
    ];
    expect((await send(url, "/api/v1/processdata", { body: both.slice(0, 1) })).status).toBe(200);
    expect((await send(url, "/api/v1/processdata", { body: both })).status).toBe(401);
    expect((await send(url, "/api/v1/settings")).status).toBe(401);
  });
});
