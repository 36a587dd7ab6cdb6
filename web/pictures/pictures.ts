import type { Api } from '../api/api.ts';

/** Crops of faces, asked for with the key and shown from memory. */
export interface Pictures {
  /** Tells the address of a picture, or undefined where none was kept; not after the returned function was called. */
  readonly ask: (faceId: string, tell: (url: string | undefined) => void) => () => void;
  /** The address, where it is at hand. */
  readonly atHand: (faceId: string) => string | undefined;
  /** Gives all pictures back. */
  readonly forget: () => void;
}

/** Pictures that are held at most; of those not asked for the longest, the memory is given back. */
const HELD = 600;
const AT_ONCE = 6;

interface Wanted {
  readonly faceId: string;
  readonly askers: Set<(url: string | undefined) => void>;
  readonly stop: AbortController;
}

/** Asks for few pictures at once, and for none that nobody looks at any more. */
export function openPictures(api: Pick<Api, 'picture'>): Pictures {
  const held = new Map<string, string | undefined>();
  const wanted = new Map<string, Wanted>();
  const waiting: Wanted[] = [];
  let inWork = 0;

  function hold(faceId: string, url: string | undefined): void {
    held.set(faceId, url);
    if (held.size <= HELD) return;
    const [oldest, oldUrl] = held.entries().next().value as [string, string | undefined];
    held.delete(oldest);
    if (oldUrl !== undefined) URL.revokeObjectURL(oldUrl);
  }

  function next(): void {
    while (inWork < AT_ONCE) {
      const one = waiting.shift();
      if (one === undefined) return;
      if (one.askers.size === 0) continue;
      inWork++;
      void load(one).finally(() => {
        inWork--;
        next();
      });
    }
  }

  async function load(one: Wanted): Promise<void> {
    const blob = await api.picture(one.faceId, one.stop.signal).catch(() => undefined);
    if (wanted.get(one.faceId) === one) wanted.delete(one.faceId);
    if (one.stop.signal.aborted) return;
    const url = blob && URL.createObjectURL(blob);
    hold(one.faceId, url);
    for (const tell of one.askers) tell(url);
  }

  return {
    atHand: (faceId) => held.get(faceId),
    forget: () => {
      for (const url of held.values()) if (url !== undefined) URL.revokeObjectURL(url);
      held.clear();
    },
    ask: (faceId, tell) => {
      if (held.has(faceId)) {
        const url = held.get(faceId);
        held.delete(faceId);
        held.set(faceId, url);
        tell(url);
        return () => undefined;
      }
      const one = wanted.get(faceId) ?? { faceId, askers: new Set(), stop: new AbortController() };
      one.askers.add(tell);
      if (!wanted.has(faceId)) {
        wanted.set(faceId, one);
        waiting.push(one);
        next();
      }
      return () => {
        one.askers.delete(tell);
        if (one.askers.size > 0) return;
        one.stop.abort();
        if (wanted.get(faceId) === one) wanted.delete(faceId);
      };
    },
  };
}
