import { create } from 'zustand';

/** Whether the first screen is complete. Code that it does not need is loaded afterwards. */
export const useFirstScreen = create(() => ({ ready: false }));
