import { errorView } from '../../../base/error-view.ts';
import { dryRun } from '../../../connections/sign-in/dry-run.ts';
import type { StepView } from '../../../../src-preload/contract.ts';
import { isJson, type Command, type RunCommand } from '../command.ts';
import { CommandEnd, filled } from '../command-words.ts';
import { mayRun } from '../consent.ts';
import { sessionOf } from '../target.ts';

/** Looks why an address does not work: what a sign-in would ask, and what is answered. Stores nothing. */
export const doctor: RunCommand = async (command) => {
  const { parts, line, terminal } = command;
  const [url = ''] = line.arguments;
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
};

async function printStep(command: Command, { name, host, state, facts, milliseconds }: StepView): Promise<void> {
  const { terminal } = command;
  const ok = state === 'done';
  const asked = host === undefined ? {} : { asked: host };
  if (isJson(command)) return terminal.print(JSON.stringify({ step: name, ok, ...asked, ...facts, milliseconds }));
  const told = Object.entries(facts).map(([key, value]) => `${key} ${value}`);
  return terminal.print(`${ok ? '+' : '-'} ${[name, host, ...told, `${milliseconds} ms`].filter(Boolean).join(', ')}`);
}
