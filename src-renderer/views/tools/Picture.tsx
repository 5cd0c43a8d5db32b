import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { LongText } from './LongText.tsx';
import { readPicture } from './read-picture.ts';
import { ResultPart } from './ResultPart.tsx';
import css from './tools.module.css';

interface Props {
  server: ServerView;
  /** The server's label for it. */
  label: string;
  /** base64 */
  data: string;
}

/** A picture from a server: shown if its bytes are a supported format, otherwise offered for saving. */
export function Picture({ server, label, data }: Props) {
  const t = useTranslations('tools');
  const picture = useMemo(() => readPicture(label, data), [label, data]);
  const { mimeType } = picture;
  return (
    <ResultPart save={mimeType && { type: 'image', mimeType, data }}>
      {picture.show === 'picture' && (
        <img
          className={css['image']}
          alt={t('image', { server: server.name })}
          decoding="async"
          src={`data:${picture.mimeType};base64,${data}`}
        />
      )}
      {picture.show === 'source' && (
        <>
          <p>{t('picture.svg')}</p>
          <LongText text={picture.text} isError={false} />
        </>
      )}
      {picture.show === 'size' && <p>{t('picture.tooLarge', { width: picture.width, height: picture.height })}</p>}
      {picture.show === 'nothing' && (
        <p>{mimeType ? t('picture.notDrawn', { kind: mimeType }) : t('cantShow', { kind: label })}</p>
      )}
    </ResultPart>
  );
}
