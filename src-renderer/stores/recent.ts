import { create } from 'zustand';

/** Ids of what was chosen in the palette, newest first. In memory alone: names of tools say what a person does. */
export const useRecent = create<{ ids: readonly string[] }>(() => ({ ids: [] }));

const mostRecent = 20;

export function noteRecent(id: string): void {
  useRecent.setState(({ ids }) => ({ ids: [id, ...ids.filter((one) => one !== id)].slice(0, mostRecent) }));
}
