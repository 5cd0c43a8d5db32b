import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { isMediaType, type ResourcePartView, type ServerView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { DoneButton } from '../../components/DoneButton.tsx';
import css from '../../components/entry-list.module.css';
import { ContentPart } from '../tools/ContentPart.tsx';
import { Bytes } from './Bytes.tsx';

interface Props {
  server: ServerView;
  part: ResourcePartView;
  /** There are others, so that each is shown with its address. */
  isOneOfMany: boolean;
}

/** One part of a resource, by its kind. All of it is from the server: text stays text. */
export function Contents({ server, part, isOneOfMany }: Props) {
  const t = useTranslations('resources');
  const action = useTranslations('action');
  const contents = 'text' in part ? { text: part.text } : { data: part.data };
  return (
    <section className={css['parts']} aria-label={part.uri}>
      {isOneOfMany && <code>{part.uri}</code>}
      <div className={css['buttons']}>
        {part.mimeType && <h3>{part.mimeType}</h3>}
        {'text' in part && <CopyButton label={t('copy')} text={() => part.text} />}
        <DoneButton
          label={t('save')}
          Icon={Download}
          done={action('saved')}
          act={() => request('resources:save', { uri: part.uri, contents })}
        />
      </div>
      <Shown server={server} part={part} />
    </section>
  );
}

function Shown({ server, part }: Pick<Props, 'server' | 'part'>) {
  const t = useTranslations('resources');
  const kind = part.mimeType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const shared = { server, isError: false, alone: true, asJson: true };
  if ('text' in part) {
    if (part.text === '') return <p>{t('empty')}</p>;
    return <ContentPart {...shared} part={{ type: 'text', text: part.text }} />;
  }
  if (kind.startsWith('image/'))
    return <ContentPart {...shared} part={{ type: 'image', mimeType: kind, data: part.data }} />;
  if (kind.startsWith('audio/') && isMediaType(kind))
    return <ContentPart {...shared} part={{ type: 'audio', mimeType: kind, data: part.data }} />;
  return <Bytes key={part.data.length} data={part.data} size={part.size} />;
}
