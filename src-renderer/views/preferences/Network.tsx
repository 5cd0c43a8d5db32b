import { useTranslations } from 'use-intl';
import { useMay } from '../../hooks/use-may.ts';
import { AllowedAddresses } from './AllowedAddresses.tsx';
import { AllowedHosts } from './AllowedHosts.tsx';
import { Authorities } from './Authorities.tsx';
import { Section } from './Section.tsx';

export function Network({ proxy }: { proxy: string }) {
  const t = useTranslations('preferences');
  const may = useMay();
  return (
    <Section title={t('network')}>
      <p>{proxy === 'DIRECT' ? t('proxyNone') : t('proxy', { proxy })}</p>
      {may('origins:list') && <AllowedAddresses />}
      {may('hosts:list') && <AllowedHosts />}
      {may('authorities:list') && <Authorities />}
    </Section>
  );
}
