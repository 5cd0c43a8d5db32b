import { createContext, use } from 'react';
import type { Components, ExtraProps } from 'react-markdown';
import { useTranslations } from 'use-intl';
import { openable } from './LinkOut.tsx';
import css from './markdown.module.css';
import { withEscapes } from './shown-text.ts';

/** Asks whether to open a link. */
export const AskToOpen = createContext<(address: string) => void>(() => undefined);

type Props<Tag extends keyof React.JSX.IntrinsicElements> = React.JSX.IntrinsicElements[Tag] & ExtraProps;

function Link({ href = '', children }: Props<'a'>) {
  const ask = use(AskToOpen);
  return openable(href) ? (
    <button type="button" className={css['link']} title={withEscapes(href)} onClick={() => ask(href)}>
      {children}
    </button>
  ) : (
    <span>
      {children} {href !== '' && <code>{withEscapes(href)}</code>}
    </span>
  );
}

function Picture({ src, alt = '' }: Props<'img'>) {
  const t = useTranslations('tools.markdown');
  return (
    <span className={css['picture']}>
      {t('picture', { alt: withEscapes(alt) })} <code>{withEscapes(typeof src === 'string' ? src : '')}</code>
    </span>
  );
}

/** Headings of a result are below those of the window. */
const heading = (level: number) =>
  function Heading({ children }: Props<'h1'>) {
    return (
      <div role="heading" aria-level={Math.min(level + 3, 6)} data-level={level} className={css['heading']}>
        {children}
      </div>
    );
  };

/** How each element that Markdown became is drawn, without attributes that a server's text decides. */
export const parts: Components = {
  a: Link,
  img: Picture,
  h1: heading(1),
  h2: heading(2),
  h3: heading(3),
  h4: heading(4),
  h5: heading(5),
  h6: heading(6),
  input: ({ checked }) => <span aria-hidden>{checked === true ? '☑ ' : '☐ '}</span>,
  code: ({ children }) => <code>{children}</code>,
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  table: ({ children }) => (
    <div className={css['scroller']} tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  sup: ({ children }) => <sup>{children}</sup>,
  li: ({ children }) => <li>{children}</li>,
  ul: ({ children }) => <ul>{children}</ul>,
  ol: ({ children, start }) => <ol start={start}>{children}</ol>,
};
