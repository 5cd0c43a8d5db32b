import { create } from 'zustand';
import type { DesktopView, ErrorView, PreferencesView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

interface DesktopState {
  desktop: DesktopView | null;
  error: ErrorView | null;
}

/** Facts about this computer, loaded when the settings are first opened. */
export const useDesktop = create<DesktopState>(() => ({ desktop: null, error: null }));

export async function loadDesktop(): Promise<void> {
  const result = await request('desktop:describe');
  useDesktop.setState(result.ok ? { desktop: result.value, error: null } : { error: result.error });
}

/** The choice is shown once main has stored it. */
export async function changePreferences(changes: Partial<PreferencesView>): Promise<void> {
  const result = await request('preferences:change', changes);
  if (result.ok) applyPreferences(result.value);
  else useDesktop.setState({ error: result.error });
}

export function applyPreferences(preferences: PreferencesView): void {
  useDesktop.setState(({ desktop }) => ({ error: null, desktop: desktop && { ...desktop, preferences } }));
}
