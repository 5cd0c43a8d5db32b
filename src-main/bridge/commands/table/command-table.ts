/** What a command line has in a place: the name in usage, and what completions offer there. */
interface Argument {
  name: string;
  completes?: 'server' | 'program' | 'shell' | 'command';
  isOptional?: true;
}

interface Option {
  /** The name of the value; absent: the option has none. */
  value?: string;
  completes?: 'file' | 'server' | 'program';
}

/** Every option. The words of a catalogue that explain it have the same key. */
export const optionTable = {
  json: {},
  names: {},
  yes: {},
  args: { value: 'JSON' },
  out: { value: 'PATH', completes: 'file' },
  program: { value: 'PROGRAM', completes: 'program' },
  server: { value: 'SERVER', completes: 'server' },
  repair: {},
  name: { value: 'NAME' },
  workspace: { value: 'NAME' },
  profile: { value: 'NAME' },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof optionTable;

/** What a command needs before it is carried out. */
type Need =
  /** Nothing: the connector answers it by itself, with no app. */
  | 'nothing'
  /** A running Keyfob, which it does not start. */
  | 'app'
  /** Keyfob, which is started. */
  | 'started_app'
  /** The user's consent as well. */
  | 'consent';

interface Command {
  arguments: readonly Argument[];
  options: readonly OptionName[];
  needs: Need;
  /** Its exit codes but 0, 2, 69 and 75, which each command has. */
  exits: readonly ExitName[];
}

/** docs/bridge.md, "Every other command". 69 and 75 as in sysexits.h. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  signIn: 3,
  locked: 4,
  refused: 5,
  notRunning: 69,
  later: 75,
} as const;

export type ExitName = keyof typeof exitCodes;

const server: Argument = { name: 'SERVER', completes: 'server' };
const program: Argument = { name: 'PROGRAM', completes: 'program' };
const where = ['workspace', 'profile'] as const;
const askedFor = { needs: 'consent', exits: ['failed', 'locked', 'refused'] } as const;
const withSignIn = { needs: 'consent', exits: ['failed', 'signIn', 'locked', 'refused'] } as const;

/**
 * Every command of `keyfob`, in the order of help. Parsing, help, the man page, completions and what the connector
 * knows by itself come from here; what each is for is in the catalogues, by its name.
 */
export const commandTable = {
  mcp: { arguments: [server], options: where, needs: 'consent', exits: [] },
  list: { arguments: [], options: ['json'], needs: 'started_app', exits: ['locked', 'refused'] },
  status: { arguments: [], options: ['json', 'names'], needs: 'app', exits: ['locked', 'refused'] },
  add: { arguments: [{ name: 'URL' }], options: ['name', 'workspace', 'json'], ...askedFor },
  'sign-in': { arguments: [server], options: [...where, 'json'], ...withSignIn },
  'sign-out': { arguments: [server], options: [...where, 'json'], ...askedFor },
  tools: { arguments: [server], options: [...where, 'json'], ...withSignIn },
  call: {
    arguments: [server, { name: 'TOOL' }, { name: '-', isOptional: true }],
    options: ['args', 'out', ...where, 'json'],
    ...withSignIn,
  },
  programs: { arguments: [{ ...server, isOptional: true }], options: [...where, 'json'], ...askedFor },
  wire: { arguments: [program, server], options: ['name', 'yes', ...where, 'json'], ...askedFor },
  unwire: { arguments: [program, server], options: ['yes', ...where, 'json'], ...askedFor },
  lock: { arguments: [], options: ['json'], needs: 'app', exits: ['refused'] },
  open: { arguments: [], options: ['json'], needs: 'started_app', exits: ['refused'] },
  doctor: {
    arguments: [{ name: 'URL', isOptional: true }],
    options: ['program', 'server', 'repair', ...where, 'json'],
    ...askedFor,
  },
  export: { arguments: [], options: ['workspace', 'json'], ...askedFor },
  completion: { arguments: [{ name: 'SHELL', completes: 'shell' }], options: [], needs: 'nothing', exits: [] },
  help: {
    arguments: [{ name: 'COMMAND', completes: 'command', isOptional: true }],
    options: [],
    needs: 'nothing',
    exits: [],
  },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commandTable;

export const commandNames = Object.keys(commandTable) as CommandName[];

export const commandOf = (name: CommandName): Command => commandTable[name];

export const optionOf = (name: OptionName): Option => optionTable[name];

export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/** How a command is written: `call SERVER TOOL [-] [--args JSON] [--json]`. */
export function usageOf(name: CommandName): string {
  const { arguments: places, options } = commandOf(name);
  return [
    name,
    ...places.map((place) => (place.isOptional ? `[${place.name}]` : place.name)),
    ...options.map((option) => `[${optionUsage(option)}]`),
  ].join(' ');
}

export function optionUsage(name: OptionName): string {
  const { value } = optionOf(name);
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
