import { create } from 'zustand';

/** Whether main's first answers have been on the screen. What nobody needs until then is loaded only then. */
export const useFirstScreen = create(() => ({ ready: false }));
