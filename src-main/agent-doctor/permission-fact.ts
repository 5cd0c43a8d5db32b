import type { GrantRow } from '../store/program-grants.ts';
import type { PermissionFact } from './agent-facts.ts';

/**
 * What was decided about a program and a sign-in. The same program may be known in more than one place of this
 * computer: one that is allowed counts more than one that is refused.
 *
 * @param grants - what is decided for good
 * @param isUntilLock - whether the program is allowed until Keyfob is locked or quits, which counts more than a refusal
 */
export function decisionIn(
  grants: readonly GrantRow[],
  isUntilLock: boolean,
  isWired: boolean,
): PermissionFact['decision'] {
  if (grants.some(({ answer }) => answer === 'always')) return 'allowed';
  if (isUntilLock) return 'until_lock';
  const refused = grants.find(({ answer }) => answer === 'never');
  if (refused) return { refused: { programId: refused.programId, profileId: refused.profileId } };
  return isWired ? 'at_first_start' : 'none';
}
