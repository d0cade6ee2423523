const TAB = 9;
const BLANK = 32;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
/** Digits that a double holds exactly, whatever they are. */
const EXACT_DIGITS = 15;
const powers = Float64Array.from({ length: 32 }, (_, exponent) => 10 ** exponent);

/** A missing cell as a number: empty, or "-". */
export const MISSING = Number.NaN;
/** No number. */
export const WRONG = Number.POSITIVE_INFINITY;

/** The number in `bytes[start, end)`, padded or not, times ten to the `shift`, rounded once; MISSING or WRONG. */
export function readNumber(bytes: Uint8Array, start: number, end: number, shift: number): number {
  let at = start;
  let to = end;
  while (at < to && bytes[at] === BLANK) at++;
  while (to > at && bytes[to - 1] === BLANK) to--;
  if (at === to) return MISSING;
  const negative = bytes[at] === MINUS;
  if (negative && ++at === to) return MISSING;
  let digits = 0;
  let mantissa = 0;
  let exponent = shift;
  let afterPoint = false;
  for (; at < to; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      if (mantissa > 0) digits++;
      if (afterPoint) exponent--;
    } else if (bytes[at] === POINT && !afterPoint) {
      afterPoint = true;
    } else return WRONG;
  }
  if (digits > EXACT_DIGITS || exponent < -22 || (mantissa === 0 && isPoint(bytes, start, end))) {
    return fromText(readText(bytes, start, end), shift);
  }
  const value = exponent < 0 ? mantissa / (powers[-exponent] as number) : mantissa * (powers[exponent] as number);
  // No negative zero: JSON has none.
  return negative ? 0 - value : value;
}

/** The text in `bytes[start, end)` without padding; "" where it is missing. */
export function readText(bytes: Uint8Array, start: number, end: number): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString("utf8")
    .trim();
  return text === "-" ? "" : text;
}

/** Where the cell that begins at `start` ends. */
export function cellEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== TAB) at++;
  return at;
}

/** Whether there is no digit at all: "." or "-.". */
function isPoint(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] as number) >= ZERO) return false;
  return true;
}

function fromText(text: string, shift: number): number {
  if (!/\d/.test(text)) return WRONG;
  return Number(`${text}e${shift}`);
}

/** Whether a line holds nothing but blanks and tabs. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] as number) > BLANK) return false;
  return true;
}
