import { ActionIcon, TextInput } from '@mantine/core';
import { RefreshCw, Search } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView, ToolView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import { loadTools } from '../../stores/tools.ts';
import css from './tools.module.css';

interface Props {
  server: ServerView;
  tools: ToolView[];
  asking: boolean;
  chosen: string | undefined;
  onChoose: (name: string) => void;
}

export function ToolList({ server, tools, asking, chosen, onChoose }: Props) {
  const t = useTranslations('tools');
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLocaleLowerCase();
  const shown = tools.filter(({ name, title, description }) =>
    `${name}\n${title ?? ''}\n${description ?? ''}`.toLocaleLowerCase().includes(wanted),
  );
  const reachable = shown.find(({ name }) => name === chosen) ?? shown[0];
  return (
    <nav className={css['list']} aria-label={t('label', { server: server.name })} onKeyDown={moveInTools}>
      <div className={css['listTop']}>
        <TextInput
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <ActionIcon
          aria-label={t('refresh')}
          title={t('refresh')}
          loading={asking}
          onClick={() => void loadTools(server.id, true)}
        >
          <RefreshCw size={14} aria-hidden />
        </ActionIcon>
      </div>
      {shown.length === 0 && wanted && <p className={shared['hint']}>{t('noMatch', { search: search.trim() })}</p>}
      <ul>
        {shown.map((tool) => (
          <li key={tool.name}>
            <ToolRow
              tool={tool}
              chosen={tool.name === chosen}
              reachable={tool === reachable}
              onChoose={() => onChoose(tool.name)}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface RowProps {
  tool: ToolView;
  chosen: boolean;
  reachable: boolean;
  onChoose: () => void;
}

function ToolRow({ tool, chosen, reachable, onChoose }: RowProps) {
  const t = useTranslations('tools');
  const { readOnly, destructive } = tool.annotations;
  const name = tool.shownName ?? tool.name;
  const mark = readOnly ? t('readOnly') : destructive ? t('destructive') : '';
  return (
    <button
      type="button"
      className={css['tool']}
      data-tool-row
      aria-current={chosen ? 'true' : undefined}
      tabIndex={reachable ? 0 : -1}
      title={name}
      onClick={onChoose}
    >
      <span>{tool.title ?? name}</span>
      {mark && <span className={css['toolMark']}>{mark}</span>}
    </button>
  );
}

function moveInTools(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-tool-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const row = rows[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!row) return;
  event.preventDefault();
  row.focus();
}
