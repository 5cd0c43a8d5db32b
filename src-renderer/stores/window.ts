import { create } from 'zustand';
import type { ImportPreviewView, JsonObject, ProgramId } from '../../src-preload/contract.ts';
import { rememberFocus, restoreFocus } from './focus.ts';

export type Tab = 'overview' | 'tools' | 'resources' | 'prompts' | 'log' | 'activity' | 'settings';

export type Dialog =
  | { kind: 'people' | 'forwardings' | 'report' | 'palette' }
  /** `preview`: the servers in a text or a file that the user pasted or dropped. */
  | { kind: 'add' | 'import'; preview?: ImportPreviewView }
  | { kind: 'name' | 'address'; serverId: string }
  | { kind: 'remove' | 'credentials' | 'key'; serverId: string }
  /** The tools that a program may use with a sign-in. */
  | { kind: 'grant-tools'; serverId: string; programId: string; profileId: string | null }
  /** `program`: its change is shown at once. `fromDoctor`: the doctor is shown again afterwards. */
  | { kind: 'use-in'; serverId: string; program?: ProgramId; fromDoctor?: boolean }
  /** The confirmation of a destructive tool. */
  | { kind: 'run'; serverId: string; call: { tool: string; input: JsonObject } }
  /** `call`: the tool call that needs the scopes, if any. */
  | { kind: 'review'; serverId: string; call?: { tool: string; input: JsonObject } }
  /** Why a server does not work in a program: `program` and server are chosen first. */
  | { kind: 'agent-doctor'; serverId?: string; program?: ProgramId | undefined };

/** The content of the right side. */
export type Screen = 'servers' | 'tools' | 'programs' | 'history' | 'preferences';

interface WindowState {
  screen: Screen;
  selected: string | null;
  tab: Tab;
  search: string;
  dialog: Dialog | null;
}

/** What the user is looking at. Main does not know this state. */
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

/** Returns to the server that was shown, and the focus to what opened the screen. */
export function leaveScreen(): void {
  useWindow.setState({ screen: 'servers' });
  restoreFocus('screen');
}

export function showTab(tab: Tab): void {
  useWindow.setState({ tab });
}

export function openDialog(dialog: Dialog): void {
  // A dialog that was opened from another one returns the focus to that one's opener.
  if (!useWindow.getState().dialog) rememberFocus('dialog');
  useWindow.setState({ dialog });
}

export function closeDialog(): void {
  useWindow.setState({ dialog: null });
}
