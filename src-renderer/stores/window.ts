import { create } from 'zustand';

export type Tab = 'overview' | 'tools' | 'activity' | 'settings';

export type Dialog =
  { kind: 'add' } | { kind: 'name' | 'address'; serverId: string } | { kind: 'remove'; serverId: string };

interface WindowState {
  selected: string | null;
  tab: Tab;
  search: string;
  dialog: Dialog | null;
}

/** Where a person is in the window. Nothing here is known to main. */
export const useWindow = create<WindowState>(() => ({ selected: null, tab: 'overview', search: '', dialog: null }));

export function select(serverId: string | null, tab: Tab = 'overview'): void {
  useWindow.setState({ selected: serverId, tab });
}

export function showTab(tab: Tab): void {
  useWindow.setState({ tab });
}

export function openDialog(dialog: Dialog): void {
  useWindow.setState({ dialog });
}

export function closeDialog(): void {
  useWindow.setState({ dialog: null });
}
