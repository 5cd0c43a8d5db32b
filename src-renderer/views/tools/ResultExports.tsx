import { Button, Menu } from '@mantine/core';
import { Copy, Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Json, TextEnding } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useErrorWords } from '../../words/use-error-words.ts';
import type { TableColumn } from './table-columns.ts';

interface Props {
  /** The whole value as JSON, or what is shown of it. */
  json?: () => Json;
  table?: () => { rows: Json[]; columns: TableColumn[] };
  /** A text that is Markdown, or may be. */
  text?: () => string;
}

/** Before a file of CSV, so that spreadsheets read it as UTF-8. */
const byteOrderMark = '\ufeff';

/** Copies a result, or saves it as a file, in the forms that it has. */
export function ResultExports({ json, table, text }: Props) {
  const t = useTranslations('tools.export');
  const notify = useNotify();
  const errorWords = useErrorWords();
  const written = async (ending: TextEnding): Promise<string> => {
    if (text) return text();
    if (ending === 'json' || !table) return JSON.stringify(json?.() ?? null, null, 2);
    const { rows, columns } = table();
    const { asCsv, asMarkdown } = await import('./table-text.ts');
    return ending === 'csv' ? asCsv(rows, columns) : asMarkdown(rows, columns);
  };
  const send = async (ending: TextEnding, isFile: boolean) => {
    const whole = await written(ending);
    const result = isFile
      ? await request('app:save-text', { ending, text: ending === 'csv' ? byteOrderMark + whole : whole })
      : await request('app:copy', { text: whole });
    if (!result.ok) notify({ title: t('failed'), message: errorWords(result.error).what, unsure: true });
    else if (result.value !== false) notify({ title: t(isFile ? 'saved' : 'copied'), message: t(ending) });
  };
  const endings: TextEnding[] = text ? ['txt', 'md'] : table ? ['json', 'csv', 'md'] : ['json'];
  return (
    <>
      {[false, true].map((isFile) =>
        !isFile && !table ? null : (
          <Menu key={String(isFile)}>
            <Menu.Target>
              <Button
                variant="subtle"
                size="compact-xs"
                leftSection={isFile ? <Download size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
              >
                {t(isFile ? 'saveAs' : 'copyAs')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {endings.map((ending) => (
                <Menu.Item key={ending} onClick={() => void send(ending, isFile)}>
                  {t(ending)}
                </Menu.Item>
              ))}
              {table && (
                <Menu.Label maw={240} fw={400}>
                  {t('formulas')}
                </Menu.Label>
              )}
            </Menu.Dropdown>
          </Menu>
        ),
      )}
    </>
  );
}
