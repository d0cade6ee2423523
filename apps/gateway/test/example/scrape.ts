export interface Scrape {
  readonly text: string;
  /** By name and labels as they are printed, like `plenticore_inverter_up{inverter="garage"}`. */
  readonly samples: ReadonlyMap<string, number>;
  /** Names of samples, those of a histogram with their endings. */
  readonly names: ReadonlySet<string>;
}

export const getMetrics = (url: string, key?: string): Promise<Response> =>
  fetch(`${url}/metrics`, { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } });

/** What Prometheus gets. @throws Error where it would get nothing */
export async function scrape(url: string, key?: string): Promise<Scrape> {
  const response = await getMetrics(url, key);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`status ${response.status}: ${text}`);
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const samples = new Map(
    lines.map((line): [string, number] => {
      const blank = line.lastIndexOf(" ");
      return [line.slice(0, blank), Number(line.slice(blank + 1))];
    }),
  );
  return { text, samples, names: new Set(Array.from(samples.keys(), (sample) => sample.replace(/\{.*/, ""))) };
}

/** What Prometheus gets when it is so: a busy machine may leave an inverter out of a scrape. */
export async function scrapeUntil(url: string, fact: (found: Scrape) => boolean): Promise<Scrape> {
  for (;;) {
    const found = await scrape(url);
    if (fact(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
