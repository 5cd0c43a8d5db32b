import { ActionIcon, Button, Kbd, TextInput } from '@mantine/core';
import { ArrowDownAZ, ClockArrowDown, Command, History, Lock, Plus, Search, Settings, Wrench } from 'lucide-react';
import { lazy, Suspense, useRef } from 'react';
import { useTranslations } from 'use-intl';
import css from './list.module.css';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { searchFieldId } from '../../hooks/use-shortcuts.ts';
import { moveInRows, type Rows } from '../../hooks/move-in-rows.ts';
import { useApp } from '../../stores/app.ts';
import { isMac } from '../../is-mac.ts';
import { useFirstScreen } from '../../stores/first-screen.ts';
import { lockNow, useLock } from '../../stores/lock.ts';
import { chooseOrder, useOrder } from '../../stores/order.ts';
import { useServers } from '../../stores/servers.ts';
import { openDialog, showScreen, useWindow } from '../../stores/window.ts';
import { useAdminNames } from '../../words/use-admin-names.ts';
import { Groups } from './Groups.tsx';
import { ProgramsButton } from './ProgramsButton.tsx';

/** Loaded later: positioning menus is a third of Mantine's code. */
const ProfileMenu = lazy(() => import('../people/ProfileMenu.tsx'));

/** The left side. Rendered before main has answered, so that the layout does not shift. */
export function ServerList() {
  const t = useTranslations('list');
  const find = useTranslations('palette');
  const search = useWindow((state) => state.search);
  const screen = useWindow((state) => state.screen);
  const rows = useRef<Rows>(null);
  const app = useApp((state) => state.app);
  const { ready } = useFirstScreen();
  const isFirstScreen =
    useServers(({ loaded, servers }) => loaded && Object.keys(servers).length === 0) && screen === 'servers';
  const lockable = useLock(({ lock }) => lock?.state === 'open');
  return (
    <nav className={css['side']} aria-label={t('label')} onKeyDown={(event) => moveInRows(event, rows.current)}>
      {/* Nothing to search or to sort yet; the place is kept for what comes. */}
      <div className={css['searchLine']} style={isFirstScreen ? { visibility: 'hidden' } : undefined}>
        <TextInput
          id={searchFieldId}
          type="search"
          aria-label={t('search')}
          placeholder={t('searchPlaceholder')}
          leftSection={<Search size={14} aria-hidden />}
          rightSection={search ? null : <Kbd size="xs">{isMac ? '⌘F' : 'Ctrl+F'}</Kbd>}
          rightSectionWidth={58}
          value={search}
          onChange={(event) => useWindow.setState({ search: event.currentTarget.value })}
          onKeyDown={(event) => event.key === 'Escape' && useWindow.setState({ search: '' })}
        />
        <ActionIcon
          size={30}
          aria-label={find('title')}
          title={`${find('title')} (${isMac ? '⌘K' : 'Ctrl+K'})`}
          onClick={() => openDialog({ kind: 'palette' })}
        >
          <Command size={15} aria-hidden />
        </ActionIcon>
        <Sort />
      </div>
      <Groups ref={rows} />
      <div className={css['foot']}>
        {/* First in the foot, so that nothing moves where it comes or goes. */}
        {!isFirstScreen && <Add />}
        <ProgramsButton />
        <div className={css['footLine']}>
          {app && ready ? (
            <Suspense fallback={<div className={css['whoSoon']} />}>
              <ProfileMenu app={app} />
            </Suspense>
          ) : (
            <div className={css['whoSoon']} />
          )}
          {lockable && (
            <ActionIcon aria-label={t('lock')} title={t('lock')} onClick={lockNow}>
              <Lock size={15} aria-hidden />
            </ActionIcon>
          )}
          <ActionIcon
            aria-label={t('allTools')}
            title={t('allTools')}
            aria-pressed={screen === 'tools'}
            onClick={() => showScreen(screen === 'tools' ? 'servers' : 'tools')}
          >
            <Wrench size={15} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label={t('history')}
            title={t('history')}
            aria-pressed={screen === 'history'}
            onClick={() => showScreen(screen === 'history' ? 'servers' : 'history')}
          >
            <History size={15} aria-hidden />
          </ActionIcon>
          <ActionIcon
            title={t('preferences')}
            aria-label={t('preferences')}
            aria-pressed={screen === 'preferences'}
            onClick={() => showScreen(screen === 'preferences' ? 'servers' : 'preferences')}
          >
            <Settings size={16} aria-hidden />
          </ActionIcon>
        </div>
      </div>
    </nav>
  );
}

/** Tells members which admins can add servers. */
function Add() {
  const t = useTranslations();
  const isAllowed = useIsAllowed();
  const admins = useAdminNames();
  if (!isAllowed('servers:add')) return <p>{t('admins.add', { admins: admins() })}</p>;
  return (
    <Button
      variant="default"
      fullWidth
      leftSection={<Plus size={14} aria-hidden />}
      onClick={() => openDialog({ kind: 'add' })}
    >
      {t('list.add')}
    </Button>
  );
}

/** A toggle for the sort order that shows the current one. */
function Sort() {
  const t = useTranslations('list.sort');
  const order = useOrder((state) => state.order);
  const Icon = order === 'name' ? ArrowDownAZ : ClockArrowDown;
  return (
    <ActionIcon
      size={30}
      aria-label={t(order)}
      title={t(order)}
      onClick={() => chooseOrder(order === 'name' ? 'newest' : 'name')}
    >
      <Icon size={15} aria-hidden />
    </ActionIcon>
  );
}
