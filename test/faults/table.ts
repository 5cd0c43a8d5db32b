import type { Outcome } from './run.ts';
import type { StepName } from './steps.ts';

/** What a person must find afterwards. */
function expected(step: StepName, { used }: Outcome): string {
  switch (step) {
    // Stored, whatever came later.
    case 'after the commit':
      return 'kept';
    // They wanted to be signed out; the server knew it already.
    case 'signing out: revoked, not deleted':
      return 'sign_in_ended';
    case 'signing out: deleted':
      return 'not_signed_in';
    default:
      // Used up, and the new one never reached the disk.
      return used ? 'sign_in_ended' : 'kept';
  }
}

export interface Row {
  step: StepName;
  runs: number;
  kept: number;
  /** Of those that a person has to sign in to again: the server had used the token, or they signed out. */
  signInAgain: number;
  signedOut: number;
  /** Anything else than what must be: a sign-in, server, setting or profile lost, or the other server harmed. */
  lost: number;
  problems: string[];
}

export function rowOf(step: StepName, outcomes: readonly Outcome[]): Row {
  const having = (state: string) => outcomes.filter(({ victim }) => victim === state).length;
  const problems = outcomes.flatMap((outcome) => {
    const wanted = expected(step, outcome);
    return [
      ...(outcome.victim === wanted ? [] : [`${outcome.victim} instead of ${wanted}`]),
      ...(outcome.bystander === 'kept' ? [] : [`the other server: ${outcome.bystander}`]),
      ...(outcome.intact ? [] : ['servers, settings or profiles are not as they were']),
    ];
  });
  return {
    step,
    runs: outcomes.length,
    kept: having('kept'),
    signInAgain: having('sign_in_ended'),
    signedOut: having('not_signed_in'),
    lost: problems.length,
    problems,
  };
}

const columns = ['runs', 'kept', 'signInAgain', 'signedOut', 'lost'] as const;
const titles = ['runs', 'kept', 'again', 'out', 'LOST'];

export function printTable(rows: readonly Row[]): void {
  const line = (first: string, cells: (string | number)[]) =>
    console.log(first.padEnd(40) + cells.map((cell) => String(cell).padStart(7)).join(''));
  line('killed', titles);
  for (const row of rows)
    line(
      row.step,
      columns.map((column) => row[column]),
    );
  console.log('kept: no sign-in needed; again: “sign in again”; out: signed out as wanted');
  for (const { step, problems } of rows) for (const problem of problems) console.error(`${step}: ${problem}`);
}
