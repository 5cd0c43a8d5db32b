import { useTranslations } from 'use-intl';
import type { RevocationOutcome, ServerView } from '../../src-preload/contract.ts';
import { issuerHost } from '../words/host-of.ts';
import { useNotify } from './use-notify.ts';

/** Says what a sign-out came to, also where the server left it open whether the sign-in is worthless now. */
export function useRevocationNotice() {
  const t = useTranslations('notice');
  const notify = useNotify();
  return (done: 'signedOut' | 'removed', server: ServerView, revocation: RevocationOutcome) => {
    // A server that never was signed in has nothing to report.
    if (done === 'removed' && !server.signIn) return;
    notify({
      title: t(done, { server: server.name }),
      message: t(`revocation.${revocation}`, { host: issuerHost(server) }),
      unsure: revocation === 'failed' || revocation === 'not_offered',
    });
  };
}
