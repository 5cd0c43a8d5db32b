import { create } from 'zustand';
import type { AppView, ErrorView } from '../../src-preload/contract.ts';

interface AppState {
  app: AppView | null;
  error: ErrorView | null;
}

export const useApp = create<AppState>(() => ({ app: null, error: null }));
