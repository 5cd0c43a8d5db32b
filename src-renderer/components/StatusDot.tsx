import type { Dot } from '../words/status-look.ts';
import shared from '../shared.module.css';

/** Always stands beside its word, so a screen reader needs nothing from it. */
export function StatusDot({ dot }: { dot: Dot }) {
  return <span className={shared['dot']} data-dot={dot} aria-hidden />;
}
