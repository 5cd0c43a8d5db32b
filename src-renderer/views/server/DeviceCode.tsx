import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import type { DeviceCodeView } from '../../../src-preload/contract.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Fact } from '../../components/Fact.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './server.module.css';

const QrCode = lazy(() => import('../../components/QrCode.tsx'));

/** The device code, the page to enter it, and a QR code of that page. */
export default function DeviceCode({ code }: { code: DeviceCodeView }) {
  const t = useTranslations('waiting.device');
  const { countdown } = useTimeWords();
  const now = useNow(1000);
  const left = Math.max(0, code.expiresAt - now);
  return (
    <div className={css['device']}>
      <dl>
        <Fact name={t('code')} className={css['userCode']}>
          <output>{code.userCode}</output> <CopyButton label={t('copyCode')} text={() => code.userCode} />
        </Fact>
        <Fact name={t('page')} className={css['userPage']}>
          {code.verificationUri}
        </Fact>
        <Fact name={t('left')}>{left > 0 ? countdown(left) : t('over')}</Fact>
      </dl>
      {code.verificationUriComplete !== undefined && (
        <figure>
          <Suspense fallback={<div className={css['qrPlace']} />}>
            <QrCode text={code.verificationUriComplete} label={t('qr', { code: code.userCode })} />
          </Suspense>
          <figcaption>{t('scan')}</figcaption>
        </figure>
      )}
    </div>
  );
}
