import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ResourceTemplateView, ServerView } from '../../../src-preload/contract.ts';
import { ArgumentFields } from '../../components/ArgumentFields.tsx';
import css from '../../components/entry-list.module.css';
import { useTyped } from '../../hooks/use-typed.ts';
import { entryKey, readResource, useResources } from '../../stores/resources.ts';
import { Head } from './ResourceDetail.tsx';
import { ReadParts } from './ReadParts.tsx';

/** An address with parts to fill in, and the resource that it then names. */
export function TemplateDetail({ server, template }: { server: ServerView; template: ResourceTemplateView }) {
  const t = useTranslations('resources');
  const [variables, setVariables] = useTyped<Record<string, string>>(`template ${server.id} ${template.template}`, {});
  const reading = useResources(({ readings }) => readings[entryKey(server.id, template.template)]);
  const read = () => void readResource(server.id, template.template, { template: template.template, variables });
  const wanted = template.variables.map((name) => ({ name, label: name, isRequired: false }));
  return (
    <section className={css['detail']} aria-labelledby="resource-title">
      <Head name={template.name} address={template.template} server={server} description={template.description} />
      <form
        className={css['fields']}
        onSubmit={(event) => {
          event.preventDefault();
          read();
        }}
      >
        <ArgumentFields
          serverId={server.id}
          of={{ template: template.template }}
          arguments={wanted}
          values={variables}
          onChange={setVariables}
        />
        <div className={css['buttons']}>
          <Button type="submit" loading={reading?.state === 'reading'}>
            {t('read')}
          </Button>
          {reading?.state === 'read' && <code>{reading.contents.uri}</code>}
        </div>
      </form>
      <ReadParts server={server} entry={template.template} onRetry={read} />
    </section>
  );
}
