import { Pool } from "undici";
import type { ModuleValues, Selector } from "./inverter-schema.ts";
import { logIn, type Post } from "./login.ts";
import { serve } from "./serve.ts";
import { inverterYoga, type Read } from "./yoga.ts";

// A bare Yoga in front of the devices: correct login, one upstream request for each field that reads.
// The environment gives DEVICES, their addresses with commas, and PASSWORD.
const { DEVICES: devices = "", PASSWORD: password = "" } = process.env;
const inverters = await Promise.all(
  devices.split(",").map(async (url, index) => ({ id: `i${index + 1}`, read: await readerOf(url) })),
);
serve(inverterYoga(inverters));

async function readerOf(url: string): Promise<Read> {
  const pool = new Pool(url);
  const post = async (path: string, body: unknown, authorization?: string): Promise<unknown> => {
    const { statusCode, body: answer } = await pool.request({
      path: `/api/v1${path}`,
      method: "POST",
      headers: { "content-type": "application/json", ...(authorization !== undefined && { authorization }) },
      body: JSON.stringify(body),
    });
    if (statusCode === 200) return answer.json();
    throw new Error(`${path} answered ${statusCode}: ${await answer.text()}`);
  };
  const authorization = await logIn((path, body) => post(path, body) as ReturnType<Post>, password);
  return async (select) => {
    const wanted = select.map(({ moduleId, ids }: Selector) => ({ moduleid: moduleId, processdataids: ids }));
    const modules = (await post("/processdata", wanted, authorization)) as DeviceModule[];
    return modules.map(({ moduleid, processdata }) => ({ moduleId: moduleid, values: processdata }));
  };
}

interface DeviceModule {
  readonly moduleid: string;
  readonly processdata: ModuleValues["values"];
}
