import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type Refusal, refusalOf } from '../api/refusal.ts';
import type { PhotoAnswer } from '../api/types.ts';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';

/** A photo that was dropped to be tried. */
export interface TriedPhoto {
  readonly id: number;
  readonly file: File;
  readonly url: string;
  readonly state:
    | { readonly kind: 'waiting' }
    | { readonly kind: 'looking' }
    | { readonly kind: 'answered'; readonly answer: PhotoAnswer }
    | { readonly kind: 'failed'; readonly refusal: Refusal };
}

/** Photos that are tried, newest first; they outlast turning to another page. */
export interface TriedPhotos {
  readonly photos: readonly TriedPhoto[];
  readonly isKeeping: boolean;
  readonly setKeeping: (isKeeping: boolean) => void;
  readonly add: (files: readonly File[]) => void;
  /** Tries a photo again, and keeps its faces for review. */
  readonly keep: (photo: TriedPhoto) => void;
  readonly clear: () => void;
}

const TriedContext = createContext<TriedPhotos | undefined>(undefined);
const AT_ONCE = 2;

/** Holds the tried photos of a collection. */
export function TriedPhotosProvider({ children }: { readonly children: ReactNode }) {
  const [photos, setPhotos] = useState<readonly TriedPhoto[]>([]);
  const [isKeeping, setKeeping] = useState(false);
  const count = useRef(0);
  const set = useCallback((id: number, state: TriedPhoto['state']) => {
    setPhotos((before) => before.map((photo) => (photo.id === id ? { ...photo, state } : photo)));
  }, []);
  const look = useLook(set);
  useEffect(() => {
    if (photos.filter(({ state }) => state.kind === 'looking').length >= AT_ONCE) return;
    const next = photos.findLast(({ state }) => state.kind === 'waiting');
    if (next !== undefined) void look(next, isKeeping);
  }, [photos, look, isKeeping]);
  const add = useCallback((files: readonly File[]) => {
    const added = files.map((file): TriedPhoto => {
      count.current++;
      return { id: count.current, file, url: URL.createObjectURL(file), state: { kind: 'waiting' } };
    });
    setPhotos((before) => [...added.reverse(), ...before]);
  }, []);
  const clear = useCallback(() => {
    setPhotos((before) => {
      for (const { url } of before) URL.revokeObjectURL(url);
      return [];
    });
  }, []);
  const keep = useCallback((photo: TriedPhoto) => void look(photo, true), [look]);
  const value = useMemo(
    () => ({ photos, isKeeping, setKeeping, add, keep, clear }),
    [photos, isKeeping, add, keep, clear],
  );
  return <TriedContext value={value}>{children}</TriedContext>;
}

/** The tried photos of the collection that is worked on. */
export function useTriedPhotos(): TriedPhotos {
  const tried = useContext(TriedContext);
  if (tried === undefined) throw new Error('There is no TriedPhotosProvider above.');
  return tried;
}

function useLook(set: (id: number, state: TriedPhoto['state']) => void) {
  const { api } = useSession();
  const { id: collectionId } = useCollection();
  return useCallback(
    async ({ id, file }: TriedPhoto, keep: boolean) => {
      set(id, { kind: 'looking' });
      try {
        set(id, { kind: 'answered', answer: await api.identify(collectionId, file, keep) });
      } catch (cause) {
        set(id, { kind: 'failed', refusal: refusalOf(cause) });
      }
    },
    [api, collectionId, set],
  );
}
