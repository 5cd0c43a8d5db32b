import { create } from 'zustand';
import type {
  ErrorView,
  Events,
  ResourceChoice,
  ResourceContentsView,
  ResourceListView,
} from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

export interface Listed<List> {
  asking: boolean;
  list: List | null;
  error: ErrorView | null;
}

export type Reading =
  | { state: 'reading'; before?: ResourceContentsView }
  | { state: 'read'; contents: ResourceContentsView }
  | { state: 'failed'; error: ErrorView };

interface ResourcesState {
  lists: Record<string, Listed<ResourceListView>>;
  /** The selected entry of each server: an address or a template. */
  chosen: Record<string, string>;
  /** By server and entry. */
  readings: Record<string, Reading>;
  /** By server and address: subscribed to. */
  followed: Record<string, true>;
  /** By server and address: when a change was told of that has not been read, in milliseconds. */
  changed: Record<string, number>;
}

const nothing: ResourcesState = { lists: {}, chosen: {}, readings: {}, followed: {}, changed: {} };

export const useResources = create<ResourcesState>(() => nothing);

export const entryKey = (serverId: string, entry: string): string => `${serverId}\n${entry}`;

export async function loadResources(serverId: string): Promise<void> {
  const before = useResources.getState().lists[serverId];
  if (before?.asking) return;
  const list = before?.list ?? null;
  const set = (listed: Listed<ResourceListView>) =>
    useResources.setState(({ lists }) => ({ lists: { ...lists, [serverId]: listed } }));
  set({ asking: true, list, error: null });
  const result = await request('resources:list', { serverId });
  set(result.ok ? { asking: false, list: result.value, error: null } : { asking: false, list, error: result.error });
}

export function chooseEntry(serverId: string, entry: string): void {
  useResources.setState(({ chosen }) => ({ chosen: { ...chosen, [serverId]: entry } }));
}

/** Reads a resource, under the entry of the list that it was chosen by. */
export async function readResource(serverId: string, entry: string, resource: ResourceChoice): Promise<void> {
  const key = entryKey(serverId, entry);
  const before = useResources.getState().readings[key];
  const set = (reading: Reading) =>
    useResources.setState(({ readings }) => ({ readings: { ...readings, [key]: reading } }));
  set({ state: 'reading', ...(before?.state === 'read' && { before: before.contents }) });
  const result = await request('resources:read', { serverId, resource });
  if (!result.ok) {
    set({ state: 'failed', error: result.error });
    return;
  }
  set({ state: 'read', contents: result.value });
  const { uri, at } = result.value;
  useResources.setState(({ changed }) => {
    const { [entryKey(serverId, uri)]: told = 0, ...rest } = changed;
    return told > at ? {} : { changed: rest };
  });
}

/** Asks the server to tell of changes, or to stop. */
export async function followResource(serverId: string, uri: string, on: boolean) {
  const result = await request('resources:subscribe', { serverId, uri, on });
  if (!result.ok) return result;
  if (!on) noteUnfollowed({ serverId, uri });
  else useResources.setState(({ followed }) => ({ followed: { ...followed, [entryKey(serverId, uri)]: true } }));
  return result;
}

export function noteUpdated({ serverId, uri, at }: Events['resources:updated']): void {
  useResources.setState(({ changed }) => ({ changed: { ...changed, [entryKey(serverId, uri)]: at } }));
}

export function noteUnfollowed({ serverId, uri }: Events['resources:unsubscribed']): void {
  useResources.setState(({ followed }) => {
    const { [entryKey(serverId, uri)]: _, ...rest } = followed;
    return { followed: rest };
  });
}

export function forgetResources(): void {
  useResources.setState(nothing, true);
}
