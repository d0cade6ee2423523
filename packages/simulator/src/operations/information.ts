import type { Handlers } from "@plenticore/rest";
import type { Call } from "./call.ts";

export const informationHandlers: Pick<Handlers<Call>, "get_version" | "get_module_list"> = {
  get_version: (_request, { device }) => ({ status: 200, body: device.version() }),
  get_module_list: (_request, { device }) => ({ status: 200, body: device.modules() }),
};
