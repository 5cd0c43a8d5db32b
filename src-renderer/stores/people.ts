import { create } from 'zustand';
import type { AppView, ErrorView, Result, WorkspaceView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { applyApp } from './follow.ts';

interface PeopleState {
  workspaces: WorkspaceView[] | null;
  error: ErrorView | null;
}

/** Who there is to be on this computer, from when somebody first looks. */
export const usePeople = create<PeopleState>(() => ({ workspaces: null, error: null }));

export async function loadPeople(): Promise<void> {
  const result = await request('workspaces:list');
  usePeople.setState(result.ok ? { workspaces: result.value, error: null } : { error: result.error });
}

/** The window asks as somebody else from now on: nothing of what it shows is theirs. */
export async function applySwitch(asked: Promise<Result<AppView>>): Promise<Result<AppView>> {
  const result = await asked;
  if (result.ok) {
    applyApp(result.value);
    void loadPeople();
  }
  return result;
}
