import { create } from 'zustand';

/** By name, or what was added last first. */
export type Order = 'name' | 'newest';

const kept = 'keyfob:order';

/** How the list is sorted. It is the window's own business, and is kept by the window from one start to the next. */
export const useOrder = create<{ order: Order }>(() => ({
  order: localStorage.getItem(kept) === 'newest' ? 'newest' : 'name',
}));

export function chooseOrder(order: Order): void {
  localStorage.setItem(kept, order);
  useOrder.setState({ order });
}
