import type { Finding } from '../api/types.ts';
import { useCollection } from '../app/open-collection.tsx';
import { hrefOf } from '../app/route.ts';
import { FacePicture } from '../pictures/face-picture.tsx';
import { useWording } from '../text/text.tsx';

/** Faces of one finding that are shown at once. */
const SHOWN = 8;

/** The faces a finding is about, and those that speak for it, side by side. */
export function FindingFaces({ finding }: { readonly finding: Finding }) {
  const { text, score } = useWording();
  const { faceIds, evidence, people } = finding;
  // Of one person under two names the evidence are the very faces.
  const asked = finding.kind === 'same-person' ? [] : faceIds;
  const nameOf = (personId: string): string =>
    people.find((person) => person.personId === personId)?.name ?? text.common.somebody;
  return (
    <div className="finding-faces">
      {asked.length > 0 && (
        <section aria-label={text.findings.inQuestion}>
          <h3>{text.findings.inQuestion}</h3>
          <div className="pair large wrap">
            {asked.slice(0, SHOWN).map((faceId, place) => (
              <figure key={faceId}>
                <FacePicture faceId={faceId} label={text.findings.faceNumber(place + 1)} />
              </figure>
            ))}
          </div>
          {asked.length > SHOWN && <p className="quiet small">{text.findings.more(asked.length - SHOWN)}</p>}
        </section>
      )}
      {evidence.length > 0 && (
        <section aria-label={text.findings.comparedWith}>
          <h3>{text.findings.comparedWith}</h3>
          <div className="pair large wrap">
            {evidence.map(({ faceId, personId, score: value }) => (
              <figure key={faceId}>
                <FacePicture faceId={faceId} label={text.common.faceOf(nameOf(personId))} />
                <figcaption>
                  <PersonLink personId={personId} name={nameOf(personId)} />{' '}
                  <span className="digits">{score(value)}</span>
                </figcaption>
              </figure>
            ))}
          </div>
        </section>
      )}
    </div>
  );
}

function PersonLink({ personId, name }: { readonly personId: string; readonly name: string }) {
  const { id: collectionId } = useCollection();
  return <a href={hrefOf({ kind: 'collection', collectionId, page: 'people', personId })}>{name}</a>;
}
