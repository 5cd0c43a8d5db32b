import type { Caller } from '../../../src-main/bridge/caller/find-caller.ts';

/** One connection of Claude Code, which the system recognizes: each has a caller of its own. */
export const claude = (family = '/opt/claude/*'): Caller => ({
  kind: 'program',
  name: 'Claude Code',
  isClaim: false,
  path: '/opt/claude/2.1',
  pattern: { family, viaShell: false },
  viaShell: false,
  ancestors: ['zsh', 'Ghostty'],
});
