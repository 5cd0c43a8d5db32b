import { errorView } from '../../../base/error-view.ts';
import { dryRun } from '../../../connections/sign-in/dry-run.ts';
import type { StepView } from '../../../../src-preload/contract.ts';
import { isJson, type Command, type RunCommand } from '../command.ts';
import { CommandEnd, filled, misused } from '../command-words.ts';
import { mayRun } from '../consent.ts';
import type { Misuse } from '../table/parse-command.ts';
import { sessionOf } from '../target.ts';
import { examine } from './examine.ts';

/** Why an address does not work, or a server in a program. */
export const doctor: RunCommand = async (command) => {
  const { line, parts } = command;
  const [url] = line.arguments;
  const { program, server, repair } = line.options;
  const misuse = (problem: Misuse['problem'], what: string) =>
    misused(parts.words(), { problem, what, command: 'doctor' });
  if (typeof program === 'string' && typeof server === 'string') {
    if (url !== undefined) throw misuse('surplus', url);
    return examine(command, program, server);
  }
  if (program !== undefined) throw misuse('missing', '--server');
  if (server !== undefined || repair === true) throw misuse('missing', '--program');
  if (url === undefined) throw misuse('missing', 'URL');
  return lookAt(command, url);
};

/** What a sign-in to an address would ask, and what is answered. Stores nothing. */
async function lookAt(command: Command, url: string): Promise<void> {
  const { parts, terminal } = command;
  const words = parts.words();
  const session = sessionOf(command);
  await mayRun(command);
  const abort = new AbortController();
  terminal.signal.addEventListener('abort', () => abort.abort(), { once: true });
  let printed = 0;
  const printNew = async (steps: readonly StepView[]) => {
    const done = steps.filter(({ state }) => state !== 'running');
    for (const step of done.slice(printed)) await printStep(command, step);
    printed = done.length;
  };
  let steps: readonly StepView[] = [];
  try {
    const onSteps = (found: readonly StepView[]) => (steps = found.map((step) => ({ ...step })));
    const { plan } = await dryRun(parts.context, session, { url, refresh: true }, abort, onSteps);
    await printNew(steps);
    const { issuer } = plan ?? {};
    if (isJson(command)) await terminal.print(JSON.stringify({ step: 'result', ok: true, plan }));
    else
      await terminal.print(issuer ? filled(words.doctor.signIn, { url, issuer }) : filled(words.doctor.open, { url }));
  } catch (error) {
    await printNew(steps);
    const view = errorView(error);
    if (isJson(command)) {
      await terminal.print(JSON.stringify({ step: 'result', ok: false, error: view }));
      throw new CommandEnd('failed', '');
    }
    throw new CommandEnd('failed', filled(words.failed, { code: view.code }), view.code);
  }
}

async function printStep(command: Command, { name, host, state, facts, milliseconds }: StepView): Promise<void> {
  const { terminal } = command;
  const ok = state === 'done';
  const asked = host === undefined ? {} : { asked: host };
  if (isJson(command)) return terminal.print(JSON.stringify({ step: name, ok, ...asked, ...facts, milliseconds }));
  const told = Object.entries(facts).map(([key, value]) => `${key} ${value}`);
  return terminal.print(`${ok ? '+' : '-'} ${[name, host, ...told, `${milliseconds} ms`].filter(Boolean).join(', ')}`);
}
