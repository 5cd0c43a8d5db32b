import { useTranslations } from 'use-intl';
import { AllowedAddresses } from './AllowedAddresses.tsx';
import { Section } from './Section.tsx';

export function Network({ proxy, isAdmin }: { proxy: string; isAdmin: boolean }) {
  const t = useTranslations('preferences');
  return (
    <Section title={t('network')}>
      <p>{proxy === 'DIRECT' ? t('proxyNone') : t('proxy', { proxy })}</p>
      {isAdmin && <AllowedAddresses />}
    </Section>
  );
}
