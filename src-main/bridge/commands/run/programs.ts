import type { WiringPlace, WiringState } from '../../../../src-preload/contract/wiring.ts';
import { isJson, printJson, type Command, type RunCommand } from '../command.ts';
import { filled, type CommandWords } from '../command-words.ts';
import { mayRun } from '../consent.ts';
import { targetOf } from '../target.ts';
import type { Target } from '../../listener/choose-target.ts';

interface Found extends WiringPlace {
  alias: string;
}

/** Which programs use which servers through Keyfob: of all servers, or of the one that is named. */
export const programs: RunCommand = async (command) => {
  const { parts, line, terminal } = command;
  const targets = targetsOf(command, line.arguments[0]);
  await mayRun(command);
  const found: Found[] = [];
  for (const { alias, server, session } of targets)
    for (const place of await parts.wiring.places(session, server.id)) found.push({ ...place, alias });
  const ids = [...new Set(found.map(({ program }) => program))];
  const rows = ids.map((id) => found.filter(({ program }) => program === id));
  if (isJson(command)) return printJson(command, { programs: rows.flatMap(viewOf) });
  if (rows.length === 0) return terminal.print(parts.words().noServers);
  const longest = Math.max(...ids.map((id) => id.length));
  for (const row of rows) {
    const [{ program, name } = { program: '', name: '' }] = row;
    await terminal.print(`${program.padEnd(longest)}  ${name}: ${stateOf(row, parts.words())}`);
  }
  return undefined;
};

function targetsOf(command: Command, name: string | undefined): Target[] {
  const names = name === undefined ? command.parts.servers().map(({ alias }) => alias) : [name];
  return names.map((each) => targetOf(command, each));
}

function viewOf(row: readonly Found[]) {
  const [first] = row;
  if (!first) return [];
  const { program, name, isInstalled } = first;
  const servers = row.map(({ alias, state, entry, path }) => ({ server: alias, state, entry, path }));
  return [{ program, name, isInstalled, servers }];
}

function stateOf(row: readonly Found[], { programs: words }: CommandWords): string {
  if (row.every(({ isInstalled }) => !isInstalled)) return words.notInstalled;
  const of = (state: Exclude<WiringState, 'absent'>) => {
    const servers = row.filter((place) => place.state === state).map(({ alias }) => alias);
    return servers.length > 0 ? [filled(words[state], { servers: servers.join(', ') })] : [];
  };
  const said = [...of('wired'), ...of('replaceable'), ...of('vanished'), ...of('unreadable')];
  return said.length > 0 ? said.join('; ') : words.none;
}
