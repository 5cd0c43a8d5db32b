import { useFormatter } from 'use-intl';
import { useApp } from '../stores/app.ts';

/**
 * The names of the workspace's admins as a list. A function, because only few sentences need it and ICU lists cost
 * milliseconds.
 */
export function useAdminNames(): () => string {
  const format = useFormatter();
  const admins = useApp((state) => state.app?.admins);
  return () => format.list(admins ?? []);
}
