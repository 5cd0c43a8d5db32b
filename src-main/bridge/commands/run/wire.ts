import { diffLines } from 'diff';
import type { WiringPreview } from '../../../../src-preload/contract/wiring.ts';
import { isJson, printJson, type Command, type RunCommand } from '../command.ts';
import { CommandEnd, filled } from '../command-words.ts';
import { mayRun } from '../consent.ts';
import { programOf, targetOf } from '../target.ts';

export const wire: RunCommand = (command) => change(command, false);

export const unwire: RunCommand = (command) => change(command, true);

async function change(command: Command, isRemoval: boolean): Promise<void> {
  const { parts, line, terminal } = command;
  const [program, { server, session }] = [
    programOf(command, line.arguments[0] ?? ''),
    targetOf(command, line.arguments[1] ?? ''),
  ];
  const words = parts.words();
  const isAsked = line.options.yes !== true;
  if (isAsked && (!terminal.tty[0] || !terminal.tty[2]))
    throw new CommandEnd('usage', words.misuse.needsYes, 'needs_yes');
  await mayRun(command);
  const place = (await parts.wiring.places(session, server.id)).find((one) => one.program === program);
  const named = { program: place?.name ?? program, server: server.name };
  if ((place?.state === 'wired') !== isRemoval) {
    const isDone = isRemoval ? words.wiring.notWired : words.wiring.already;
    return isJson(command) ? printJson(command, { changed: false }) : terminal.print(filled(isDone, named));
  }
  const { name } = line.options;
  const wish = {
    program,
    serverId: server.id,
    isRemoval,
    putsBack: isRemoval,
    ...(typeof name === 'string' && { name }),
  };
  const preview = await parts.wiring.preview(session, wish);
  await warn(command, preview);
  if (isAsked) {
    await show(command, preview);
    const answer = await terminal.ask(words.wiring.ask);
    if (answer?.trim().toLowerCase() !== 'y') throw new CommandEnd('refused', words.wiring.unchanged);
  }
  await parts.wiring.apply(session, preview.id);
  if (isJson(command)) {
    const { path, entry, copy, needsRestart } = preview;
    return printJson(command, { changed: true, path, entry, copy, needsRestart });
  }
  await terminal.print(filled(isRemoval ? words.wiring.unwired : words.wiring.wired, named));
  if (preview.needsRestart) await terminal.print(filled(words.wiring.restart, named));
  return undefined;
}

async function warn(
  { parts, terminal }: Command,
  { warnings, name: program, entry: name }: WiringPreview,
): Promise<void> {
  const { wiring } = parts.words();
  for (const { kind, ...about } of warnings) await terminal.complain(filled(wiring[kind], { program, name, ...about }));
}

/** The difference, on standard error: standard output has the answer alone. */
async function show({ parts, terminal }: Command, preview: WiringPreview): Promise<void> {
  const { wiring } = parts.words();
  const { command, name: program, realPath: path, before, after, copy } = preview;
  if (command) {
    await terminal.complain(filled(wiring.runs, { program }));
    await terminal.complain(`  ${command.join(' ')}`);
  }
  await terminal.complain(filled(wiring.change, { path }));
  for (const { value, added, removed } of diffLines(before ?? '', after))
    for (const text of value.replace(/\n$/, '').split('\n'))
      await terminal.complain(`${added ? '+' : removed ? '-' : ' '} ${text}`);
  if (copy !== null) await terminal.complain(filled(wiring.copy, { path: copy }));
}
