import { useTranslations } from 'use-intl';
import { clientRedirectUri, loopbackRedirect } from '../../../src-preload/contract.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import shared from '../../shared.module.css';
import type { Draft } from '../../stores/draft.ts';
import type { FieldsProps } from './fields.ts';
import css from './settings.module.css';

interface Props {
  draft: Pick<Draft, 'returnPath' | 'redirectUri'>;
  fault: FieldsProps['faults']['redirectUri'];
}

/** The exact address to register a client with, before its ID is needed. */
export function ReturnAddress({ draft, fault }: Props) {
  const t = useTranslations('settings.redirectUri');
  const action = useTranslations('action');
  if (fault) return null;
  const address = clientRedirectUri({ ...draft, redirectUri: draft.redirectUri.trim() || null });
  const anyPort = loopbackRedirect(address)?.port === undefined && address.startsWith('http:');
  return (
    <div className={css['returnAddress']}>
      <p>
        {t('register')} <code>{address}</code> <CopyButton label={action('copyRedirect')} text={() => address} />
      </p>
      {anyPort && <p className={shared['hint']}>{t('anyPort')}</p>}
    </div>
  );
}
