import { readPhoto } from '../adapters/files/read-photo.ts';
import { faceThumbnail, photoThumbnail } from '../adapters/sharp/thumbnails.ts';
import type { Box } from '../core/face.ts';
import type { FaceResult, PhotoResult } from '../core/identification.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { PhotoPicture, ReportModel } from '../report/report-model.ts';

/** The pictures of a report. */
export type ReportPictures = Pick<ReportModel, 'pictures' | 'facePictures' | 'enrolledPictures'>;

const PHOTO_SIDE_PX = 480;
const FACE_SIDE_PX = 144;

/** What pictures are drawn of. */
export interface PictureSubjects {
  readonly shown: readonly PhotoResult[];
  readonly probes: readonly ExtractedPhoto[];
  readonly gallery: Gallery;
  /** Where enrolled photos lie, by name; those of a gallery file may be elsewhere and are left out. */
  readonly enrolledPaths: ReadonlyMap<string, string>;
  readonly maxBytes: number;
}

/** Draws the small pictures of the photos that a report shows; a photo that has gone meanwhile is shown without. */
export async function drawReportPictures(subjects: PictureSubjects): Promise<ReportPictures> {
  const pictures = new Map<string, PhotoPicture>();
  const facePictures = new Map<string, (string | undefined)[]>();
  const probeOf = new Map(subjects.probes.map((probe) => [probe.photo.name, probe]));
  for (const result of subjects.shown) {
    const probe = probeOf.get(result.photo);
    if (probe === undefined || result.kind === 'failed') continue;
    const faces = result.kind === 'searched' ? result.faces : [];
    const drawn = await drawPhoto(probe, faces, subjects.maxBytes).catch(() => undefined);
    if (drawn === undefined) continue;
    pictures.set(result.photo, drawn.picture);
    facePictures.set(result.photo, drawn.faces);
  }
  return { pictures, facePictures, enrolledPictures: await drawEnrolled(subjects) };
}

async function drawPhoto(
  { photo, extraction }: ExtractedPhoto,
  faces: readonly FaceResult[],
  maxBytes: number,
): Promise<{ picture: PhotoPicture; faces: string[] } | undefined> {
  if (extraction.kind === 'failed') return undefined;
  const { bytes } = await readPhoto(photo.path, maxBytes);
  const thumbnail = await photoThumbnail(bytes, PHOTO_SIDE_PX);
  const picture = { ...thumbnail, photoWidthPx: extraction.widthPx, photoHeightPx: extraction.heightPx };
  const crops = await Promise.all(faces.map(({ box }) => faceThumbnail(bytes, box, FACE_SIDE_PX)));
  return { picture, faces: crops.map(({ dataUri }) => dataUri) };
}

async function drawEnrolled(subjects: PictureSubjects): Promise<Map<string, string>> {
  const wanted = new Set(
    subjects.shown.flatMap((result) =>
      result.kind === 'searched' ? result.faces.map(({ nearest }) => nearest.photo) : [],
    ),
  );
  const boxes = new Map<string, Box>(subjects.gallery.faces.map(({ photo, box }) => [photo, box]));
  const drawn = new Map<string, string>();
  for (const name of wanted) {
    const path = subjects.enrolledPaths.get(name);
    const box = boxes.get(name);
    if (path === undefined || box === undefined) continue;
    const uri = await drawFace(path, box, subjects.maxBytes).catch(() => undefined);
    if (uri !== undefined) drawn.set(name, uri);
  }
  return drawn;
}

async function drawFace(path: string, box: Box, maxBytes: number): Promise<string> {
  const { bytes } = await readPhoto(path, maxBytes);
  return (await faceThumbnail(bytes, box, FACE_SIDE_PX)).dataUri;
}
