import { type AttemptView, type ErrorView, type ServerView, stepNames } from '../../src-preload/contract.ts';

/** The last attempt, where it failed and nothing better has happened since. */
export function failedAttempt({ status, signIn, lastAttempt }: ServerView): AttemptView | undefined {
  if (!lastAttempt?.error || lastAttempt.error.code === 'cancelled') return undefined;
  if (status.state === 'authorizing' || status.state === 'off' || status.state === 'open') return undefined;
  return signIn && signIn.signedInAt > lastAttempt.startedAt ? undefined : lastAttempt;
}

/** Whether one click mends it that is not the main button's own. */
export function hasOwnRemedy({ remedy }: ErrorView): boolean {
  return remedy !== undefined && remedy !== 'sign_in';
}

/** Which step of all it was, counted from one. */
export function failedStep({ steps }: AttemptView): { step: number; total: number } | undefined {
  const failed = steps.find(({ state }) => state === 'failed');
  return failed && { step: stepNames.indexOf(failed.name) + 1, total: stepNames.length };
}

/** How long Keyfob and the servers took: the time a person spent in the browser is their own. */
export function attemptDuration({ steps }: AttemptView): number {
  return steps.filter(({ name }) => name !== 'authorize').reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

/** The attempt as text for whoever runs the server: names, hosts and facts. The views have no field for a secret. */
export function attemptDetails(server: ServerView, attempt: AttemptView, version: string): string {
  const lines = attempt.steps.map(({ name, state, host, facts, milliseconds }) =>
    [`${state.padEnd(7)} ${name}`, host, Object.keys(facts).length ? JSON.stringify(facts) : '', `${milliseconds} ms`]
      .filter(Boolean)
      .join('  '),
  );
  const { error } = attempt;
  const failure = error
    ? [
        `error   ${error.code} ${JSON.stringify(error.values)}`,
        error.serverText && `server  ${JSON.stringify(error.serverText)}`,
      ]
    : [];
  return [
    `Keyfob ${version}, ${new Date(attempt.startedAt).toISOString()}`,
    server.url,
    ...lines,
    ...failure.filter((line) => line !== undefined),
  ].join('\n');
}
