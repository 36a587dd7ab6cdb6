import { useState } from 'react';
import type { Person } from '../api/types.ts';
import { takesPhotosOf } from '../app/drop-place.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { hrefOf } from '../app/route.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Refused } from '../parts/refused.tsx';
import { VirtualGrid } from '../parts/virtual-grid.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { FacePicture } from '../pictures/face-picture.tsx';
import { useWording } from '../text/text.tsx';
import { AddPerson } from './add-person.tsx';
import { usePeople } from './use-people.ts';

const COLUMN_PX = 230;
const ROW_PX = 84;

/** Everybody of the collection, by name. */
export function PeoplePage() {
  const { text } = useWording();
  const [search, setSearch] = useState('');
  const [isAdding, setAdding] = useState(false);
  const { items: people, hasMore, refusal, isLoading, more, reload } = usePeople(search);
  return (
    <>
      <PageHead title={text.people.title}>
        <button type="button" className="main" onClick={() => setAdding(true)}>
          {text.people.add}
        </button>
      </PageHead>
      <div className="tools">
        <input
          type="search"
          aria-label={text.people.search}
          placeholder={text.people.search}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <p className="quiet small" role="status">
          {!isLoading && text.people.shown(people.length, !hasMore)}
        </p>
      </div>
      {refusal && <Refused refusal={refusal} onRetry={reload} />}
      {people.length === 0 && isLoading && <Waiting />}
      {people.length === 0 && !isLoading && !refusal && (
        <p className="empty">{search === '' ? text.people.none : text.people.noMatch(search)}</p>
      )}
      <VirtualGrid
        items={people}
        keyOf={({ id }) => id}
        label={text.people.title}
        minColumnPx={COLUMN_PX}
        rowPx={ROW_PX}
        onNearEnd={more}
        render={(person) => <PersonTile person={person} />}
      />
      {isAdding && <AddPerson onClose={() => setAdding(false)} />}
    </>
  );
}

/** A person in the list; photos dropped on it are enrolled. */
function PersonTile({ person }: { readonly person: Person }) {
  const { text } = useWording();
  const { id: collectionId } = useCollection();
  const { id: personId, name, faceCount, coverFaceId } = person;
  return (
    <a
      className="card person"
      href={hrefOf({ kind: 'collection', collectionId, page: 'people', personId })}
      {...takesPhotosOf({ personId, name })}
    >
      <FacePicture faceId={coverFaceId} label="" isRound />
      <span>
        <strong>{name}</strong>
        <span className="quiet small">{text.common.photos(faceCount)}</span>
      </span>
    </a>
  );
}
