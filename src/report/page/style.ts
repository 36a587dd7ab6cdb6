import { BASE_STYLE } from './base-style.ts';
import { PHOTOS_STYLE } from './photos-style.ts';
import { SUMMARY_STYLE } from './summary-style.ts';

/** The page's whole style sheet. Its SHA-256 is in `content-policy.ts`. */
export const REPORT_STYLE = BASE_STYLE + SUMMARY_STYLE + PHOTOS_STYLE;
