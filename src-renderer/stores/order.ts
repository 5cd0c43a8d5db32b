import { create } from 'zustand';
import type { Order } from '../words/status-look.ts';

const kept = 'keyfob:order';

/** How the list is sorted. It is the window's own business, and is kept by the window from one start to the next. */
export const useOrder = create<{ order: Order }>(() => ({
  order: localStorage.getItem(kept) === 'newest' ? 'newest' : 'name',
}));

export function chooseOrder(order: Order): void {
  localStorage.setItem(kept, order);
  useOrder.setState({ order });
}
