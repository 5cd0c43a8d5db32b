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

/** The last attempt if it failed and the server was not signed in since. */
export function failedAttempt({ status, signIn, lastAttempt }: ServerView): AttemptView | undefined {
  if (!lastAttempt?.error || lastAttempt.error.code === 'cancelled') return undefined;
  if (status.state === 'authorizing' || status.state === 'off' || status.state === 'open') return undefined;
  return signIn && signIn.signedInAt > lastAttempt.startedAt ? undefined : lastAttempt;
}

/** Remedies that the header's main button already offers, under any label. */
const doneAbove: Partial<Record<MainAction, readonly Remedy[]>> = {
  signIn: ['retry', 'sign_in', 'enter_key'],
  signInAgain: ['retry', 'sign_in', 'enter_key'],
  tryNow: ['retry'],
  review: ['retry', 'sign_in', 'review_access'],
};

/** Whether its remedy differs from the main button's action. */
export function hasOwnRemedy({ remedy }: ErrorView, action: MainAction | null): boolean {
  return remedy !== undefined && !(action && doneAbove[action]?.includes(remedy));
}

const discovery = ['probe', 'resource_metadata', 'server_metadata', 'registration'] as const;

/** The steps of a sign-in in order. With entered endpoints, the two metadata steps are omitted. */
const stepsOf: Record<GrantType, readonly StepName[]> = {
  authorization_code: [...discovery, 'authorize', 'token'],
  device_code: [...discovery, 'device_code', 'authorize', 'token'],
  client_credentials: [...discovery, 'token'],
  identity_assertion: [...discovery, 'token'],
  jwt_bearer: [...discovery, 'token'],
  key: ['probe'],
};

/** The number of the failed step, from one, and the expected total. */
export function failedStep({ steps }: AttemptView, grantType: GrantType): { step: number; total: number } | undefined {
  const at = steps.findIndex(({ state }) => state === 'failed');
  const failed = steps[at];
  if (!failed) return undefined;
  const all = stepsOf[grantType];
  // A step that is not part of this grant counts as the last.
  const left = all.includes(failed.name) ? all.length - 1 - all.indexOf(failed.name) : 0;
  return { step: at + 1, total: at + 1 + left };
}

/** What the steps of an attempt may reveal. */
interface AttemptFacts {
  issuer?: string;
  clientId?: string;
  kind?: SignInView['registration']['kind'];
  scope?: string;
  returnPath?: SignInView['registration']['returnPath'];
}

/** The facts of all steps; later steps override earlier ones. Written by main. */
export function attemptFacts({ steps }: AttemptView): AttemptFacts {
  return Object.assign({}, ...steps.map(({ facts }) => facts)) as AttemptFacts;
}

/** The duration of all steps except the user's time in the browser. */
export function attemptDuration({ steps }: AttemptView): number {
  return steps.filter(({ name }) => name !== 'authorize').reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

/** The attempt as text for the server's operator: names, hosts and facts. Views have no field for a secret. */
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
