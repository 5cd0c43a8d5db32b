import { create } from 'zustand';
import type { Draft } from './draft.ts';

interface Kept {
  /** The edited fields; the others are as saved. */
  touched: Partial<Draft>;
  /** Whether there are changes to save or discard. */
  dirty: boolean;
}

/**
 * Unsaved settings by server id, kept while the user visits other tabs and servers. Only in this window's memory,
 * because they may contain secrets.
 */
export const useSettingsDrafts = create<Record<string, Kept>>(() => ({}));

export function keepDraft(serverId: string, kept: Kept): void {
  useSettingsDrafts.setState({ [serverId]: kept });
}

export function forgetDraft(serverId: string): void {
  useSettingsDrafts.setState((state) => {
    const { [serverId]: _, ...rest } = state;
    return rest;
  }, true);
}

export function forgetDrafts(): void {
  useSettingsDrafts.setState({}, true);
}
