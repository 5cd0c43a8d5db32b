import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { signIn } from '../../stores/sign-ins.ts';
import shared from '../../shared.module.css';

/** Offers to stop waiting after a refusal that does not prove where it is from. The user knows what they saw. */
export function Unproved({ serverId, text }: { serverId: string; text: string }) {
  const t = useTranslations('waiting.unproved');
  const { waiting, send } = useRequest();
  return (
    <div className={shared['error']} role="alert">
      <div>
        <p>
          <strong>{t('title')}</strong> {t('what')}
        </p>
        <p className={shared['serverWords']}>{t('said', { text })}</p>
        <div className={shared['buttons']}>
          <Button
            size="compact-sm"
            variant="default"
            loading={waiting}
            onClick={() => void send(() => request('connections:cancel', { serverId }))}
          >
            {t('stop')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => void signIn(serverId)}>
            {t('again')}
          </Button>
        </div>
      </div>
    </div>
  );
}
