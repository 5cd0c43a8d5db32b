import { useFormatter } from 'use-intl';

/** A size in bytes, in the unit that a person reads it in: “5 bytes”, “1.2 kB”. */
export function useSizeWords(): (bytes: number) => string {
  const { number } = useFormatter();
  return (bytes) => {
    if (bytes < 1000) return number(bytes, { style: 'unit', unit: 'byte', unitDisplay: 'long' });
    const isMega = bytes >= 1_000_000;
    return number(bytes / (isMega ? 1_000_000 : 1000), {
      style: 'unit',
      unit: isMega ? 'megabyte' : 'kilobyte',
      maximumSignificantDigits: 3,
    });
  };
}
