import createClient from 'openapi-fetch';
import { type KeyHolder, patientFetch } from './patient-fetch.ts';
import { refusalIn } from './refusal.ts';
import type { paths } from './schema.d.ts';
import type { PhotoAnswer } from './types.ts';

/** The service as the page asks it. */
export type Api = ReturnType<typeof openApi>;

const BYTES = { 'content-type': 'application/octet-stream' } as const;

/** The service at the page's own address. */
export function openApi(holder: KeyHolder) {
  const ask = patientFetch(holder);
  const { GET, POST, PATCH, DELETE } = createClient<paths>({ baseUrl: location.origin, fetch: ask });
  return {
    get: GET,
    post: POST,
    patch: PATCH,
    remove: DELETE,
    /** Who is in a photo. Throws a `Refusal`. */
    identify: (collectionId: string, photo: Blob, keep: boolean): Promise<PhotoAnswer> =>
      answered(
        POST('/v1/collections/{collectionId}/identify', {
          params: { path: { collectionId }, query: { limit: 5, evidence: 'true', keep: String(keep) } },
          body: '',
          bodySerializer: () => photo,
          headers: BYTES,
        }),
      ),
    /** Enrols a photo of somebody. Throws a `Refusal`. */
    enrol: (personId: string, photo: Blob) =>
      answered(
        POST('/v1/people/{personId}/photos', {
          params: { path: { personId } },
          body: '',
          bodySerializer: () => photo,
          headers: BYTES,
        }),
      ),
    /** Sends a photo to a job. Throws a `Refusal`. */
    sendToJob: (jobId: string, label: string, photo: Blob) =>
      answered(
        POST('/v1/jobs/{jobId}/photos', {
          params: { path: { jobId }, query: { label } },
          body: '',
          bodySerializer: () => photo,
          headers: BYTES,
        }),
      ),
    /** The stream of a job's progress. */
    events: (jobId: string, signal: AbortSignal): Promise<Response> =>
      ask(new Request(`/v1/jobs/${encodeURIComponent(jobId)}/events`, { signal })),
    /** The crop of a face; undefined where none was kept. */
    picture: async (faceId: string, signal: AbortSignal): Promise<Blob | undefined> => {
      const response = await ask(new Request(`/v1/faces/${encodeURIComponent(faceId)}/picture`, { signal }));
      return response.ok ? await response.blob() : undefined;
    },
  };
}

/** What a request was answered with. Throws a `Refusal` where it was refused or not answered. */
export async function answered<T>(
  request: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await request;
  if (data !== undefined) return data;
  throw refusalIn(response.status, error);
}
