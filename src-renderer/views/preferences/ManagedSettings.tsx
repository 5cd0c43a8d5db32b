import { Alert } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ManagedView } from '../../../src-preload/contract.ts';
import css from './preferences.module.css';
import { Section } from './Section.tsx';

/** What the administrator of this computer has set, or why their file is refused. */
export function ManagedSettings({ managed }: { managed: ManagedView }) {
  const t = useTranslations('managed');
  const { file, problem, detail, lockAfterMinutes: minutes, updates } = managed;
  return (
    <Section title={t('section')}>
      <p>{t('file', { file })}</p>
      {problem ? (
        <Alert color="red" title={t(`problem.${problem}`)} role="alert">
          <p>{t('closed')}</p>
          {detail && <p lang="en">{detail}</p>}
        </Alert>
      ) : (
        <>
          <Allowed title={t('servers')} allowed={managed.allowedServers} />
          <Allowed title={t('programs')} allowed={managed.allowedPrograms} />
          <Allowed title={t('addresses')} allowed={managed.allowedAddresses} />
          {managed.export === false && <p>{t('noExport')}</p>}
          {minutes !== undefined && <p>{t('lockAfter', { minutes })}</p>}
          {updates === false && <p>{t('updatesOff')}</p>}
          {typeof updates === 'string' && <p>{t('updates', { address: updates })}</p>}
        </>
      )}
    </Section>
  );
}

function Allowed({ title, allowed }: { title: string; allowed: readonly string[] | undefined }) {
  const t = useTranslations('managed');
  if (!allowed) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {allowed.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <ul className={css['managed']}>
          {allowed.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
