import { useTranslations } from 'use-intl';
import type { RevocationOutcome, ServerView } from '../../src-preload/contract.ts';
import { issuerHost } from '../words/host-of.ts';
import { useNotify } from './use-notify.tsx';

/** Notifies of a sign-out's result, including that the server did not confirm the revocation. */
export function useRevocationNotice() {
  const t = useTranslations('notice');
  const notify = useNotify();
  return (done: 'signedOut' | 'removed', server: ServerView, revocation: RevocationOutcome) => {
    // Without a sign-in, there is no revocation to report.
    if (done === 'removed' && !server.signIn) return;
    notify({
      title: t(done, { server: server.name }),
      message: t(`revocation.${revocation}`, { host: issuerHost(server) }),
      unsure: revocation === 'failed' || revocation === 'not_offered',
    });
  };
}
