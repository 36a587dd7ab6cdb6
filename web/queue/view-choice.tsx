import { useWording } from '../text/text.tsx';

/** How questions are shown. */
export type View = 'one' | 'grid';

/** One question at a time, or many side by side. */
export function ViewChoice({
  view,
  onChoose,
}: {
  readonly view: View;
  readonly onChoose: (view: View) => void;
}) {
  const { text } = useWording();
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{text.queue.view}</legend>
      {(['one', 'grid'] as const).map((one) => (
        <button key={one} type="button" aria-pressed={view === one} onClick={() => onChoose(one)}>
          {text.queue[one]}
        </button>
      ))}
    </fieldset>
  );
}

/** Columns of a grid as it is laid out now. */
export function columnsOf(selector: string): number {
  const grid = document.querySelector(selector);
  return grid === null ? 1 : getComputedStyle(grid).gridTemplateColumns.split(' ').length;
}
