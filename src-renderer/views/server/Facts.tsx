import { useTranslations } from 'use-intl';
import type { ServerView, SignInView } from '../../../src-preload/contract.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Fact } from '../../components/Fact.tsx';
import { Scopes } from '../../components/Scopes.tsx';
import css from './server.module.css';
import shared from '../../shared.module.css';
import { useApp } from '../../stores/app.ts';
import { lapseOf } from '../../words/lapse.ts';
import { useTimeWords } from '../../words/use-time-words.ts';

/** As whom, until when, and what for. How the sign-in works is in `TechnicalFacts`. */
export function Facts({ server }: { server: ServerView }) {
  const t = useTranslations('overview');
  const whose = useTranslations('whose');
  const workspace = useApp((state) => state.app?.workspace.name ?? '');
  const lapse = lapseOf(server);
  const signIn = server.signIn ?? lapse?.signIn;
  return (
    <dl className={css['facts']}>
      <Fact name={t('address')}>
        <span className={shared['mono']}>{server.url}</span>{' '}
        <CopyButton label={t('copyAddress')} text={() => server.url} />
      </Fact>
      {(signIn !== undefined || server.account === 'shared') && server.status.state !== 'open' && (
        <Fact name={t('account')}>{whose(server.account, { workspace })}</Fact>
      )}
      {signIn && <SignInFacts server={server} signIn={signIn} lapsedAt={lapse?.since} />}
    </dl>
  );
}

interface SignInProps {
  server: ServerView;
  signIn: SignInView;
  lapsedAt: number | undefined;
}

/** The facts of a sign-in; for an ended one, of the last. */
function SignInFacts({ server, signIn, lapsedAt }: SignInProps) {
  const t = useTranslations('overview');
  const { short } = useTimeWords();
  const { account } = signIn;
  const lapsed = lapsedAt !== undefined;
  return (
    <>
      {account !== undefined && <Fact name={t(lapsed ? 'wasSignedInAs' : 'signedInAs')}>{account}</Fact>}
      {(signIn.grantType === 'client_credentials' || signIn.grantType === 'jwt_bearer') && (
        <Fact name={t(lapsed ? 'wasSignedInAs' : 'signedInAs')}>{t('signedInAsApp')}</Fact>
      )}
      <Fact name={t(lapsed ? 'wasSince' : 'since')}>
        {t('sinceBy', { when: short(signIn.signedInAt), person: signIn.signedInBy })}
      </Fact>
      {signIn.grantType !== 'key' && <OAuthFacts server={server} signIn={signIn} lapsedAt={lapsedAt} />}
    </>
  );
}

/** What a sign-in has and a key does not. */
function OAuthFacts({ server, signIn, lapsedAt }: SignInProps) {
  const t = useTranslations('overview');
  const { short, relative } = useTimeWords();
  const { expiresAt, refreshedAt } = signIn;
  const { status } = server;
  const renewsAt = status.state === 'signed_in' ? status.renewsAt : undefined;
  const moment = (at: number) => t('moment', { time: short(at), relative: relative(at) });
  const lapsed = lapsedAt !== undefined;
  const ends =
    expiresAt === undefined
      ? t('endsNever')
      : t(signIn.renewable ? 'endsRenews' : 'endsFirm', { time: short(expiresAt), relative: relative(expiresAt) });
  return (
    <>
      <Fact name={t(lapsed ? 'might' : 'may')}>
        {signIn.scopes.length > 0 ? <Scopes scopes={signIn.scopes} /> : t('mayDefault', { server: server.name })}
      </Fact>
      {lapsed ? <Fact name={t('lapsed')}>{moment(lapsedAt)}</Fact> : <Fact name={t('ends')}>{ends}</Fact>}
      {refreshedAt !== undefined && <Fact name={t('refreshed')}>{moment(refreshedAt)}</Fact>}
      {renewsAt !== undefined && <Fact name={t('renews')}>{moment(renewsAt)}</Fact>}
    </>
  );
}
