import type {
  AttemptView,
  ErrorView,
  GrantType,
  Remedy,
  ServerView,
  SignInView,
  StepName,
} from '../../src-preload/contract.ts';
import type { MainAction } from './status-look.ts';

/** The last attempt, where it failed and nothing better has happened since. */
export function failedAttempt({ status, signIn, lastAttempt }: ServerView): AttemptView | undefined {
  if (!lastAttempt?.error || lastAttempt.error.code === 'cancelled') return undefined;
  if (status.state === 'authorizing' || status.state === 'off' || status.state === 'open') return undefined;
  return signIn && signIn.signedInAt > lastAttempt.startedAt ? undefined : lastAttempt;
}

/** What the header's main button does already, whatever it is called there. */
const doneAbove: Partial<Record<MainAction, readonly Remedy[]>> = {
  signIn: ['retry', 'sign_in'],
  signInAgain: ['retry', 'sign_in'],
  tryNow: ['retry'],
  review: ['retry', 'sign_in', 'review_access'],
};

/** Whether one click may mend it that is not the main button's own. */
export function hasOwnRemedy({ remedy }: ErrorView, action: MainAction | null): boolean {
  return remedy !== undefined && !(action && doneAbove[action]?.includes(remedy));
}

const discovery = ['probe', 'resource_metadata', 'server_metadata', 'registration'] as const;

/** What a sign-in takes, one after the other. Where endpoints were typed in, the first ones are left out. */
const stepsOf: Record<GrantType, readonly StepName[]> = {
  authorization_code: [...discovery, 'authorize', 'token'],
  device_code: [...discovery, 'device_code', 'authorize', 'token'],
  client_credentials: [...discovery, 'token'],
  identity_assertion: [...discovery, 'token'],
};

/** Which step of this attempt it was, counted from one, and how many there would have been. */
export function failedStep({ steps }: AttemptView, grantType: GrantType): { step: number; total: number } | undefined {
  const at = steps.findIndex(({ state }) => state === 'failed');
  const failed = steps[at];
  if (!failed) return undefined;
  const all = stepsOf[grantType];
  // One that this grant does not have comes last.
  const left = all.includes(failed.name) ? all.length - 1 - all.indexOf(failed.name) : 0;
  return { step: at + 1, total: at + 1 + left };
}

/** What every attempt may come to know, whichever step told it. */
interface AttemptFacts {
  issuer?: string;
  clientId?: string;
  kind?: SignInView['registration']['kind'];
  scope?: string;
  returnPath?: SignInView['registration']['returnPath'];
}

/** Taken together; what a later step says counts. Main writes them. */
export function attemptFacts({ steps }: AttemptView): AttemptFacts {
  return Object.assign({}, ...steps.map(({ facts }) => facts)) as AttemptFacts;
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
