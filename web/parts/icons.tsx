import type { PageName } from '../app/route.ts';

const PATHS: Readonly<Record<PageName, string>> = {
  try: 'M4 7h3l2-3h6l2 3h3v12H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4.5 3-6.5 6.5-6.5s6 2 6.5 6.5M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14c2 .7 3.2 2.7 3.5 6',
  queue: 'M4 5h16v11h-9l-4 4v-4H4zM10.2 8.7a2 2 0 1 1 2.6 1.9c-.5.2-.8.5-.8 1.1M12 13.5v.01',
  findings: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5M8 11l2.2 2.2L14.2 9',
  jobs: 'M4 8l8-4 8 4-8 4zM4 12l8 4 8-4M4 16l8 4 8-4',
  figures: 'M4 4v16h16M7 15l4-5 3 3 5-7',
  groups:
    'M7 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM17 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM12 17a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM2.5 16c.3-2.5 2-3.5 4-3.5M21.5 16c-.3-2.5-2-3.5-4-3.5M7.5 21c.4-2 2-2.5 4.5-2.5s4.1.5 4.5 2.5',
  history: 'M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.5l3 2',
  privacy: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2.2 2.2L15.2 10',
};

/** The sign of a page, beside its name. */
export function PageIcon({ page }: { readonly page: PageName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[page]} />
    </svg>
  );
}
