import { create } from 'zustand';
import type { ErrorView, PromptListView, PromptResultView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { entryKey, type Listed } from './resources.ts';

export type Prompting =
  | { state: 'asking' }
  | { state: 'done'; result: PromptResultView }
  | { state: 'failed'; error: ErrorView };

interface PromptsState {
  lists: Record<string, Listed<PromptListView>>;
  /** The selected prompt of each server. */
  chosen: Record<string, string>;
  /** By server and prompt. */
  results: Record<string, Prompting>;
}

const nothing: PromptsState = { lists: {}, chosen: {}, results: {} };

export const usePrompts = create<PromptsState>(() => nothing);

export async function loadPrompts(serverId: string): Promise<void> {
  const before = usePrompts.getState().lists[serverId];
  if (before?.asking) return;
  const list = before?.list ?? null;
  const set = (listed: Listed<PromptListView>) =>
    usePrompts.setState(({ lists }) => ({ lists: { ...lists, [serverId]: listed } }));
  set({ asking: true, list, error: null });
  const result = await request('prompts:list', { serverId });
  set(result.ok ? { asking: false, list: result.value, error: null } : { asking: false, list, error: result.error });
}

export function choosePrompt(serverId: string, prompt: string): void {
  usePrompts.setState(({ chosen }) => ({ chosen: { ...chosen, [serverId]: prompt } }));
}

export async function getPrompt(serverId: string, prompt: string, given: Record<string, string>): Promise<void> {
  const set = (result: Prompting) =>
    usePrompts.setState(({ results }) => ({ results: { ...results, [entryKey(serverId, prompt)]: result } }));
  set({ state: 'asking' });
  const result = await request('prompts:get', { serverId, prompt, arguments: given });
  set(result.ok ? { state: 'done', result: result.value } : { state: 'failed', error: result.error });
}

export function forgetPrompts(): void {
  usePrompts.setState(nothing, true);
}
