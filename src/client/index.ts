export { type FollowedJob, followJob, type JobEvent } from './follow-job.ts';
export { type PatientFetchOptions, patientFetch } from './patient-fetch.ts';
export {
  type BytesOfPhoto,
  openQuenClient,
  type QuenClient,
  type QuenClientOptions,
  type Schemas,
} from './quen-client.ts';
export { answered, QuenRefusal } from './refusal.ts';
export type { paths } from './schema.ts';
