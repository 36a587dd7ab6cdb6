import type { FindingKind } from '../../core/audit-finding.ts';

/** How a kind of finding is called, and what to make of it. */
export interface KindWording {
  readonly title: string;
  readonly advice: string;
}

/** Headings and advice of the page, by kind. */
export const KIND_WORDING: Readonly<Record<FindingKind, KindWording>> = {
  'wrong-person': {
    title: 'Photos of somebody else',
    advice: 'Each is like another folder and not like its own. Compare the faces before you accept.',
  },
  'far-from-everybody': {
    title: 'Photos like nobody',
    advice:
      'Like neither their own folder nor another: a stranger, a very different photo, or no face at all.',
  },
  'same-person': {
    title: 'Two folders, one person',
    advice: 'Two spellings of a name, or relatives that the network takes for one. Twins belong apart.',
  },
  'two-people': {
    title: 'One folder, two people',
    advice: 'The photos fall into two parts. A person photographed decades apart can look so too.',
  },
  'exact-copy': { title: 'The same file twice', advice: 'Byte for byte the same.' },
  'near-copy': {
    title: 'The same picture twice',
    advice:
      'Cropped, scaled, mirrored, brightened or saved again. Two pictures of one moment can pass for it.',
  },
  'no-face': { title: 'No face found', advice: 'Nobody can be recognised by these.' },
  unreadable: { title: 'Files that cannot be read', advice: 'Open them in a viewer, or set them aside.' },
  'several-faces': {
    title: 'Several faces',
    advice: 'Another face is nearly as large as the one that counts. Look whether the right one counts.',
  },
  'tiny-face': { title: 'Tiny faces', advice: 'Too few pixels to compare well.' },
  blurred: { title: 'Blurred faces', advice: 'Little fine detail is left.' },
  'turned-away': { title: 'Faces turned away', advice: 'Profiles are harder to recognise.' },
  'badly-lit': { title: 'Badly lit faces', advice: 'Much of the face is black or white.' },
  drawing: {
    title: 'Drawings',
    advice: 'Outlines and plain colours. Nobody is recognised by a drawing.',
  },
  'low-quality': {
    title: 'Hard to recognise',
    advice: 'By size, sharpness, light and the detector together.',
  },
};
