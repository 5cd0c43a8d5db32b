import qrcode from 'qrcode-generator';

/** The required quiet zone, in modules. */
const margin = 2;

/** A QR code as one path: dark on white in every theme, as cameras expect. */
export default function QrCode({ text, label, size = 148 }: { text: string; label: string; size?: number }) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const modules = Array.from({ length: count * count }, (_, at) => [at % count, Math.floor(at / count)] as const);
  const path = modules
    .filter(([column, row]) => code.isDark(row, column))
    .map(([column, row]) => `M${column} ${row}h1v1h-1z`)
    .join('');
  const extent = count + 2 * margin;
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`${-margin} ${-margin} ${extent} ${extent}`}
      shapeRendering="crispEdges"
    >
      <rect x={-margin} y={-margin} width={extent} height={extent} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
