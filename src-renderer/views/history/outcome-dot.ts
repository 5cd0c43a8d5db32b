import type { HistoryOutcome } from '../../../src-preload/contract.ts';
import type { Dot } from '../../words/status-look.ts';

export function dotOf(outcome: HistoryOutcome): Dot {
  if (outcome === 'done') return 'green';
  return outcome === 'cancelled' ? 'hollow' : 'red';
}
