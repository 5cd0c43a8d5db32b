import type { BrowserWindow, Dialog } from 'electron';
import type { AuthorityView } from '../../src-preload/contract.ts';
import { askPerson } from './ask-person.ts';
import { authorityLines } from './authority-lines.ts';
import type { Words } from './words.ts';

/** The address that is asked about, and for `allow_sign_in_origin` the server that named it. */
type AddressQuestion = { kind: 'allow_origin' | 'allow_sign_in_origin' } & Record<string, string>;

/** The questions that a page asks for and cannot answer: each resolves to whether the user agreed. */
export function nativeQuestions(dialog: Dialog, window: () => BrowserWindow | undefined, words: () => Words) {
  const ask = (which: 'allowOrigin' | 'allowSignInOrigin' | 'trustAuthority' | 'forgetPassphrase') =>
    askPerson(dialog, window, () => words()[which]);
  return {
    askPerson: ({ kind, ...names }: AddressQuestion) =>
      ask(kind === 'allow_origin' ? 'allowOrigin' : 'allowSignInOrigin')(names),
    askAboutAuthorities: (authorities: AuthorityView[]) =>
      ask('trustAuthority')({ authorities: authorityLines(authorities, words().trustAuthority) }),
    askToForget: ask('forgetPassphrase'),
  };
}

/** Asks whether to quit although these programs are connected. `window`: undefined while none is in view. */
export function askToQuit(dialog: Dialog, window: () => BrowserWindow | undefined, words: () => Words) {
  const ask = askPerson(dialog, window, () => words().quit);
  return (programs: string[]): Promise<boolean> =>
    ask({ programs: new Intl.ListFormat(words().language).format(programs) });
}
