import { Tabs } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import css from './server.module.css';
import { useSettingsDrafts } from '../../stores/settings-drafts.ts';
import { useTools } from '../../stores/tools.ts';
import { showTab, type Tab, useWindow } from '../../stores/window.ts';
import { LateAnswer } from './LateAnswer.tsx';
import { Overview } from './Overview.tsx';
import { ServerHeader } from './ServerHeader.tsx';
import { Waiting } from './Waiting.tsx';

const loadTools = () => import('../tools/ToolsTab.tsx');
const loadActivity = () => import('../activity/ActivityTab.tsx');
const loadSettings = () => import('../settings/SettingsTab.tsx');
const ToolsTab = lazy(loadTools);
const ActivityTab = lazy(loadActivity);
const SettingsTab = lazy(loadSettings);

export function ServerPage({ server }: { server: ServerView }) {
  const t = useTranslations('tabs');
  const tab = useWindow((state) => state.tab);
  const count = useTools((state) => state[server.id]?.tools?.length);
  const hasDraft = useSettingsDrafts((state) => state[server.id]?.dirty === true);
  const { status } = server;
  // The other tabs wait with the sign-in, and the chosen one is shown afterwards.
  const isSigningIn = status.state === 'authorizing';
  return (
    <article className={css['page']}>
      <ServerHeader server={server} />
      <Tabs
        className={css['tabs']}
        value={isSigningIn ? 'overview' : tab}
        onChange={(value) => value && showTab(value as Tab)}
      >
        <Tabs.List aria-label={t('label', { server: server.name })}>
          <Tabs.Tab value="overview">{t('overview')}</Tabs.Tab>
          <Tabs.Tab
            value="tools"
            className={css['counted']}
            disabled={isSigningIn}
            onPointerEnter={() => void loadTools()}
          >
            {t('tools')} <span className={css['tabCount']}>{count}</span>
          </Tabs.Tab>
          <Tabs.Tab value="activity" disabled={isSigningIn} onPointerEnter={() => void loadActivity()}>
            {t('activity')}
          </Tabs.Tab>
          <Tabs.Tab value="settings" disabled={isSigningIn} onPointerEnter={() => void loadSettings()}>
            {t('settings')}
            {hasDraft && <span className={css['draft']} role="img" aria-label={t('unsaved')} title={t('unsaved')} />}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview" className={css['panel']}>
          {status.state === 'authorizing' ? (
            <Waiting server={server} status={status} />
          ) : (
            <>
              {server.lateAnswer && <LateAnswer server={server} />}
              <Overview server={server} />
            </>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="tools" className={css['toolsPanel']}>
          <Suspense fallback={null}>
            <ToolsTab server={server} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="activity" className={css['panel']}>
          <Suspense fallback={null}>
            <ActivityTab server={server} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="settings" className={css['panel']}>
          <Suspense fallback={null}>
            <SettingsTab server={server} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </article>
  );
}
