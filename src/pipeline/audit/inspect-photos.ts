import type { FaceMeasures, InspectedPhoto } from '../../audit/photo-findings.ts';
import type { EmbeddedFace } from '../../core/photo.ts';
import type { FaceQuality } from '../../quality/face-quality.ts';
import type { LabelledExtraction } from '../enrol.ts';
import type { MeasuredPhoto } from '../measure-faces.ts';
import type { GatheredSet } from './set-of-photos.ts';

/** What became of each photo of people, with the measures of the face that counts. @param measured one per photo */
export function inspectPhotos(
  { extracted, faceOf, photoOf }: GatheredSet,
  people: readonly LabelledExtraction[],
  measured: readonly MeasuredPhoto[],
): InspectedPhoto[] {
  const counted = new Map(
    Array.from(photoOf, (photo, face) => [extracted[photo], faceOf[face] as number] as const),
  );
  return people.map((photo, place) => ({
    name: photo.photo.name,
    person: photo.label,
    outcome: outcomeOf(photo, counted.get(photo) ?? 0, measured[place]),
  }));
}

function outcomeOf(
  { extraction, sha256 }: LabelledExtraction,
  face: number,
  measured: MeasuredPhoto | undefined,
): InspectedPhoto['outcome'] {
  switch (extraction.kind) {
    case 'failed':
      return { ...extraction, isReadable: sha256 !== '' };
    case 'no-face':
      return { kind: 'no-face' };
    case 'faces': {
      const quality = measured?.kind === 'measured' ? measured.faces[face] : undefined;
      return {
        kind: 'faces',
        otherFaceShare: otherFaceShare(extraction.faces, face),
        measures: quality && measuresOf(quality),
      };
    }
  }
}

function measuresOf({ pose, ...quality }: FaceQuality): FaceMeasures {
  return { ...quality, yawDeg: pose.yawDeg };
}

function otherFaceShare(faces: readonly EmbeddedFace[], counted: number): number {
  const areas = faces.map(({ box }) => box.widthPx * box.heightPx);
  const others = areas.filter((_, place) => place !== counted);
  return others.length === 0 ? 0 : Math.max(...others) / (areas[counted] as number);
}
