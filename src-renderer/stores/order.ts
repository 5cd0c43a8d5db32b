import { create } from 'zustand';

/** By name, or newest first. */
export type Order = 'name' | 'newest';

const kept = 'keyfob:order';

/** The list's sort order, kept in the window's local storage. */
export const useOrder = create<{ order: Order }>(() => ({
  order: localStorage.getItem(kept) === 'newest' ? 'newest' : 'name',
}));

export function chooseOrder(order: Order): void {
  localStorage.setItem(kept, order);
  useOrder.setState({ order });
}
