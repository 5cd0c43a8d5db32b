import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { PromptResultView, PromptView, ServerView } from '../../../src-preload/contract.ts';
import { ArgumentFields } from '../../components/ArgumentFields.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import css from '../../components/entry-list.module.css';
import { useTyped } from '../../hooks/use-typed.ts';
import { getPrompt, usePrompts } from '../../stores/prompts.ts';
import { entryKey } from '../../stores/resources.ts';
import { ContentPart } from '../tools/ContentPart.tsx';
import { partText } from '../tools/result-text.ts';

/** A prompt: what the server says of it, its fields, and its messages. */
export function PromptDetail({ server, prompt }: { server: ServerView; prompt: PromptView }) {
  const t = useTranslations();
  const [given, setGiven] = useTyped<Record<string, string>>(`prompt ${server.id} ${prompt.name}`, {});
  const asked = usePrompts(({ results }) => results[entryKey(server.id, prompt.name)]);
  const get = () => {
    // Fields that were left empty are not sent.
    const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
    void getPrompt(server.id, prompt.name, filled);
  };
  return (
    <section className={css['detail']} aria-labelledby="prompt-title">
      <div className={css['head']}>
        <h2 id="prompt-title">{prompt.label}</h2>
        {prompt.description && (
          <blockquote className={css['described']}>
            <p>{t('tools.described', { server: server.name })}</p>
            {prompt.description}
          </blockquote>
        )}
      </div>
      <form
        className={css['fields']}
        onSubmit={(event) => {
          event.preventDefault();
          get();
        }}
      >
        <ArgumentFields
          serverId={server.id}
          of={{ prompt: prompt.name }}
          arguments={prompt.arguments}
          values={given}
          onChange={setGiven}
        />
        <div className={css['buttons']}>
          <Button type="submit" loading={asked?.state === 'asking'}>
            {t('prompts.get')}
          </Button>
        </div>
      </form>
      {asked?.state === 'failed' && <ErrorNote error={asked.error} server={server} onRetry={get} />}
      {asked?.state === 'done' && <Messages server={server} result={asked.result} />}
    </section>
  );
}

function Messages({ server, result: { description, messages } }: { server: ServerView; result: PromptResultView }) {
  const t = useTranslations('prompts');
  const all = () => messages.map(({ content }) => partText(content)).join('\n\n');
  return (
    <section className={css['parts']} aria-label={t('messages')}>
      <div className={css['buttons']}>
        {description && <span>{description}</span>}
        {messages.length > 0 && <CopyButton label={t('copy')} text={all} />}
      </div>
      {messages.length === 0 && <p>{t('noMessages')}</p>}
      {messages.map(({ role, content }, index) => (
        <div key={index} className={css['role']}>
          <h3>{t(`role.${role}`)}</h3>
          <ContentPart part={content} server={server} isError={false} alone={false} asJson={false} />
        </div>
      ))}
    </section>
  );
}
