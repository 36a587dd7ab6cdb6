import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** A long list of equal tiles. */
export interface VirtualGridOptions<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly render: (item: T, place: number) => ReactNode;
  readonly label: string;
  /** As many columns as have this width. */
  readonly minColumnPx: number;
  /** Height of a row with its gap; undefined for tiles as high as wide. */
  readonly rowPx?: number;
  /** Called when the end comes near. */
  readonly onNearEnd?: () => void;
}

/** Gap between columns, as the style sheet has it. */
const GAP_PX = 12;
const ROWS_BEYOND = 4;

/** Only the tiles in sight are there, but a screen reader is told of all. */
export function VirtualGrid<T>(options: VirtualGridOptions<T>) {
  const { items, keyOf, render, label, minColumnPx, rowPx, onNearEnd } = options;
  const list = useRef<HTMLUListElement>(null);
  const { widthPx, topPx } = usePlace(list);
  const columnCount = Math.max(1, Math.floor((widthPx + GAP_PX) / (minColumnPx + GAP_PX)));
  const tilePx = (widthPx - (columnCount - 1) * GAP_PX) / columnCount;
  const heightPx = rowPx ?? tilePx + GAP_PX;
  const rowCount = Math.ceil(items.length / columnCount);
  const virtualizer = useWindowVirtualizer({
    count: rowCount,
    estimateSize: () => heightPx,
    overscan: ROWS_BEYOND,
    scrollMargin: topPx,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured anew when they get another height
  useEffect(() => virtualizer.measure(), [heightPx, virtualizer]);
  const rows = virtualizer.getVirtualItems();
  const lastRow = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rowCount > 0 && lastRow >= rowCount - ROWS_BEYOND - 1) onNearEnd?.();
  }, [lastRow, rowCount, onNearEnd]);
  return (
    <ul ref={list} className="virtual" aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
      {rows.flatMap((row) =>
        items.slice(row.index * columnCount, (row.index + 1) * columnCount).map((item, column) => {
          const place = row.index * columnCount + column;
          const x = column * (tilePx + GAP_PX);
          const style = {
            width: tilePx,
            height: heightPx - GAP_PX,
            transform: `translate(${x}px, ${row.start - topPx}px)`,
          };
          return (
            <li key={keyOf(item)} aria-setsize={items.length} aria-posinset={place + 1} style={style}>
              {render(item, place)}
            </li>
          );
        }),
      )}
    </ul>
  );
}

function usePlace(list: { readonly current: HTMLElement | null }): { widthPx: number; topPx: number } {
  const [place, setPlace] = useState({ widthPx: 0, topPx: 0 });
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const { top, width } = element.getBoundingClientRect();
      // Added here, not when React comes to it: by then the page may be scrolled elsewhere.
      const topPx = top + scrollY;
      setPlace((before) =>
        before.widthPx === width && before.topPx === topPx ? before : { widthPx: width, topPx },
      );
    };
    measure();
    // What stands above may grow too, so that the whole page is watched.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list]);
  return place;
}
