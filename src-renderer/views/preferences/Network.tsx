import { useTranslations } from 'use-intl';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { AllowedAddresses } from './AllowedAddresses.tsx';
import { AllowedHosts } from './AllowedHosts.tsx';
import { Authorities } from './Authorities.tsx';
import { Section } from './Section.tsx';

export function Network({ proxy }: { proxy: string }) {
  const t = useTranslations('preferences');
  const isAllowed = useIsAllowed();
  return (
    <Section title={t('network')}>
      <p>{proxy === 'DIRECT' ? t('proxyNone') : t('proxy', { proxy })}</p>
      {isAllowed('origins:list') && <AllowedAddresses />}
      {isAllowed('hosts:list') && <AllowedHosts />}
      {isAllowed('authorities:list') && <Authorities />}
    </Section>
  );
}
