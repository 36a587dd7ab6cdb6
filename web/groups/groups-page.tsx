import { useCallback } from 'react';
import { answered } from '../api/api.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Refused } from '../parts/refused.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { useWording } from '../text/text.tsx';
import { GroupCard } from './group-card.tsx';

/** Unknown faces that look like one person, together. */
export function GroupsPage() {
  const { text } = useWording();
  const { api } = useSession();
  const { id: collectionId, revision } = useCollection();
  const load = useCallback(async () => {
    const params = { path: { collectionId } };
    return (await answered(api.post('/v1/collections/{collectionId}/groups', { params }))).groups;
  }, [api, collectionId]);
  const { value: groups, refusal, isLoading, reload } = useLoaded(load, revision);
  return (
    <>
      <PageHead title={text.groups.title} lead={text.groups.lead}>
        <button type="button" disabled={isLoading} onClick={reload}>
          {text.groups.regroup}
        </button>
      </PageHead>
      {refusal && <Refused refusal={refusal} onRetry={reload} />}
      {groups === undefined && isLoading && <Waiting label={text.groups.grouping} />}
      {groups?.length === 0 && <p className="empty">{text.groups.empty}</p>}
      {groups?.map((faces) => (
        <GroupCard key={faces[0]?.id} faces={faces} />
      ))}
    </>
  );
}
