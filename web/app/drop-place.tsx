import { type ReactNode, useEffect, useState } from 'react';
import { useBatches } from '../jobs/batches.tsx';
import { type Enrolled, useEnrolling } from '../people/enrolling.tsx';
import { useWording } from '../text/text.tsx';
import { useTriedPhotos } from '../try/tried-photos.tsx';
import { useCollection } from './open-collection.tsx';
import { useGo } from './route.ts';

/** Attributes of an element that takes photos of somebody. */
export function takesPhotosOf({ personId, name }: Enrolled) {
  return { 'data-enrol': personId, 'data-enrol-name': name };
}

/** Photos that are looked at one by one; more are a job. */
const TRIED_AT_MOST = 20;

/** Photos dropped anywhere are tried, or many of them made a job; on somebody, they are enrolled. */
export function DropPlace({ children }: { readonly children: ReactNode }) {
  const { text } = useWording();
  const { id } = useCollection();
  const { add, isKeeping } = useTriedPhotos();
  const { start } = useBatches();
  const enrol = useEnrolling();
  const go = useGo();
  const over = useDrop((photos, target) => {
    if (target !== undefined) {
      void enrol(target, photos);
      return;
    }
    const isMany = photos.length > TRIED_AT_MOST;
    go({ kind: 'collection', collectionId: id, page: isMany ? 'jobs' : 'try' });
    if (isMany) start(photos, isKeeping);
    else add(photos);
  });
  return (
    <>
      {children}
      {over !== undefined && (
        <div className="drop-hint" aria-hidden="true">
          {over === 'try' ? text.drop.try : text.drop.enrol(over.name)}
        </div>
      )}
    </>
  );
}

function useDrop(
  take: (photos: readonly File[], target: Enrolled | undefined) => void,
): 'try' | Enrolled | undefined {
  const [over, setOver] = useState<'try' | Enrolled | undefined>();
  useEffect(() => {
    const onOver = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(enrolledAt(event) ?? 'try');
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(undefined);
    };
    const onDrop = (event: DragEvent): void => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      setOver(undefined);
      take(files, enrolledAt(event));
    };
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  });
  return over;
}

function enrolledAt(event: DragEvent): Enrolled | undefined {
  const place = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-enrol]') : null;
  const { enrol: personId, enrolName: name } = place?.dataset ?? {};
  return personId === undefined || name === undefined ? undefined : { personId, name };
}
