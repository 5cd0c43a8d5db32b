import { useEffect, useRef } from 'react';

/**
 * Runs what leaving a field brings about: at once for who leaves it by keyboard, and for who leaves it by a press on something
 * else when that press is over. What changes a dialog's height while the button of the mouse is down moves the pressed button
 * away from under it, and the click is lost.
 */
export function useAfterPress(act: () => void): () => void {
  const pressed = useRef(false);
  const waits = useRef(false);
  const newest = useRef(act);
  useEffect(() => {
    newest.current = act;
  });
  useEffect(() => {
    const down = () => {
      pressed.current = true;
    };
    const up = () => {
      pressed.current = false;
      if (!waits.current) return;
      waits.current = false;
      // The click that belongs to the press comes first.
      setTimeout(() => newest.current(), 0);
    };
    document.addEventListener('pointerdown', down, true);
    document.addEventListener('pointerup', up, true);
    document.addEventListener('pointercancel', up, true);
    return () => {
      document.removeEventListener('pointerdown', down, true);
      document.removeEventListener('pointerup', up, true);
      document.removeEventListener('pointercancel', up, true);
    };
  }, []);
  return () => {
    if (pressed.current) waits.current = true;
    else newest.current();
  };
}
