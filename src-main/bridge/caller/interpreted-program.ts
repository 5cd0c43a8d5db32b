import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { ProcessFacts } from './processes.ts';

/** The interpreters whose first argument that is no flag is the program, and their flags that take a value. */
const interpreters: readonly { name: RegExp; valued: readonly string[]; inline: readonly string[] }[] = [
  {
    name: /^(?:node|nodejs|bun|deno)$/,
    valued: [
      '-r',
      '--require',
      '--import',
      '--loader',
      '--experimental-loader',
      '-C',
      '--conditions',
      '--env-file',
      '--title',
    ],
    inline: ['-e', '--eval', '-p', '--print', '-pe', '-'],
  },
  { name: /^python(?:\d+(?:\.\d+)*)?$/, valued: ['-W', '-X', '--check-hash-based-pycs'], inline: ['-c', '-m', '-'] },
  { name: /^(?:ruby|perl|php)(?:\d+(?:\.\d+)*)?$/, valued: ['-I', '-r', '-C', '-E', '-d'], inline: ['-e', '-E', '-'] },
];

/** The script that an interpreter runs. */
export interface InterpretedProgram {
  /** The script's file, symbolic links resolved. */
  script: string;
  /** The package around it. Its name is a claim: every program of the user can write such a manifest. */
  package?: { name: string; root: string };
}

/**
 * `none`: the process is no interpreter. `unreadable`: it is one, and what it runs cannot be told, as with code on the
 * command line.
 */
export function interpretedProgram(process: ProcessFacts): InterpretedProgram | 'none' | 'unreadable' {
  const name = basename(process.executable?.path ?? '');
  const interpreter = interpreters.find((one) => one.name.test(name));
  if (!interpreter) return 'none';
  const given = scriptArgument(process.arguments.slice(1), interpreter);
  if (given === undefined || (process.directory === undefined && !isAbsolute(given))) return 'unreadable';
  const script = realPath(isAbsolute(given) ? given : join(process.directory ?? '/', given));
  if (script === undefined || !statSync(script).isFile()) return 'unreadable';
  const around = packageAround(script);
  return { script, ...(around && { package: around }) };
}

function scriptArgument(
  args: readonly string[],
  { valued, inline }: (typeof interpreters)[number],
): string | undefined {
  for (let place = 0; place < args.length; place += 1) {
    const argument = args[place] ?? '';
    if (argument === '--') return args[place + 1];
    if (inline.includes(argument)) return undefined;
    if (!argument.startsWith('-')) return argument === 'run' ? args[place + 1] : argument;
    if (valued.includes(argument)) place += 1;
  }
  return undefined;
}

/** The nearest `package.json` that has a name, from the script upwards. */
function packageAround(script: string): { name: string; root: string } | undefined {
  for (let root = dirname(script); ; root = dirname(root)) {
    const manifest = join(root, 'package.json');
    const name = existsSync(manifest) ? nameIn(manifest) : undefined;
    if (name !== undefined) return { name, root };
    if (root === dirname(root)) return undefined;
  }
}

/** In bytes. A manifest is small, and a larger file would hold the main process up. */
const largestManifest = 1_000_000;

function nameIn(manifest: string): string | undefined {
  try {
    if (statSync(manifest).size > largestManifest) return undefined;
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: unknown };
    return typeof name === 'string' && name !== '' ? name.slice(0, 214) : undefined;
  } catch {
    return undefined;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
