import { useState } from 'react';
import css from './programs.module.css';

/** The program's icon, or its first letter. It says no more than the name beside it, so that readers leave it out. */
export function ProgramIcon({ icon, name }: { icon: string | null; name: string }) {
  const [isDamaged, setDamaged] = useState(false);
  // A damaged picture must not look like a program's own.
  if (icon !== null && !isDamaged)
    return <img className={css['icon']} src={icon} alt="" onError={() => setDamaged(true)} />;
  return (
    <span className={css['letter']} aria-hidden>
      {(/[\p{L}\p{N}]/u.exec(name)?.[0] ?? '?').toLocaleUpperCase()}
    </span>
  );
}
