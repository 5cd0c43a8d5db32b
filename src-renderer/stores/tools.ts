import { create } from 'zustand';
import type { ErrorView, ToolView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

export interface ToolList {
  asking: boolean;
  tools: ToolView[] | null;
  /** The server names more tools than Keyfob lists. */
  isCut?: true;
  error: ErrorView | null;
}

/** What each server said it can do when it was last asked. */
export const useTools = create<Record<string, ToolList>>(() => ({}));

export async function loadTools(serverId: string, refresh = false): Promise<void> {
  const before = useTools.getState()[serverId];
  if (before?.asking) return;
  const kept = { tools: before?.tools ?? null, ...(before?.isCut && { isCut: true as const }) };
  useTools.setState({ [serverId]: { asking: true, ...kept, error: null } });
  const result = await request('tools:list', { serverId, refresh });
  useTools.setState({
    [serverId]: result.ok
      ? { asking: false, ...result.value, error: null }
      : { asking: false, ...kept, error: result.error },
  });
}

export function forgetTools(serverId: string): void {
  useTools.setState((state) => {
    const { [serverId]: _, ...rest } = state;
    return rest;
  }, true);
}

/** The tool a person looks at, for each server. */
export const useChosenTools = create<Record<string, string>>(() => ({}));

export function chooseTool(serverId: string, tool: string): void {
  useChosenTools.setState({ [serverId]: tool });
}
