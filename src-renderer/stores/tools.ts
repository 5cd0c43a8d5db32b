import { create } from 'zustand';
import type { ErrorView, ListProblem, Result, ToolView, UnusableTool } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

export interface ToolList {
  asking: boolean;
  tools: ToolView[] | null;
  /** The server has more tools than Keyfob lists. */
  isCut?: true;
  unusable?: UnusableTool[];
  problem?: ListProblem;
  error: ErrorView | null;
}

/** The tools of each server when last listed. */
export const useTools = create<Record<string, ToolList>>(() => ({}));

export async function loadTools(serverId: string, refresh = false): Promise<void> {
  const before = useTools.getState()[serverId];
  if (before?.asking) return;
  const { asking: _, error: __, ...kept } = before ?? { tools: null };
  useTools.setState({ [serverId]: { asking: true, ...kept, error: null } });
  const result = await request('tools:list', { serverId, refresh });
  useTools.setState({
    [serverId]: result.ok
      ? { asking: false, ...result.value, error: null }
      : { asking: false, ...kept, error: result.error },
  });
}

/** Waives a tool's confirmation for the description with this `fingerprint`; without one, restores the confirmation. */
export async function waiveTool(
  serverId: string,
  tool: string,
  waived: boolean,
  fingerprint?: string,
): Promise<Result<null>> {
  const result = await request('tools:waive', { serverId, tool, waived, ...(fingerprint && { fingerprint }) });
  const list = useTools.getState()[serverId];
  if (!result.ok || !list?.tools) return result;
  const changed = (one: ToolView): ToolView => {
    if (one.name !== tool) return one;
    const { waived: _, ...rest } = one;
    return waived ? { ...rest, waived } : rest;
  };
  useTools.setState({ [serverId]: { ...list, tools: list.tools.map(changed) } });
  return result;
}

export function forgetTools(serverId: string): void {
  useTools.setState((state) => {
    const { [serverId]: _, ...rest } = state;
    return rest;
  }, true);
}

/** The selected tool of each server. */
export const useChosenTools = create<Record<string, string>>(() => ({}));

export function chooseTool(serverId: string, tool: string): void {
  useChosenTools.setState({ [serverId]: tool });
}
