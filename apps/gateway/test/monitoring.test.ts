import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { metricsDocumentUrl, printMetrics } from "../scripts/metrics-document.ts";
import { startExample } from "./example/app.ts";
import { ask } from "./example/ask.ts";
import { runPromtool, tellSkipped, withoutPromtool } from "./example/promtool.ts";
import { type Scrape, scrapeUntil } from "./example/scrape.ts";

const docs = new URL("../../../docs/", import.meta.url);
const prometheus = new URL("prometheus/", docs);

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}
interface RulesTest {
  readonly tests: readonly {
    readonly input_series: readonly { readonly series: string }[];
    readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
  }[];
}
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}
interface Board {
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
  readonly panels: readonly Panel[];
}

const alerts = parse(readFileSync(new URL("alerts.yml", prometheus), "utf8")) as Rules;
const alertTests = parse(readFileSync(new URL("alerts.test.yml", prometheus), "utf8")) as RulesTest;
const board = JSON.parse(readFileSync(new URL("grafana/plenticore.json", docs), "utf8")) as Board;

const rules = alerts.groups.flatMap((group) => group.rules);
const queries = board.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const variables = board.templating.list;

/** The metrics that an expression names. */
const metricsIn = (expression: string): string[] =>
  Array.from(expression.matchAll(/\b(?:plenticore|nodejs|process)_[a-z0-9_]+/g), ([name]) => name);

describe("every metric is there in a real scrape", () => {
  let real: Scrape;
  beforeAll(async () => {
    // One with a battery, one without, and one that fails: whatever can be told is told.
    await using app = await startExample({
      simulators: [{}, { profile: "piko-iq-g1" }, { password: "another" }],
      configure: () => ({ peakPower: 9800 }),
    });
    await ask(app.url, "{ inverters { id } }");
    real = await scrapeUntil(
      app.url,
      ({ samples, names }) =>
        names.has("plenticore_battery_state_of_charge_ratio") &&
        samples.has('plenticore_energy_joules_total{inverter="inverter-1",flow="home"}') &&
        names.has("plenticore_inverter_failures_total"),
    );
  });

  // `up` is Prometheus' own.
  test.each(rules.filter(({ expr }) => !/^up\b/.test(expr)).map(({ alert, expr }) => [alert, expr]))(
    "that the alert %s names",
    (_alert, expr) => {
      expect(metricsIn(expr)).not.toEqual([]);
      expect(metricsIn(expr).filter((name) => !real.names.has(name))).toEqual([]);
    },
  );

  test("that the board names, in each query and variable", () => {
    const definitions = variables.flatMap(({ definition }) => definition ?? []);
    const named = [...queries, ...definitions].map(metricsIn);
    expect(named.filter((names) => names.length === 0)).toEqual([]);
    expect(named.flat().filter((name) => !real.names.has(name))).toEqual([]);
  });

  test("that the document lists, and the document lists all", () => {
    const text = readFileSync(metricsDocumentUrl, "utf8");
    const listed = new Set(Array.from(text.matchAll(/^\| `(plenticore_\w+)`/gm), ([, name]) => name));
    const told = new Set(Array.from(real.text.matchAll(/^# TYPE (plenticore_\w+)/gm), ([, name]) => name));
    expect(listed).toEqual(told);
  });

  test("with the labels by which the alerts select", () => {
    const selected = rules.flatMap(({ expr }) => [...expr.matchAll(/(plenticore_\w+)\{(\w+)=~?"/g)]);
    expect(selected.length).toBeGreaterThan(0);
    for (const [, name, label] of selected) expect(real.text).toMatch(new RegExp(`^${name}\\{[^}]*${label}="`, "m"));
  });
});

test("docs/metrics.md is the table of the code", () => {
  expect(readFileSync(metricsDocumentUrl, "utf8")).toBe(printMetrics());
});

describe("the alert rules", () => {
  tellSkipped("promtool check rules, promtool test rules");
  const cwd = fileURLToPath(prometheus);

  test.skipIf(withoutPromtool)("are valid", async () => {
    expect(await runPromtool(["check", "rules", "alerts.yml"], { cwd })).toMatchObject({ status: 0 });
  });

  test.skipIf(withoutPromtool)("fire when they should, and only then", async () => {
    const { status, said } = await runPromtool(["test", "rules", "alerts.test.yml"], { cwd });
    expect({ status, said }).toEqual({ status: 0, said: expect.stringContaining("SUCCESS") as string });
  });

  test("are each proved to fire and to be silent", () => {
    const proved = alertTests.tests.flatMap((one) => one.alert_rule_test);
    const names = (fires: boolean) =>
      new Set(proved.filter((one) => one.exp_alerts.length > 0 === fires).map((one) => one.alertname));
    const all = new Set(rules.map(({ alert }) => alert));
    expect(names(true)).toEqual(all);
    expect(names(false)).toEqual(all);
  });
});

describe("the board", () => {
  test("has its panels side by side, each under an id of its own", () => {
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
    const taken = new Set<string>();
    for (const { gridPos } of board.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x} ${y}`)).toBe(false);
          taken.add(`${x} ${y}`);
        }
      }
    }
  });

  test("uses no variable that it does not have", () => {
    const builtIn = new Set(["__rate_interval"]);
    const names = new Set(variables.map(({ name }) => name));
    const used = new Set(queries.flatMap((query) => Array.from(query.matchAll(/\$(\w+)/g), ([, name = ""]) => name)));
    expect([...used].filter((name) => !names.has(name) && !builtIn.has(name))).toEqual([]);
  });

  test.skipIf(withoutPromtool)("asks queries that Prometheus can parse", async () => {
    const groups = [
      {
        name: "board",
        rules: [...new Set(queries)].map((query, index) => ({
          record: `query:${index}`,
          expr: query.replaceAll("$__rate_interval", "5m").replaceAll(/\$\w+/g, ".*"),
        })),
      },
    ];
    const folder = mkdtempSync(join(tmpdir(), "board-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "board.yml"), JSON.stringify({ groups }));
    const { status, said } = await runPromtool(["check", "rules", "board.yml"], { cwd: folder });
    expect({ status, said }).toEqual({ status: 0, said: expect.stringContaining("SUCCESS") as string });
  });
});
