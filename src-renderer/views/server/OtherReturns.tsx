import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { OtherWay } from '../../../src-preload/contract.ts';
import { signIn } from '../../stores/sign-ins.ts';
import css from './server.module.css';

/** The parameters of a sign-in for each alternative. */
const asking = {
  loopback: { returnPath: 'loopback' },
  localhost: { returnPath: 'localhost' },
  app_link: { returnPath: 'app_link' },
  register_again: { registerAgain: true },
  without_consent: { withoutConsent: true },
} as const satisfies Record<OtherWay, object>;

/** Alternatives if the browser says that it is done, but no response arrives. */
export function OtherReturns({ serverId, ways }: { serverId: string; ways: readonly OtherWay[] }) {
  const t = useTranslations('waiting');
  return (
    <p className={css['otherWays']}>
      {ways.length > 0 && <span>{t('nothing')}</span>}
      {ways.map((way) => (
        <Button key={way} variant="subtle" size="compact-xs" onClick={() => void signIn(serverId, asking[way])}>
          {t(`ways.${way}`)}
        </Button>
      ))}
    </p>
  );
}
