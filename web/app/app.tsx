import { useCallback } from 'react';
import { answered } from '../api/api.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { CollectionsPage } from '../collections/collections-page.tsx';
import { FiguresPage } from '../figures/figures-page.tsx';
import { FindingsPage } from '../findings/findings-page.tsx';
import { GroupsPage } from '../groups/groups-page.tsx';
import { HistoryPage } from '../history/history-page.tsx';
import { BatchesProvider } from '../jobs/batches.tsx';
import { JobsPage } from '../jobs/jobs-page.tsx';
import { Refused } from '../parts/refused.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { PeoplePage } from '../people/people-page.tsx';
import { PersonPage } from '../people/person-page.tsx';
import { PrivacyPage } from '../privacy/privacy-page.tsx';
import { QueuePage } from '../queue/queue-page.tsx';
import { TriedPhotosProvider } from '../try/tried-photos.tsx';
import { TryPage } from '../try/try-page.tsx';
import { DropPlace } from './drop-place.tsx';
import { Frame } from './frame.tsx';
import { CollectionProvider } from './open-collection.tsx';
import { type Route, useRoute } from './route.ts';
import { useSession } from './session.tsx';
import { SignIn } from './sign-in.tsx';

/** The whole page: a key where one is needed, then the collections or the one that is worked on. */
export function App() {
  const { api, hasKey, isRefused, keyCount, signOut } = useSession();
  const route = useRoute();
  const load = useCallback(() => answered(api.get('/v1/collections')), [api]);
  const { value, refusal, reload } = useLoaded(load, keyCount);
  if (refusal?.status === 401) return <SignIn isRefused={isRefused} />;
  if (refusal !== undefined)
    return (
      <Frame collections={[]} route={route}>
        <Refused refusal={refusal} onRetry={reload} />
      </Frame>
    );
  if (value === undefined) return <Waiting />;
  const frame = { collections: value.items, route, ...(hasKey && { onSignOut: signOut }) };
  if (route.kind === 'collections')
    return (
      <Frame {...frame}>
        <CollectionsPage collections={value.items} onMade={reload} />
      </Frame>
    );
  return (
    <Frame {...frame}>
      <CollectionProvider key={route.collectionId} id={route.collectionId}>
        <TriedPhotosProvider>
          <BatchesProvider>
            <DropPlace>
              <Page route={route} />
            </DropPlace>
          </BatchesProvider>
        </TriedPhotosProvider>
      </CollectionProvider>
    </Frame>
  );
}

function Page({ route }: { readonly route: Extract<Route, { kind: 'collection' }> }) {
  const { page, personId } = route;
  switch (page) {
    case 'try':
      return <TryPage />;
    case 'people':
      return personId === undefined ? <PeoplePage /> : <PersonPage key={personId} personId={personId} />;
    case 'queue':
      return <QueuePage />;
    case 'findings':
      return <FindingsPage />;
    case 'jobs':
      return <JobsPage />;
    case 'figures':
      return <FiguresPage />;
    case 'groups':
      return <GroupsPage />;
    case 'history':
      return <HistoryPage />;
    case 'privacy':
      return <PrivacyPage />;
  }
}
