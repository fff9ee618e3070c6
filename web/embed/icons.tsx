/** Line drawings on a 24 grid; what they mean is said by the label of what they stand in. */

export const COMMON = {
  minimise: "M6 9.5l6 6 6-6",
  alert: "M12 8v5M12 16.2v.1M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
  check: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM8.3 12.2l2.7 2.7 4.8-5.2",
};

/** A component that draws these. */
export function drawn<Name extends string>(paths: Record<Name, string>) {
  return ({ name, size = 20 }: { name: Name; size?: number }) => (
    <svg class={`icon of-${name}`} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
