import { DateText, EmptyState, Panel } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { IconCheck, IconEqualNot, IconUserPlus } from '@tabler/icons-react';
import classes from './comparison.module.css';
import { AttachButton, RegisterButton } from './decide.tsx';
import { texts } from './texts.ts';
import { type Aspect, type Candidate, type Claim, type Described, nameOf } from './waiting.browser.ts';

const aspects: readonly Aspect[] = ['family', 'given', 'birthDate', 'gender', 'nam'];
const genders = ['male', 'female', 'other'] as const;

function Value({ aspect, usager }: { aspect: Aspect; usager: Described }) {
  const say = useText(texts);
  const format = useFormat();
  const value = usager[aspect];
  if (!value) return <span className={classes.missing}>—</span>;
  if (aspect === 'birthDate') return <DateText value={value} />;
  if (aspect === 'nam') return <span className="kit-figures">{format.nam(value)}</span>;
  if (aspect === 'gender') return say(`gender.${genders.find(gender => gender === value) ?? 'unknown'}`);
  return value;
}

function CandidateCell({ aspect, candidate }: { aspect: Aspect; candidate: Candidate }) {
  const say = useText(texts);
  const differs = candidate.differs.includes(aspect);
  const agrees = candidate.agrees.includes(aspect);
  return (
    <td data-differs={differs || undefined}>
      <span className={classes.value}>
        <Value aspect={aspect} usager={candidate.usager} />
        {agrees && <IconCheck size={17} className={classes.agrees} aria-label={say('agrees')} role="img" />}
        {differs && (
          <span className={classes.differs}>
            <IconEqualNot size={16} aria-hidden /> {say('differs')}
          </span>
        )}
      </span>
    </td>
  );
}

interface ComparisonProps {
  deposit: string;
  claim: Claim;
  /** How many usagers the deposit names. */
  of: number;
  candidates: readonly Candidate[];
  onDone: () => void;
}

function SideBySide({ deposit, claim, candidates, onDone }: ComparisonProps) {
  const say = useText(texts);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className={classes.scroll} tabIndex={0} aria-label={say('comparison')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <td />
            <th scope="col">{say('claim.says')}</th>
            {candidates.map((candidate, index) => (
              <th scope="col" key={candidate.usager.id}>
                {say('candidate', { number: index + 1 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {aspects.map(aspect => (
            <tr key={aspect}>
              <th scope="row">{say(`aspect.${aspect}`)}</th>
              <td className={classes.claimed}>
                <Value aspect={aspect} usager={claim.usager} />
              </td>
              {candidates.map(candidate => (
                <CandidateCell key={candidate.usager.id} aspect={aspect} candidate={candidate} />
              ))}
            </tr>
          ))}
          <tr>
            <td />
            <td />
            {candidates.map(candidate => (
              <td key={candidate.usager.id}>
                <AttachButton deposit={deposit} claim={claim} candidate={candidate} onDone={onDone} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}

/** What a deposit says of one usager beside whom the register knows, difference by difference. */
export function Comparison(props: ComparisonProps) {
  const say = useText(texts);
  const { claim, of, candidates, deposit, onDone } = props;
  const name = nameOf(claim.usager) || say('nobody');
  const count = of > 1 ? `${say('claim.of', { number: claim.number + 1, count: of })}: ` : '';
  return (
    <Panel
      title={`${count}${name}`}
      description={say(`reason.text.${claim.reason}`)}
      action={<RegisterButton deposit={deposit} claim={claim} onDone={onDone} />}
    >
      <SideBySide {...props} />
      {candidates.length === 0 && (
        <EmptyState title={say('candidates.none')} icon={<IconUserPlus size={30} stroke={1.5} aria-hidden />}>
          {say('candidates.none.text')}
        </EmptyState>
      )}
    </Panel>
  );
}
