import type { PhotoResult, SkippedFile, Threshold } from '../core/identification.ts';

/** Everything `report.html` shows; nothing is read, timed or drawn at random while it is written. */
export interface ReportModel {
  /** Heading of the page, such as the name of the folder of photos. */
  readonly title: string;
  /** When the run was made; absent from a page whose bytes must not depend on it. */
  readonly createdAt?: Date;
  /** The command's options as it ran, in the order to show them. */
  readonly settings: readonly ReportSetting[];
  readonly networks: readonly ReportNetwork[];
  readonly threshold: Threshold;
  /** Everybody who could be recognised, seen or not. */
  readonly people: readonly EnrolledPerson[];
  /** Every photo of the run; all counts on the page are over these. */
  readonly photos: readonly PhotoResult[];
  /** Only so many photos, from the first, get a card of their own; at least 0. */
  readonly shownPhotoCount: number;
  /** Pictures of photos by `PhotoResult.photo`. A photo without one is shown without. */
  readonly pictures: ReadonlyMap<string, PhotoPicture>;
  /** Data URIs of square face crops by `PhotoResult.photo`, then by `FaceResult.face`. */
  readonly facePictures: ReadonlyMap<string, readonly (string | undefined)[]>;
  /** Data URIs of square face crops of enrolled photos by `NearestPhoto.photo`. */
  readonly enrolledPictures: ReadonlyMap<string, string>;
  readonly skipped: readonly SkippedFile[];
}

/** One option and its value, as a person would write them. */
export interface ReportSetting {
  readonly name: string;
  readonly value: string;
}

/** A network that took part, and what its licence allows. */
export interface ReportNetwork {
  readonly name: string;
  /** Such as `detector` or `embedder`. */
  readonly task: string;
  readonly licence: string;
  /** What the licence may not cover. */
  readonly limits: string;
}

/** A person who could be recognised. `photoCount` counts enrolled photos. */
export interface EnrolledPerson {
  readonly identity: string;
  readonly photoCount: number;
}

/** A small picture of a whole photo, upright. Boxes of faces are in pixels of the photo, not of the picture. */
export interface PhotoPicture {
  readonly dataUri: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly photoWidthPx: number;
  readonly photoHeightPx: number;
}
