import { takesPhotosOf } from '../app/drop-place.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { hrefOf } from '../app/route.ts';
import { PageHead } from '../parts/page-head.tsx';
import { PhotoChooser } from '../parts/photo-chooser.tsx';
import { Refused } from '../parts/refused.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { FacePicture } from '../pictures/face-picture.tsx';
import { PersonPrivacy } from '../privacy/person-privacy.tsx';
import { useWording } from '../text/text.tsx';
import { useEnrolling } from './enrolling.tsx';
import { PersonActions } from './person-actions.tsx';
import { PersonFaces } from './person-faces.tsx';
import { type PersonWithFaces, usePerson } from './use-person.ts';

/** Somebody with all their faces, and what can be done with them. */
export function PersonPage({ personId }: { readonly personId: string }) {
  const { text } = useWording();
  const { id: collectionId } = useCollection();
  const { value: person, refusal, reload } = usePerson(personId);
  return (
    <>
      <p>
        <a className="back" href={hrefOf({ kind: 'collection', collectionId, page: 'people' })}>
          ← {text.people.back}
        </a>
      </p>
      {refusal && <Refused refusal={refusal} onRetry={reload} />}
      {person === undefined ? !refusal && <Waiting /> : <PersonShown person={person} />}
    </>
  );
}

function PersonShown({ person }: { readonly person: PersonWithFaces }) {
  const { text } = useWording();
  const { name, faceCount, coverFaceId, id: personId } = person;
  const enrol = useEnrolling();
  return (
    <>
      <div className="person-head">
        <FacePicture faceId={coverFaceId} label="" isRound />
        <PageHead title={name} lead={text.common.photos(faceCount)}>
          <PersonActions person={person} />
        </PageHead>
      </div>
      <section
        className="dropzone"
        aria-label={text.person.enrolTitle}
        {...takesPhotosOf({ personId, name })}
      >
        <PhotoChooser
          label={text.person.enrolTitle}
          onChoose={(photos) => void enrol({ personId, name }, photos)}
        />
        <p className="quiet">{text.person.enrolLead(name)}</p>
      </section>
      <PersonFaces person={person} />
      <PersonPrivacy person={person} />
    </>
  );
}
