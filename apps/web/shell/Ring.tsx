// The mark of the product: a ring with one gate.

export function Ring({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle
        cx="16"
        cy="16"
        r="12.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="3.2"
        strokeDasharray="64 14.5"
        strokeLinecap="round"
        transform="rotate(-62 16 16)"
      />
      <circle cx="16" cy="16" r="4.5" fill="currentColor" />
    </svg>
  );
}
