import { Button, Checkbox, Loader } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView, WiringPlace, WiringPreview } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { onSingleClick } from '../../hooks/on-single-click.ts';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { EntryName } from './EntryName.tsx';
import { PreviewedChange } from './PreviewedChange.tsx';
import { usePreview } from './use-preview.ts';

interface Props {
  server: ServerView;
  place: WiringPlace;
  title: string;
  isRemoval: boolean;
  onLeave: () => void;
  onMade: (preview: WiringPreview) => void;
}

/** The change of a program's settings before it is made, with what it means. */
export function Preview({ server, place, title, isRemoval, onLeave, onMade }: Props) {
  const t = useTranslations('useIn');
  const { program, name: programName, state } = place;
  const { wish, preview, isStale, error, change } = usePreview({
    program,
    serverId: server.id,
    ...(isRemoval && { isRemoval }),
  });
  const [startsAtLogin, setStartsAtLogin] = useState(true);
  const applying = useRequest();
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => shown.current?.focus(), []);
  const values = { program: programName, server: server.name };

  const apply = async () => {
    if (!preview || isStale) return;
    const asked = { previewId: preview.id, ...(preview.startsAtLogin && { startsAtLogin }) };
    const result = await applying.send(() => request('wiring:apply', asked));
    if (result.ok) onMade(preview);
  };
  const lookAgain = () => {
    applying.forget();
    change({});
  };
  return (
    <div ref={shown} className={shared['form']} role="group" aria-label={title} tabIndex={-1}>
      {!preview && !error && (
        <p>
          <Loader size={12} aria-hidden /> {t('reading')}
        </p>
      )}
      {preview && (
        <>
          <PreviewedChange preview={preview} />
          {!isRemoval && (
            <EntryName
              program={programName}
              name={wish.name ?? preview.entry}
              warnings={isStale ? [] : preview.warnings}
              onChange={(name) => change({ name })}
            />
          )}
          {!isRemoval && state === 'replaceable' && (
            <Checkbox
              label={t('keepOther', { entry: place.entry ?? '' })}
              description={t('keepOtherWhat', values)}
              checked={wish.keepsOther ?? false}
              onChange={(event) => change({ keepsOther: event.currentTarget.checked })}
            />
          )}
          {preview.startsAtLogin && (
            <Checkbox
              label={t('atLogin')}
              description={t('atLoginWhat', values)}
              checked={startsAtLogin}
              onChange={(event) => setStartsAtLogin(event.currentTarget.checked)}
            />
          )}
          <p className={shared['hint']}>
            {t(isRemoval ? 'consentEnds' : 'consent', values)} {preview.needsRestart && t('startAgain', values)}
          </p>
        </>
      )}
      {error && <ErrorNote error={error} server={server} onRetry={lookAgain} />}
      {applying.error && <ErrorNote error={applying.error} server={server} onRetry={lookAgain} />}
      <div className={shared['dialogFoot']}>
        <Button variant="default" onClick={onLeave}>
          {t('back')}
        </Button>
        {applying.error || error ? (
          <Button onClick={lookAgain}>{t('lookAgain')}</Button>
        ) : (
          <Button loading={applying.waiting} disabled={!preview || isStale} onClick={onSingleClick(() => void apply())}>
            {t(applyLabel(preview, isRemoval))}
          </Button>
        )}
      </div>
    </div>
  );
}

function applyLabel(preview: WiringPreview | null, isRemoval: boolean) {
  if (preview?.command) return 'runCommand';
  if (isRemoval) return 'removeNow';
  return preview?.before === null ? 'createFile' : 'changeFile';
}
