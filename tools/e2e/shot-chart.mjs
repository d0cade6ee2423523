import { chromium } from "playwright-core";

const base = process.env.BASE ?? "http://127.0.0.1:4417";
const [, , id = "garage", ...cases] = process.argv;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const c of cases) {
  const [lang, theme, width] = c.split("-");
  const context = await browser.newContext({
    viewport: { width: Number(width), height: 900 },
    locale: lang === "de" ? "de-DE" : "en-GB",
    colorScheme: theme,
  });
  const page = await context.newPage();
  page.on("pageerror", (e) => console.log("pageerror", e.message));
  page.on("console", (m) => {
    if (m.type() === "error" || m.type() === "warning") console.log(m.type(), m.text());
  });
  await page.goto(`${base}/#/inverters/${id}`);
  await page.locator(".u-over").nth(1).waitFor({ timeout: 20000 });
  await page.waitForTimeout(Number(process.env.WAIT ?? 6000));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: Number(width), height });
  await page.waitForTimeout(500);
  for (let y = 0, n = 0; y < height; y += 1500, n++)
    await page.screenshot({
      path: `/tmp/shots/chart/${id}-${c}-${n}.png`,
      clip: { x: 0, y, width: Number(width), height: Math.min(1500, height - y) },
    });
  await context.close();
}
await browser.close();
