import { createFleet, type Inverter, isPlenticoreError } from "@plenticore/core";
import { loadConfiguration } from "../config/load.ts";
import { type ConfigurationOptions, configurationOf } from "./configuration-option.ts";
import { printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const columns = ["id", "url", "state", "model", "firmware", "role or reason"];

/** `plenticore-gateway check`: logs in to each inverter. @returns the exit status: 1 if any failed */
export async function check(options: ConfigurationOptions, terminal: Terminal): Promise<number> {
  const config = loadConfiguration(configurationOf(options, terminal));
  const fleet = createFleet(config.fleet);
  fleet.start();
  try {
    const results = await Promise.all(fleet.inverters.map((inverter) => checkInverter(inverter)));
    terminal.out(printTable([columns, ...results.map(({ row }) => row)]));
    const failed = results.some((result) => result.failed);
    if (failed) terminal.out("\ndocs/errors.md tells what to do about each code.\n");
    return failed ? 1 : 0;
  } finally {
    await fleet.close();
  }
}

async function checkInverter(inverter: Inverter): Promise<{ row: string[]; failed: boolean }> {
  const { id, url } = inverter;
  try {
    // Waits for the login itself, which may take longer than the availability's patience.
    const [session, version, product] = await Promise.all([inverter.session(), inverter.version(), inverter.product()]);
    const model = [product.family, product.model].filter((part) => part !== null).join(", ");
    return { failed: false, row: [id, url, inverter.availability.state, model, version.swVersion, session.role] };
  } catch (error) {
    if (!isPlenticoreError(error)) throw error;
    const { state } = inverter.availability;
    return { failed: state !== "DISABLED", row: [id, url, state, "-", "-", `${error.code}: ${error.message}`] };
  }
}
