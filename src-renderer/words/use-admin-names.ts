import { useFormatter } from 'use-intl';
import { useApp } from '../stores/app.ts';

/** The admins of this workspace, for a sentence that says whom to ask. Few sentences do: lists cost ICU some milliseconds. */
export function useAdminNames(): () => string {
  const format = useFormatter();
  const admins = useApp((state) => state.app?.admins);
  return () => format.list(admins ?? []);
}
