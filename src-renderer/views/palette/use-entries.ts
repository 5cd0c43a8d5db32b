import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AvailableToolsView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { lockNow, useLock } from '../../stores/lock.ts';
import { useServers } from '../../stores/servers.ts';
import { chooseTool } from '../../stores/tools.ts';
import { closeDialog, openDialog, select, showScreen } from '../../stores/window.ts';
import { type Entry, prepareEntries } from './find-entries.ts';

/** Everything that the palette leads to: servers, the tools of those that answer, and what the window can do. */
export function useEntries(): { entries: Entry[]; loading: boolean } {
  const t = useTranslations();
  const isAllowed = useIsAllowed();
  const servers = useServers((state) => state.servers);
  const lockable = useLock(({ lock }) => lock?.state === 'open');
  const [tools, setTools] = useState<AvailableToolsView['tools'] | null>(null);
  useEffect(() => {
    void request('tools:available', {}).then((answer) => setTools(answer.ok ? answer.value.tools : []));
  }, []);

  const entries = useMemo(() => {
    const going = (act: () => void) => () => {
      closeDialog();
      act();
    };
    const ofServers = Object.values(servers).map(({ id, name, host }): Entry => ({
      id: `server ${id}`,
      kind: 'server',
      label: name,
      detail: host,
      act: going(() => select(id)),
    }));
    const action = (id: string, label: string, act: () => void): Entry => ({
      id: `action ${id}`,
      kind: 'action',
      label,
      detail: '',
      act,
    });
    const adds = isAllowed('servers:add');
    const actions = [
      ...(adds ? [action('add', t('list.add'), () => openDialog({ kind: 'add' }))] : []),
      ...(adds ? [action('import', t('import.title'), () => openDialog({ kind: 'import' }))] : []),
      action(
        'all-tools',
        t('list.allTools'),
        going(() => showScreen('tools')),
      ),
      action(
        'programs',
        t('list.programs'),
        going(() => showScreen('programs')),
      ),
      action('people', t('people.title'), () => openDialog({ kind: 'people' })),
      action(
        'preferences',
        t('list.preferences'),
        going(() => showScreen('preferences')),
      ),
      ...(lockable ? [action('lock', t('list.lock'), going(lockNow))] : []),
    ];
    const ofTools = (tools ?? []).map(({ serverId, serverName, name, shownName, title }): Entry => ({
      id: `tool ${serverId} ${name}`,
      kind: 'tool',
      label: title ?? shownName ?? name,
      detail: serverName,
      act: going(() => {
        chooseTool(serverId, name);
        select(serverId, 'tools');
      }),
    }));
    return [...ofServers, ...actions, ...ofTools];
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `isAllowed` is new in every render
  }, [servers, tools, lockable, t]);
  useEffect(() => prepareEntries(entries), [entries]);
  return { entries, loading: tools === null };
}
