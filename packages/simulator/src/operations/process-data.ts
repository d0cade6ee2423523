import type { Handlers, ProcessDataList, UndocumentedAnswer } from "@plenticore/rest";
import { BUSY, type Call, refusal } from "./call.ts";

const NO_MODULE = "Module not found";
const NO_VALUE = "Module or process-data not found";

type ProcessDataOperation =
  | "get_process_data_list"
  | "post_process_data"
  | "get_process_data_module"
  | "get_process_data_value"
  | "get_process_data_values";

export const processDataHandlers: Pick<Handlers<Call>, ProcessDataOperation> = {
  get_process_data_list: (_request, { device }) => ({ status: 200, body: device.processDataList() }),

  post_process_data: ({ body }, { device }) => {
    const messages = { 404: NO_VALUE, 500: "Internal Server Error", 503: BUSY };
    const status = device.behaviour.unknownProcessData;
    return read(device, body, () => refusal(status, messages[status]));
  },

  get_process_data_module: ({ path }, { device }) => {
    const reader = device.readProcessData();
    const ids = reader.idsOf(path.moduleid);
    if (ids === undefined) return refusal(404, NO_MODULE);
    return { status: 200, body: [reader.read(path.moduleid, ids)] };
  },

  get_process_data_value: ({ path }, { device }) =>
    read(device, [{ moduleid: path.moduleid, processdataids: [path.processdataid] }], unknownInPath),

  get_process_data_values: ({ path }, { device }) =>
    read(device, [{ moduleid: path.moduleid, processdataids: path.processdataids }], unknownInPath),
};

function unknownInPath(): UndocumentedAnswer {
  return refusal(404, NO_VALUE);
}

/** All or nothing: one id that is not there now refuses the whole request. Values come sorted by id, each once. */
function read(device: Call["device"], wanted: readonly ProcessDataList[], unknownId: () => UndocumentedAnswer) {
  const reader = device.readProcessData();
  for (const { moduleid, processdataids } of wanted) {
    const ids = reader.idsOf(moduleid);
    if (ids === undefined) return refusal(404, NO_MODULE);
    if (processdataids.some((id) => !ids.includes(id))) return unknownId();
  }
  const body = wanted.map(({ moduleid, processdataids }) => reader.read(moduleid, [...new Set(processdataids)].sort()));
  return { status: 200 as const, body };
}
