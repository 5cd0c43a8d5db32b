import { useEffect } from 'react';
import { usePrincipal } from './use-is-allowed.ts';
import { useServers } from '../stores/servers.ts';
import { select, useWindow } from '../stores/window.ts';
import { groupServers } from '../words/status-look.ts';

/** Selects the first server of the list if none is selected: at start, and after the selected one was removed. */
export function useChooseFirst(): void {
  const servers = useServers((state) => state.servers);
  const selected = useWindow((state) => state.selected);
  const me = usePrincipal();
  useEffect(() => {
    if (selected !== null && servers[selected]) return;
    const first = [...groupServers(Object.values(servers), '', Date.now(), me).values()].flat()[0];
    if (first) select(first.id);
  }, [servers, selected, me]);
}
