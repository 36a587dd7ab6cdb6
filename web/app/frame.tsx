import { type ReactNode, useEffect, useRef } from 'react';
import type { Collection } from '../api/types.ts';
import { PageIcon } from '../parts/icons.tsx';
import { useWording } from '../text/text.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { hrefOf, PAGES, type Route, useGo } from './route.ts';

/** What is around every page: the collection, the pages, the language. */
export function Frame({
  collections,
  route,
  onSignOut,
  children,
}: {
  readonly collections: readonly Collection[];
  readonly route: Route;
  readonly onSignOut?: () => void;
  readonly children: ReactNode;
}) {
  const { text } = useWording();
  const main = useRef<HTMLElement>(null);
  useFocusOnTurn(route, main);
  return (
    <div className="frame">
      <header className="side">
        <a
          className="skip"
          href={location.hash}
          onClick={(event) => {
            event.preventDefault();
            main.current?.focus();
          }}
        >
          {text.skip}
        </a>
        <div className="brand">
          <a className="logo" href="#/">
            Quen
          </a>
          <CollectionChoice collections={collections} route={route} />
        </div>
        {route.kind === 'collection' && <Navigation route={route} />}
        <div className="side-foot">
          <LanguageChoice />
          {onSignOut && (
            <button type="button" className="plain" onClick={onSignOut}>
              {text.signIn.leave}
            </button>
          )}
        </div>
      </header>
      <main ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** Turning to another page begins at its top, for eyes and for screen readers. */
function useFocusOnTurn(route: Route, main: { readonly current: HTMLElement | null }): void {
  const place = hrefOf(route);
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [place, main]);
}

function CollectionChoice({
  collections,
  route,
}: {
  readonly collections: readonly Collection[];
  readonly route: Route;
}) {
  const { text } = useWording();
  const go = useGo();
  if (route.kind === 'collections') return null;
  return (
    <select
      aria-label={text.collections.choose}
      value={route.collectionId}
      onChange={({ target }) =>
        go(
          target.value === ''
            ? { kind: 'collections' }
            : { kind: 'collection', collectionId: target.value, page: route.page },
        )
      }
    >
      {collections.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
      <option value="">{text.collections.all} …</option>
    </select>
  );
}

function Navigation({ route }: { readonly route: Extract<Route, { kind: 'collection' }> }) {
  const { text } = useWording();
  const list = useRef<HTMLUListElement>(null);
  // On a narrow page the list is longer than the page is wide.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is current
  useEffect(() => {
    const current = list.current?.querySelector('[aria-current]');
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [route.page]);
  return (
    <nav aria-label={text.navigation}>
      <ul ref={list}>
        {PAGES.map((page) => (
          <li key={page}>
            <a
              href={hrefOf({ kind: 'collection', collectionId: route.collectionId, page })}
              aria-current={page === route.page ? 'page' : undefined}
            >
              <PageIcon page={page} />
              <span>{text.pages[page]}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
