import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchBrowser } from "./browser.ts";
import { type Scenario, type ScenarioOptions, startScenario } from "./scenario.ts";
import { Visit, type VisitOptions } from "./visit.ts";

/** A browser and a scenario that the tests of a file or a `describe` share. */
export interface Stage {
  readonly scenario: Scenario;
  readonly browser: Browser;
  /** @param view behind the `#`, like `/fleet` */
  visit(view: string, options?: VisitOptions): Promise<Visit>;
}

/** Set up before the first test around and taken down after the last one. */
export function useStage(options: ScenarioOptions): Stage {
  let scenario: Scenario | undefined;
  let browser: Browser | undefined;
  const there = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error("the stage is there inside of tests only");
    return thing;
  };
  beforeAll(async () => {
    [scenario, browser] = await Promise.all([startScenario(options), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await scenario?.close();
  });
  return {
    get scenario() {
      return there(scenario);
    },
    get browser() {
      return there(browser);
    },
    visit: (view, how) => Visit.open(there(browser), `${there(scenario).url}/#${view}`, how),
  };
}
