import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useServers } from '../stores/servers.ts';
import { useStatusWords } from '../words/use-status-words.ts';

const kindOf = (status: { state: string; phase?: string }) => `${status.state} ${status.phase ?? ''}`;

/** Announces status changes to screen readers, whose users cannot see a dot change. */
export function LiveRegion() {
  const t = useTranslations('status');
  const { servers, loaded } = useServers();
  const words = useStatusWords();
  const known = useRef<Record<string, string> | null>(null);
  const [said, setSaid] = useState('');

  useEffect(() => {
    if (!loaded) return;
    const before = known.current;
    known.current = Object.fromEntries(Object.values(servers).map(({ id, status }) => [id, kindOf(status)]));
    if (!before) return;
    const changed = Object.values(servers).filter(({ id, status }) => before[id] !== kindOf(status));
    if (changed.length === 0) return;
    setSaid(changed.map((server) => t('announce', { server: server.name, ...words(server) })).join(' '));
  }, [servers, loaded, words, t]);

  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      {said}
    </div>
  );
}
