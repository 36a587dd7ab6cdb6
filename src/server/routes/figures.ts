import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { PLOT_LANGUAGES } from '../../collections/face-analysis.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { idParameter } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';

const estimate = z
  .object({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })
  .openapi('Estimate', { description: 'With the ends of its 95 % interval' });

const thresholdRow = z
  .object({
    threshold: z.number(),
    fpir: z.number().nullable().openapi({ description: 'Null for the threshold in use' }),
    strangersNamed: estimate,
    recognised: estimate,
    takenForAnother: estimate,
  })
  .openapi('ThresholdRow', { description: 'What to expect per 1,000 photos' });

const figuresSchema = z
  .object({
    people: z.int(),
    matedSearches: z.int(),
    nonMatedSearches: z.int(),
    threshold: z.number(),
    fpirAsked: z.number().nullable(),
    thresholds: z.array(thresholdRow),
    plots: z.array(
      z.object({
        id: z.enum(['scores', 'dir-fpir', 'reliability']),
        svg: z.string().openapi({ description: 'An `svg` element without script or style of its own' }),
      }),
    ),
  })
  .openapi('CollectionFigures');

/** What is to be expected of a collection, judged on its own people. */
export function figureRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/collections/{collectionId}/figures',
      scope: 'enrol',
      tag: 'Collections',
      summary:
        'What to expect of the threshold: strangers named, enrolled people recognised, how far probabilities can be believed',
      request: {
        params: z.object({ collectionId: idParameter('collectionId', 'collection') }),
        query: z.object({ language: z.enum(PLOT_LANGUAGES).default('en') }),
      },
      body: z.object({
        figures: figuresSchema.optional().openapi({ description: 'Absent with fewer than two people' }),
      }),
    }),
    async (context) => {
      const found = await service.insights.figures(context.req.valid('param').collectionId);
      if (found === undefined) return context.json({}, 200);
      const { language } = context.req.valid('query');
      const { counts, threshold, fpirAsked, thresholdTable } = found.evaluation;
      const figures = {
        people: counts.strangers,
        matedSearches: counts.matedSearches,
        nonMatedSearches: counts.nonMatedSearches,
        threshold,
        fpirAsked,
        thresholds: thresholdTable.map(({ strangersNamed, recognised, takenForAnother, ...row }) => ({
          ...row,
          strangersNamed: estimateJson(strangersNamed),
          recognised: estimateJson(recognised),
          takenForAnother: estimateJson(takenForAnother),
        })),
        plots: found.plots.map(({ id, svg }) => ({ id, svg: svg[language] })),
      };
      return context.json({ figures }, 200);
    },
  );
}

function estimateJson({ value, low, high }: z.infer<typeof estimate>): z.infer<typeof estimate> {
  return { value, low, high };
}
