import { once } from "node:events";
import { connect } from "node:net";

/** Sends bytes over a connection of its own; all that comes back until the other side closes it. */
export async function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  let answer = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => (answer += chunk));
  socket.write(text);
  await once(socket, "close");
  return answer;
}
