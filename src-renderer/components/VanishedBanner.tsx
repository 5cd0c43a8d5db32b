import { Unplug } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useApp } from '../stores/app.ts';
import { useServers } from '../stores/servers.ts';
import { useWindow } from '../stores/window.ts';
import { loadVanished, useVanished } from '../stores/wiring.ts';
import css from './banner.module.css';
import { VanishedButtons } from './VanishedButtons.tsx';

/** As long as an entry that Keyfob wrote is gone from a program's settings; the page of its server says it there. */
export function VanishedBanner() {
  const t = useTranslations('useIn');
  const isOpen = useApp((state) => state.app !== null);
  const { entries } = useVanished();
  const servers = useServers((state) => state.servers);
  const shown = useWindow(({ screen, selected }) => (screen === 'servers' ? selected : null));
  useEffect(() => {
    if (isOpen) void loadVanished();
  }, [isOpen]);
  const elsewhere = entries.filter(({ serverId }) => serverId !== shown && servers[serverId]);
  const [first] = elsewhere;
  const server = first && servers[first.serverId];
  if (!server) return null;
  const title = t('vanished', { program: first.name, server: server.name });
  return (
    <section className={css['banner']} aria-label={title}>
      <Unplug size={14} aria-hidden />
      <p role="status">
        <strong>{title}</strong> {t('vanishedFrom', { path: first.path })}
        {elsewhere.length > 1 && ` ${t('vanishedMore', { count: elsewhere.length - 1 })}`}
      </p>
      <VanishedButtons
        key={`${first.program} ${first.serverId}`}
        server={server}
        program={first.program}
        name={first.name}
        isSmall
      />
    </section>
  );
}
