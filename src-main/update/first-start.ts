import type { UpdateView } from '../../src-preload/contract.ts';
import { compareVersions } from './manifest.ts';
import type { UpdateState } from './update-state.ts';

/**
 * Remembers which version starts, and returns what is new to the user: null once they have closed it, and after going
 * back to an earlier version.
 */
export function noteStart(state: UpdateState, version: string): UpdateView['news'] {
  const { started } = state.current;
  if (started?.version !== version) {
    const isClosed = started !== undefined && compareVersions(version, started.version) < 0;
    state.change({ started: { version, after: started ? 'updated' : 'installed', isClosed } });
  }
  return newsOf(state);
}

/** What is new to the user, and was not closed. */
export function newsOf(state: UpdateState): UpdateView['news'] {
  const { started } = state.current;
  return started && !started.isClosed ? started.after : null;
}

/** The user has read it. Throws if that cannot be written down; it stays closed in this process all the same. */
export function closeNews(state: UpdateState): void {
  const { started } = state.current;
  if (started) state.change({ started: { ...started, isClosed: true } });
}
