import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { commandOf, commandTable, optionOf, type CommandName, type OptionName } from './command-table.ts';

/** A command line that fits the table. */
export interface ParsedCommand {
  name: CommandName;
  arguments: string[];
  /** An option without a value is true. */
  options: Partial<Record<OptionName, string | true>>;
}

/** What does not fit. */
export interface Misuse {
  problem: 'unknown' | 'missing' | 'surplus' | 'option' | 'value' | 'no_value' | 'twice';
  /** The command, argument or option that is meant. */
  what: string;
  /** Absent where the command is not known. */
  command?: CommandName;
}

/** Reads a command line, without the name of the program. The command comes first; options may stand anywhere. */
export function parseCommand(argv: readonly string[]): ParsedCommand | Misuse {
  const [name = '', ...args] = argv;
  if (!isCommand(name)) return { problem: 'unknown', what: argv.join(' ') };
  const misuse = (problem: Misuse['problem'], what: string): Misuse => ({ problem, what, command: name });
  const command = commandOf(name);
  const options: ParsedCommand['options'] = {};
  const found: string[] = [];
  for (const token of tokensOf(args, command.options)) {
    if (token.kind === 'positional') found.push(token.value);
    if (token.kind !== 'option') continue;
    const option = command.options.find((each) => each === token.name);
    if (option === undefined || token.rawName !== `--${option}`) return misuse('option', token.rawName);
    if (options[option] !== undefined) return misuse('twice', token.rawName);
    const takesValue = optionOf(option).value !== undefined;
    if (takesValue && (token.value === undefined || token.value === '')) return misuse('value', token.rawName);
    if (!takesValue && token.value !== undefined) return misuse('no_value', token.rawName);
    options[option] = token.value ?? true;
  }
  const missing = command.arguments.filter((place) => !place.isOptional)[found.length];
  if (missing) return misuse('missing', missing.name);
  const surplus = found[command.arguments.length] ?? found.find((text, at) => isFixed(command.arguments[at], text));
  if (surplus !== undefined) return misuse('surplus', surplus);
  return { name, arguments: found, options };
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(commandTable, name);

/** `-` is the only argument that is a word of its own. */
const isFixed = (place: { name: string } | undefined, text: string) => place?.name === '-' && text !== '-';

function tokensOf(args: string[], names: readonly OptionName[]) {
  const options: ParseArgsOptionsConfig = Object.fromEntries(
    names.map((name) => [name, { type: optionOf(name).value === undefined ? 'boolean' : 'string' }]),
  );
  return parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true }).tokens;
}
