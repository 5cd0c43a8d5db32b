import { type About, type Asker, may, type RequestName } from '../../src-preload/contract.ts';
import { useApp } from '../stores/app.ts';

/** Until main has said who it is: nearly everybody is the admin of their own workspace, and nothing moves then. */
const untilKnown: Asker = { id: '', role: 'admin' };

export function useMe(): Asker {
  return useApp((state) => state.app?.profile ?? untilKnown);
}

/** Whether the person may ask this: what they never may is not offered to them. */
export function useMay(): (name: RequestName, about?: About) => boolean {
  const me = useMe();
  return (name, about) => may(me, name, about);
}
