import { useEffect } from 'react';
import { create } from 'zustand';
import type { ErrorView, ProgramsView, Result } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { keepUnchanged } from './keep-unchanged.ts';
import { oneAtATime } from './one-at-a-time.ts';

interface ProgramsState {
  view: ProgramsView | null;
  error: ErrorView | null;
}

/** The programs with their permissions and connections, while something shows them. */
export const usePrograms = create<ProgramsState>(() => ({ view: null, error: null }));

/** The program that the page shows; `others`: those that cannot be recognized again. */
export const useChosenProgram = create<{ id: string | null }>(() => ({ id: null }));

const load = oneAtATime(async () => {
  const result = await request('programs:list');
  // What is the same keeps its identity, so that it is not rendered again.
  usePrograms.setState(({ view }) =>
    result.ok ? { view: keepUnchanged(view, result.value), error: null } : { error: result.error },
  );
});

export const loadPrograms = load.run;

let watching = 0;

/** What is not shown is not loaded: showing it loads it. */
export function refreshPrograms(): void {
  if (watching > 0) void loadPrograms();
}

/** Loads the programs, and keeps them up to date as long as the component is mounted. */
export function useWatchedPrograms(): ProgramsState {
  useEffect(() => {
    watching += 1;
    void loadPrograms();
    return () => {
      watching -= 1;
    };
  }, []);
  return usePrograms();
}

export function forgetPrograms(): void {
  load.forget();
  usePrograms.setState({ view: null, error: null });
  useChosenProgram.setState({ id: null });
  refreshPrograms();
}

/** Does something about programs, and loads what it changed. */
export async function changePrograms<Value>(asked: Promise<Result<Value>>): Promise<Result<Value>> {
  const result = await asked;
  if (result.ok) void loadPrograms();
  return result;
}
