import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import type { ProcessFacts } from './processes.ts';

interface Interpreter {
  name: RegExp;
  /** Flags that stand alone and run no other code. */
  flags: RegExp;
  /** Flags whose value is the next argument. */
  valued: readonly string[];
  /** Flags whose value is a file that is loaded before the program. */
  loading?: readonly string[];
  /** Whether `run` may stand before the program. */
  hasRun?: boolean;
}

const scriptFlags =
  /^--(?:no-[\w-]+|enable-source-maps|expose[-_]gc|use-(?:system|openssl|bundled)-ca|trace-(?:warnings|deprecation|uncaught)|(?:pending|throw)-deprecation|preserve-symlinks(?:-main)?|experimental-(?:strip-types|transform-types|sqlite|import-meta-resolve|vm-modules|wasm-modules|detect-module|require-module|fetch|websocket|eventsource)|abort-on-uncaught-exception|insecure-http-parser|jitless|harmony|smol|bun|(?:max|stack)[\w-]+=\d+|(?:conditions|dns-result-order|unhandled-rejections)=.*)$/s;
const scriptValued = ['-C', '--conditions'];

/**
 * The interpreters whose first argument that is no flag is the program. A flag that is not known here may run other
 * code beside it or in its place, or take the next argument for its value. One that names the process is none of them:
 * a process that becomes another program could keep the name of its socket with it.
 */
const interpreters: readonly Interpreter[] = [
  {
    name: /^(?:node|nodejs)$/,
    flags: scriptFlags,
    valued: scriptValued,
    loading: ['-r', '--require', '--import'],
  },
  { name: /^(?:bun|deno)$/, flags: scriptFlags, valued: scriptValued, hasRun: true },
  {
    name: /^python(?:\d+(?:\.\d+)*)?$/,
    flags: /^-(?:[bBdEIOPqsSuv]+|W.+)$/s,
    valued: ['-W', '--check-hash-based-pycs'],
  },
  { name: /^(?:ruby|perl|php)(?:\d+(?:\.\d+)*)?$/, flags: /^-[wWTtU]+$/, valued: [] },
];

/** Interpreters whose command lines are not read here: what they run cannot be told. */
const others =
  /^(?:tclsh|wish|expect|java|kotlin|scala|groovy|clojure|bb|lua|luajit|luau|texlua|dotnet|mono|mono-sgen|pypy|pypy-c|jython|graalpy|micropython|ipython|R|Rscript|julia|octave|octave-cli|electron|tsx|ts-node|nwjs|nw|qjs|d8|gjs|cjs|js|jsc|hermes|guile|racket|csi|sbcl|clisp|ecl|erl|beam\.smp|elixir|iex|ocaml|ocamlrun|runghc|ghc|swipl|raku|moar|wasmtime|wasmer|qml|awk|gawk|mawk|make|gdb|lldb|osascript|irb|jruby|truffleruby|hhvm|psysh|swift|dart|cargo|uv|uvx|pipx|env|xargs|timeout|script|nohup|setsid|strace|ltrace|tmux(?:: server)?|screen)(?:-?\d+(?:\.\d+)*)?$/;

/** The script that an interpreter runs. */
export interface InterpretedProgram {
  /** The script's file, symbolic links resolved. */
  script: string;
  /** The package around it. Its name is a claim: every program of the user can write such a manifest. */
  package?: { name: string; root: string };
}

/**
 * `none`: the process is no interpreter. `unreadable`: it is one, and what it runs cannot be told, as with code on the
 * command line, code that is loaded before it, or a relative path.
 */
export function interpretedProgram(process: ProcessFacts): InterpretedProgram | 'none' | 'unreadable' {
  const name = basename(process.executable?.path ?? '');
  const interpreter = interpreters.find((one) => one.name.test(name));
  if (!interpreter) return others.test(name) || opensFile(process) ? 'unreadable' : 'none';
  const given = argumentsOf(process.arguments.slice(1), interpreter);
  // The working directory of now need not be that of the start.
  if (!given || !isAbsolute(given.script)) return 'unreadable';
  const script = realPath(given.script);
  if (script === undefined || !statSync(script).isFile()) return 'unreadable';
  const around = packageAround(script);
  // What a package loads of its own is a part of it.
  const isOwn = (file: string) =>
    around !== undefined && isAbsolute(file) && realPath(file)?.startsWith(`${around.root}/`);
  if (!given.loaded.every(isOwn)) return 'unreadable';
  return { script, ...(around && { package: around }) };
}

/**
 * Whether a program of the system was started with a file, as an interpreter is that has no entry here. What the user
 * can write may be replaced by any program of the user, so there the answer would protect nothing.
 */
function opensFile({ executable, arguments: [, ...given], directory = '/' }: ProcessFacts): boolean {
  if (!/^\/(?:usr|bin|lib|lib64|sbin|opt|snap|nix|gnu)\//.test(executable?.path ?? '')) return false;
  const first = given.find((one) => one !== '' && !one.startsWith('-'));
  return first !== undefined && isFile(resolve(directory, first));
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function argumentsOf(
  args: readonly string[],
  { flags, valued, loading = [], hasRun = false }: Interpreter,
): { script: string; loaded: string[] } | undefined {
  const loaded: string[] = [];
  const from = (place: number) => {
    const script = args[place];
    return script === undefined ? undefined : { script, loaded };
  };
  for (let place = 0; place < args.length; place += 1) {
    const argument = args[place] ?? '';
    if (argument === '--') return from(place + 1);
    if (!argument.startsWith('-')) return from(hasRun && argument === 'run' ? place + 1 : place);
    if (loading.includes(argument)) loaded.push(args[++place] ?? '');
    else if (valued.includes(argument)) place += 1;
    else if (!flags.test(argument)) return undefined;
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
