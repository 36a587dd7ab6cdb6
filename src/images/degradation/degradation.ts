/** One way of making a photo worse; lengths and shares are of the face that counts in it. */
export type Degradation =
  /** Its shorter side reduced to so many pixels and the photo enlarged to its size again; a smaller face stays. */
  | { readonly kind: 'face'; readonly facePx: number }
  | { readonly kind: 'grey' }
  /** A Gaussian whose standard deviation is so many percent of the face's shorter side. */
  | { readonly kind: 'blur'; readonly percent: number }
  /** Written as JPEG of a quality in 1..100 and read again. */
  | { readonly kind: 'jpeg'; readonly quality: number }
  /** Turned by so many degrees; the seed decides the direction. */
  | { readonly kind: 'rotate'; readonly degrees: number }
  | { readonly kind: 'cover'; readonly half: FaceHalf }
  /** Every value so many percent of what it was, cut off at white. */
  | { readonly kind: 'brightness'; readonly percent: number }
  /** The face alone, as a square photo of that side. */
  | { readonly kind: 'crop'; readonly sidePx: number };

/** A half of a face. */
export type FaceHalf = 'lower' | 'upper';

/** What {@link parseDegradation} takes, as a hint for people. */
export const DEGRADATION_NAMES =
  'face-24px, grey, blur-4, jpeg-10, rotate-15, cover-lower, cover-upper, brightness-40, crop-127px';

/** The degradations of a whole sweep, by kind and from weak to strong. */
export const DEGRADATION_SWEEP: readonly string[] = [
  ...['face-48px', 'face-32px', 'face-24px', 'face-16px'],
  'grey',
  ...['blur-2', 'blur-3', 'blur-4', 'blur-8'],
  'jpeg-10',
  ...['rotate-15', 'rotate-30', 'rotate-90', 'rotate-180'],
  ...['cover-lower', 'cover-upper'],
  ...['brightness-50', 'brightness-20', 'brightness-180', 'brightness-300'],
  'crop-127px',
];

/**
 * The degradation of a name such as `face-24px`; its number may be any whole number the kind allows. Undefined for a name
 * that says nothing.
 */
export function parseDegradation(name: string): Degradation | undefined {
  const [, kind = '', word = ''] = /^([a-z]+)(?:-([a-z0-9]+))?$/.exec(name) ?? [];
  if (kind === 'grey') return word === '' ? { kind } : undefined;
  if (kind === 'cover') return word === 'lower' || word === 'upper' ? { kind, half: word } : undefined;
  const range = RANGES[kind];
  const number = range === undefined ? undefined : numberIn(word, range);
  return number === undefined ? undefined : numbered(kind, number);
}

interface NumberRange {
  readonly from: number;
  readonly to: number;
  /** What follows the number. */
  readonly unit: string;
}

const RANGES: Readonly<Record<string, NumberRange>> = {
  face: { from: 4, to: 1024, unit: 'px' },
  blur: { from: 1, to: 50, unit: '' },
  jpeg: { from: 1, to: 100, unit: '' },
  rotate: { from: 1, to: 180, unit: '' },
  brightness: { from: 1, to: 1000, unit: '' },
  crop: { from: 16, to: 1024, unit: 'px' },
};

function numberIn(word: string, { from, to, unit }: NumberRange): number | undefined {
  if (!word.endsWith(unit)) return undefined;
  const digits = word.slice(0, word.length - unit.length);
  const value = /^[1-9]\d*$/.test(digits) ? Number(digits) : 0;
  return value >= from && value <= to ? value : undefined;
}

function numbered(kind: string, number: number): Degradation | undefined {
  switch (kind) {
    case 'face':
      return { kind, facePx: number };
    case 'blur':
    case 'brightness':
      return { kind, percent: number };
    case 'jpeg':
      return { kind, quality: number };
    case 'rotate':
      return { kind, degrees: number };
    case 'crop':
      return { kind, sidePx: number };
    default:
      return undefined;
  }
}
