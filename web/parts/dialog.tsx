import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useWording } from '../text/text.tsx';

/** A question over the page; Escape and the cross end it. Shown as long as it is there. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { text } = useWording();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // What is to be filled in comes first, not the cross.
    shown?.querySelector<HTMLElement>('input, textarea')?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="plain" aria-label={text.common.close} onClick={onClose}>
          ×
        </button>
      </div>
      {children}
    </dialog>
  );
}
