import { useTranslations } from 'use-intl';
import type { ServerView, ToolContentView } from '../../../src-preload/contract.ts';
import { JsonTree } from './JsonTree.tsx';
import { LinkOut } from './LinkOut.tsx';
import { LongText } from './LongText.tsx';
import { jsonIn } from './result-text.ts';
import css from './tools.module.css';

interface Props {
  part: ToolContentView;
  server: ServerView;
  isError: boolean;
}

const picture = /^image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)$/;
const sound = /^audio\/[\w.+-]+$/;

/** One piece of a result. All of it is the server's: text stays text, and an address is something to read first. */
export function ContentPart({ part, server, isError }: Props) {
  const t = useTranslations('tools');
  const from = { server: server.name };
  switch (part.type) {
    case 'text': {
      const json = jsonIn(part.text);
      return json === undefined ? <LongText text={part.text} isError={isError} /> : <JsonTree value={json} />;
    }
    case 'image':
      return picture.test(part.mimeType) ? (
        <img className={css['image']} alt={t('image', from)} src={`data:${part.mimeType};base64,${part.data}`} />
      ) : (
        <p>{t('cantShow', { kind: part.mimeType })}</p>
      );
    case 'audio':
      return sound.test(part.mimeType) ? (
        <audio
          className={css['audio']}
          controls
          aria-label={t('audio', from)}
          src={`data:${part.mimeType};base64,${part.data}`}
        />
      ) : (
        <p>{t('cantShow', { kind: part.mimeType })}</p>
      );
    case 'link':
      return (
        <div className={css['pointer']}>
          <strong>
            {t('link')}: {part.name}
          </strong>
          {part.description && <span>{part.description}</span>}
          <code>{part.uri}</code>
          <LinkOut uri={part.uri} />
        </div>
      );
    case 'resource':
      return (
        <div className={css['pointer']}>
          <strong>{t('resource')}</strong>
          <code>{part.uri}</code>
          {part.text === undefined ? (
            <span>{t('cantShow', { kind: part.mimeType ?? '?' })}</span>
          ) : (
            <LongText text={part.text} isError={false} />
          )}
        </div>
      );
    case 'other':
      return <JsonTree label={t('other')} value={part.json} />;
  }
}
