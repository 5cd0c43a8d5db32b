import { useEffect, useState } from 'react';

/** Whether what began then has gone on for so long. */
export function useHasLasted(since: number, milliseconds: number): boolean {
  const [left] = useState(() => since + milliseconds - Date.now());
  const [lasted, setLasted] = useState(left <= 0);
  useEffect(() => {
    const timer = setTimeout(() => setLasted(true), left);
    return () => clearTimeout(timer);
  }, [left]);
  return lasted;
}
