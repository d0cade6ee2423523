import { expect, test } from "vitest";
import { maskedFrame, readFrame } from "../src/live/socket-client.ts";

const serverFrame = (length: number): Buffer => {
  const head =
    length < 126 ? [length] : length < 65_536 ? [126, length >> 8, length & 255] : [127, 0, 0, 0, 0, 0, 1, 0, 0];
  return Buffer.concat([Buffer.from([0x81, ...head]), Buffer.alloc(length, 97)]);
};

test.each([0, 1, 125, 126, 65_535, 65_536])(
  "reads a frame of %s bytes when it is all there, and not before",
  (length) => {
    const bytes = serverFrame(length);
    expect(readFrame(bytes.subarray(0, -1))).toBeUndefined();
    const frame = readFrame(Buffer.concat([bytes, Buffer.from("more")]));
    expect(frame).toMatchObject({ opcode: 1, end: bytes.length });
    expect(frame?.payload.length).toBe(length);
  },
);

test.each([5, 125, 126, 3000])("a client's frame of %s bytes is masked, and as long as it says", (length) => {
  const frame = maskedFrame(1, Buffer.alloc(length, 98));
  expect(frame[0]).toBe(0x81);
  expect((frame[1] ?? 0) & 0x80).toBe(0x80);
  expect(frame.length).toBe(length + (length < 126 ? 6 : 8));
});
