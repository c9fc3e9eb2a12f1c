/** The product's mark: a line that goes on, and the one point where care happens. */
export function Mark({ size = 30 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path
        d="M26.6 9.4A12.5 12.5 0 1 0 28.4 17"
        stroke="currentColor"
        strokeWidth="3.2"
        strokeLinecap="round"
      />
      <path
        d="M9 16.6h3.6l2.2-5.2 3.6 9.6 2.2-4.4h2.2"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
        opacity=".75"
      />
      <circle cx="27.6" cy="12.6" r="2.7" fill="var(--mantine-color-ambre-4)" />
    </svg>
  );
}
