import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../bridge.ts';
import { CopyButton } from './CopyButton.tsx';
import css from './agent-entry.module.css';

/** What a program's own settings need to use a server through Keyfob, to copy. `serverId`: null for any server. */
export function AgentEntry({ serverId }: { serverId: string | null }) {
  const t = useTranslations('programs.empty');
  const [entry, setEntry] = useState('');
  useEffect(() => {
    let isCurrent = true;
    void request('programs:entry', { serverId }).then((result) => {
      if (isCurrent && result.ok) setEntry(written(result.value));
    });
    return () => {
      isCurrent = false;
    };
  }, [serverId]);
  return (
    <div className={css['entry']}>
      <code>{entry}</code>
      <CopyButton label={t('copy')} text={() => entry} />
    </div>
  );
}

/** As people write it, on one line. */
const written = ({ command, args }: { command: string; args: string[] }) =>
  `{ "command": ${JSON.stringify(command)}, "args": [${args.map((one) => JSON.stringify(one)).join(', ')}] }`;
