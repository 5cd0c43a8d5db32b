import { create } from 'zustand';
import type { AgentsView, Result } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { oneAtATime } from './one-at-a-time.ts';

const unknown: AgentsView = { working: 0, isPaused: false };

/** How many agents work now, and whether all of them are paused: shown wherever the user is. */
export const useAgents = create<AgentsView>(() => unknown);

const load = oneAtATime(async () => {
  const result = await request('programs:working');
  if (result.ok) useAgents.setState(result.value);
});

export const loadAgents = load.run;

export function forgetAgents(): void {
  load.forget();
  useAgents.setState(unknown);
}

export async function pauseAgents(isPaused: boolean): Promise<Result<unknown>> {
  const result = await request('programs:pause', { isPaused });
  if (result.ok) void loadAgents();
  return result;
}
