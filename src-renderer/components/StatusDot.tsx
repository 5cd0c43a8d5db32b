import type { Dot } from '../words/status-look.ts';
import shared from '../shared.module.css';

/** Always next to its label, so it is hidden from screen readers. */
export function StatusDot({ dot }: { dot: Dot }) {
  return <span className={shared['dot']} data-dot={dot} aria-hidden />;
}
