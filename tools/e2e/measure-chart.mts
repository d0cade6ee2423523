import { launchBrowser } from "./src/browser.ts";
import { Visit } from "./src/visit.ts";
import { Vitals } from "./src/vitals.ts";
const browser = await launchBrowser();
const visit = await Visit.open(browser, "http://127.0.0.1:4417/#/inverters/house");
const { page } = visit;
await page.locator(".u-over").nth(1).waitFor();
await page.waitForTimeout(15000);
const vitals = await Vitals.watch(page);
const w0 = await vitals.weight(); const b0 = await vitals.busySeconds(); const t0 = Date.now();
for (let i = 0; i < 10; i++) { await page.waitForTimeout(15000); const w = await vitals.weight(); console.log(i, ((Date.now()-t0)/1000).toFixed(1), "s busy", ((await vitals.busySeconds()) - b0).toFixed(2), "heap", (w.heap/1e6).toFixed(2), "nodes", w.nodes, "listeners", w.listeners); }
console.log("start heap", (w0.heap/1e6).toFixed(2), "nodes", w0.nodes, "listeners", w0.listeners, visit.complaints());
await browser.close();
