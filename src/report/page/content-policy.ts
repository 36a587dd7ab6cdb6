/** SHA-256 of the style as it stands in the page, in base64. `test/unit/report` says what it must be. */
export const STYLE_SHA256 = '655smY95rJhrFraNj/k1NrlqcmcFJkl+jvHg4pjX3yw=';

/** SHA-256 of the script as it stands in the page, in base64. `test/unit/report` says what it must be. */
export const SCRIPT_SHA256 = 'VkNyjPLrM0s23TvfiFpr/7j3CoO7mUz3uOU/ObNPFjc=';

/**
 * The page's Content-Security-Policy: pictures from data URIs, this one style and this one script, and nothing else. A
 * name that slipped through unescaped could neither run nor fetch anything.
 */
export const CONTENT_POLICY = [
  "default-src 'none'",
  'img-src data:',
  `style-src 'sha256-${STYLE_SHA256}'`,
  `script-src 'sha256-${SCRIPT_SHA256}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
