import '@mantine/core/styles.layer.css';
import { Button, Loader, Modal } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ErrorView, ImportPreviewView, ImportResultView, Result } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { useServers } from '../../stores/servers.ts';
import { closeDialog, select } from '../../stores/window.ts';
import { AddedServers } from './AddedServers.tsx';
import css from './clients.module.css';
import { ImportSource } from './ImportSource.tsx';
import { useChosenEntries } from './use-chosen-entries.ts';

const sentences = { programs: 'import.what', file: 'import.whatFile', text: 'import.whatText' } as const;

/** More names would push the buttons out of view. */
const mostNames = 3;

/**
 * Imports servers from other MCP clients on this computer, or from a file: shows a preview, and adds the selected ones.
 * `given`: those in a text or a file that the user pasted or dropped.
 */
export default function ImportServers({ given }: { given?: ImportPreviewView | undefined }) {
  const t = useTranslations();
  const [preview, setPreview] = useState<ImportPreviewView | null>(given ?? null);
  const [result, setResult] = useState<ImportResultView | null>(null);
  const [failure, setFailure] = useState<ErrorView | null>(null);
  const adding = useRequest();
  const servers = useServers((state) => state.servers);
  const entries = preview?.sources.flatMap((source) => source.entries) ?? [];
  const choice = useChosenEntries(entries);
  const { chosen, agreements, unanswered, forget } = choice;

  const show = useCallback(
    (answer: Result<ImportPreviewView | null>) => {
      setFailure(answer.ok ? null : answer.error);
      if (!answer.ok || answer.value === null) return;
      setPreview(answer.value);
      forget();
    },
    [forget],
  );
  const [source, setSource] = useState<keyof typeof sentences>(given ? 'text' : 'programs');
  /** Ignores the other clients' preview if the user has chosen a file meanwhile. */
  const hasFile = useRef(given !== undefined);
  useEffect(() => {
    if (hasFile.current) return;
    void request('import:from-programs').then((answer) => {
      if (!hasFile.current) show(answer);
    });
  }, [show]);
  const open = async () => {
    const answer = await request('import:from-file');
    if (answer.ok && answer.value) {
      hasFile.current = true;
      setSource('file');
    }
    show(answer);
  };

  const add = async () => {
    if (!preview) return;
    const { previewId } = preview;
    const answer = await adding.send(() =>
      request('import:add', { previewId, indexes: [...chosen], agreed: agreements }),
    );
    if (!answer.ok) return;
    setResult(answer.value);
    const [first] = answer.value.added;
    if (first) select(first.serverId);
  };
  const isNew = entries.some(({ state }) => state === 'new');
  const added = (result?.added ?? [])
    .filter(({ serverId }) => servers[serverId])
    .map(({ index, serverId }) => ({
      serverId,
      missing: entries.find((entry) => entry.index === index)?.missing ?? [],
    }));
  const sentence = !result
    ? t(sentences[source])
    : result.added.length > 0 && added.length === 0
      ? t('import.undone')
      : t('import.done', { count: added.length });
  const done = useRef<HTMLButtonElement>(null);
  // The pressed button has disappeared.
  useEffect(() => {
    if (result) done.current?.focus();
  }, [result]);

  return (
    <Modal
      opened
      size={620}
      onClose={closeDialog}
      title={t('import.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={shared['form']}>
        <p aria-live="polite">{sentence}</p>
        {!preview && !failure && (
          <p className={shared['hint']}>
            <Loader size={12} aria-hidden /> {t('import.looking')}
          </p>
        )}
        {failure && <ErrorNote error={failure} />}
        {preview?.sources.length === 0 && <p>{t('import.nothing')}</p>}
        {added.length > 0 && <AddedServers added={added} onRemoved={() => done.current?.focus()} />}
        <div className={css['sources']}>
          {preview?.sources.map((source, index) => (
            <ImportSource key={index} source={source} choice={choice} result={result} />
          ))}
        </div>
        {!result && unanswered.length > 0 && (
          <p id="waits-for-yes" className={css['unanswered']}>
            {t('import.unanswered', { names: shortList(unanswered.map(({ name }) => name)) })}
          </p>
        )}
        {adding.error && <ErrorNote error={adding.error} />}
        {result ? (
          <div className={shared['dialogButtons']}>
            <Button ref={done} onClick={closeDialog}>
              {t('import.close')}
            </Button>
          </div>
        ) : (
          <div className={css['foot']}>
            <Button variant="subtle" className={shared['flush']} onClick={() => void open()}>
              {t('import.fromFile')}
            </Button>
            <div className={shared['dialogButtons']}>
              <Button variant="default" onClick={closeDialog}>
                {isNew || !preview ? t('action.cancel') : t('action.close')}
              </Button>
              {isNew && (
                <Button
                  disabled={chosen.size === 0 || unanswered.length > 0}
                  aria-describedby={unanswered.length > 0 ? 'waits-for-yes' : undefined}
                  loading={adding.waiting}
                  onClick={() => void add()}
                >
                  {t('import.add', { count: chosen.size })}
                </Button>
              )}
            </div>
          </div>
        )}
      </div>
    </Modal>
  );
}

function shortList(names: string[]): string {
  return names.length > mostNames ? `${names.slice(0, mostNames).join(', ')}, …` : names.join(', ');
}
