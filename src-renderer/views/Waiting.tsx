import { Button, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView, StatusView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { StepList } from '../components/StepList.tsx';
import { useMay } from '../hooks/use-may.ts';
import { useNow } from '../hooks/use-now.ts';
import { useRequest } from '../hooks/use-request.ts';
import css from './server.module.css';
import shared from '../shared.module.css';
import { signIn } from '../stores/sign-ins.ts';
import { hostOf } from '../words/host-of.ts';
import { useTimeWords } from '../words/use-time-words.ts';
import { CopyLink } from './CopyLink.tsx';

const DeviceCode = lazy(() => import('./DeviceCode.tsx'));

interface Props {
  server: ServerView;
  status: Extract<StatusView, { state: 'authorizing' }>;
}

/** Stands in place of the tabs from the click on "Sign in" until the answer is there. */
export function Waiting({ server, status }: Props) {
  const mine = useMay()('connections:connect', server);
  return mine ? <Mine server={server} status={status} /> : <Others server={server} />;
}

/** Somebody else is asked: there is nothing to do here but to wait. */
function Others({ server }: Pick<Props, 'server'>) {
  const t = useTranslations('admins');
  return (
    <section className={css['waiting']} aria-labelledby="waiting-title">
      <h2 id="waiting-title">
        <Loader size={14} aria-hidden /> {t('signingInTitle')}
      </h2>
      <p>{t('signingIn', { server: server.name })}</p>
    </section>
  );
}

function Mine({ server, status }: Props) {
  const t = useTranslations('waiting');
  const { elapsed } = useTimeWords();
  const now = useNow(1000);
  const { phase, deviceCode } = status;
  const issuer = status.authorizationServer && hostOf(status.authorizationServer);
  const title = deviceCode ? t('device.title') : phase === 'waiting' ? t('title') : t(`${phase}Title`);
  const text = deviceCode
    ? t('device.what')
    : phase === 'waiting'
      ? issuer
        ? t('opened', { issuer })
        : t('openedUnknown')
      : t(phase, { host: server.host });
  return (
    <section className={css['waiting']} aria-labelledby="waiting-title">
      <h2 id="waiting-title">
        <Loader size={14} aria-hidden /> {title}
      </h2>
      <p>{text}</p>
      {deviceCode && (
        <Suspense fallback={null}>
          <DeviceCode code={deviceCode} />
        </Suspense>
      )}
      <Buttons server={server} waiting={phase === 'waiting'} byCode={deviceCode !== undefined} />
      {!deviceCode && (
        // Their place is kept, so that nothing moves when the browser has answered.
        <div style={phase === 'waiting' ? {} : { visibility: 'hidden' }}>
          <OtherWays server={server} usesLoopback={status.returnPath === 'loopback'} />
        </div>
      )}
      <p className={shared['hint']}>{t('elapsed', { duration: elapsed(status.since, now) })}</p>
      {server.lastAttempt && <StepList server={server} attempt={server.lastAttempt} />}
    </section>
  );
}

function Buttons({ server, waiting, byCode }: { server: ServerView; waiting: boolean; byCode: boolean }) {
  const t = useTranslations();
  const again = useRequest();
  const cancel = useRequest();
  const { id: serverId } = server;
  const error = again.error ?? cancel.error;
  return (
    <>
      <div className={shared['buttons']}>
        {waiting && (
          <>
            <Button
              loading={again.waiting}
              onClick={() => void again.send(() => request('connections:open-again', { serverId }))}
            >
              {byCode ? t('waiting.device.open') : t('waiting.openAgain')}
            </Button>
            <CopyLink serverId={serverId} />
          </>
        )}
        <Button
          variant="default"
          loading={cancel.waiting}
          onClick={() => void cancel.send(() => request('connections:cancel', { serverId }))}
        >
          {t('action.cancel')}
        </Button>
      </div>
      {error && <ErrorNote error={error} server={server} />}
    </>
  );
}

function OtherWays({ server, usesLoopback }: { server: ServerView; usesLoopback: boolean }) {
  const t = useTranslations('waiting');
  return (
    <p className={css['otherWays']}>
      <span>{t('nothing')}</span>
      {!usesLoopback && (
        <Button variant="subtle" size="compact-xs" onClick={() => void signIn(server.id, { returnPath: 'loopback' })}>
          {t('useLoopback')}
        </Button>
      )}
      <Button variant="subtle" size="compact-xs" onClick={() => void signIn(server.id, { registerAgain: true })}>
        {t('registerAgain')}
      </Button>
    </p>
  );
}
