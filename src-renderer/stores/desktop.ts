import { create } from 'zustand';
import type { DesktopView, ErrorView, PreferencesView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

interface DesktopState {
  desktop: DesktopView | null;
  error: ErrorView | null;
}

/** What main says about this computer, from when somebody first looks at the settings. */
export const useDesktop = create<DesktopState>(() => ({ desktop: null, error: null }));

export async function loadDesktop(): Promise<void> {
  const result = await request('desktop:describe');
  useDesktop.setState(result.ok ? { desktop: result.value, error: null } : { error: result.error });
}

/** What was chosen is shown when main has it. */
export async function changePreferences(changes: Partial<PreferencesView>): Promise<void> {
  const result = await request('preferences:change', changes);
  if (result.ok) applyPreferences(result.value);
  else useDesktop.setState({ error: result.error });
}

export function applyPreferences(preferences: PreferencesView): void {
  useDesktop.setState(({ desktop }) => ({ error: null, desktop: desktop && { ...desktop, preferences } }));
}
