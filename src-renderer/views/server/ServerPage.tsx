import { Tabs } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import css from './server.module.css';
import { useSettingsDrafts } from '../../stores/settings-drafts.ts';
import { useTools } from '../../stores/tools.ts';
import { showTab, type Tab, useWindow } from '../../stores/window.ts';
import { LateAnswer } from './LateAnswer.tsx';
import { Overview } from './Overview.tsx';
import { ServerHeader } from './ServerHeader.tsx';
import { useOffer } from './use-offer.ts';
import { Waiting } from './Waiting.tsx';

const loadTools = () => import('../tools/ToolsTab.tsx');
const loadActivity = () => import('../activity/ActivityTab.tsx');
const loadSettings = () => import('../settings/SettingsTab.tsx');
const ToolsTab = lazy(loadTools);
const ActivityTab = lazy(loadActivity);
const SettingsTab = lazy(loadSettings);
const ResourcesTab = lazy(() => import('../resources/ResourcesTab.tsx'));
const PromptsTab = lazy(() => import('../prompts/PromptsTab.tsx'));
const LogTab = lazy(() => import('../log/LogTab.tsx'));

export function ServerPage({ server }: { server: ServerView }) {
  const t = useTranslations('tabs');
  const tab = useWindow((state) => state.tab);
  const count = useTools((state) => state[server.id]?.tools?.length);
  const hasDraft = useSettingsDrafts((state) => state[server.id]?.dirty === true);
  const { status } = server;
  const offer = useOffer(server);
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
          {offer?.hasResources && (
            <Tabs.Tab value="resources" disabled={isSigningIn}>
              {t('resources')}
            </Tabs.Tab>
          )}
          {offer?.hasPrompts && (
            <Tabs.Tab value="prompts" disabled={isSigningIn}>
              {t('prompts')}
            </Tabs.Tab>
          )}
          {offer?.hasLog && (
            <Tabs.Tab value="log" disabled={isSigningIn}>
              {t('log')}
            </Tabs.Tab>
          )}
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
        {offer?.hasResources && (
          <Panel value="resources" className={css['toolsPanel']}>
            <ResourcesTab server={server} />
          </Panel>
        )}
        {offer?.hasPrompts && (
          <Panel value="prompts" className={css['toolsPanel']}>
            <PromptsTab server={server} />
          </Panel>
        )}
        {offer?.hasLog && (
          <Panel value="log" className={css['panel']}>
            <LogTab server={server} />
          </Panel>
        )}
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

/** A panel that asks the server only once it is opened. */
function Panel({ value, className, children }: { value: Tab; className: string | undefined; children: ReactNode }) {
  const isOpen = useWindow((state) => state.tab === value);
  return (
    <Tabs.Panel value={value} className={className}>
      {isOpen && <Suspense fallback={null}>{children}</Suspense>}
    </Tabs.Panel>
  );
}
