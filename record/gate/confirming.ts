import type { Journal } from '@continuum/record-journal';
import type { Commits } from './commits.ts';

interface Durable {
  journal: Journal;
  commits: Commits;
}

/**
 * The same, of which nothing becomes durable before `confirmed` resolves: what only reads may go ahead while it is being
 * asked who asks. As nothing is answered without its entry, nothing leaves before either. Rejects as `confirmed` does.
 */
export function confirming<Deps extends Durable>(deps: Deps, confirmed: Promise<unknown> | undefined): Deps {
  if (!confirmed) return deps;
  const { journal, commits } = deps;
  return {
    ...deps,
    journal: {
      ...journal,
      append: async entries => {
        await confirmed;
        return journal.append(entries);
      },
      appendWithin: async (tx, entries) => {
        await confirmed;
        return journal.appendWithin(tx, entries);
      },
    },
    commits: {
      ...commits,
      put: async commit => {
        await confirmed;
        return commits.put(commit);
      },
    },
  };
}
