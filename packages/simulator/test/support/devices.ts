import { onTestFinished } from "vitest";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/index.ts";
import { type LoginStyle, Session } from "./wire.ts";

/** Fewer rounds than a device's: the tests' time would go there. */
const QUICK = { rounds: 1_000 };

/** Noon of a summer's day at Freiburg: sun, battery and house all at work. */
export const SUMMER_NOON = Date.UTC(2025, 5, 21, 11);
export const SUMMER_NIGHT = Date.UTC(2025, 5, 21, 23);

/** A device that ends with the test. */
export async function device(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator({ ...QUICK, time: SUMMER_NOON, speed: 0, ...options });
  onTestFinished(() => simulator.close());
  return simulator;
}

/** A device and somebody logged in. */
export async function opened(options: SimulatorOptions = {}, style: LoginStyle = {}) {
  const simulator = await device(options);
  const session = await Session.open(simulator.url, {
    ...(options.password !== undefined && { secret: options.password }),
    ...style,
  });
  return { simulator, session };
}
