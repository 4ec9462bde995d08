// A QR code: dark on light in both schemes, for cameras expect it so. Drawn as one path; nothing of it leaves the page.

import { encode } from 'uqr';
import styles from './factors.module.css';

export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} className={styles.qrGround} />
      <path d={path} className={styles.qrInk} />
    </svg>
  );
}
