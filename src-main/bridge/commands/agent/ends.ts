import { CommandEnd, filled, type CommandWords } from '../command-words.ts';

/** Keyfob's own error codes (docs/bridge.md, "What the app answers"), by how a command ends. */
const endsByCode = new Map<number, 'signIn' | 'refused' | 'locked' | 'later'>([
  [-31_010, 'later'],
  [-31_012, 'signIn'],
  [-31_013, 'refused'],
  [-31_014, 'locked'],
  [-31_015, 'signIn'],
  [-31_018, 'later'],
  [-31_022, 'later'],
]);

export function endOfRefusal({ code, words }: { code: number; words: string }): CommandEnd {
  const exit = endsByCode.get(code) ?? 'failed';
  return new CommandEnd(exit, words, exit === 'failed' ? String(code) : exit);
}

export function signInNeeded(words: CommandWords, named: { server: string; alias: string }): CommandEnd {
  return new CommandEnd('signIn', filled(words.signInNeeded, named), 'sign_in_needed');
}
