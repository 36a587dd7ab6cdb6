import type { Box } from '../core/face.ts';
import type { Candidate, FaceResult, PhotoResult } from '../core/identification.ts';

/** Columns of `identities.csv`. */
export const IDENTITIES_COLUMNS = [
  'photo',
  'face',
  'box',
  'candidate_1',
  'candidate_2',
  'candidate_3',
  'candidate_4',
  'candidate_5',
  'probability',
  'decision',
  'identity',
  'reason',
] as const;

/** The rows of `identities.csv`: one for each face, and one for each photo without any. Same columns as the header. */
export function identitiesRows(photos: readonly PhotoResult[]): string[][] {
  return photos.flatMap((photo) => {
    if (photo.kind === 'searched') return photo.faces.map((face) => faceRow(photo.photo, face));
    const blanks = new Array<string>(8).fill('');
    return [[photo.photo, ...blanks, photo.kind, '', photo.reason]];
  });
}

function faceRow(photo: string, face: FaceResult): string[] {
  const candidates = Array.from({ length: 5 }, (_, rank) => candidateText(face.candidates[rank]));
  const { decision } = face;
  const identity = decision.kind === 'identified' ? decision.identity : '';
  const probability = face.probability?.toFixed(4) ?? '';
  const answer = [probability, decision.kind, identity, face.reason];
  return [photo, String(face.face), boxText(face.box), ...candidates, ...answer];
}

/** A candidate as `identity:score` with four decimals; empty for none. */
function candidateText(candidate: Candidate | undefined): string {
  return candidate === undefined ? '' : `${candidate.identity}:${candidate.score.toFixed(4)}`;
}

/** A box as `x y width height` in whole pixels. */
function boxText(box: Box): string {
  return [box.xPx, box.yPx, box.widthPx, box.heightPx].map((value) => Math.round(value)).join(' ');
}
