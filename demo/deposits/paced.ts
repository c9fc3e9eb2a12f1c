/** Told of work as it goes on. */
export type Progress = (done: number, of: number) => void;

/** Tells the beginning, the end, and in between not more often than that: what a person can read. */
export function paced(tell: Progress, everyMs = 2_000): Progress {
  let told = Number.NEGATIVE_INFINITY;
  return (done, of) => {
    if (done < of && performance.now() - told < everyMs) return;
    told = performance.now();
    tell(done, of);
  };
}
