import type { Handlers } from "@plenticore/rest";
import type { Call } from "./call.ts";

type SystemOperation =
  | "post_reboot"
  | "post_factory_settings"
  | "get_firmware_update_status"
  | "get_update"
  | "post_update";

export const systemHandlers: Pick<Handlers<Call>, SystemOperation> = {
  post_reboot: (_request, { device }) => {
    device.reboot();
    return { status: 200 };
  },

  post_factory_settings: (_request, { device }) => {
    device.restoreFactorySettings();
    return { status: 200 };
  },

  get_firmware_update_status: (_request, { device }) => ({
    status: 200,
    body: device.update.firmware(device.clock.now()),
  }),

  get_update: (_request, { device }) => ({ status: 200, body: device.update.update(device.clock.now()) }),

  post_update: (_request, { device }) => {
    device.update.start(device.clock.now());
    return { status: 200 };
  },
};
