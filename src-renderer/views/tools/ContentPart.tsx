import { useTranslations } from 'use-intl';
import { isMediaType, type ServerView, type ToolContentView } from '../../../src-preload/contract.ts';
import { JsonResult } from './JsonResult.tsx';
import { JsonTree } from './JsonTree.tsx';
import { LinkOut } from './LinkOut.tsx';
import { Picture } from './Picture.tsx';
import { jsonIn, partText } from './result-text.ts';
import { ResultPart } from './ResultPart.tsx';
import type { Media } from './SaveButton.tsx';
import { TextResult } from './TextResult.tsx';
import css from './tools.module.css';

interface Props {
  part: ToolContentView;
  server: ServerView;
  isError: boolean;
  /** No other part has text to copy. */
  alone: boolean;
  /** Whether text may be shown as JSON. */
  asJson: boolean;
}

/** The part as a file; undefined for types without a known extension. */
const mediaIn = ({ type, mimeType, data }: Extract<ToolContentView, { data: string }>): Media | undefined =>
  isMediaType(mimeType) ? { type, mimeType, data } : undefined;

const sound = /^audio\/[\w.+-]+$/;

/** One part of a result, all of it from the server: text stays text, and links are only shown at first. */
export function ContentPart({ part, server, isError, alone, asJson }: Props) {
  const t = useTranslations('tools');
  const from = { server: server.name };
  const copy = alone ? undefined : () => partText(part);
  switch (part.type) {
    case 'text': {
      const json = asJson ? jsonIn(part.text) : undefined;
      return (
        <ResultPart copy={copy}>
          {json === undefined ? <TextResult text={part.text} isError={isError} /> : <JsonResult value={json} />}
        </ResultPart>
      );
    }
    case 'image':
      return <Picture server={server} label={part.mimeType} data={part.data} />;
    case 'audio':
      return sound.test(part.mimeType) ? (
        <ResultPart save={mediaIn(part)}>
          <audio
            className={css['audio']}
            controls
            aria-label={t('audio', from)}
            src={`data:${part.mimeType};base64,${part.data}`}
          />
        </ResultPart>
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
          <ResultPart title={t('resource')} copy={copy}>
            <code>{part.uri}</code>
            {part.text === undefined ? (
              <span>{t('cantShow', { kind: part.mimeType ?? '?' })}</span>
            ) : (
              <TextResult text={part.text} isError={false} />
            )}
          </ResultPart>
        </div>
      );
    case 'other':
      return (
        <ResultPart title={t('other')} copy={copy}>
          <JsonTree label={t('other')} value={part.json} />
        </ResultPart>
      );
  }
}
