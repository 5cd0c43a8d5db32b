/** In bytes: each line has 16. */
const perLine = 16;

/** The bytes as hexadecimal numbers, with their offset and as text where that can be printed. */
export function hexLines(bytes: Uint8Array, from: number, until: number): string {
  const lines: string[] = [];
  for (let at = from; at < Math.min(until, bytes.length); at += perLine) {
    const part = bytes.subarray(at, Math.min(at + perLine, until));
    const hex = Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(perLine * 3 - 1)}  ${text}`);
  }
  return lines.join('\n');
}
