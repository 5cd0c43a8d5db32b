import * as z from 'zod/mini';
import type { PageRequests } from '../../../src-preload/contract/page.ts';
import { noInput } from '../../base/schema.ts';
import type { Area } from '../area.ts';

/** In characters of JSON. A page that has more is not ended. */
const largestState = 4_000_000;

const members = z.record(z.string(), z.json());
const state = z.pipe(z.unknown().check(z.refine(fits)), z.strictObject({ shown: members, typed: members }));

export const page: Area<PageRequests> = {
  'page:keep': {
    input: state,
    // Tells nothing: what it holds is given to the page only after unlocking.
    whileLocked: true,
    answer({ page: kept }, { session }, input) {
      kept.keep(session, input);
      return null;
    },
  },
  'page:restore': {
    input: noInput,
    answer: ({ page: kept }, { session }) => kept.restore(session),
  },
};

/** First of all, because an object that holds itself passes through the bridge, and has no JSON. */
function fits(value: unknown): boolean {
  try {
    return (JSON.stringify(value) ?? '').length <= largestState;
  } catch {
    return false;
  }
}
