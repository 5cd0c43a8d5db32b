import {
  commandNames,
  commandOf,
  exitCodes,
  optionUsage,
  usageOf,
  type CommandName,
  type ExitName,
  type OptionName,
} from './command-table.ts';

/** What help says, in the language of the user. */
export interface HelpWords {
  help: Record<'usage' | 'commands' | 'options' | 'more' | 'entry' | 'exits' | 'asks', string>;
  summaries: Record<CommandName, string>;
  options: Record<OptionName, string>;
  exits: Record<ExitName, string>;
}

/** Of all commands. `connector`: its path, as the configuration of an MCP client names it. */
export function overallHelp(words: HelpWords, connector: string): string {
  const { help, summaries, exits } = words;
  const entry = JSON.stringify({ command: connector, args: ['mcp', 'SERVER'] });
  return [
    help.usage.replace('{usage}', 'COMMAND'),
    '',
    help.commands,
    ...columns(commandNames.map((name) => [placesOf(name), summaries[name]])),
    '',
    help.more.replace('{usage}', 'keyfob COMMAND --help'),
    '',
    help.entry.replace('{entry}', () => entry),
    '',
    help.exits,
    ...columns(allExits.map((name) => [String(exitCodes[name]), exits[name]])),
    '',
  ].join('\n');
}

/** Of one command. */
export function commandHelp(words: HelpWords, name: CommandName): string {
  const { help, summaries, options, exits } = words;
  const command = commandOf(name);
  return [
    help.usage.replace('{usage}', () => usageOf(name)),
    '',
    summaries[name],
    ...(command.needs === 'consent' && name !== 'mcp' ? [help.asks] : []),
    ...(command.options.length > 0
      ? ['', help.options, ...columns(command.options.map((each) => [optionUsage(each), options[each]]))]
      : []),
    '',
    help.exits,
    ...columns(exitsOf(name).map((each) => [String(exitCodes[each]), exits[each]])),
    '',
  ].join('\n');
}

const allExits = Object.keys(exitCodes) as ExitName[];

/** The exit codes of a command, lowest first. */
export function exitsOf(name: CommandName): ExitName[] {
  const { exits, needs } = commandOf(name);
  const always: ExitName[] = needs === 'nothing' ? ['done', 'usage'] : ['done', 'usage', 'notRunning', 'later'];
  return allExits.filter((each) => always.includes(each) || exits.includes(each));
}

/** The command with its arguments, without its options. */
const placesOf = (name: CommandName) => usageOf(name).replaceAll(/ \[--[^\]]*\]/g, '');

function columns(rows: readonly (readonly [left: string, right: string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
