import type { Outcome } from './run.ts';
import type { StepName } from './steps.ts';

/** What the user must find afterwards. */
function expected(step: StepName, { used }: Outcome): string {
  switch (step) {
    // Stored, whatever happened after.
    case 'after the commit':
    case 'finishing: after the commit':
      return 'kept';
    // The request was stored: another process finishes the sign-in.
    case 'connecting: browser open':
      return 'kept';
    // Signed out before, and nothing was stored. A code can be used once, so the response is useless now.
    case 'connecting: before the request is stored':
    case 'connecting: request stored':
    case 'finishing: code sent':
    case 'finishing: answer read':
    case 'finishing: before the commit':
      return 'not_signed_in';
    case 'reconfiguring: before anything is sent':
      return 'kept';
    // The server had revoked the tokens; the settings are the old ones, or the new ones without tokens.
    case 'reconfiguring: revoked, not deleted':
    case 'reconfiguring: deleted, before the commit':
      return 'sign_in_ended';
    case 'reconfiguring: after the commit':
      return 'not_signed_in';
    // The user wanted to be signed out; the server had revoked the tokens.
    case 'signing out: revoked, not deleted':
      return 'sign_in_ended';
    case 'signing out: deleted':
      return 'not_signed_in';
    default:
      // Used up, and the new one was not stored.
      return used ? 'sign_in_ended' : 'kept';
  }
}

/** Whether the server must have issued new tokens by then, to verify that the step is what its name says. */
function mustBeUsed(step: StepName): boolean | undefined {
  switch (step) {
    case 'answer read':
    case 'before the commit':
    case 'after the commit':
      return true;
    // The network decides.
    case 'request sent':
      return undefined;
    default:
      return false;
  }
}

/** The result of a browser's response that another process receives. */
function expectedLate(step: StepName): string | undefined {
  if (step === 'connecting: browser open') return 'finished';
  return step.startsWith('finishing: ') ? 'state_unknown' : undefined;
}

export interface Row {
  step: StepName;
  runs: number;
  kept: number;
  /** Sign-ins that the user has to repeat: the token was used up, or they signed out. */
  signInAgain: number;
  signedOut: number;
  /** How many were killed within a transaction, for steps that are about that. */
  middle?: number;
  /** Anything unexpected: a lost sign-in, server, setting or profile, or a change at the other server. */
  lost: number;
  problems: string[];
}

export function rowOf(step: StepName, outcomes: readonly Outcome[]): Row {
  const having = (state: string) => outcomes.filter(({ victim }) => victim === state).length;
  const problems = outcomes.flatMap((outcome) => {
    const wanted = expected(step, outcome);
    const scope = step === 'reconfiguring: after the commit' ? 'tools.read' : null;
    const late = expectedLate(step);
    return [
      ...(outcome.used === (mustBeUsed(step) ?? outcome.used)
        ? []
        : [`the server had ${outcome.used ? '' : 'not '}been asked`]),
      ...(outcome.victim === wanted ? [] : [`${outcome.victim} instead of ${wanted}`]),
      ...(outcome.bystander === 'kept' ? [] : [`the other server: ${outcome.bystander}`]),
      ...(outcome.late === late ? [] : [`the late answer: ${String(outcome.late)} instead of ${String(late)}`]),
      ...(outcome.scope === scope ? [] : [`the scope is ${String(outcome.scope)} instead of ${String(scope)}`]),
      ...(outcome.intact ? [] : ['servers, settings or profiles are not as they were']),
    ];
  });
  const middles = outcomes.flatMap(({ inTheMiddle }) => inTheMiddle ?? []);
  const middle = middles.filter(Boolean).length;
  if (middles.length > 0 && middle === 0) problems.push('no process ended in the middle: nothing was shown');
  return {
    step,
    runs: outcomes.length,
    kept: having('kept'),
    signInAgain: having('sign_in_ended'),
    signedOut: having('not_signed_in'),
    ...(middles.length > 0 && { middle }),
    lost: problems.length,
    problems,
  };
}

const columns = ['runs', 'kept', 'signInAgain', 'signedOut', 'middle', 'lost'] as const;
const titles = ['runs', 'kept', 'again', 'out', 'middle', 'LOST'];

export function printTable(rows: readonly Row[]): void {
  const line = (first: string, cells: (string | number)[]) =>
    console.log(first.padEnd(40) + cells.map((cell) => String(cell).padStart(7)).join(''));
  line('killed', titles);
  for (const row of rows)
    line(
      row.step,
      columns.map((column) => row[column] ?? ''),
    );
  console.log('kept: no sign-in needed; again: “sign in again”; out: signed out as wanted; middle: of a transaction');
  for (const { step, problems } of rows) for (const problem of problems) console.error(`${step}: ${problem}`);
}
