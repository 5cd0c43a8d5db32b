import { writeSync } from 'node:fs';
import type { EarlyExit } from './early-exit.ts';
import { quietSwitch } from './start-at-login.ts';
import { wordsFor, type Words } from './words.ts';

interface EarlyExitOptions {
  version: string;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

/** The documented switches, as they are typed. */
const typed: Record<keyof Words['commandLine']['switches'], string> = {
  help: '--help',
  version: '--version',
  quietly: quietSwitch,
  passwordStore: '--password-store=NAME',
  ozonePlatform: '--ozone-platform=NAME',
  disableGpu: '--disable-gpu',
};

/** The conventional exit code for a usage error. */
const wrongUsage = 2;
const noDisplay = 1;

/**
 * Prints the answer and returns the exit code. Writes synchronously, because the process exits right after; write
 * errors are ignored, as no reader is left to report them to.
 */
export function printEarlyExit(answer: EarlyExit, { version, env, platform }: EarlyExitOptions): number {
  const name = `Keyfob ${version}`;
  if (answer.kind === 'version') return print(1, name, 0);
  const { commandLine } = wordsFor(languageOf(env), platform);
  if (answer.kind === 'no_display') return print(2, commandLine.noDisplay, noDisplay);
  if (answer.kind === 'refused') {
    const switches = answer.switches.map((one) => `--${one}`).join(', ');
    return print(
      2,
      commandLine.refused.replace('{switches}', () => switches),
      wrongUsage,
    );
  }
  const width = Math.max(...Object.values(typed).map((one) => one.length));
  const lines = Object.entries(commandLine.switches).map(
    ([one, what]) => `  ${typed[one as keyof typeof typed].padEnd(width)}  ${what}`,
  );
  return print(1, [name, commandLine.usage, '', ...lines].join('\n'), 0);
}

function print(to: 1 | 2, text: string, code: number): number {
  try {
    writeSync(to, `${text}\n`);
  } catch {
    // The output is closed or full: see above.
  }
  return code;
}

/** POSIX, "Internationalization Variables": the first variable that is set wins. */
function languageOf(env: NodeJS.ProcessEnv): string {
  const set = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'];
  return set?.replace('_', '-') ?? Intl.DateTimeFormat().resolvedOptions().locale;
}
