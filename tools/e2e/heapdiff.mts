import { launchBrowser } from "./src/browser.ts";
import { Visit } from "./src/visit.ts";
const browser = await launchBrowser();
const visit = await Visit.open(browser, "http://127.0.0.1:4417/#/inverters/house");
const { page } = visit;
await page.locator(".u-over").nth(1).waitFor();
const session = await page.context().newCDPSession(page);
const snap = async () => {
  const chunks: string[] = [];
  const on = ({ chunk }: any) => chunks.push(chunk);
  session.on("HeapProfiler.addHeapSnapshotChunk", on);
  await session.send("HeapProfiler.collectGarbage"); await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  session.off("HeapProfiler.addHeapSnapshotChunk", on);
  const h = JSON.parse(chunks.join("")); const f = h.snapshot.meta.node_fields; const types = h.snapshot.meta.node_types[0];
  const n = f.length, ti = f.indexOf("type"), ni = f.indexOf("name"), si = f.indexOf("self_size");
  const out = new Map<string, [number, number]>();
  for (let i = 0; i < h.nodes.length; i += n) { const t = types[h.nodes[i + ti]]; const k = t + ":" + (t === "string" || t === "number" || t==="concatenated string" ? "" : h.strings[h.nodes[i + ni]].slice(0, 60)); const e = out.get(k) ?? [0, 0]; e[0]++; e[1] += h.nodes[i + si]; out.set(k, e); }
  return out;
};
await page.waitForTimeout(30000);
const a = await snap(); await page.waitForTimeout(100000); const b = await snap();
const d = [...b].map(([k, [c, s]]) => [k, c - (a.get(k)?.[0] ?? 0), s - (a.get(k)?.[1] ?? 0)] as const).sort((x, y) => y[2] - x[2]).slice(0, 18);
for (const x of d) console.log(x.join("  "));
await browser.close();
