import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import css from './settings.module.css';

export function PublicKey({ serverId }: { serverId: string }) {
  const t = useTranslations('settings.publicKey');
  const read = async () => {
    const result = await request('servers:public-key', { serverId });
    return result.ok ? result.value.jwks : '';
  };
  return (
    <p className={css['publicKey']}>
      {t('what')} <CopyButton label={t('copy')} text={read} />
    </p>
  );
}
