import type { ProgramId } from '../../../src-preload/contract/wiring.ts';
import type { Caller } from '../caller/caller.ts';
import { nameOfExecutable, nameOfPackage } from '../caller/program-names.ts';

const code = 'VS Code, any of its extensions';

/** What the processes of each program are called that Keyfob writes an entry for. Extensions run in VS Code's. */
const names: Record<ProgramId, readonly string[]> = {
  'claude-desktop': ['Claude Desktop'],
  'claude-code': ['Claude Code'],
  cursor: ['Cursor, any of its extensions'],
  vscode: [code],
  copilot: ['Copilot CLI'],
  windsurf: ['Windsurf, any of its extensions'],
  codex: ['Codex'],
  gemini: ['Gemini CLI'],
  opencode: ['opencode'],
  zed: ['Zed'],
  goose: ['goose'],
  cline: ['Cline', code],
  continue: ['Continue', code],
  'lm-studio': ['LM Studio'],
};

/**
 * Whether a caller is a process of a program that was wired, by its package or its executable. A script of a program,
 * and a caller that cannot be recognized again, is none.
 */
export function isWiredProgram(program: string, { kind, pattern, path }: Caller): boolean {
  if (kind !== 'program' || !pattern) return false;
  const name = pattern.package === undefined ? path && nameOfExecutable(path) : nameOfPackage(pattern.package);
  return (
    name !== undefined &&
    (Object.entries(names)
      .find(([id]) => id === program)?.[1]
      .includes(name) ??
      false)
  );
}
