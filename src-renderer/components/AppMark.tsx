/** Keyfob's mark, as in the icon of the app. Always beside its name, so that it is hidden from screen readers. */
export function AppMark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden>
      <rect width="64" height="64" rx="14" fill="var(--mantine-primary-color-filled)" />
      <g fill="none" stroke="#fff" strokeWidth="5" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="23" cy="41" r="10" />
        <path d="M30.5 33.5 49 15m-9 9 7 7m-13-1" />
      </g>
    </svg>
  );
}
