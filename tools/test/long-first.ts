import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * An order in which these files come first, so that none of them is begun when all else has ended. Those that follow
 * are in the runner's own order: by their size, where it does not remember how long they took.
 * @param files longest first, from the root of the repository.
 */
export const longFirst = (files: readonly string[]) =>
  class extends BaseSequencer {
    override async sort(all: TestSpecification[]): Promise<TestSpecification[]> {
      const place = ({ moduleId }: TestSpecification) => {
        const found = files.findIndex(file => moduleId.endsWith(`/${file}`));
        return found < 0 ? files.length : found;
      };
      return (await super.sort(all)).sort((a, b) => place(a) - place(b));
    }
  };
