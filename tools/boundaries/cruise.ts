import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cruise, type ICruiseResult } from 'dependency-cruiser';

const require = createRequire(import.meta.url);

/** The folders that hold code, where they exist. */
const rooms =
  `apps domains services governance exchange intake registries door record trust standards ui demo e2e bench
  tools`.split(/\s+/);

/** Reads every module below `baseDir` and judges it by the rules. Paths in the result are relative to it. */
export async function cruiseHouse(baseDir: string): Promise<ICruiseResult> {
  const { forbidden, options } = require('./rules.cjs');
  const present = readdirSync(baseDir).filter(name => rooms.includes(name));
  const { enhancedResolveOptions, ...rest } = options;
  const result = await cruise(
    present,
    { ...rest, baseDir, ruleSet: { forbidden }, validate: true },
    { ...enhancedResolveOptions, bustTheCache: true },
  );
  return result.output as ICruiseResult;
}

/** The violations as lines a person can act on. */
export const violations = (result: ICruiseResult): string[] =>
  result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
