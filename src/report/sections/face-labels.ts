import type { FaceResult } from '../../core/identification.ts';
import type { PhotoPicture } from '../report-model.ts';

/** A face's box and label on a picture. Lengths are in per cent of the picture's sides. */
export interface FaceLabel {
  readonly kind: FaceResult['decision']['kind'];
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Where the label starts or ends, and how many CSS pixels below `y` its letters stand. */
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
  readonly shiftPx: number;
  /** 1-based number of the face; empty where the photo has one face only. */
  readonly number: string;
  readonly name: string;
  /** On which screens the name fits among the others; a name that does not leaves its number. */
  readonly fits: 'always' | 'wide' | 'never';
}

type PlacedLabel = Omit<FaceLabel, 'fits'>;

/** Characters of a name drawn on a photo; the whole name stands beside it. */
const NAME_LENGTH = 20;

/** Widths at which a picture is shown, in CSS pixels. */
const WIDE_PX = 470;
const NARROW_PX = 320;

/** Rough size of a label's letters, in CSS pixels. */
const LETTER_PX = 7.5;
const LINE_PX = 20;

/** Where to draw the faces of a photo and their names, so that no name covers another. */
export function faceLabels(faces: readonly FaceResult[], picture: PhotoPicture): FaceLabel[] {
  const placed = faces.map((face) => placeLabel(face, picture, faces.length > 1));
  const ratio = picture.heightPx / Math.max(picture.widthPx, 1);
  const narrow = fittingNames(placed, NARROW_PX, ratio);
  const wide = fittingNames(placed, WIDE_PX, ratio);
  return placed.map((label, place) => {
    const fits = narrow.has(place) ? 'always' : wide.has(place) ? 'wide' : 'never';
    return { ...label, fits: label.number === '' ? 'always' : fits };
  });
}

function placeLabel(
  { face, box, decision }: FaceResult,
  picture: PhotoPicture,
  isOneOfMany: boolean,
): PlacedLabel {
  const left = share(box.xPx, picture.photoWidthPx);
  const top = share(box.yPx, picture.photoHeightPx);
  const width = share(box.widthPx, picture.photoWidthPx);
  const height = share(box.heightPx, picture.photoHeightPx);
  const isRight = left + width / 2 > 55;
  return {
    kind: decision.kind,
    left,
    top,
    width,
    height,
    x: isRight ? round(left + width) : left,
    ...verticalPlace(top, top + height),
    anchor: isRight ? 'end' : 'start',
    number: isOneOfMany ? String(face + 1) : '',
    name: decision.kind === 'identified' ? shortened(decision.identity) : 'unknown',
  };
}

/** Above the box; below it where there is no room; else inside. */
function verticalPlace(top: number, bottom: number): Pick<FaceLabel, 'y' | 'shiftPx'> {
  if (top > 9) return { y: top, shiftPx: -7 };
  if (bottom < 91) return { y: round(bottom), shiftPx: 17 };
  return { y: Math.max(top, 0), shiftPx: 18 };
}

interface Span {
  readonly startPx: number;
  readonly endPx: number;
  readonly yPx: number;
}

/** Places of labels whose name overlaps no earlier label at the given picture width. */
function fittingNames(labels: readonly PlacedLabel[], widthPx: number, ratio: number): Set<number> {
  const numbers = labels.map((label) => spanOf(label, label.number, widthPx, ratio));
  const taken: Span[] = [];
  const fitting = new Set<number>();
  labels.forEach((label, place) => {
    const span = spanOf(label, `${label.number} ${label.name}`, widthPx, ratio);
    const others = [...taken, ...numbers.filter((_, other) => other !== place)];
    if (span.startPx < 0 || span.endPx > widthPx || others.some((other) => overlaps(span, other))) return;
    fitting.add(place);
    taken.push(span);
  });
  return fitting;
}

function spanOf({ x, y, anchor, shiftPx }: PlacedLabel, text: string, widthPx: number, ratio: number): Span {
  const atPx = (x / 100) * widthPx;
  const lengthPx = [...text.normalize('NFC')].length * LETTER_PX + 8;
  const yPx = (y / 100) * widthPx * ratio + shiftPx;
  return anchor === 'start'
    ? { startPx: atPx, endPx: atPx + lengthPx, yPx }
    : { startPx: atPx - lengthPx, endPx: atPx, yPx };
}

function overlaps(a: Span, b: Span): boolean {
  return a.startPx < b.endPx && b.startPx < a.endPx && Math.abs(a.yPx - b.yPx) < LINE_PX;
}

function shortened(name: string): string {
  const letters = [...name.normalize('NFC')];
  return letters.length <= NAME_LENGTH ? name : `${letters.slice(0, NAME_LENGTH - 1).join('')}\u2026`;
}

function share(part: number, whole: number): number {
  return round((100 * part) / Math.max(whole, 1));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
