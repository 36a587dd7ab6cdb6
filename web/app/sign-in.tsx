import { type FormEvent, useState } from 'react';
import { useWording } from '../text/text.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { useSession } from './session.tsx';

/** Asks for the key. @param isRefused whether the one there was did not do */
export function SignIn({ isRefused }: { readonly isRefused: boolean }) {
  const { text } = useWording();
  const { signIn } = useSession();
  const [key, setKey] = useState('');
  const enter = (event: FormEvent): void => {
    event.preventDefault();
    signIn(key.trim());
  };
  return (
    <main className="sign-in">
      <form className="panel" onSubmit={enter}>
        <p className="logo">Quen</p>
        <h1>{text.signIn.title}</h1>
        <p className="quiet">{text.signIn.lead}</p>
        <label>
          {text.signIn.key}
          <input
            type="password"
            autoComplete="off"
            required
            value={key}
            aria-invalid={isRefused}
            onChange={(event) => setKey(event.target.value)}
          />
        </label>
        {isRefused && (
          <p className="fault" role="alert">
            {text.signIn.refused}
          </p>
        )}
        <div className="row">
          <button type="submit" className="main">
            {text.signIn.enter}
          </button>
          <LanguageChoice />
        </div>
      </form>
    </main>
  );
}
