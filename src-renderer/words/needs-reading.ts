import { understandAddress } from '../../src-preload/contract.ts';

/** Whether a pasted text is more than an address, so that the main process has to read it. */
export function needsReading(text: string): boolean {
  const typed = text.trim();
  if (typed === '') return false;
  const understood = understandAddress(typed);
  if (!understood || understood.notes.includes('extracted') || typed.includes('](')) return true;
  const { protocol, search } = new URL(understood.url);
  return !/^https?:$/.test(protocol) || /[?&](?:config|url|cmd)=/.test(search);
}
