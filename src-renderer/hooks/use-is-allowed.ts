import { type About, type Principal, isAllowed, type RequestName } from '../../src-preload/contract.ts';
import { useApp } from '../stores/app.ts';

/** Assumed until main has answered: most users are admins of their workspace, so the layout does not shift. */
const untilKnown: Principal = { id: '', role: 'admin' };

export function usePrincipal(): Principal {
  return useApp((state) => state.app?.profile ?? untilKnown);
}

/** Whether the user may make a request. Controls for forbidden requests are not shown. */
export function useIsAllowed(): (name: RequestName, about?: About) => boolean {
  const me = usePrincipal();
  return (name, about) => isAllowed(me, name, about);
}
