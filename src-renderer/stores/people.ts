import { create } from 'zustand';
import type { AppView, ErrorView, Result, WorkspaceView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { applyApp } from './follow.ts';

interface PeopleState {
  workspaces: WorkspaceView[] | null;
  error: ErrorView | null;
}

/** The workspaces and profiles on this computer, loaded when first needed. */
export const usePeople = create<PeopleState>(() => ({ workspaces: null, error: null }));

export async function loadPeople(): Promise<void> {
  const result = await request('workspaces:list');
  usePeople.setState(result.ok ? { workspaces: result.value, error: null } : { error: result.error });
}

/** Switches the window to another profile; everything displayed is discarded. */
export async function applySwitch(asked: Promise<Result<AppView>>): Promise<Result<AppView>> {
  const result = await asked;
  if (result.ok) {
    applyApp(result.value);
    void loadPeople();
  }
  return result;
}
