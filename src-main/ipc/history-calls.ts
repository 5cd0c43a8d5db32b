import {
  errorCodes,
  type HistoryCall,
  type HistoryRequests,
  type KeptInput,
  type KeptResult,
  type OpenedCall,
} from '../../src-preload/contract.ts';
import { cleanText } from '../base/clean-text.ts';
import type { Context } from '../connections/context.ts';
import type { Session } from '../connections/slot.ts';
import type { CallFilter } from '../store/history/call-query.ts';
import type { CallPlace, KeptCall } from '../store/history/call.ts';
import { ownersOf } from './owners-of.ts';

type Answer<Name extends keyof HistoryRequests> = Promise<HistoryRequests[Name]['output']>;

const perPage = 100;
/** How many names a search offers. */
const mostNames = 1000;
/** After so many calls, a search in their content lets other work go first. */
const searchedAtOnce = 20;

const newestFirst = (a: CallPlace, b: CallPlace) => b.startedAt - a.startedAt || b.id - a.id;
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** The calls that a session sees: those of its owners, and no others. */
export function callsIn({ history, store }: Pick<Context, 'history' | 'store'>, session: Session) {
  const owners = ownersOf({ store }, session);
  const mine = (call: KeptCall | undefined): call is KeptCall => call !== undefined && owners.includes(call.owner);
  const removed = (count: number) => {
    if (count > 0) history.onChange(new Set(owners));
    return { deleted: count };
  };
  return {
    page: (filter: CallFilter, before?: CallPlace): Answer<'history:list'> =>
      history.use(({ calls }) => {
        const found = owners.flatMap((owner) => calls.list(owner, filter, perPage + 1, before)).toSorted(newestFirst);
        return { calls: found.slice(0, perPage).map(callView), more: found.length > perPage };
      }),

    choices: (): Answer<'history:choices'> =>
      history.use(({ calls }) => {
        const names = (column: 'tool' | 'program') => [
          ...new Set(owners.flatMap((owner) => calls.distinct(owner, column, mostNames))),
        ];
        return { tools: names('tool').toSorted(), programs: names('program').filter(Boolean).toSorted() };
      }),

    open: (id: number): Promise<OpenedCall | null> =>
      history.use(({ calls }) => {
        const call = calls.get(id);
        if (!mine(call)) return null;
        const { input, result } = contentOf(() => calls.open(call)) ?? {};
        return {
          ...callView(call),
          address: call.address,
          ...(input !== undefined && { input: JSON.parse(input) as KeptInput }),
          ...(result !== undefined && { result: JSON.parse(result) as KeptResult }),
          ...(call.hasContent && input === undefined && result === undefined && { isUnreadable: true as const }),
        };
      }),

    async find(ids: readonly number[], text: string): Answer<'history:find'> {
      const wanted = text.toLocaleLowerCase();
      const found: number[] = [];
      for (let at = 0; at < ids.length; at += searchedAtOnce) {
        const some = ids.slice(at, at + searchedAtOnce);
        const matching = await history.use(({ calls }) =>
          some.filter((id) => {
            const call = calls.get(id);
            const content = mine(call) ? contentOf(() => calls.open(call)) : undefined;
            return [content?.input, content?.result].some((json) => json !== undefined && holds(json, wanted));
          }),
        );
        found.push(...matching);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { ids: found };
    },

    remove: async (ids: readonly number[]): Answer<'history:delete'> =>
      removed(
        await history.use(({ calls }) => ids.filter((id) => owners.some((owner) => calls.remove(owner, id))).length),
      ),

    removeAll: async (): Answer<'history:delete-all'> => removed(await history.removeAll(owners)),

    state: (): Answer<'history:state'> =>
      history.use(({ place, calls, leftOut }) => {
        const counts = owners.map((owner) => calls.count(owner));
        const began = counts.flatMap(({ since }) => since ?? []);
        return {
          place,
          calls: sum(counts.map((count) => count.calls)),
          since: began.length > 0 ? Math.min(...began) : null,
          leftOut: leftOut.list(session.profileId),
        };
      }),
  };
}

/** Undefined where it does not open. */
function contentOf<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'sealed_value_refused') return undefined;
    throw error;
  }
}

/** Whether a text is in a value of this JSON: as it is read, and not as JSON writes it. */
function holds(json: string, wanted: string): boolean {
  return json.toLocaleLowerCase().includes(JSON.stringify(wanted).slice(1, -1));
}

function callView(call: KeptCall): HistoryCall {
  const { id, serverId, tool, outcome, errorCode, startedAt, milliseconds, program, hasContent } = call;
  return {
    id,
    serverId,
    tool,
    outcome,
    errorCode: errorCode === null ? null : (errorCodes.find((code) => code === errorCode) ?? 'internal'),
    startedAt,
    milliseconds,
    program: program === '' ? null : cleanText(program, 80),
    hasContent,
  };
}
