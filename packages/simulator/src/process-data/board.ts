import type { Readings } from "./readings.ts";

/** `scb:event` */
export const eventReadings: Readings = {
  ErrMc: () => 0,
  ErrSFH: () => 0,
  "Event:ActiveAckCnt": () => 0,
  "Event:ActiveErrorCnt": ({ board }) => board.activeErrors(),
  "Event:ActiveWarningCnt": ({ board }) => board.activeWarnings(),
};

/** `scb:export` */
export const exportReadings: Readings = { PortalConActive: () => 1 };

/** `scb:system` */
export const systemReadings: Readings = { "System:State": () => 0 };

/** `scb:update` */
export const updateReadings: Readings = {
  "Update:Progress": ({ board }) => board.updatePercent(),
  "Update:Status": ({ board }) => board.updateStatus(),
  "Update:Version": () => 0,
};
