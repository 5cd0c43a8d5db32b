import { create } from 'zustand';
import type { JsonObject } from '../../src-preload/contract.ts';
import { rememberFocus, restoreFocus } from './focus.ts';

export type Tab = 'overview' | 'tools' | 'activity' | 'settings';

export type Dialog =
  | { kind: 'add' | 'import' | 'people' }
  | { kind: 'name' | 'address'; serverId: string }
  | { kind: 'remove' | 'credentials'; serverId: string }
  /** A tool that may destroy something, before it runs. */
  | { kind: 'run'; serverId: string; call: { tool: string; input: JsonObject } }
  /** `call`: what is to be done with the access, where a call wants it. */
  | { kind: 'review'; serverId: string; call?: { tool: string; input: JsonObject } };

/** What the right side shows. */
export type Screen = 'servers' | 'tools' | 'preferences';

interface WindowState {
  screen: Screen;
  selected: string | null;
  tab: Tab;
  search: string;
  dialog: Dialog | null;
}

/** Where a person is in the window. Nothing here is known to main. */
export const useWindow = create<WindowState>(() => ({
  screen: 'servers',
  selected: null,
  tab: 'overview',
  search: '',
  dialog: null,
}));

export function select(serverId: string | null, tab: Tab = 'overview'): void {
  useWindow.setState({ screen: 'servers', selected: serverId, tab });
}

export function showScreen(screen: Screen): void {
  if (screen !== 'servers' && screen !== useWindow.getState().screen) rememberFocus('screen');
  useWindow.setState({ screen });
}

/** Back to the server that was shown, and to what opened the screen that stood in its place. */
export function leaveScreen(): void {
  useWindow.setState({ screen: 'servers' });
  restoreFocus('screen');
}

export function showTab(tab: Tab): void {
  useWindow.setState({ tab });
}

export function openDialog(dialog: Dialog): void {
  // A dialog that another one opened gives back what that one would have.
  if (!useWindow.getState().dialog) rememberFocus('dialog');
  useWindow.setState({ dialog });
}

export function closeDialog(): void {
  useWindow.setState({ dialog: null });
}
