import { useState } from 'react';
import { PageHead } from '../parts/page-head.tsx';
import { PersonPicker, type Picked } from '../parts/person-picker.tsx';
import { Refused } from '../parts/refused.tsx';
import { usePerson } from '../people/use-person.ts';
import { useWording } from '../text/text.tsx';
import { AccessLog } from './access-log.tsx';
import { Keys } from './keys.tsx';
import { PersonPrivacy } from './person-privacy.tsx';

/** Who may do what, who did what, and what is kept about whom. */
export function PrivacyPage() {
  const { text } = useWording();
  const [picked, setPicked] = useState<Picked>();
  const personId = picked && 'personId' in picked.who ? picked.who.personId : undefined;
  return (
    <>
      <PageHead title={text.privacy.title} lead={text.privacy.lead} />
      <section className="panel" aria-labelledby="one-person">
        <h2 id="one-person">{text.privacy.person}</h2>
        <p className="quiet">{text.privacy.personLead}</p>
        <PersonPicker onPick={setPicked} mayMake={false} />
      </section>
      {personId !== undefined && <PickedPerson key={personId} personId={personId} />}
      <Keys />
      <AccessLog
        {...(personId !== undefined && { person: { personId, name: picked?.name ?? '' } })}
        onAll={() => setPicked(undefined)}
      />
    </>
  );
}

function PickedPerson({ personId }: { readonly personId: string }) {
  const { value: person, refusal, reload } = usePerson(personId);
  if (refusal !== undefined && refusal.status !== 404) return <Refused refusal={refusal} onRetry={reload} />;
  return person === undefined ? null : <PersonPrivacy person={person} hasName />;
}
