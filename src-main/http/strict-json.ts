import { Fault } from '../fault.ts';

const deepest = 32;

/**
 * Throws `answer_malformed` where bytes that claim to be JSON are not strict UTF-8 without a byte order mark
 * (RFC 8259 section 8.1), or nest deeper than 32: checked before anything parses them.
 */
export function assertStrictJson(bytes: Uint8Array, host: string): void {
  const refuse = (why: string, cause?: unknown) =>
    new Fault('answer_malformed', `${host} sent JSON ${why}`, { values: { host }, cause });
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) throw refuse('with a byte order mark');
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw refuse('that is not UTF-8', cause);
  }
  if (nesting(bytes) > deepest) throw refuse(`nested deeper than ${deepest}`);
}

const quote = 0x22;
const backslash = 0x5c;
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);

function nesting(bytes: Uint8Array): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (inString) {
      if (byte === backslash) index++;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (openers.has(byte)) most = Math.max(most, ++depth);
    else if (closers.has(byte)) depth--;
  }
  return most;
}
