import { create } from 'zustand';
import type {
  ErrorView,
  HistoryCall,
  HistoryChoices,
  HistoryFilter,
  HistoryState,
} from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { showScreen } from './window.ts';

interface HistoryStore {
  filter: HistoryFilter;
  /** Newest first, as many as were loaded. */
  calls: HistoryCall[];
  /** Whether there are older ones. */
  more: boolean;
  isLoaded: boolean;
  asking: boolean;
  error: ErrorView | null;
  /** Calls were added or deleted since the first page was loaded. */
  isStale: boolean;
  selected: readonly number[];
  /** The call that is shown, or the two that are compared, the older one first. */
  shown: readonly number[];
  /** The call that was shown last: the focus returns to its row. */
  lastShown: number | null;
  choices: HistoryChoices;
  state: HistoryState | null;
}

const first: HistoryStore = {
  filter: {},
  calls: [],
  more: false,
  isLoaded: false,
  asking: false,
  error: null,
  isStale: false,
  selected: [],
  shown: [],
  lastShown: null,
  choices: { tools: [], programs: [] },
  state: null,
};

export const useHistory = create<HistoryStore>(() => first);

/** How many calls may be loaded so that new ones are shown by themselves, and do not move what the user reads. */
const onePage = 100;

/** Loads the first page, with what a search offers, or the page after the loaded ones. */
export async function loadHistory(older = false): Promise<void> {
  const { filter, calls } = useHistory.getState();
  const last = older ? calls.at(-1) : undefined;
  useHistory.setState({ asking: true, error: null });
  const [page, choices, state] = await Promise.all([
    request('history:list', { filter, ...(last && { before: { startedAt: last.startedAt, id: last.id } }) }),
    older ? undefined : request('history:choices'),
    older ? undefined : request('history:state'),
  ]);
  // Another search began meanwhile.
  if (useHistory.getState().filter !== filter) return;
  if (!page.ok) {
    useHistory.setState({ asking: false, isLoaded: true, error: page.error });
    return;
  }
  useHistory.setState((before) => ({
    asking: false,
    isLoaded: true,
    calls: older ? [...before.calls, ...page.value.calls] : page.value.calls,
    more: page.value.more,
    ...(!older && { isStale: false }),
    ...(choices?.ok && { choices: choices.value }),
    ...(state?.ok && { state: state.value }),
  }));
}

/** Begins another search. */
export function searchHistory(filter: HistoryFilter): void {
  useHistory.setState({ filter, calls: [], more: false, isLoaded: false, selected: [] });
  void loadHistory();
}

/** Shows the page with the calls of one tool. */
export function showCallsOf(serverId: string, tool: string): void {
  useHistory.setState({ ...first, filter: { serverId, tool } });
  showScreen('history');
}

/** Calls were added or deleted. A list of several pages stays as it is until the user wants to see them. */
export function noteHistoryChanged(): void {
  const { isLoaded, calls } = useHistory.getState();
  if (!isLoaded) return;
  if (calls.length <= onePage) void loadHistory();
  else useHistory.setState({ isStale: true });
}

export function selectCall(id: number, isSelected: boolean): void {
  useHistory.setState(({ selected }) => ({
    selected: isSelected ? [...selected.filter((one) => one !== id), id] : selected.filter((one) => one !== id),
  }));
}

export function showCalls(shown: readonly number[]): void {
  useHistory.setState(({ shown: before }) => ({ shown, lastShown: shown.at(-1) ?? before.at(-1) ?? null }));
}

/** Takes calls out of the list that main has deleted. */
export function dropCalls(ids: readonly number[]): void {
  const gone = new Set(ids);
  useHistory.setState(({ calls, selected, shown }) => ({
    calls: calls.filter(({ id }) => !gone.has(id)),
    selected: selected.filter((id) => !gone.has(id)),
    shown: shown.some((id) => gone.has(id)) ? [] : shown,
  }));
}

export function forgetHistory(): void {
  useHistory.setState(first);
}
