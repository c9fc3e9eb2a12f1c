import { LanguageSwitch, Mark } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import type { ReactNode } from 'react';
import { useSessionControl } from './session-provider.tsx';
import classes from './sign-in-page.module.css';
import { texts } from './texts.ts';

interface SignInPageProps {
  product: string;
  /** What the application is for, in one sentence. */
  promise: string;
  /** Three things to know before signing in. */
  points: readonly { icon: ReactNode; text: string }[];
  children: ReactNode;
}

/** The door of an application: what it is for on one side, the way in on the other. */
export function SignInPage({ product, promise, points, children }: SignInPageProps) {
  const say = useText(texts);
  const { state } = useSessionControl();
  return (
    <div className={classes.page}>
      <aside className={classes.story}>
        <p className={classes.brand}>
          <Mark size={38} />
          Continuum
        </p>
        <div className={classes.words}>
          <p className={classes.product}>{product}</p>
          <p className={classes.promise}>{promise}</p>
          <ul className={classes.points}>
            {points.map(point => (
              <li key={point.text}>
                {point.icon}
                {point.text}
              </li>
            ))}
          </ul>
        </div>
        <svg className={classes.line} viewBox="0 0 600 120" preserveAspectRatio="none" aria-hidden="true">
          <path
            d="M0 70H170l22-46 34 84 24-38h70q60 0 90-30t90-30h100"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      </aside>
      <main className={classes.door}>
        <div className={classes.language}>
          <LanguageSwitch />
        </div>
        <div className={classes.form}>
          <h1 className={classes.title}>
            {say('signIn')}
            <span className="kit-hidden"> · {product}</span>
          </h1>
          {state.state === 'out' && state.ended && (
            <p role="status" className={classes.ended}>
              {say('ended')}
            </p>
          )}
          {children}
        </div>
      </main>
    </div>
  );
}
