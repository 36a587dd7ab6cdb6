import { useCallback } from 'react';
import { refusalOf } from '../api/refusal.ts';
import { useNotices } from '../app/notices.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { useWording } from '../text/text.tsx';

/** Somebody whom photos are enrolled as. */
export interface Enrolled {
  readonly personId: string;
  readonly name: string;
}

/** Enrols photos one after the other, and tells what came of them and which were no use. */
export function useEnrolling(): (person: Enrolled, photos: readonly File[]) => Promise<void> {
  const { tell, tellFault } = useNotices();
  const { changed, done } = useCollection();
  const { text } = useWording();
  const enrolOne = useEnrolOne();
  return useCallback(
    async ({ personId, name }, photos) => {
      const counts = { added: 0, repeated: 0, failed: 0 };
      for (const [place, photo] of photos.entries()) {
        tell(text.person.enrolling(place, photos.length), { kind: 'enrolling' });
        counts[await enrolOne(personId, photo)]++;
        changed();
      }
      if (counts.repeated > 0) tell(text.person.repeated(counts.repeated));
      // Each photo is a change of its own, so that only a single one is taken back here; all are in the history.
      const told = text.person.enrolled(counts.added, name);
      if (counts.added === 1) await done(told).catch(tellFault);
      if (counts.added > 1) tell(told);
    },
    [tell, tellFault, changed, done, text, enrolOne],
  );
}

type EnrolOne = (personId: string, photo: File) => Promise<'added' | 'repeated' | 'failed'>;

function useEnrolOne(): EnrolOne {
  const { api } = useSession();
  const { tellFault } = useNotices();
  const { text } = useWording();
  return useCallback<EnrolOne>(
    async (personId, photo) => {
      try {
        return (await api.enrol(personId, photo)).isNew ? 'added' : 'repeated';
      } catch (cause) {
        const refusal = refusalOf(cause);
        tellFault({ ...refusal, detail: text.person.enrolFailed(photo.name, refusal.detail) });
        return 'failed';
      }
    },
    [api, tellFault, text],
  );
}
