import type { CommandDesktop } from '../../src-main/bridge/commands/command.ts';
import en from '../../src-main/shell/locales/en.json' with { type: 'json' };

/** What commands need of a desktop, where a test needs no more of it. */
export const commandDesktop: CommandDesktop = {
  words: () => en.commands,
  open: () => undefined,
  lock: () => false,
  programIds: ['cursor', 'codex'],
  wiring: {
    places: async () => [],
    preview: () => Promise.reject(new Error('no wiring here')),
    apply: () => Promise.reject(new Error('no wiring here')),
  },
  agentDoctor: {
    examine: () => Promise.reject(new Error('no doctor here')),
    repair: async () => undefined,
  },
};
