import { create } from 'zustand';
import type { ErrorView, ToolView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

export interface ToolList {
  asking: boolean;
  tools: ToolView[] | null;
  error: ErrorView | null;
}

/** What each server said it can do when it was last asked. */
export const useTools = create<Record<string, ToolList>>(() => ({}));

export async function loadTools(serverId: string, refresh = false): Promise<void> {
  const before = useTools.getState()[serverId];
  if (before?.asking) return;
  const tools = before?.tools ?? null;
  useTools.setState({ [serverId]: { asking: true, tools, error: null } });
  const result = await request('tools:list', { serverId, refresh });
  useTools.setState({
    [serverId]: result.ok
      ? { asking: false, tools: result.value, error: null }
      : { asking: false, tools, error: result.error },
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
