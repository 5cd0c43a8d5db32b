import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ForwardingsView } from '../../../src-preload/contract.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import shared from '../../shared.module.css';
import { forwardingCommands } from './forwarding-commands.ts';
import css from './forwardings.module.css';

export interface MadeForwarding {
  name: string;
  key: string;
}

interface Props {
  made: MadeForwarding;
  view: ForwardingsView;
  onCopied: () => void;
  /** What ends this. */
  children: ReactNode;
}

/** The key of a new forwarding, which is shown once, with the commands that use it. */
export function NewKey({ made, view, onCopied, children }: Props) {
  const t = useTranslations('forwardings');
  const commands = forwardingCommands(view);
  const steps = [
    { words: t('putConnector'), command: commands.connector },
    { words: t('putKey'), command: commands.key },
    { words: t('forward'), command: commands.forward },
  ];
  return (
    <section className={css['made']} aria-labelledby="forwarding-made">
      <h3 id="forwarding-made">{t('keyOf', { name: made.name })}</h3>
      <p>{t('keyOnce')}</p>
      <div className={css['command']}>
        <code>{made.key}</code>
        <CopyButton
          label={t('copyKey')}
          text={() => {
            onCopied();
            return made.key;
          }}
        />
      </div>
      <h3>{t('how', { host: 'HOST' })}</h3>
      <ol className={css['steps']}>
        {steps.map(({ words, command }, index) => (
          <li key={index}>
            <p>{words}</p>
            <div className={css['command']}>
              <code>{command}</code>
              <CopyButton label={t('copyStep', { number: index + 1 })} text={() => command} />
            </div>
          </li>
        ))}
      </ol>
      <p>{t('agent', { command: '~/.keyfob/bin/keyfob mcp NAME', name: 'NAME' })}</p>
      <p className={shared['hint']}>{t('more')}</p>
      <div className={shared['buttons']}>{children}</div>
    </section>
  );
}
