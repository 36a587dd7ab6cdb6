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
import { refusalOf } from '../api/refusal.ts';
import { useWording } from '../text/text.tsx';

interface Notice {
  readonly id: number;
  /** A later notice of the same kind takes its place. */
  readonly kind?: string;
  readonly text: string;
  readonly isFault: boolean;
  readonly undo?: () => void;
}

/** Tells what came of something, where it is seen and read aloud. */
export interface Notices {
  /** @param kind a later notice of the same kind takes its place */
  readonly tell: (text: string, more?: { readonly undo?: () => void; readonly kind?: string }) => void;
  /** What went wrong. */
  readonly tellFault: (cause: unknown) => void;
}

const NoticesContext = createContext<Notices | undefined>(undefined);
const SHOWN_MS = 7000;
const FAULT_SHOWN_MS = 15_000;
const AT_MOST = 3;

/** Shows the notices of all below it. */
export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const { text } = useWording();
  const count = useRef(0);
  const add = useCallback((notice: Omit<Notice, 'id'>) => {
    count.current++;
    const id = count.current;
    setNotices((before) =>
      [...before.filter(({ kind }) => kind === undefined || kind !== notice.kind), { ...notice, id }].slice(
        -AT_MOST,
      ),
    );
  }, []);
  const remove = useCallback((id: number) => {
    setNotices((before) => before.filter((notice) => notice.id !== id));
  }, []);
  const value = useMemo<Notices>(
    () => ({
      tell: (said, more) => add({ text: said, isFault: false, ...more }),
      tellFault: (cause) => {
        const { status, detail } = refusalOf(cause);
        const why = status === 0 ? text.common.offline : status === 403 ? text.common.scope : detail;
        add({ text: `${text.common.failed}: ${why}`, isFault: true });
      },
    }),
    [add, text],
  );
  return (
    <NoticesContext value={value}>
      {children}
      <div className="notices" role="status" aria-live="polite">
        {notices.map((notice) => (
          <Shown key={notice.id} notice={notice} onEnd={remove} />
        ))}
      </div>
    </NoticesContext>
  );
}

/** Where to tell what came of something. */
export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (notices === undefined) throw new Error('There is no NoticesProvider above.');
  return notices;
}

function Shown({ notice, onEnd }: { readonly notice: Notice; readonly onEnd: (id: number) => void }) {
  const { text } = useWording();
  const { id, undo, isFault } = notice;
  useEffect(() => {
    const timer = setTimeout(() => onEnd(id), isFault ? FAULT_SHOWN_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, isFault, onEnd]);
  return (
    <div className={isFault ? 'notice fault' : 'notice'}>
      <span>{notice.text}</span>
      {undo && (
        <button
          type="button"
          className="plain"
          onClick={() => {
            onEnd(id);
            undo();
          }}
        >
          {text.common.undo}
        </button>
      )}
      <button type="button" className="plain" aria-label={text.common.close} onClick={() => onEnd(id)}>
        ×
      </button>
    </div>
  );
}
