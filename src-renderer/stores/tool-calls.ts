import { create } from 'zustand';
import type { ErrorView, JsonObject, ToolResultView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

export type ToolCall =
  | { state: 'running'; callId: string; startedAt: number }
  | { state: 'done'; result: ToolResultView }
  | { state: 'failed'; error: ErrorView };

interface ToolCallsState {
  /** What a person has typed, so that looking at another tool loses nothing. */
  drafts: Record<string, unknown>;
  calls: Record<string, ToolCall>;
}

export const useToolCalls = create<ToolCallsState>(() => ({ drafts: {}, calls: {} }));

export function toolKey(serverId: string, tool: string): string {
  return `${serverId}\n${tool}`;
}

export function keepDraft(key: string, draft: unknown): void {
  useToolCalls.setState(({ drafts }) => ({ drafts: { ...drafts, [key]: draft } }));
}

function setCall(key: string, call: ToolCall): void {
  useToolCalls.setState(({ calls }) => ({ calls: { ...calls, [key]: call } }));
}

export async function callTool(serverId: string, tool: string, input: JsonObject): Promise<void> {
  const key = toolKey(serverId, tool);
  const callId = crypto.randomUUID();
  setCall(key, { state: 'running', callId, startedAt: Date.now() });
  const result = await request('tools:call', { serverId, callId, tool, arguments: input });
  const current = useToolCalls.getState().calls[key];
  if (current?.state !== 'running' || current.callId !== callId) return;
  setCall(key, result.ok ? { state: 'done', result: result.value } : { state: 'failed', error: result.error });
}

export async function cancelCall(callId: string): Promise<void> {
  await request('tools:cancel', { callId });
}

export function forgetCalls(serverId: string): void {
  const keep = ([key]: [string, unknown]) => !key.startsWith(`${serverId}\n`);
  useToolCalls.setState(({ drafts, calls }) => ({
    drafts: Object.fromEntries(Object.entries(drafts).filter(keep)),
    calls: Object.fromEntries(Object.entries(calls).filter(keep)),
  }));
}
