import { describe, expect, it } from 'vitest';
import { hrefOf, PAGES, type Route, routeOf } from '../../../../web/app/route.ts';

const collectionId = `col_${'a'.repeat(32)}`;

describe('the addresses of the page', () => {
  const places: Route[] = [
    { kind: 'collections' },
    ...PAGES.map((page): Route => ({ kind: 'collection', collectionId, page })),
    { kind: 'collection', collectionId, page: 'people', personId: `per_${'b'.repeat(32)}` },
  ];

  it.each(places)('leads back to the place it was made of: %o', (place) => {
    expect(routeOf(hrefOf(place))).toEqual(place);
  });

  it.each(['', '#', '#/c', `#/c/${collectionId}`, `#/c/${collectionId}/nowhere`, '#/c/<script>/people'])(
    'leads to the collections from "%s"',
    (hash) => {
      expect(routeOf(hash)).toEqual({ kind: 'collections' });
    },
  );
});
