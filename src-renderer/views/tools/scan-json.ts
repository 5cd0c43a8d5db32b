import { deepest } from './result-text.ts';

/** An error in JSON text; `found` is the text at that position. */
export interface JsonFault {
  kind: 'syntax' | 'unfinished' | 'inexact' | 'duplicate' | 'deep';
  at: number;
  found: string;
}

const space = /[ \t\n\r]*/y;
const token =
  /[{}[\]:,]|"[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\0-\x1f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

type Next = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or end';

/**
 * The first error in a text that should be JSON (RFC 8259). `JSON.parse` does not always report the position, and
 * silently drops duplicate names and the last digits of long numbers.
 */
export function scanJson(text: string): JsonFault | undefined {
  /** The open containers: the names seen so far for an object, null for a list. */
  const open: (Set<string> | null)[] = [];
  let next: Next = 'value';
  let at = 0;
  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  for (;;) {
    at += read(space)?.length ?? 0;
    const found = read(token);
    const fault = (kind: JsonFault['kind']) => ({
      kind,
      at,
      found: found ?? String.fromCodePoint(text.codePointAt(at) ?? 0),
    });
    if (at === text.length)
      return next === ', or end' && open.length === 0 ? undefined : { kind: 'unfinished', at, found: '' };
    if (found === undefined) return fault('syntax');
    const inside = open.at(-1);
    if ((found === '}' && next === 'name or }') || (found === ']' && next === 'value or ]')) {
      open.pop();
      next = ', or end';
    } else if (next === ', or end') {
      if (found === ',' && inside !== undefined) next = inside ? 'name' : 'value';
      else if ((found === '}' && inside) || (found === ']' && inside === null)) open.pop();
      else return fault('syntax');
    } else if (next === ':') {
      if (found !== ':') return fault('syntax');
      next = 'value';
    } else if (next === 'name' || next === 'name or }') {
      if (!found.startsWith('"')) return fault('syntax');
      const name = JSON.parse(found) as string;
      if (inside?.has(name)) return fault('duplicate');
      inside?.add(name);
      next = ':';
    } else if (found === '{' || found === '[') {
      if (open.length === deepest) return fault('deep');
      open.push(found === '{' ? new Set() : null);
      next = found === '{' ? 'name or }' : 'value or ]';
    } else {
      if ('}],:'.includes(found)) return fault('syntax');
      if (/^[-\d]/.test(found) && !isExact(found)) return fault('inexact');
      next = ', or end';
    }
    at += found.length;
  }
}

/** Whether a number survives conversion to a double: `12345678901234567890` would lose its last digits. */
function isExact(written: string): boolean {
  return decimal(written) === decimal(String(Number(written)));
}

/** Normalises "1.50e3" to "15e2": one form per value. */
function decimal(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(
    number,
  ) ?? [number, number];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const short = digits.replace(/0+$/, '');
  if (short === '') return whole === '' ? number : '0';
  return `${sign}${short}e${Number(exponent) - fraction.length + digits.length - short.length}`;
}
