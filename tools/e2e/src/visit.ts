import type { Browser, BrowserContext, Page } from "playwright-core";

export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];
export const themes = ["light", "dark"] as const;
export type Theme = (typeof themes)[number];

const locales: Readonly<Record<Language, string>> = { en: "en-GB", de: "de-DE" };

/** Facts are waited for, and machines may be busy: less than a test's own limit, which could not say what was waited for. */
const PATIENCE_MS = 90_000;

export interface VisitOptions {
  /** The browser's own; the page follows it. Default en. */
  readonly language?: Language;
  /** The system's own; the page follows it. Default light. */
  readonly theme?: Theme;
  readonly reducedMotion?: boolean;
  /** Called with the page before it is opened, for whoever must hear its first word. */
  readonly before?: (page: Page) => void | Promise<void>;
}

/** Somebody new with a browser of his own: nothing is stored in it. */
export class Visit {
  readonly page: Page;
  readonly language: Language;
  readonly #context: BrowserContext;
  readonly #complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page, language: Language, url: string) {
    this.#context = context;
    this.page = page;
    this.language = language;
    page.on("console", (message) => {
      if (message.type() === "error") this.#complaints.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.#complaints.push(`uncaught: ${error.message}`));
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      const isLocal = protocol === "data:" || protocol === "blob:" || origin === new URL(url).origin;
      if (!isLocal) this.#complaints.push(`asked elsewhere: ${request.url()}`);
    });
  }

  static async open(
    browser: Browser,
    url: string,
    { language = "en", theme = "light", reducedMotion = false, before }: VisitOptions = {},
  ): Promise<Visit> {
    const context = await browser.newContext({
      locale: locales[language],
      colorScheme: theme,
      timezoneId: "Europe/Berlin",
      viewport: { width: 1440, height: 900 },
      reducedMotion: reducedMotion ? "reduce" : "no-preference",
    });
    context.setDefaultTimeout(PATIENCE_MS);
    // Chromium puts a violation on the console, too; its own event can't be lost among other lines.
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
        console.error(`content security policy: ${violatedDirective} ${blockedURI}`);
      });
    });
    const page = await context.newPage();
    const visit = new Visit(context, page, language, url);
    await before?.(page);
    await page.goto(url);
    return visit;
  }

  /** What went wrong without a word to the visitor: errors, violations of the policy, requests to elsewhere. */
  complaints(allowed?: RegExp): readonly string[] {
    return this.#complaints.filter((complaint) => allowed?.test(complaint) !== true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What is on its way to the page is nobody's any more.
    await this.page.unrouteAll({ behavior: "ignoreErrors" });
    await this.#context.close();
  }
}
