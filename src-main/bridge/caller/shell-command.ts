import { basename } from 'node:path';
import type { ProcessFacts } from './processes.ts';

export const shellNames: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'zsh',
  'fish',
  'ksh',
  'mksh',
  'ash',
  'busybox',
  'csh',
  'tcsh',
  'nu',
  'pwsh',
]);

export function isShell({ executable }: ProcessFacts): boolean {
  return executable !== undefined && shellNames.has(basename(executable.path));
}

/**
 * The first word of a shell's `-c` command, if that command is a single plain one: no pipe, list, substitution,
 * expansion or redirection, which could run other things as well. Undefined otherwise.
 */
export function onlyCommandOf({ arguments: given }: ProcessFacts): string | undefined {
  const [, option, command, ...more] = given;
  if (option !== '-c' || command === undefined || more.length > 0) return undefined;
  // No line break: it separates commands.
  const plain =
    /^[ \t]*(?:exec[ \t]+)?(?:'([^'\n]+)'|"([^"\\$`\n]+)"|([\w@%+=:,./-]+))(?:[ \t]+(?:'[^'\n]*'|"[^"\\$`\n]*"|[\w@%+=:,./-]+))*[ \t]*$/;
  const found = plain.exec(command);
  const word = found?.[1] ?? found?.[2] ?? found?.[3];
  // A word with `=` in front of the command would be an assignment.
  return word?.includes('=') === true ? undefined : word;
}
