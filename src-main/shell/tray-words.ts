import { type Principal, type Attention, attentionFor, type ServerView } from '../../src-preload/contract.ts';
import type { Words } from './words.ts';

/** What the tray says, in one language. */
export type TrayWords = Words['tray'];

export type Counted = Record<'one' | 'other', string>;

/** The summary in one line: the menu's first entry, and the icon's tooltip. */
export function heading(servers: readonly ServerView[], now: number, words: TrayWords, me: Principal): string {
  const needing = servers.filter((server) => attentionFor(server, now, me)).length;
  if (needing > 0) return counted(needing, words.needYou);
  const inUse = servers.map(({ status }) => status.state).filter((state) => state !== 'off');
  const well = inUse.length > 0 && inUse.every((state) => state === 'signed_in' || state === 'open');
  return well ? words.allWell : words.nothingNeeded;
}

/** What a server needs from the user. */
export function attentionWords({ status, grantType }: ServerView, need: Attention, words: TrayWords): string {
  if (grantType === 'key' && need === 'signIn') return words.enterKey;
  if (grantType === 'key' && need === 'signInAgain') return words.replaceKey;
  const byCode = need === 'waiting' && status.state === 'authorizing' && status.deviceCode !== undefined;
  return byCode ? words.waitingCode : words[need];
}

export function counted(count: number, { one, other }: Counted): string {
  return (count === 1 ? one : other).replace('{count}', String(count));
}

/** Doubles ampersands, which would otherwise mark a mnemonic. */
export function label(text: string): string {
  return text.replaceAll('&', '&&');
}
