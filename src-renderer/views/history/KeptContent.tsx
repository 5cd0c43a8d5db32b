import { useTranslations } from 'use-intl';
import type { ErrorView, OpenedCall } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import { useServers } from '../../stores/servers.ts';
import { useSizeWords } from '../../words/use-size-words.ts';
import { JsonTree } from '../tools/JsonTree.tsx';
import { shownText } from '../tools/shown-text.ts';
import { ToolResult } from '../tools/ToolResult.tsx';
import css from './history.module.css';

/** The input and the result of a call, as far as they are kept. */
export function KeptContent({ call }: { call: OpenedCall }) {
  const t = useTranslations('history');
  const size = useSizeWords();
  const server = useServers((state) => state.servers[call.serverId]);
  const { input, result, isUnreadable } = call;
  if (isUnreadable) return <p>{t('unreadable')}</p>;
  if (!input && !result) return <p>{t('notKept')}</p>;
  return (
    <>
      {input && (
        <section className={css['part']} aria-labelledby="history-input">
          <h3 id="history-input">{t('input')}</h3>
          {'input' in input ? (
            <JsonTree label={t('input')} value={input.input} />
          ) : (
            <>
              <p className={shared['hint']}>{t('inputCut', { size: size(input.bytes) })}</p>
              <pre className={css['text']}>{shownText(input.cut)}</pre>
            </>
          )}
        </section>
      )}
      {result && 'cutFrom' in result && result.cutFrom !== undefined && (
        <p className={shared['hint']}>{t('resultCut', { size: size(result.cutFrom) })}</p>
      )}
      {result && server && (
        <ToolResult
          server={server}
          call={
            'result' in result
              ? { state: 'done', at: call.startedAt, result: result.result }
              : { state: 'failed', at: call.startedAt, error: withoutRemedy(result.error) }
          }
        />
      )}
    </>
  );
}

/** What was wrong then is not mended here. */
function withoutRemedy(error: ErrorView): ErrorView {
  const { remedy: _, ...rest } = error;
  return rest;
}
