import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Json } from '../../../src-preload/contract.ts';
import { shownText } from './shown-text.ts';
import css from './tools.module.css';

/** Longer parts are folded at first, because opening one draws every entry. */
const longestOpen = { root: 1000, part: 50 };
/** How many levels are open at first, and how many where there is much in them. */
const deepestOpen = { usual: 3, large: 1 };
/** The maximum number of values for the usual depth. */
const mostValues = 5000;
/** The maximum number of entries drawn of one part. "Copy result" copies all. */
const mostEntries = 1000;

/** JSON as a tree. Parts fold, and say how much is in them. */
export function JsonTree({ value, label }: { value: Json; label?: string }) {
  const t = useTranslations('tools');
  const tree = useRef<HTMLDivElement>(null);
  const deepest = useMemo(() => (countValues(value) > mostValues ? deepestOpen.large : deepestOpen.usual), [value]);
  if (typeof value !== 'object' || value === null)
    return <pre className={css['text']}>{JSON.stringify(typeof value === 'string' ? shownText(value) : value)}</pre>;
  return (
    <div
      ref={tree}
      className={css['json']}
      role="tree"
      tabIndex={-1}
      aria-label={label ?? t('view.json')}
      onKeyDown={(event) => move(event, tree.current)}
    >
      <Part value={value} level={0} deepest={deepest} isLast />
    </div>
  );
}

/** Stops where there are too many. */
function countValues(value: Json, before = 0): number {
  if (typeof value !== 'object' || value === null) return before + 1;
  let count = before + 1;
  for (const part of Object.values(value)) {
    if (count > mostValues) break;
    count = countValues(part, count);
  }
  return count;
}

interface PartProps {
  value: Json;
  name?: string;
  level: number;
  /** How many levels are open at first. */
  deepest: number;
  isLast: boolean;
}

function Part(props: PartProps) {
  const { value } = props;
  const isFolding = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  return isFolding ? <Folding {...props} value={value} /> : <Leaf {...props} />;
}

function Folding({ value, name, level, deepest, isLast }: PartProps & { value: object }) {
  const t = useTranslations('tools.tree');
  const entries: [string, Json][] = Object.entries(value);
  const missing = entries.length - mostEntries;
  const isList = Array.isArray(value);
  const most = level === 0 ? longestOpen.root : longestOpen.part;
  const [isOpen, setOpen] = useState(level < deepest && entries.length <= most);
  const [begin, end] = isList ? ['[', ']'] : ['{', '}'];
  const count = t(isList ? 'items' : 'fields', { count: entries.length, open: '{', close: '}' });
  const toggle = () => setOpen(!isOpen);
  return (
    <div className={css['jsonPart']} role="treeitem" aria-expanded={isOpen} aria-selected={false}>
      <span
        role="button"
        className={css['jsonFold']}
        data-open={isOpen}
        aria-label={`${t(isOpen ? 'close' : 'open')}${name === undefined ? '' : ` ${shownText(name)}`}, ${count}`}
        tabIndex={level === 0 ? 0 : -1}
        onClick={toggle}
        onKeyDown={(event) => {
          const isWanted = { ArrowRight: !isOpen, ArrowLeft: isOpen, Enter: true, ' ': true }[event.key] === true;
          if (!isWanted) return;
          event.preventDefault();
          event.stopPropagation();
          toggle();
        }}
      />
      {name !== undefined && <Name name={name} />}
      {isOpen ? (
        <>
          <span>{begin}</span>
          <div role="group">
            {entries.slice(0, mostEntries).map(([key, part], index) => (
              <Part
                key={key}
                value={part}
                {...(!isList && { name: key })}
                level={level + 1}
                deepest={deepest}
                isLast={index === entries.length - 1}
              />
            ))}
            {missing > 0 && <div className={css['jsonPart']}>{t('rest', { count: missing })}</div>}
          </div>
          <span>{end}</span>
        </>
      ) : (
        <button type="button" tabIndex={-1} className={css['jsonCount']} onClick={toggle}>
          {count}
        </button>
      )}
      {!isLast && ','}
    </div>
  );
}

function Leaf({ value, name, isLast }: PartProps) {
  const isText = typeof value === 'string';
  const kind = isText ? 'jsonText' : typeof value === 'number' ? 'jsonNumber' : 'jsonOther';
  const empty = typeof value === 'object' && value !== null ? (Array.isArray(value) ? '[]' : '{}') : undefined;
  return (
    <div className={css['jsonPart']} role="treeitem" aria-selected={false}>
      {name !== undefined && <Name name={name} />}
      <span className={empty ? undefined : css[kind]}>
        {empty ?? (isText ? `"${shownText(value)}"` : JSON.stringify(value))}
      </span>
      {!isLast && ','}
    </div>
  );
}

function Name({ name }: { name: string }) {
  return <span className={css['jsonKey']}>{name === '' ? '""' : shownText(name)}:</span>;
}

/** The arrow keys move between the parts that fold; one of them is in the tab order. */
function move(event: KeyboardEvent, tree: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const buttons = [...(tree?.querySelectorAll<HTMLElement>('[role="button"]') ?? [])];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = step === undefined || at < 0 ? undefined : buttons[at + step];
  if (!next) return;
  event.preventDefault();
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}
