import { type About, type Principal, isAllowed, type RequestName } from '../../src-preload/contract.ts';
import { useApp } from '../stores/app.ts';

/** Until main has said who it is: nearly everybody is the admin of their own workspace, and nothing moves then. */
const untilKnown: Principal = { id: '', role: 'admin' };

export function usePrincipal(): Principal {
  return useApp((state) => state.app?.profile ?? untilKnown);
}

/** Whether the person may ask this: what they never may is not offered to them. */
export function useIsAllowed(): (name: RequestName, about?: About) => boolean {
  const me = usePrincipal();
  return (name, about) => isAllowed(me, name, about);
}
