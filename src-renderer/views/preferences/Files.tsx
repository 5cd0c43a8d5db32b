import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { DesktopView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Fact } from '../../components/Fact.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import css from './preferences.module.css';
import { Section } from './Section.tsx';

/** The data folder on this computer. */
export function Files({ desktop }: { desktop: DesktopView }) {
  const t = useTranslations('preferences');
  const { waiting, error, send } = useRequest();
  return (
    <Section title={t('files')}>
      <dl className={css['files']}>
        {desktop.files.map(({ name, path }) => (
          <Fact key={name} name={t(`file.${name}`)}>
            <span className={shared['mono']}>{path}</span>
            <CopyButton label={t('copyPath')} text={() => path} />
          </Fact>
        ))}
      </dl>
      <div className={shared['buttons']}>
        <Button variant="default" loading={waiting} onClick={() => void send(() => request('desktop:open-folder'))}>
          {t('openFolder')}
        </Button>
      </div>
      {error && <ErrorNote error={error} />}
    </Section>
  );
}
