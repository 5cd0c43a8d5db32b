import { Button, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView, StatusView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { StepList } from '../../components/StepList.tsx';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useRequest } from '../../hooks/use-request.ts';
import css from './server.module.css';
import shared from '../../shared.module.css';
import { hostOf } from '../../words/host-of.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import { CopyLink } from './CopyLink.tsx';
import { OtherReturns } from './OtherReturns.tsx';
import { Unproved } from './Unproved.tsx';

const DeviceCode = lazy(() => import('./DeviceCode.tsx'));

interface Props {
  server: ServerView;
  status: Extract<StatusView, { state: 'authorizing' }>;
}

/** What the overview shows from the click on "Sign in" until the response. */
export function Waiting({ server, status }: Props) {
  const mine = useIsAllowed()('connections:connect', server);
  return mine ? <Mine server={server} status={status} /> : <Others server={server} />;
}

/** Another profile is signing in: nothing to do but wait. */
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
  const { phase, deviceCode } = status;
  const { title, text } = usePhaseWords(server, status);
  const browser = phase === 'opening' || phase === 'waiting';
  return (
    <section className={css['waiting']} aria-labelledby="waiting-title">
      {/* Without a sign of progress of its own: the running step below has one. */}
      <h2 id="waiting-title">{title}</h2>
      <p>{text}</p>
      {deviceCode && (
        <Suspense fallback={null}>
          <DeviceCode code={deviceCode} />
        </Suspense>
      )}
      {status.unproved !== undefined && <Unproved serverId={server.id} text={status.unproved} />}
      <Buttons server={server} isInBrowser={browser} byCode={deviceCode !== undefined} />
      {server.grantType === 'authorization_code' && (
        // Reserves the space, so that the layout does not shift when the browser opens or returns.
        <OtherReturns serverId={server.id} ways={browser ? (status.otherWays ?? []) : []} />
      )}
      <HowLong status={status} />
      {server.lastAttempt && <StepList server={server} attempt={server.lastAttempt} />}
    </section>
  );
}

/** The current phase, and what the user has to do. */
function usePhaseWords(
  { grantType, host }: ServerView,
  { phase, deviceCode, authorizationServer, browserHost }: Props['status'],
): Record<'title' | 'text', string> {
  const t = useTranslations('waiting');
  const words = useTranslations('words');
  const issuer = authorizationServer ? hostOf(authorizationServer) : words('signInService');
  // The browser's host may differ from the issuer's.
  const page = { host: browserHost ?? issuer };
  if (deviceCode && phase === 'waiting') return { title: t('device.title'), text: t('device.what', page) };
  if (phase === 'waiting') return { title: t('title'), text: t('opened', page) };
  if (phase === 'opening') return { title: t('openingTitle'), text: t('opening', page) };
  const asksNobody = !usesBrowser({ grantType });
  if (phase === 'exchanging') {
    const text = asksNobody ? t('exchangingAlone', { issuer }) : t('exchanging');
    return { title: t('exchangingTitle'), text };
  }
  const next = asksNobody ? 'discovering' : grantType === 'device_code' ? 'discoveringCode' : 'discoveringBrowser';
  return { title: t('discoveringTitle'), text: t(next, { host }) };
}

function usesBrowser({ grantType }: Pick<ServerView, 'grantType'>): boolean {
  return grantType === 'authorization_code' || grantType === 'device_code';
}

/** A device code shows its own expiry. */
function HowLong({ status: { since, until, deviceCode } }: Pick<Props, 'status'>) {
  const t = useTranslations('waiting');
  const now = useNow(1000);
  const { elapsed, short } = useTimeWords(1000);
  const duration = elapsed(since, now);
  return (
    <p className={shared['hint']}>
      {until === undefined || deviceCode ? t('since', { duration }) : t('until', { time: short(until), duration })}
    </p>
  );
}

interface ButtonsProps {
  server: ServerView;
  isInBrowser: boolean;
  byCode: boolean;
}

function Buttons({ server, isInBrowser, byCode }: ButtonsProps) {
  const t = useTranslations();
  const again = useRequest();
  const cancel = useRequest();
  const { id: serverId } = server;
  const error = again.error ?? cancel.error;
  return (
    <>
      <div className={shared['buttons']}>
        {usesBrowser(server) && (
          // Disabled rather than absent until the browser is open, so that "Cancel" does not move.
          <>
            <Button
              disabled={!isInBrowser}
              loading={again.waiting}
              onClick={() => void again.send(() => request('connections:open-again', { serverId }))}
            >
              {byCode ? t('waiting.device.open') : t('waiting.openAgain')}
            </Button>
            <CopyLink serverId={serverId} disabled={!isInBrowser} />
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
