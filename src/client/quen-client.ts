import createClient, { type Client } from 'openapi-fetch';
import { followJob, type JobEvent } from './follow-job.ts';
import { type PatientFetchOptions, patientFetch } from './patient-fetch.ts';
import { answered } from './refusal.ts';
import type { components, paths } from './schema.ts';

/** Everything that requests and answers hold, by the document's names. */
export type Schemas = components['schemas'];
type IdentifyQuery = NonNullable<
  paths['/v1/collections/{collectionId}/identify']['post']['parameters']['query']
>;
type JobPhotoQuery = NonNullable<paths['/v1/jobs/{jobId}/photos']['post']['parameters']['query']>;

/** The file of a photo. */
export type BytesOfPhoto = Blob | Uint8Array<ArrayBuffer> | ArrayBuffer;

/** Where a service is, and how it is asked. */
export interface QuenClientOptions extends PatientFetchOptions {
  /** Such as `http://127.0.0.1:8420`. */
  readonly url: string;
}

/** A service of Quen, asked with types. What is refused is thrown as `QuenRefusal`. */
export interface QuenClient {
  /** Every operation of the API by method and path; what is refused is in `error`. */
  readonly api: Client<paths>;
  /** Who is in a photo. */
  identify(collectionId: string, photo: BytesOfPhoto, query?: IdentifyQuery): Promise<Schemas['PhotoAnswer']>;
  /** Enrols a photo of somebody known. */
  enrol(personId: string, photo: BytesOfPhoto): Promise<Schemas['EnrolledPhoto']>;
  /** Enrols a photo of somebody new. */
  enrolNew(
    collectionId: string,
    photo: BytesOfPhoto,
    person: { readonly name: string; readonly externalId?: string },
  ): Promise<Schemas['EnrolledPhoto']>;
  /** Makes a job over many photos. */
  makeJob(collectionId: string, job: Schemas['NewJob']): Promise<Schemas['Job']>;
  /** Sends a photo to an open job. With a `label` it can be sent again without being taken twice. */
  sendToJob(
    jobId: string,
    photo: BytesOfPhoto,
    query?: JobPhotoQuery,
  ): Promise<{ readonly number: number; readonly isNew: boolean }>;
  /** Says that a job gets no more photos. */
  closeJob(jobId: string): Promise<Schemas['Job']>;
  /** Follows a job to its end, an event at each change. */
  followJob(jobId: string, signal?: AbortSignal): AsyncGenerator<JobEvent, void, void>;
  /** All that a job has found so far, page after page. */
  jobResults(jobId: string): AsyncGenerator<Schemas['JobResult'], void, void>;
}

/** A client of a service; nothing is asked yet. Works in Node and in browsers. */
export function openQuenClient({ url, ...how }: QuenClientOptions): QuenClient {
  const ask = patientFetch(how);
  const api = createClient<paths>({ baseUrl: url, fetch: ask });
  return {
    api,
    identify: (collectionId, photo, query = {}) =>
      answered(
        api.POST('/v1/collections/{collectionId}/identify', {
          params: { path: { collectionId }, query },
          ...fileOf(photo),
        }),
      ),
    enrol: (personId, photo) =>
      answered(
        api.POST('/v1/people/{personId}/photos', { params: { path: { personId } }, ...fileOf(photo) }),
      ),
    enrolNew: (collectionId, photo, person) =>
      answered(
        api.POST('/v1/collections/{collectionId}/photos', {
          params: { path: { collectionId }, query: person },
          ...fileOf(photo),
        }),
      ),
    ...jobsOf(api),
    followJob: (jobId, signal) =>
      followJob(
        () =>
          ask(new Request(`${url}/v1/jobs/${encodeURIComponent(jobId)}/events`, signal ? { signal } : {})),
        signal,
      ),
  };
}

function jobsOf(api: Client<paths>): Pick<QuenClient, 'makeJob' | 'sendToJob' | 'closeJob' | 'jobResults'> {
  return {
    makeJob: (collectionId, job) =>
      answered(
        api.POST('/v1/collections/{collectionId}/jobs', { params: { path: { collectionId } }, body: job }),
      ),
    sendToJob: (jobId, photo, query = {}) =>
      answered(api.POST('/v1/jobs/{jobId}/photos', { params: { path: { jobId }, query }, ...fileOf(photo) })),
    closeJob: (jobId) => answered(api.POST('/v1/jobs/{jobId}/close', { params: { path: { jobId } } })),
    jobResults: async function* (jobId) {
      let after: string | undefined;
      do {
        const query = { limit: 1000, ...(after !== undefined && { after }) };
        const page = await answered(
          api.GET('/v1/jobs/{jobId}/results', { params: { path: { jobId }, query } }),
        );
        yield* page.items;
        after = page.next;
      } while (after !== undefined);
    },
  };
}

/** The document has a file as text; it goes as its bytes. */
function fileOf(photo: BytesOfPhoto) {
  return {
    body: '',
    bodySerializer: () => photo,
    headers: { 'content-type': 'application/octet-stream' },
  } as const;
}
