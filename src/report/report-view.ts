import type { ReportModel } from './report-model.ts';
import { type ScoreAxis, scoreAxis } from './score-axis.ts';
import { type ReportTally, tallyReport } from './tally.ts';

/** What every section is written from. */
export interface ReportView {
  readonly model: ReportModel;
  readonly tally: ReportTally;
  readonly axis: ScoreAxis;
  /** Place of each found person in `tally.found`, for links. */
  readonly personPlaces: ReadonlyMap<string, number>;
  /** Faces in each unknown group of two or more, by its number. */
  readonly groupSizes: ReadonlyMap<number, number>;
}

/** Derives everything the sections share. */
export function reportView(model: ReportModel): ReportView {
  const tally = tallyReport(model);
  return {
    model,
    tally,
    axis: scoreAxis(
      model.photos.slice(0, model.shownPhotoCount),
      model.threshold.rejector === undefined ? model.threshold.value : undefined,
    ),
    personPlaces: new Map(tally.found.map(({ identity }, place) => [identity, place])),
    groupSizes: new Map(tally.unknownGroups.map(({ number, faces }) => [number, faces.length])),
  };
}
