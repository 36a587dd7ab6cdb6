import { LANGUAGES, type Language, useWording } from '../text/text.tsx';

/** Which language the page is in. */
export function LanguageChoice() {
  const { language, choose, text } = useWording();
  return (
    <select
      className="small-select"
      aria-label={text.language}
      value={language}
      onChange={({ target }) => choose(target.value as Language)}
    >
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
