import { useEffect } from 'react';
import { create } from 'zustand';
import type { ErrorView, VanishedEntry, WiringPlace } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { keepUnchanged } from './keep-unchanged.ts';
import { oneAtATime } from './one-at-a-time.ts';

interface PlacesOfServer {
  places: WiringPlace[] | null;
  error: ErrorView | null;
}

const none: PlacesOfServer = { places: null, error: null };

/** By server: every program, and whether it uses the server through Keyfob. Only what is shown is loaded. */
export const usePlaces = create<Record<string, PlacesOfServer>>(() => ({}));

/** The servers whose sign-in ended just now, and which no program uses: using them is offered once. */
export const useOffers = create<Record<string, true>>(() => ({}));

/** The entries that something removed from the settings of programs. */
export const useVanished = create<{ entries: VanishedEntry[] }>(() => ({ entries: [] }));

const vanished = oneAtATime(async () => {
  const result = await request('wiring:vanished');
  if (result.ok) useVanished.setState({ entries: result.value });
});

export const loadVanished = vanished.run;

/** By server, how many components show its programs. */
const watchers = new Map<string, number>();
/** By server, the number of the newest request: an older answer says nothing new. */
const newest = new Map<string, number>();

export async function loadPlaces(serverId: string): Promise<void> {
  const mine = (newest.get(serverId) ?? 0) + 1;
  newest.set(serverId, mine);
  const result = await request('wiring:list', { serverId });
  if (newest.get(serverId) !== mine) return;
  usePlaces.setState(({ [serverId]: { places } = none }) => ({
    [serverId]: result.ok
      ? { places: keepUnchanged(places, result.value), error: null }
      : { places, error: result.error },
  }));
}

/** Loads again what is shown. */
export function refreshPlaces(): void {
  void loadVanished();
  for (const serverId of watchers.keys()) void loadPlaces(serverId);
}

/** The programs for a server, kept up to date as long as the component is mounted. */
export function useWatchedPlaces(serverId: string): PlacesOfServer {
  useEffect(() => {
    watchers.set(serverId, (watchers.get(serverId) ?? 0) + 1);
    void loadPlaces(serverId);
    return () => {
      const left = (watchers.get(serverId) ?? 1) - 1;
      if (left > 0) watchers.set(serverId, left);
      else watchers.delete(serverId);
    };
  }, [serverId]);
  return usePlaces((state) => state[serverId] ?? none);
}

export function offerUse(serverId: string): void {
  useOffers.setState({ [serverId]: true });
}

export function endOffer(serverId: string): void {
  useOffers.setState((offers) => {
    const { [serverId]: _, ...rest } = offers;
    return rest;
  }, true);
}

export function forgetPlaces(): void {
  usePlaces.setState({}, true);
  useOffers.setState({}, true);
  vanished.forget();
  useVanished.setState({ entries: [] });
  refreshPlaces();
}
