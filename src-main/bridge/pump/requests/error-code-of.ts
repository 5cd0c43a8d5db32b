import { errorCodes, type ErrorCode } from '../../../../src-preload/contract.ts';
import type { CallOutcome, SaidInCall } from '../bridge-parts.ts';
import { ownCodes } from './refusals.ts';

const codes: Partial<Record<number, ErrorCode>> = {
  [ownCodes.signIn]: 'not_signed_in',
  [ownCodes.access]: 'forbidden',
  [ownCodes.locked]: 'locked',
  [ownCodes.moreAccess]: 'more_access_needed',
  [ownCodes.off]: 'server_off',
};

/** Why an agent's call had no result, as the window says it; null: it had one. */
export function errorCodeOf(answer: SaidInCall['answer'], outcome: CallOutcome): ErrorCode | null {
  if (outcome === 'cancelled') return 'cancelled';
  if (outcome !== 'error') return null;
  if (!answer || !('code' in answer)) return answer ? 'request_refused' : 'internal';
  const named = answer.data?.['code'];
  return codes[answer.code] ?? errorCodes.find((code) => code === named) ?? 'request_refused';
}
