import type { Ask, Asked, Learned } from './answer.ts';

const mostPages = 8;

/** The path of the next page of a Bundle, or of a screen's list. */
function nextOf({ body }: Learned): string | undefined {
  if (!body.startsWith('{')) return undefined;
  const { link } = JSON.parse(body) as { link?: { relation: string; url: string }[] };
  const url = link?.find(({ relation }) => relation === 'next')?.url;
  if (url === undefined) return undefined;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

/** A request and the pages that its answer leads to, as far as they go. */
export const followed =
  (first: Asked) =>
  async (ask: Ask): Promise<Learned[]> => {
    const pages = [await ask(first)];
    for (let next = nextOf(pages[0]!); next !== undefined && pages.length < mostPages; ) {
      const page = await ask({ ...first, url: next });
      pages.push(page);
      next = nextOf(page);
    }
    return pages;
  };
