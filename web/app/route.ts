import { useCallback, useSyncExternalStore } from 'react';

/** Pages of a collection, in the order of the navigation. */
export const PAGES = [
  'try',
  'people',
  'queue',
  'findings',
  'groups',
  'jobs',
  'figures',
  'history',
  'privacy',
] as const;
/** One of {@link PAGES}. */
export type PageName = (typeof PAGES)[number];

/** Where the page is: the list of collections, or a page of one, perhaps about a person. */
export type Route =
  | { readonly kind: 'collections' }
  | {
      readonly kind: 'collection';
      readonly collectionId: string;
      readonly page: PageName;
      readonly personId?: string;
    };

/** The address of a place, to link to. */
export function hrefOf(route: Route): string {
  if (route.kind === 'collections') return '#/';
  const person = route.personId === undefined ? '' : `/${route.personId}`;
  return `#/c/${route.collectionId}/${route.page}${person}`;
}

/** The place of an address; the list of collections where it is none. */
export function routeOf(hash: string): Route {
  const [, collectionId, page, personId] = /^#\/c\/(\w+)\/(\w+)(?:\/(\w+))?$/.exec(hash) ?? [];
  const name = PAGES.find((one) => one === page);
  if (collectionId === undefined || name === undefined) return { kind: 'collections' };
  return { kind: 'collection', collectionId, page: name, ...(personId !== undefined && { personId }) };
}

/** Where the page is now. */
export function useRoute(): Route {
  return routeOf(useSyncExternalStore(subscribe, () => location.hash));
}

/** Leads elsewhere. */
export function useGo(): (route: Route) => void {
  return useCallback((route) => {
    location.hash = hrefOf(route);
  }, []);
}

function subscribe(tell: () => void): () => void {
  addEventListener('hashchange', tell);
  return () => removeEventListener('hashchange', tell);
}
