import { create } from 'zustand';
import type { Draft } from './draft.ts';

interface Kept {
  /** What somebody touched; the rest is as it is saved. */
  touched: Partial<Draft>;
  /** Whether there is anything to save or to discard. */
  dirty: boolean;
}

/**
 * What was entered in the settings of a server and is not saved, by the server's id: it is still there when a person comes
 * back from another tab or server. In the memory of this window alone, because secrets are among it.
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
