import { writeSync } from 'node:fs';
import type { EarlyExit } from './early-exit.ts';
import { quietSwitch } from './start-at-login.ts';
import { wordsFor, type Words } from './words.ts';

interface EarlyExitOptions {
  version: string;
  env: NodeJS.ProcessEnv;
}

/** The switches that people may want, as they are typed. */
const typed: Record<keyof Words['commandLine']['switches'], string> = {
  help: '--help',
  version: '--version',
  quietly: quietSwitch,
  passwordStore: '--password-store=NAME',
  ozonePlatform: '--ozone-platform=NAME',
  disableGpu: '--disable-gpu',
};

/** As shells and most programs say it: the command line was wrong. */
const wrongUsage = 2;

/**
 * Prints the answer and returns the code to exit with. It writes at once and without a stream, because the process ends
 * right after it; where nobody reads the output any more, there is nothing to report that to.
 */
export function printEarlyExit(answer: EarlyExit, { version, env }: EarlyExitOptions): number {
  const name = `Keyfob ${version}`;
  if (answer.kind === 'version') return print(1, name, 0);
  const { commandLine } = wordsFor(languageOf(env));
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
    // Closed, or full: see above.
  }
  return code;
}

/** POSIX, "Internationalization Variables": the first that is set counts. */
function languageOf(env: NodeJS.ProcessEnv): string {
  const set = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'];
  return set?.replace('_', '-') ?? Intl.DateTimeFormat().resolvedOptions().locale;
}
