import { Button, Loader } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { chooseTool, loadTools, useChosenTools, useTools } from '../../stores/tools.ts';
import { useAdminNames } from '../../words/use-admin-names.ts';
import { ToolDetail } from './ToolDetail.tsx';
import { ToolList } from './ToolList.tsx';
import { LeftOut } from './LeftOut.tsx';
import css from './tools.module.css';

/** A server's tools, and a form to try them. */
export default function ToolsTab({ server }: { server: ServerView }) {
  const t = useTranslations();
  const { id, status } = server;
  const list = useTools((state) => state[id]);
  const chosen = useChosenTools((state) => state[id]);
  // Memoized: a new function would render every row again.
  const choose = useCallback((name: string) => chooseTool(id, name), [id]);
  const usable = status.state === 'signed_in' || status.state === 'open';

  useEffect(() => {
    if (usable) void loadTools(id);
  }, [usable, id]);

  const tools = list?.tools;
  if (!usable && !tools) return <NotYet server={server} />;
  if (list?.error && !tools) {
    return (
      <div className={css['message']}>
        <ErrorNote error={list.error} server={server} onRetry={() => void loadTools(id, true)} />
        <Button variant="default" loading={list.asking} onClick={() => void loadTools(id, true)}>
          {t('tools.refresh')}
        </Button>
      </div>
    );
  }
  if (!tools) {
    return (
      <p className={css['message']}>
        <span>
          <Loader size={12} aria-hidden /> {t('tools.loading', { server: server.name })}
        </span>
      </p>
    );
  }
  const leftOut = <LeftOut server={server} unusable={list.unusable} problem={list.problem} />;
  if (tools.length === 0) {
    return (
      <div className={css['message']}>
        {!list.unusable && <p>{t('tools.none', { server: server.name })}</p>}
        {leftOut}
      </div>
    );
  }
  const tool = tools.find(({ name }) => name === chosen);
  return (
    <div className={css['tools']}>
      <ToolList
        server={server}
        tools={tools}
        asking={list.asking}
        isCut={list.isCut === true}
        chosen={tool?.name}
        onChoose={choose}
        below={leftOut}
      />
      <div className={css['right']}>
        {list.error && <ErrorNote error={list.error} server={server} />}
        {tool ? (
          <ToolDetail key={tool.name} server={server} tool={tool} />
        ) : (
          <p className={css['message']}>{t('tools.choose')}</p>
        )}
      </div>
    </div>
  );
}

function NotYet({ server }: { server: ServerView }) {
  const t = useTranslations('tools');
  const { state } = server.status;
  const isAllowed = useIsAllowed();
  const admins = useAdminNames();
  const off = isAllowed('servers:set-enabled') ? 'offFirst' : 'offForAdmin';
  const out = isAllowed('connections:connect', server) ? 'signInFirst' : 'signInForAdmin';
  const first = state === 'off' ? off : state === 'unreachable' ? 'noAnswer' : out;
  return (
    <div className={css['message']}>
      <p>{t(first, { server: server.name, admins: admins() })}</p>
    </div>
  );
}
