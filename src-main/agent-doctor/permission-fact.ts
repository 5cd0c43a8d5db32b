import type { GrantRow } from '../store/program-grants.ts';
import type { PermissionFact } from './agent-facts.ts';

/**
 * What was decided about a program and a sign-in. The same program may be known in more than one place of this
 * computer: one that is allowed counts more than one that is refused.
 */
export function decisionIn(grants: readonly GrantRow[], isWired: boolean): PermissionFact['decision'] {
  if (grants.some(({ answer }) => answer === 'always')) return 'allowed';
  const refused = grants.find(({ answer }) => answer === 'never');
  if (refused) return { refused: { programId: refused.programId, profileId: refused.profileId } };
  return isWired ? 'at_first_start' : 'none';
}
