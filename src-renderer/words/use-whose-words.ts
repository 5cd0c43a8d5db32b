import { useTranslations } from 'use-intl';
import type { ServerView } from '../../src-preload/contract.ts';
import { useApp } from '../stores/app.ts';

/** Whose sign-in a server uses, and its account if known. */
export function useWhoseWords(): (server: Pick<ServerView, 'account' | 'signIn'>) => string {
  const t = useTranslations('whose');
  const workspace = useApp((state) => state.app?.workspace.name ?? '');
  return ({ account: kind, signIn }) => {
    const account = signIn?.account;
    if (account === undefined) return t(kind === 'shared' ? 'shared' : 'ownSignIn', { workspace });
    return t(kind === 'shared' ? 'sharedAs' : 'ownAs', { workspace, account });
  };
}
